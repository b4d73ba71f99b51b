"""Named runs of weeks: they cover the whole path without a gap, and follow when weeks come and go. Pure.

Where a stretch ends is all there is to know; it begins where the one before it ended.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from .curriculum import Stretch

MOST = 12
LONGEST_NAME = 80

Ends = Sequence[tuple[str, int]]


def read(kept: Any, total: int) -> list[Stretch]:
    """The stretches of a path of `total` weeks as they are kept; whatever is wrong with them is mended."""
    parts = [part for part in kept if isinstance(part, dict)] if isinstance(kept, list) else []
    ends = [
        (str(part.get("name", ""))[:LONGEST_NAME], part["last"])
        for part in parts
        if isinstance(part.get("last"), int)
    ]
    return laid_out(ends, total)


def laid_out(ends: Ends, total: int) -> list[Stretch]:
    """Stretches one after the other; those that hold no week are gone, the last one goes to the end."""
    found: list[Stretch] = []
    for name, last in ends:
        first = found[-1].last + 1 if found else 1
        if first <= min(last, total):
            found.append(Stretch(name, first, min(last, total)))
    if found and found[-1].last < total:
        found[-1] = Stretch(found[-1].name, found[-1].first, total)
    return found


def with_a_week_after(stretches: Iterable[Stretch], number: int, total: int) -> list[Stretch]:
    """A week has come in after that number: the stretch that it follows grows by it."""
    ends = [(part.name, part.last + (part.last >= number)) for part in stretches]
    return laid_out(ends, total)


def without_a_week(stretches: Iterable[Stretch], number: int, total: int) -> list[Stretch]:
    """The week with that number has gone."""
    ends = [(part.name, part.last - (part.last >= number)) for part in stretches]
    return laid_out(ends, total)


def wrong(ends: Ends, total: int) -> dict[int, str]:
    """What is wrong with stretches that somebody typed, in words, by their place in the list from 0."""
    found: dict[int, str] = {}
    before = 0
    for place, (name, last) in enumerate(ends):
        if last > total:
            found[place] = f"“{name}” ends at week {last}, but there are {total} weeks."
        elif last <= before:
            found[place] = f"“{name}” must end after week {before}, where the one before it ends."
        before = max(before, last)
    if ends and not found and before != total:
        name = ends[-1][0]
        found[len(ends) - 1] = f"Let “{name}” end at week {total}, so that no week is left over."
    return found
