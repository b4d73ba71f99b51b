"""The path as its admins see it: a row a week, what may be done to it, what a friend would say about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from programs import linter, stretches
from programs.curriculum import WeekText
from programs.forms.weeks import GradeForm, StretchFormSet
from programs.models import Program, Week
from programs.organise.weeks import goes_out
from programs.services.unwritten import in_the_way
from programs.services.weeks import MOST
from programs.services.weeks.gate import over
from programs.services.weeks.path import may_leave
from programs.week_text import differs, text_of

from ..services import week_changes

# What is said of a path, not of a week.
WHOLE = frozenset({linter.Code.NO_EXPECTATIONS, linter.Code.NO_WORK, linter.Code.NO_CLOSING})


@dataclass(frozen=True)
class Row:
    """One week of the path."""

    week: Week
    day: date | None
    begins: str  # the stretch that begins here
    may_up: bool
    may_down: bool
    may_go: bool
    differs: bool
    notes: int
    focus: str = ""  # up or down: the button that was pressed


def path(program: Program) -> list[Week]:
    """The live weeks with their ways in."""
    return list(Week.objects.live().filter(program=program).prefetch_related("prompts"))


def remarks(program: Program, texts: Sequence[WeekText]) -> list[linter.Remark]:
    """What the linter says about these weeks at the level that the program aims for; nothing about the
    path as a whole while some of it is still to be written."""
    written = [text for text in texts if text.question]
    found = linter.lint(written, reading_grade=program.reading_grade)
    return found if len(written) == len(texts) else [one for one in found if one.code not in WHOLE]


def context(
    program: Program,
    *,
    moved: tuple[UUID, bool] | None = None,
    formset: Any = None,
    grade: GradeForm | None = None,
) -> dict[str, Any]:
    """What the list shows; `moved` is the week that has just moved, and whether it went up."""
    weeks = path(program)
    settled, closed, total = week_changes.settled(program), over(program), len(weeks)
    found = remarks(program, [text_of(week) for week in weeks])
    named = stretches.read(program.stretches, total)
    begins = {part.first: part.name for part in named}
    rows = [
        Row(
            week=week,
            day=goes_out(program, week.number),
            begins=begins.get(week.number, ""),
            may_up=not closed and week.number > max(settled + 1, 1),
            may_down=not closed and settled < week.number < total,
            may_go=not closed and may_leave(week.number, total, settled),
            differs=not closed and differs(week),
            notes=sum(note.week == week.number and note.code not in linter.OF_THE_PATH for note in found),
            focus=_focus(week, moved, total, settled),
        )
        for week in weeks
    ]
    return {
        "rows": rows,
        "hidden": list(Week.objects.hidden().filter(program=program)),
        "unwritten": in_the_way([week.question for week in weeks]),
        "settled": settled,
        "closed": closed,
        "full": total >= MOST,
        "notes": [note for note in found if note.code in linter.OF_THE_PATH],
        "formset": formset or StretchFormSet(initial=[{"name": p.name, "last": p.last} for p in named]),
        "grade": grade or GradeForm(initial={"grade": program.reading_grade}),
    }


def _focus(week: Week, moved: tuple[UUID, bool] | None, total: int, settled: int) -> str:
    """The same button of the moved row; at the end of the way, the other one."""
    if moved is None or moved[0] != week.root:
        return ""
    if moved[1]:
        return "up" if week.number > settled + 1 else "down"
    return "down" if week.number < total else "up"
