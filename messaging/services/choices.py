"""How somebody wants to hear from us, from the settings page and from the link under a mail."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from messaging import kinds, roundup
from messaging.models import MailChoice

from . import notices

PAUSE = timedelta(days=30)
How = MailChoice.How


def chosen(user: User) -> dict[str, str]:
    """What this person chose for the kinds they decided about; the others come by mail. Who has stopped the
    roundup hears of what it held on the site alone."""
    rows = dict(MailChoice.objects.filter(user=user).values_list("kind", "how"))
    return {name: notices.settled(rows, kinds.get(name)) for name in rows if kinds.known(name)}


@transaction.atomic
def save_all(user: User, wanted: dict[str, str]) -> None:
    """Keep how a person wants each kind of mail; kinds that cannot be stopped are passed over.

    What waits for their roundup follows: it goes out by itself, stays, or is told on the site alone. Whoever
    chooses "once a day" for something wants the roundup again.
    """
    people.lock(user.pk)
    offered = {kind.name: kind for kind in (*kinds.stoppable(), kinds.get(kinds.ROUNDUP))}
    rows = [
        MailChoice(user=user, kind=name, how=how)
        for name, how in wanted.items()
        if name in offered and (how != How.DAILY or offered[name].may_be_daily)
    ]
    if any(row.how == How.DAILY for row in rows):
        rows.append(MailChoice(user=user, kind=kinds.ROUNDUP, how=How.NOW))
    before = chosen(user)
    MailChoice.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["how"]
    )
    was_daily = {name for name, how in before.items() if how == How.DAILY}
    after = {row.kind: row.how for row in rows}
    roundup.send_now(user, [name for name in was_daily if after.get(name) == How.NOW])
    roundup.drop(user, [name for name in was_daily if after.get(name) == How.NEVER])


def set_one(user: User, kind: str, how: str) -> None:
    """Choose for one kind of mail; one that cannot be stopped stays as it is."""
    save_all(user, {kind: how})


def let_come(user: User, kind: str) -> None:
    """Take back a "never", as if it had not been said: what was held once a day is held so again."""
    if kind == kinds.ROUNDUP:
        MailChoice.objects.filter(user=user, kind=kind).delete()
    else:
        set_one(user, kind, How.NOW)


def pause(user: User, until: datetime | None = None) -> datetime:
    """Send nothing that can be stopped until then, a month by default; says until when. A roundup waits."""
    until = until or timezone.now() + PAUSE
    people.pause_mail(user, until)
    roundup.set_the_hour(user)
    return until


def resume(user: User) -> None:
    """Let mails go out again."""
    people.pause_mail(user, None)
    roundup.set_the_hour(user)


def paused_until(user: User) -> datetime | None:
    """The end of a pause that still runs."""
    until = user.mail_paused_until
    return until if until and until > timezone.now() else None
