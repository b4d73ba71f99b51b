"""What an admin does and when, with the dates of one program. Free of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from .curriculum import RunbookStep

FURTHEST = 1456  # days of the longest program: 52 weeks, each four weeks apart


@dataclass(frozen=True, slots=True)
class Dated:
    """A step with its day; None while the program has no start date."""

    step: RunbookStep
    on: date | None


def kept(steps: Iterable[RunbookStep], pace: int) -> list[dict[str, Any]]:
    """What a program keeps of its steps: with the pace that their days were written for."""
    return [asdict(step) | {"pace": pace} for step in steps]


def read(rows: Iterable[Any], pace: int) -> tuple[RunbookStep, ...]:
    """The steps of a program that walks at this pace: "look in at week 2" is later where weeks are longer."""
    return tuple(_step(row, pace) for row in rows if isinstance(row, Mapping))


def _step(row: Mapping[str, Any], pace: int) -> RunbookStep:
    days = int(row["days"])
    if row["anchor"] == "start" and days > 0:
        days = min(round(days * pace / (row.get("pace") or pace)), FURTHEST)
    return RunbookStep(row["anchor"], days, row["title"], row["what_to_do"])


def dated(steps: Iterable[RunbookStep], starts_on: date | None, ends_on: date | None) -> list[Dated]:
    """The steps on their days, the earliest first; without dates in the order in which they stand."""
    days = {"start": starts_on, "end": ends_on}
    found = [
        Dated(step, day + timedelta(days=step.days) if (day := days[step.anchor]) else None) for step in steps
    ]
    return sorted(found, key=lambda one: one.on or date.max)
