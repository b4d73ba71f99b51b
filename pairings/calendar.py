"""When a week is due. Pure: dates, hours and zones in, instants out; no ORM, no clock.

A step is due at the program's hour in the group's zone. In a gap (spring forward) the hour moves past the
gap, in an overlap (fall back) the first of the two counts: PEP 495, fold=0.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def due_at(on: date, hour: int, zone: str) -> datetime:
    """The UTC instant of `hour` o'clock on that local date."""
    return datetime.combine(on, time(hour), ZoneInfo(zone)).astimezone(UTC)


def week_day_on_or_after(day: date, week_day: int) -> date:
    """The first `week_day` (0 is Monday) on or after `day`."""
    return day + timedelta(days=(week_day - day.weekday()) % 7)


def first_on(today: date, week_day: int, starts_on: date | None = None) -> date:
    """The local date of a new pairing's first step.

    A cohort starts on its first week day on or after `starts_on`. A rolling program, or a pair that joins a
    cohort late, starts on the program's next week day at least one day away.
    """
    soonest = week_day_on_or_after(today + timedelta(days=1), week_day)
    if starts_on is None:
        return soonest
    return max(week_day_on_or_after(starts_on, week_day), soonest)


def next_on(on: date, pace: int) -> date:
    """The local date one pace (7, 14 or 28 days) later: the date is the truth, the instant follows it."""
    return on + timedelta(days=pace)
