"""The path that the weeks of a program make: they are numbered from 1 without a gap, always.

`settled` is the furthest number that any pair has received: up to there nothing moves, comes in or goes, or
a pair would walk one week twice and another never.
"""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from groups.services import audit
from programs import stretches
from programs.curriculum import Stretch, WeekText
from programs.curriculum_rules import LONGEST, MOST_HIDDEN
from programs.linter import CLOSES
from programs.models import Program, Week
from programs.week_text import columns

from .gate import locked
from .words import on_the_path, write_prompts

MOST = LONGEST


@transaction.atomic
def add(program: Program, *, by: User, settled: int, after: int, text: WeekText) -> Week:
    """A new week behind the one with the number `after` (0: at the very beginning)."""
    program = locked(program, by=by)
    path = _path(program)
    if len(path) >= MOST:
        raise ValidationError(f"{MOST} weeks are the most. Hide or remove one first.", code="most")
    after = min(max(after, 0), len(path))
    if after < settled:
        raise ValidationError(
            f"{_up_to(settled)} gone out to a pair already. Put the new one after week {settled} or later.",
            code="settled",
        )
    week = Week.objects.create(
        program=program,
        number=after + 1,
        live=False,
        **columns(text),
        changed_by=by,
        changed_at=timezone.now(),
    )
    write_prompts(week, text.prompts)
    return _bring_in(program, path, week, after, by, f"added week {after + 1} to")


@transaction.atomic
def move(week: Week, *, by: User, settled: int, up: bool) -> tuple[Week, int]:
    """Let a week change places with the one before it, or after it; with the number that it had."""
    program = locked(week.program, by=by)
    found = on_the_path(program, week.root)
    path, was = _path(program), found.number
    to = was - 1 if up else was + 1
    _free(was, settled)
    if up and 1 <= to <= settled:
        raise ValidationError(f"Week {to} has gone out to a pair already, so it stays before this one.")
    if not 1 <= to <= len(path):
        raise ValidationError("It is the first week already." if up else "It is the last week already.")
    path[was - 1], path[to - 1] = path[to - 1], path[was - 1]
    _number(path)
    audit.log(program.group, by, f"moved week {was} to {to} in", program.name)
    return path[to - 1], was


@transaction.atomic
def hide(week: Week, *, by: User, settled: int) -> Week:
    """Take a week out of the path and keep it: it can be brought back."""
    program = locked(week.program, by=by)
    found = on_the_path(program, week.root)
    path = _path(program)
    _may_go(found, path, settled)
    if Week.objects.hidden().filter(program=program).count() >= MOST_HIDDEN:
        raise ValidationError(f"{MOST_HIDDEN} weeks are hidden already. Remove some of them first.")
    Week.objects.filter(pk=found.pk).update(live=False, hidden=True)
    _close_up(program, path, found)
    audit.log(program.group, by, f"hid week {found.number} of", program.name)
    return found


@transaction.atomic
def bring_back(week: Week, *, by: User, settled: int) -> Week:
    """Put a hidden week back where it stood, or as near as the path allows now."""
    program = locked(week.program, by=by)
    found = Week.objects.hidden().filter(program=program, root=week.root).first()
    if found is None:
        raise ValidationError("It isn’t hidden any more.", code="moved")
    path = _path(program)
    if len(path) >= MOST:
        raise ValidationError(f"{MOST} weeks are the most. Hide or remove one first.", code="most")
    place = min(max(found.number, settled + 1), len(path) + 1)
    if path and place > len(path) > settled and path[-1].form in CLOSES:
        place = len(path)  # the goodbye stays last
    return _bring_in(program, path, found, place - 1, by, f"brought week {place} back into")


@transaction.atomic
def remove(week: Week, *, by: User, settled: int) -> Week:
    """Take a week away for good, with its words. Refused for one that any pair has received."""
    program = locked(week.program, by=by)
    hidden = Week.objects.hidden().filter(program=program, root=week.root).first()
    found = hidden or on_the_path(program, week.root)
    path = _path(program)
    if hidden is None:
        _may_go(found, path, settled)
    try:
        with transaction.atomic():
            Week.objects.filter(program=program, root=found.root).delete()
    except ProtectedError:
        raise ValidationError("A pair has this week in its path, so it stays. Hide it instead.") from None
    if hidden is None:
        _close_up(program, path, found)
    which = "a hidden week" if hidden else f"week {found.number}"
    audit.log(program.group, by, f"removed {which} from", program.name)
    return found


def may_leave(number: int, total: int, settled: int) -> bool:
    """May the week with this number be hidden or removed? The same as `hide` says, for whoever draws it."""
    return settled < number and 1 < number < total


def _may_go(week: Week, path: list[Week], settled: int) -> None:
    _free(week.number, settled)
    if week.number in (1, len(path)):
        which = "first" if week.number == 1 else "last"
        raise ValidationError(
            f"The {which} week stays on the path: pairs need a beginning and a goodbye. "
            "Move another week into its place first.",
            code="ends",
        )


def _free(number: int, settled: int) -> None:
    if number <= settled:
        raise ValidationError(
            f"Week {number} has gone out to a pair already, so it keeps its place. "
            "You can still change its words.",
            code="settled",
        )


def _up_to(settled: int) -> str:
    return "Week 1 has" if settled == 1 else f"Weeks 1 to {settled} have"


def _path(program: Program) -> list[Week]:
    return list(Week.objects.live().filter(program=program))


def _bring_in(program: Program, path: list[Week], week: Week, after: int, by: User, verb: str) -> Week:
    before = stretches.read(program.stretches, len(path))
    path.insert(after, week)
    _number(path)
    _keep(program, stretches.with_a_week_after(before, after, len(path)))
    audit.log(program.group, by, verb, program.name)
    return week


def _close_up(program: Program, path: list[Week], gone: Week) -> None:
    before = stretches.read(program.stretches, len(path))
    rest = [week for week in path if week.pk != gone.pk]
    _number(rest)
    _keep(program, stretches.without_a_week(before, gone.number, len(rest)))


def _number(path: list[Week]) -> None:
    """Number the weeks in this order: those that move leave the path, get their number, and come back."""
    moved = [week for number, week in enumerate(path, start=1) if week.number != number or not week.live]
    Week.objects.filter(pk__in=[week.pk for week in moved]).update(live=False)
    for number, week in enumerate(path, start=1):
        week.number, week.live, week.hidden = number, True, False
    Week.objects.bulk_update(moved, ["number", "live", "hidden"])


def _keep(program: Program, found: list[Stretch]) -> None:
    program.stretches = [asdict(part) for part in found]
    program.save(update_fields=["stretches"])
