"""Once a day: what somebody wants to hear of together, in one mail at eight in the morning where they are.

The roundup is itself a notice in the outbox, owed by the same statement that keeps the first fact for it: so
it has a lease, a stable Message-ID and back-off like every mail, and nobody has to be looked for.

Promise: what is kept is sent with a roundup, or no longer wanted when its time comes. A sender that is killed
between sending and marking sends the same facts again under the same Message-ID, never others.
"""

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

from django.db import IntegrityError, transaction
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone, zone_or_utc

from . import kinds
from .kinds import ROUNDUP, Context
from .last_look import still
from .models import MailChoice, Notice
from .models.notices import MailState
from .services import notices

HOUR = 8  # o'clock where the reader is: when quiet hours end
LINES = 20  # in one mail; the rest stands on the site
ASKED = 200  # facts that one roundup looks at; what is beyond waits for the next
MORNINGS = 4  # tried for a free key: a change of zone can use up two local dates at once
# The partial index's condition, word for word: SQLite cannot match it with bound parameters.
KEPT = RawSQL("mail_state = 'digest'", (), output_field=BooleanField())


def morning_after(now: datetime, zone_name: str) -> datetime:
    """The first eight o'clock after this instant on that clock, summer time or not."""
    local = now.astimezone(zone(zone_or_utc(zone_name)))
    day = local.date() if local.hour < HOUR else local.date() + timedelta(days=1)
    return _eight(day, zone_name)


def _eight(day: date, zone_name: str) -> datetime:
    return datetime.combine(day, clock_time(HOUR), tzinfo=zone(zone_or_utc(zone_name))).astimezone(UTC)


def next_for(user: User, now: datetime) -> datetime:
    """When this person's next roundup may go: the next eight o'clock, or the first one after their pause."""
    until = user.mail_paused_until
    if until and until > now:
        return morning_after(until - timedelta(seconds=1), user.zone)
    return morning_after(now, user.zone)


def keep(notice: Notice, lease: str, now: datetime) -> bool:
    """Put a claimed notice aside for its reader's roundup, and owe them one; False for who lost the lease."""
    user = notice.user
    if user is None:
        return False
    with transaction.atomic():
        held = Notice.objects.filter(pk=notice.pk, lease=lease, mail_state=MailState.LEASED)
        if not held.update(mail_state=MailState.DIGEST, lease="", lease_until=None, attempts=0):
            return False
        _owe(user, now)
    return True


def _owe(user: User, now: datetime) -> None:
    ahead = Notice.objects.filter(user=user, kind=ROUNDUP, mail_state=MailState.QUEUED, attempts=0)
    # Held: a sender that wants to claim it passes it by until the fact stands beside it.
    if ahead.select_for_update(no_key=True).order_by("pk").first():
        return
    first = next_for(user, now)
    day = first.astimezone(zone(zone_or_utc(user.zone))).date()
    for _ in range(MORNINGS):
        key = f"{ROUNDUP}:{user.pk}:{day:%Y-%m-%d}"
        at = _eight(day, user.zone)
        try:
            with transaction.atomic():
                Notice.objects.get_or_create(
                    key=key,
                    defaults={
                        "user": user,
                        "kind": ROUNDUP,
                        "url": reverse("notices"),
                        "on_site": False,
                        "rank": kinds.get(ROUNDUP).rank,
                        "mail_state": MailState.QUEUED,
                        "not_before": at,
                        "created_at": at,
                    },
                )
        except IntegrityError:  # another sender owed it, a moment ago
            pass
        row = Notice.objects.select_for_update(no_key=True).get(key=key)
        if row.mail_state == MailState.QUEUED and not row.attempts:
            return
        day += timedelta(days=1)


def _tag(roundup: Notice) -> str:
    return f"r{roundup.pk}"


def kept(user: User) -> "list[Notice]":
    """What waits for this person's roundup, oldest first."""
    rows = Notice.objects.filter(KEPT, user=user, mail_state=MailState.DIGEST)
    return list(rows.order_by("pk").select_related("user")[:ASKED])


