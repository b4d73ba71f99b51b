"""How somebody wants to hear from us, from the settings page and from the link under a mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from messaging import kinds
from messaging.models import MailChoice

PAUSE = timedelta(days=30)


def chosen(user: User) -> dict[str, str]:
    """What this person chose for the kinds they decided about; the others come by mail."""
    return dict(MailChoice.objects.filter(user=user).values_list("kind", "how"))


@transaction.atomic
def save_all(user: User, wanted: dict[str, str]) -> None:
    """Keep how a person wants each kind of mail; kinds that cannot be stopped are passed over."""
    rows = [
        MailChoice(user=user, kind=kind.name, how=wanted[kind.name])
        for kind in kinds.stoppable()
        if kind.name in wanted
    ]
    MailChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["how"]
    )


def set_one(user: User, kind: str, *, by_mail: bool) -> None:
    """Switch one kind of mail on or off; a kind that cannot be stopped stays as it is."""
    save_all(user, {kind: MailChoice.How.NOW if by_mail else MailChoice.How.NEVER})


def pause(user: User, until: datetime | None = None) -> datetime:
    """Send nothing that can be stopped until then, a month by default; says until when."""
    until = until or timezone.now() + PAUSE
    people.pause_mail(user, until)
    return until


def resume(user: User) -> None:
    """Let mails go out again."""
    people.pause_mail(user, None)


def paused_until(user: User) -> datetime | None:
    """The end of a pause that still runs."""
    until = user.mail_paused_until
    return until if until and until > timezone.now() else None
