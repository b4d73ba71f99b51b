"""The hours of somebody's week: painted or from the four plain choices, moved between zones, put into words.

A week is one number of 168 bits, an hour each, the highest being Monday from 00:00 to 01:00. Pure: no ORM,
no request.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from accounts.zones import zone as zone_named
from profiles.overlap import in_words as joined_words

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = 7 * 24
EVERY = (1 << HOURS) - 1
DIGITS = HOURS // 4
COLUMN = 56  # bits of a database column: three make a week, and each fits a signed 64-bit integer
BLOCKS = ((0, 6), *((start, start + 2) for start in range(6, 24, 2)))  # what one cell of the grid stands for
WORKING, WEEKEND = range(5), range(5, 7)
# What a plain choice stands for, where somebody did not paint.
MEANS = {
    "early": (WORKING, 6, 8),
    "day": (WORKING, 8, 18),
    "evening": (WORKING, 18, 22),
    "weekend": (WEEKEND, 8, 22),
}
# Which choice a painted hour belongs to: each hour to exactly one.
COVERS = {
    "early": (WORKING, 0, 8),
    "day": (WORKING, 8, 18),
    "evening": (WORKING, 18, 24),
    "weekend": (WEEKEND, 0, 24),
}
PARTS = (("mornings", 6, 12), ("afternoons", 12, 18), ("evenings", 18, 24), ("nights", 0, 6))
MOST = 3  # so many groups of days are named before "and more"


class Run(NamedTuple):
    """Free on this day (0 is Monday) from this hour to that one."""

    day: int
    start: int
    end: int


def span(day: int, start: int, end: int) -> int:
    """The week in which one day is free between two hours."""
    return ((1 << (end - start)) - 1) << (HOURS - day * 24 - end)


def _spread(ranges: Iterable[tuple[Iterable[int], int, int]]) -> int:
    mask = 0
    for days, start, end in ranges:
        for day in days:
            mask |= span(day, start, end)
    return mask


# -- read and written -------------------------------------------------------------------------------
def parse(text: str) -> int:
    """The week that 42 hex digits say; "" is an unpainted one. ValueError for anything else."""
    if text and (len(text) != DIGITS or not set(text) <= set("0123456789abcdef")):
        raise ValueError("not a week")
    return int(text, 16) if text else 0


def written(mask: int) -> str:
    """As `parse` reads it; a week without an hour is an unpainted one."""
    return f"{mask:0{DIGITS}x}" if mask else ""


def columns(mask: int) -> tuple[int, int, int]:
    """The week in three numbers, as a database compares them."""
    low = (1 << COLUMN) - 1
    return mask >> 2 * COLUMN, mask >> COLUMN & low, mask & low


def whole(one: int, two: int, three: int) -> int:
    """The week that three columns say."""
    return (one << COLUMN | two) << COLUMN | three


# -- cells and plain choices ------------------------------------------------------------------------
def cells(mask: int) -> list[str]:
    """The cells of the grid, as "day-hour", in which at least one hour is free."""
    return [f"{day}-{start}" for start, end in BLOCKS for day in range(7) if mask & span(day, start, end)]


def of_cells(values: Iterable[str]) -> int:
    """The week that these cells paint. ValueError for one that the grid does not have."""
    ends = dict(BLOCKS)
    mask = 0
    for value in values:
        day, _, start = value.partition("-")
        if not (day.isdecimal() and start.isdecimal() and int(day) < 7 and int(start) in ends):
            raise ValueError("not a cell")
        mask |= span(int(day), int(start), ends[int(start)])
    return mask


def chips(mask: int) -> list[str]:
    """The plain choices that a painted week touches: what filters look at."""
    return [name for name, what in COVERS.items() if mask & _spread([what])]


def of_chips(names: Iterable[str]) -> int:
    """What the plain choices stand for."""
    return _spread(MEANS[name] for name in names if name in MEANS)


def settled(before: int, mask: int, names: Sequence[str]) -> int:
    """The painted week, where plain choices stand beside it and both may have been changed.

    A new painting wins. An old one follows the choices: one taken away takes its hours along, a new one
    brings what it stands for.
    """
    if not mask or mask != before:
        return mask
    had = chips(before)
    for name in had:
        if name not in names:
            mask &= ~_spread([COVERS[name]])
    return mask | of_chips(name for name in names if name not in had)


# -- between zones ----------------------------------------------------------------------------------
def offset(zone: str, now: datetime) -> int:
    """Minutes that clocks in this zone are ahead of UTC just now."""
    ahead = now.astimezone(zone_named(zone)).utcoffset()
    return int(ahead.total_seconds() // 60) if ahead else 0


def moved(mask: int, minutes: int) -> int:
    """The week on a clock that is so many minutes ahead. Where the two differ by part of an hour, every hour
    that is touched counts."""
    hours, rest = divmod(minutes, 60)
    return _turned(mask, hours) | (_turned(mask, hours + 1) if rest else 0)


def _turned(mask: int, hours: int) -> int:
    hours %= HOURS
    return mask >> hours | mask << (HOURS - hours) & EVERY


def to_utc(mask: int, ahead: int) -> int:
    """A week of local hours as hours of UTC."""
    return moved(mask, -ahead)


def seen_from(mask: int, zone: str, reader: str, now: datetime) -> int:
    """A week of one zone as the clock of a reader in another shows it."""
    return moved(mask, offset(reader, now) - offset(zone, now))


# -- in words ---------------------------------------------------------------------------------------
def runs(mask: int) -> list[Run]:
    """The free hours, day by day, those in a row as one."""
    found = []
    for day in range(7):
        free = [hour for hour in range(24) if mask & span(day, hour, hour + 1)]
        for _, row in groupby(enumerate(free), key=lambda pair: pair[1] - pair[0]):
            hours = [hour for _, hour in row]
            found.append(Run(day, hours[0], hours[-1] + 1))
    return found


def in_words(mask: int) -> str:
    """All of it, exactly: "Tuesday and Thursday 18–22, Saturday 10–14 and 16–18"; "" for an empty week.

    For a reader elsewhere give it `seen_from(mask, zone, reader, now)`.
    """
    by_day: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day, found in groupby(runs(mask), key=lambda run: run.day):
        by_day.setdefault(tuple((run.start, run.end) for run in found), []).append(day)
    return ", ".join(f"{_days(days)} {_hours(hours)}" for hours, days in by_day.items())


def _hours(found: Sequence[tuple[int, int]]) -> str:
    if found == ((0, 24),):
        return "all day"
    return joined_words([f"{start:02}–{end:02}" for start, end in found])


def _days(days: Sequence[int]) -> str:
    if len(days) == 7:
        return "Every day"
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{DAYS[days[0]]} to {DAYS[days[-1]]}"
    return joined_words([DAYS[day] for day in days])


def in_short(mask: int) -> str:
    """Roughly, by parts of the day: "Tuesday and Thursday evenings"; "" where nothing is free."""
    by_days: dict[tuple[int, ...], list[str]] = {}
    for name, start, end in PARTS:
        days = tuple(day for day in range(7) if mask & span(day, start, end))
        if days:
            by_days.setdefault(days, []).append(name)
    lines = [_parts(days, names) for days, names in by_days.items()]
    if len(lines) > MOST:
        return f"{', '.join(lines[:MOST])} and more"
    return ", and ".join([part for part in (", ".join(lines[:-1]), *lines[-1:]) if part])


def _parts(days: Sequence[int], names: Sequence[str]) -> str:
    if len(days) == 7:
        return joined_words([f"every {name.removesuffix('s')}" for name in names])
    if tuple(days) == tuple(WORKING):
        which = "weekday"
    elif tuple(days) == tuple(WEEKEND):
        if len(names) == 3 and "nights" not in names:
            return "weekends"
        which = "weekend"
    else:
        which = _days(days)
    return f"{which} {joined_words(names)}"


def both_free(mine: int, theirs: int, ahead: int) -> str:
    """What two weeks in UTC have in common, for a reader whose clock is so many minutes ahead of it:
    "You’re both free Tuesday and Thursday evenings"; "" where they never meet."""
    words = in_short(moved(mine & theirs, ahead))
    return f"You’re both free {words}" if words else ""
