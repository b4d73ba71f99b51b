"""Seats: moved only here, by conditional updates whose row count decides."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from accounts.models import User
from profiles.models import Profile
from profiles.models.profiles import State

log = logging.getLogger("profiles.seats")

SLICE = 500  # profiles a statement: SQLite bounds the parameters


class SeatsGone(ValidationError):
    """Somebody has no place left, or is no longer on the list."""

    def __init__(self) -> None:
        super().__init__("Somebody else was a moment faster: there is no place left.", code="seats")


def take_seats(profile_ids: Iterable[int]) -> None:
    """One seat for each mention of a profile, all of them or SeatsGone; inside the caller's transaction.

    Rows are locked in ascending order, so that two actions wait for each other and never in a circle.
    Only people on the list whom nothing holds (User.frozen_at) have seats to give. On SeatsGone the caller's
    transaction has to roll back.
    """
    for number, ids in _slices(profile_ids):
        taken = Profile.objects.filter(
            pk__in=ids,
            state=State.LISTED,
            seats_taken__lte=F("capacity") - number,
            user__in=User.objects.filter(frozen_at=None),
        ).update(seats_taken=F("seats_taken") + number)
        if taken != len(ids):
            raise SeatsGone


def free_seats(profile_ids: Iterable[int]) -> None:
    """Give back one seat for each mention of a profile; an ending is never refused."""
    for number, ids in _slices(profile_ids):
        freed = Profile.objects.filter(pk__in=ids, seats_taken__gte=number).update(
            seats_taken=F("seats_taken") - number
        )
        if freed != len(ids):  # drift that `doctor` would find too
            log.error("More seats freed than taken among profiles %s", ids)
            Profile.objects.filter(pk__in=ids, seats_taken__lt=number).update(seats_taken=0)


def hold(profile_ids: Iterable[int]) -> None:
    """Keep these rows until the transaction ends, in the order of every action that moves seats."""
    rows = Profile.objects.filter(pk__in=list(profile_ids)).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))


def waiting(profile_id: int, by: int) -> None:
    """Count hellos that wait for an answer, up or down."""
    Profile.objects.filter(pk=profile_id).update(
        waiting_requests=Greatest(F("waiting_requests") + by, Value(0))
    )


def _slices(profile_ids: Iterable[int]) -> Iterable[tuple[int, list[int]]]:
    """(how many seats, of which profiles), with all rows locked in ascending id before the first."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Seats move inside the transaction of what moves them.")
    counts = Counter(profile_ids)
    ids = sorted(counts)
    for start in range(0, len(ids), SLICE):
        rows = Profile.objects.filter(pk__in=ids[start : start + SLICE])
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk in ids:
        by_number[counts[pk]].append(pk)
    for number, group in sorted(by_number.items()):
        for start in range(0, len(group), SLICE):
            yield number, group[start : start + SLICE]
