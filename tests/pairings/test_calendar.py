"""The weeks' clock, as a table: what a person in the group would read on their own wall."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.zones import zone_names
from pairings import calendar

# zone, local date, hour -> UTC instant. Gaps move past the gap; overlaps take the first of the two.
TABLE = [
    ("Europe/Lisbon", date(2026, 3, 23), 9, "2026-03-23T09:00"),  # the week before summer time
    ("Europe/Lisbon", date(2026, 3, 30), 9, "2026-03-30T08:00"),  # the week after
    ("Europe/Lisbon", date(2026, 3, 29), 1, "2026-03-29T01:00"),  # 01:00 does not exist: 02:00 summer time
    ("Europe/Lisbon", date(2026, 10, 25), 1, "2026-10-25T00:00"),  # 01:00 twice: the first, in summer time
    ("Europe/Lisbon", date(2026, 10, 26), 9, "2026-10-26T09:00"),
    ("America/New_York", date(2026, 3, 8), 2, "2026-03-08T07:00"),  # gap: 03:00 daylight time
    ("America/New_York", date(2026, 11, 1), 1, "2026-11-01T05:00"),  # overlap: the first
    ("Australia/Lord_Howe", date(2026, 10, 4), 2, "2026-10-03T15:30"),  # a gap of half an hour: 02:30
    ("Australia/Lord_Howe", date(2026, 4, 5), 1, "2026-04-04T14:00"),
    ("Asia/Kathmandu", date(2026, 6, 1), 9, "2026-06-01T03:15"),  # never an even hour
    ("Asia/Kolkata", date(2026, 6, 1), 0, "2026-05-31T18:30"),
    ("Pacific/Apia", date(2011, 12, 30), 9, "2011-12-30T19:00"),  # a day that was left out: the next one
    ("Pacific/Kiritimati", date(2026, 1, 1), 23, "2026-01-01T09:00"),  # UTC+14
    ("America/Santiago", date(2026, 9, 6), 0, "2026-09-06T04:00"),  # a gap at midnight: 01:00
    ("UTC", date(2026, 12, 31), 23, "2026-12-31T23:00"),
]


@pytest.mark.parametrize(("zone", "on", "hour", "instant"), TABLE)
def test_due_at_the_groups_own_hour(zone: str, on: date, hour: int, instant: str) -> None:
    assert calendar.due_at(on, hour, zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@given(
    st.sampled_from(zone_names()),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(0, 23),
    st.sampled_from([7, 14, 28]),
)
def test_a_pace_later_is_the_same_wall_clock(zone: str, on: date, hour: int, pace: int) -> None:
    later = calendar.next_on(on, pace)
    assert (later - on).days == pace
    local = calendar.due_at(later, hour, zone).astimezone(ZoneInfo(zone))
    wanted = datetime(later.year, later.month, later.day, hour, tzinfo=ZoneInfo(zone))
    exists = wanted.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wanted.replace(
        tzinfo=None
    )
    if exists:
        assert (local.date(), local.hour, local.minute) == (later, hour, 0)
    else:  # past the gap, never before it
        assert local.replace(tzinfo=None) > wanted.replace(tzinfo=None)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(0, 6))
def test_rolling_pairs_start_on_the_programs_day_at_least_a_day_away(today: date, week_day: int) -> None:
    first = calendar.first_on(today, week_day)
    assert first.weekday() == week_day
    assert timedelta(days=1) <= first - today <= timedelta(days=7)


@pytest.mark.parametrize(
    ("today", "starts_on", "first"),
    [
        (date(2026, 9, 1), date(2026, 9, 21), date(2026, 9, 21)),  # a cohort waits for its start
        (date(2026, 9, 1), date(2026, 9, 23), date(2026, 9, 28)),  # a start in mid-week: its first Monday
        (date(2026, 9, 21), date(2026, 9, 21), date(2026, 9, 28)),  # paired on the day itself: a week later
        (date(2026, 10, 7), date(2026, 9, 21), date(2026, 10, 12)),  # a late pair has its own offset
    ],
)
def test_a_cohort_starts_together_and_late_pairs_on_their_own(
    today: date, starts_on: date, first: date
) -> None:
    assert calendar.first_on(today, 0, starts_on) == first
