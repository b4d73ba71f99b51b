"""A button pressed twice: what the first press did is found again, so that the second leads there too."""

from django.core.exceptions import ValidationError

from accounts.models import User

from ..models import Pairing, Request
from ..models.pairings import State as PairState
from ..models.requests import Asks


def pair_of(request: Request) -> Pairing:
    """The pair that came of an accepted hello."""
    rows = Pairing.objects.filter(program=request.program_id, low_id=request.low_id, high_id=request.high_id)
    found = rows.exclude(state=PairState.DRAFT).order_by("-pk").first()
    if found is None:
        raise ValidationError("This hello isn’t waiting any more.", code="moved")
    return found


def asked(request: Request, by: User) -> Request | None:
    """The open "let's pair up" that this person has made of a hello."""
    rows = Request.objects.open().exclude(asks=Asks.QUESTION).filter(sender=by, client_token=None)
    return rows.filter(conversation=request.conversation_id).first()
