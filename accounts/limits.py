"""How often somebody may do something: counted in the database, so that a Redis flush forgives nobody."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .models import Bucket


class TooMany(Exception):
    """More than the limit allows. `retry_after` is in seconds; the middleware answers 429 with it."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many; again in {retry_after} s")
        self.retry_after = retry_after


# what: (how many, in how long). Source: docs/operate.md.
LIMITS: dict[str, tuple[int, timedelta]] = {
    "group": (5, timedelta(days=1)),
    "join": (20, timedelta(hours=1)),
    "request": (10, timedelta(days=1)),
    "message-burst": (30, timedelta(minutes=1)),
    "message": (500, timedelta(days=1)),
    "report": (10, timedelta(days=1)),
    "search": (60, timedelta(minutes=1)),
    "preview-mail": (10, timedelta(hours=1)),
    # A whole community in one day (a list has at most 500 rows), and no more than that for a spammer with
    # several groups. Besides: one mail a day to an address, two for an invitation.
    "invite": (500, timedelta(days=1)),
    "invite-admin": (500, timedelta(days=1)),
    "invite-list": (30, timedelta(hours=1)),
}


def spend(what: str, who: int | str, *, cost: int = 1) -> None:
    """Count one try of `what` by `who` (a user id, a group id); raises TooMany past LIMITS[what].

    Fixed windows: at most twice the limit can pass around a window's edge, which these limits allow for.
    """
    limit, window = LIMITS[what]
    now = timezone.now()
    start = int(now.timestamp() // window.total_seconds())
    key = f"{what}:{who}:{start}"
    with transaction.atomic():
        Bucket.objects.get_or_create(key=key, defaults={"ends_at": now + window})
        Bucket.objects.filter(key=key).update(used=F("used") + cost)
        used = Bucket.objects.values_list("used", flat=True).get(key=key)
    if used > limit:
        ends = (start + 1) * window.total_seconds()
        raise TooMany(max(1, int(ends - now.timestamp())))
