"""The hours of a sign-up in UTC, so that the database can compare two people's: written with what they come
from, and made anew when summer time moves a zone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone_or_utc
from profiles import week
from profiles.models import Profile

COLUMNS = ("week_1", "week_2", "week_3", "week_offset")
HOURLY = {"week", "hours", "zone"}  # what the columns are made of
SLICE = 500


def write(profile: Profile, now: datetime | None = None) -> None:
    """Set the columns from what the sign-up says; the caller saves it."""
    mask = local(profile)
    profile.week_offset = week.offset(zone_or_utc(profile.zone), now or timezone.now())
    profile.week_1, profile.week_2, profile.week_3 = week.columns(week.to_utc(mask, profile.week_offset))


def settle(profile: Profile, fields: Mapping[str, Any], now: datetime | None = None) -> None:
    """What a step has just said about hours fits together: a painted week says the plain choices, which
    filters look at. The caller saves it."""
    if mask := week.parse(profile.week):
        profile.hours = week.chips(mask)
    if HOURLY & fields.keys():
        write(profile, now)


def share(profile: Profile, other: Profile, fields: Mapping[str, Any]) -> None:
    """Who is both has one week: what was painted in one role is so in the other. Both rows are held."""
    if "week" not in fields or (other.week, other.zone) == (profile.week, profile.zone):
        return
    if not profile.week and not other.week:
        return
    names = ("week", "hours", "zone", *COLUMNS)
    for name in names:
        setattr(other, name, getattr(profile, name))
    other.updated_at = profile.updated_at
    other.save(update_fields=[*names, "updated_at"])


def local(profile: Profile) -> int:
    """The week on the person's own clock, painted or what their choices stand for."""
    return week.parse(profile.week) or week.of_chips(profile.hours)


def refresh(now: datetime | None = None) -> int:
    """Make those anew whose zone has changed its clocks since they were written; how many."""
    now = now or timezone.now()
    written = Profile.objects.order_by().values_list("zone", "week_offset").distinct()
    moved = Q(pk__in=[])
    for zone, ahead in written:
        if week.offset(zone_or_utc(zone), now) != ahead:
            moved |= Q(zone=zone, week_offset=ahead)
    ids = list(Profile.objects.filter(moved).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), SLICE):
        _again(ids[start : start + SLICE], now)
    return len(ids)


@transaction.atomic
def _again(ids: list[int], now: datetime) -> None:
    rows = list(Profile.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    for profile in rows:
        write(profile, now)
    Profile.objects.bulk_update(rows, COLUMNS, batch_size=100)


@transaction.atomic
def follow(user: User, was: str) -> int:
    """A person's clock is another one from now on: sign-ups that stood on the old one stand on the new."""
    if user.zone == was:
        return 0
    rows = list(Profile.objects.select_for_update(no_key=True).filter(user=user, zone=was).order_by("pk"))
    for profile in rows:
        profile.zone, profile.updated_at = user.zone, timezone.now()
        write(profile)
    Profile.objects.bulk_update(rows, [*COLUMNS, "zone", "updated_at"])
    return len(rows)
