"""Block and unblock: one transaction over everything that two people share."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Block, User
from accounts.services import people
from messaging.models import Conversation, Notice, Participant
from messaging.models.notices import OWED, MailState
from messaging.services import conversations
from pairings.models import Pairing, Request
from pairings.services import lapses

from . import membership


@transaction.atomic
def block(*, blocker: User, blocked: User) -> Block:
    """From the next request on neither sees the other anywhere. Pairs end, hellos close, mails owed to
    either about the other are cancelled, conversations close and vanish. The other is not told who did it.

    Blocking twice is harmless; oneself is refused.
    """
    if blocker.pk == blocked.pk:
        raise ValidationError("You can't block yourself.", code="self")
    people.lock(blocker.pk, blocked.pk)
    made, _ = Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    membership.stop_between(blocker, blocked, by=blocker)
    lapses.close_all(user=blocker, other=blocked)
    shared = _shared(blocker, blocked)
    for pk in shared:
        conversations.close(pk, hide=True)
    _cancel_between(blocker, blocked, shared)
    return made


@transaction.atomic
def unblock(*, blocker: User, blocked: User) -> bool:
    """Take a block back; True if there was one. What had ended stays ended; what was hidden can be read
    again, unless the other one blocks too."""
    deleted, _ = Block.objects.filter(blocker=blocker, blocked=blocked).delete()
    if deleted and not Block.objects.between(blocker.pk, blocked.pk).exists():
        Participant.objects.filter(conversation__in=_shared(blocker, blocked)).update(hidden=False)
    return bool(deleted)


def _shared(a: User, b: User) -> list[int]:
    theirs = Participant.objects.filter(user=b).values("conversation")
    both = Conversation.objects.filter(participants__user=a, pk__in=theirs)
    return list(both.values_list("pk", flat=True))


def _cancel_between(a: User, b: User, conversation_ids: list[int]) -> None:
    owed = Notice.objects.filter(user__in=[a, b], mail_state__in=OWED)
    low, high = sorted((a.pk, b.pk))
    asked = Request.objects.filter(low_id=low, high_id=high).values_list("pk", flat=True)
    pairs = Pairing.objects.filter(low_id=low, high_id=high).values_list("pk", flat=True)
    for kinds, ids in (
        (["message"], conversation_ids),
        (["hello", "declined", "lapsed"], list(asked)),
        (["paired", "proposed", "completed"], list(pairs)),
    ):
        found = owed.filter(kind__in=kinds, subject_id__in=ids)
        found.update(mail_state=MailState.CANCELLED, lease="", lease_until=None)
    # The lines on the site go too: a name must not stand in a list after a block.
    lines = Notice.objects.filter(user__in=[a, b])
    for kinds, ids in (
        (["message"], conversation_ids),
        (["hello", "declined", "lapsed"], list(asked)),
        (["paired", "proposed", "completed", "ended"], list(pairs)),
    ):
        lines.filter(kind__in=kinds, subject_id__in=ids).exclude(kind="ended", user=b).update(on_site=False)
