"""Changing the weeks of a program while pairs walk it: no pair gets a week twice, misses one, or sees the
words of one that it had change under it.

Each of these holds the program and the schedules of all its pairs before it looks at who has received what.
A tick that is delivering to them finishes first; one that comes meanwhile passes them over and finds them a
minute later (pairings/dispatch.py skips what is locked, and holds on to the week that it delivers).
"""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from accounts.models import User
from programs.curriculum import WeekText
from programs.models import Program, Week
from programs.services import weeks
from programs.week_text import columns, original_of

from ..models import Schedule, Step


def settled(program: Program) -> int:
    """The furthest number that any pair of this program has received; 0 before the first."""
    received = Week.objects.filter(Exists(Step.objects.filter(week=OuterRef("pk"))), program=program)
    ahead = Schedule.objects.filter(program=program)
    furthest: int = received.aggregate(Max("number"))["number__max"] or 0
    coming: int = ahead.aggregate(Max("next_step"))["next_step__max"] or 1
    return max(furthest, coming - 1)


def hold(program: Program, by: User) -> int:
    """Stop the program's pairs from getting a week until this transaction ends; how far they have come."""
    weeks.locked(program, by=by)
    rows = Schedule.objects.select_for_update(no_key=True).filter(program=program).order_by("pk")
    list(rows.values_list("pk", flat=True))
    return settled(program)


@transaction.atomic
def edit(week: Week, *, by: User, text: WeekText, verb: str = "changed") -> Week:
    """Change a week's words; pairs that have received it keep the old ones.

    `week.edition` is the one that the writer has read. Refuses weeks.Stale and weeks.Gone.
    """
    hold(week.program, by)
    received = Step.objects.filter(week__root=week.root, week__live=True).exists()
    prompts = list(text.prompts)
    return weeks.edit(week, by=by, received=received, verb=verb, prompts=prompts, **columns(text))


@transaction.atomic
def put_back(week: Week, *, by: User) -> Week:
    """Give a week the words again that it came with; one that the group made itself stays as it is."""
    original = original_of(week)
    return edit(week, by=by, text=original, verb="put the original back into") if original else week


@transaction.atomic
def add(program: Program, *, by: User, after: int, text: WeekText) -> Week:
    """A new week behind that number; never before one that a pair has received."""
    return weeks.add(program, by=by, settled=hold(program, by), after=after, text=text)


@transaction.atomic
def move(week: Week, *, by: User, up: bool) -> tuple[Week, int]:
    """One place up or down among the weeks that nobody has received; with the number that it had."""
    return weeks.move(week, by=by, settled=hold(week.program, by), up=up)


@transaction.atomic
def hide(week: Week, *, by: User) -> Week:
    """Take a week that nobody has received out of the path; the ones behind it close up."""
    return weeks.hide(week, by=by, settled=hold(week.program, by))


@transaction.atomic
def bring_back(week: Week, *, by: User) -> Week:
    """Put a hidden week back where it stood, or behind what pairs have received."""
    return weeks.bring_back(week, by=by, settled=hold(week.program, by))


@transaction.atomic
def remove(week: Week, *, by: User) -> Week:
    """Take a week that nobody has received away for good."""
    return weeks.remove(week, by=by, settled=hold(week.program, by))
