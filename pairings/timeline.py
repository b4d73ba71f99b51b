"""A pair's path of stones, and its talk with the weeks standing where they arrived. Pure.

A step is never stored as a message: here the two are merged by time, the step first on a tie.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

OBJECTION = timedelta(days=3)  # one tick counts for both after that


class Said(Protocol):
    """A message, as far as the time line looks at it."""

    pk: int
    author_id: int
    created_at: datetime


class Delivered(Protocol):
    """A step, as far as the time line and the path look at it."""

    number: int
    week: Any
    delivered_at: datetime
    mentor_talked_at: datetime | None
    mentee_talked_at: datetime | None
    done_at: datetime | None
    skipped_at: datetime | None


@dataclass(frozen=True)
class Entry:
    """One thing in the talk; `day` stands above the first of its day, `new` where reading stopped."""

    at: datetime
    message: Any = None
    step: Any = None
    day: date | None = None
    new: bool = False


def merge(
    messages: Sequence[Said],
    steps: Iterable[Delivered],
    *,
    after: datetime | None = None,
    until: datetime | None = None,
) -> list[Entry]:
    """Messages in their order with the steps between them; of the steps those after `after` (the message
    before this page) and up to `until` (this page's last message, where a newer page follows)."""
    waiting = [
        step
        for step in sorted(steps, key=lambda step: (step.delivered_at, step.number))
        if (after is None or step.delivered_at > after) and (until is None or step.delivered_at <= until)
    ]
    entries: list[Entry] = []
    for message in messages:
        while waiting and waiting[0].delivered_at <= message.created_at:
            step = waiting.pop(0)
            entries.append(Entry(at=step.delivered_at, step=step))
        entries.append(Entry(at=message.created_at, message=message))
    return entries + [Entry(at=step.delivered_at, step=step) for step in waiting]


def with_days(
    entries: Iterable[Entry], day_of: Callable[[datetime], date], shown: date | None = None
) -> list[Entry]:
    """The same entries, each first one of a day carrying it; `shown` stands on the page already."""
    out: list[Entry] = []
    for entry in entries:
        today = day_of(entry.at)
        out.append(replace(entry, day=today if today != shown else None))
        shown = today
    return out


def with_new(entries: Sequence[Entry], read_upto: int, reader_id: int) -> list[Entry]:
    """The same entries, the other's first message after the last one that was read marked as new."""
    for place, entry in enumerate(entries):
        said = entry.message
        if said and said.pk > read_upto and said.author_id != reader_id:
            return [*entries[:place], replace(entry, new=True), *entries[place + 1 :]]
    return list(entries)


@dataclass(frozen=True)
class Stone:
    """One week on the path: done, now, waits (still open), skipped, or nothing while it is to come."""

    number: int
    title: str
    state: str
    url: str


def is_done(step: Delivered, now: datetime) -> bool:
    """Both ticked, or one did and the other has not objected for three days."""
    if step.done_at:
        return True
    ticked = step.mentor_talked_at or step.mentee_talked_at
    return bool(ticked and ticked <= now - OBJECTION)


def stones(
    titles: Sequence[tuple[int, str]],
    steps: Iterable[Delivered],
    *,
    now: datetime,
    url: Callable[[int], str],
    walking: bool = True,
) -> list[Stone]:
    """The whole path: what was delivered under its own title, then what is to come."""
    received = {step.number: step for step in steps}
    current = max(received, default=0)
    out = []
    for number, title in titles:
        step = received.get(number)
        if step is None:
            state = ""
        elif step.skipped_at:
            state = "skipped"
        elif is_done(step, now):
            state = "done"
        else:
            state = "now" if walking and number == current else "waits"
        out.append(Stone(number, step.week.title if step else title, state, url(number)))
    return out


def behind(steps: Iterable[Delivered], now: datetime) -> int:
    """How many weeks lie behind them: all but this one, and this one too once it is done."""
    received = sorted(steps, key=lambda step: step.number)
    if not received:
        return 0
    last = received[-1]
    return len(received) - (0 if last.skipped_at or is_done(last, now) else 1)


def both_ticked(steps: Iterable[Delivered]) -> int:
    """How many weeks both of them said they talked in."""
    return sum(1 for step in steps if step.mentor_talked_at and step.mentee_talked_at)


def span_words(first: date, last: date, this_year: int) -> str:
    """Two days in words: "20 to 26 October", "27 October to 2 November", with years where they differ."""
    end = f"{last.day} {last:%B}" + ("" if last.year == this_year else f" {last.year}")
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    start = f"{first.day} {first:%B}" + ("" if first.year == last.year else f" {first.year}")
    return f"{start} to {end}"
