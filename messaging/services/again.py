"""A mail that was given up, tried once more."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from ..models import Notice
from ..models.notices import MailState

GIVEN_UP = (MailState.FAILED, MailState.DEAD)


def send_again(notice: Notice) -> None:
    """Owe a mail again that was refused or given up. The drain still asks whether it is wanted.

    Account mail is refused: its words and its code were blanked when it failed.
    """
    if notice.kind == "account":
        raise ValidationError("Its words are gone: the person asks for a new one.", code="blanked")
    changed = Notice.objects.filter(pk=notice.pk, mail_state__in=GIVEN_UP).update(
        mail_state=MailState.QUEUED,
        attempts=0,
        not_before=timezone.now(),
        created_at=timezone.now(),
        lease="",
        lease_until=None,
    )
    if not changed:
        raise ValidationError("This mail was not given up.", code="state")