def gather(roundup: Notice, now: datetime) -> None:
    """Settle what this roundup says, before it is sent: the facts that are still true, wanted and unread.

    The first try decides; a later one drops what became untrue and adds nothing, because it goes out under
    the same Message-ID and a mail program shows only one of the two.
    """
    user = roundup.user
    if user is None:
        return
    waiting = kept(user)
    mine = [row for row in waiting if row.lease == _tag(roundup)]
    rows = mine or [row for row in waiting if not row.lease]
    chosen = dict(MailChoice.objects.filter(user=user).values_list("kind", "how"))
    true: list[int] = []
    gone: list[int] = []
    for row in rows:
        kind = kinds.get(row.kind) if kinds.known(row.kind) else None
        fits = kind is not None and still(row, kind, now, notices.settled(chosen, kind))
        (true if fits else gone).append(row.pk)
    aside = Notice.objects.filter(mail_state=MailState.DIGEST, user=user)
    if gone:
        aside.filter(pk__in=gone).update(mail_state=MailState.CANCELLED, lease="")
    if true:
        aside.filter(pk__in=true).update(lease=_tag(roundup))


def load(notice: Notice) -> Context | None:
    """The lines of this roundup, by group, as they happened; None where nothing is left."""
    if notice.user is None:
        return None
    rows = [row for row in kept(notice.user) if row.lease == _tag(notice)]
    if not rows:
        return None
    shown = rows[:LINES]
    names = kinds.scope_names({row.scope for row in shown if row.scope})
    places: dict[int, list[Notice]] = {}
    for row in shown:
        row.words = row.line or str(kinds.get(row.kind).label)  # type: ignore[attr-defined]
        places.setdefault(row.scope if row.scope in names else 0, []).append(row)
    oldest = min(row.created_at for row in rows)
    return {
        "number": len(rows),
        "rest": len(rows) - len(shown),
        "places": sorted(
            ((names.get(scope, ""), lines) for scope, lines in places.items()),
            key=lambda place: (not place[0], place[0].casefold()),
        ),
        "since_yesterday": notice.not_before - oldest <= timedelta(days=2),
    }


def sent(roundup: Notice, lease: str, now: datetime) -> bool:
    """Mark a roundup and everything in it as sent, at once; False where somebody else holds it by now."""
    return _finish(roundup, lease, now, mail_state=MailState.SENT, sent_at=now, last_error="")


def nothing_to_say(roundup: Notice, lease: str, now: datetime) -> bool:
    """Nothing was left to tell: no mail goes out."""
    return _finish(roundup, lease, now, mail_state=MailState.CANCELLED)


@transaction.atomic
def _finish(roundup: Notice, lease: str, now: datetime, **values: object) -> bool:
    held = Notice.objects.filter(pk=roundup.pk, lease=lease, mail_state=MailState.LEASED)
    if not held.update(lease="", lease_until=None, **values):
        return False
    waiting = Notice.objects.filter(KEPT, user=roundup.user, mail_state=MailState.DIGEST)
    waiting.filter(lease=_tag(roundup)).update(lease="", **values)
    if roundup.user and waiting.filter(lease="").exists():  # more than one mail looks at
        _owe(roundup.user, now)
    return True


# -- when somebody changes how they want to hear from us --------------------------------------------
def send_now(user: User, names: list[str]) -> int:
    """What was kept of these kinds goes out by itself after all; what a roundup is sending goes with it."""
    waiting = Notice.objects.filter(KEPT, user=user, mail_state=MailState.DIGEST, kind__in=names, lease="")
    return waiting.update(mail_state=MailState.QUEUED, not_before=timezone.now())


def drop(user: User, names: list[str]) -> int:
    """What was kept of these kinds is told on the site alone."""
    waiting = Notice.objects.filter(KEPT, user=user, mail_state=MailState.DIGEST, kind__in=names)
    return waiting.update(mail_state=MailState.CANCELLED, lease="")


def set_the_hour(user: User) -> int:
    """Move a roundup that is owed to the right morning, after a pause or a move to another zone."""
    now = timezone.now()
    owed = Notice.objects.filter(user=user, kind=ROUNDUP, mail_state=MailState.QUEUED, attempts=0)
    at = next_for(user, now)
    return owed.exclude(not_before=at).update(not_before=at, created_at=at)


def postpone(roundup: Notice, lease: str, now: datetime) -> bool:
    """Hold it until the first morning after its reader's pause."""
    user = roundup.user
    if user is None:
        return False
    at = next_for(user, now)
    held = Notice.objects.filter(pk=roundup.pk, lease=lease, mail_state=MailState.LEASED)
    return bool(
        held.update(
            mail_state=MailState.QUEUED,
            lease="",
            lease_until=None,
            attempts=F("attempts") - 1,
            not_before=at,
            created_at=at,
        )
    )
