"""Who may change the weeks of which programs: asked again by every service, and written into the log."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from groups.models import AuditEntry, Membership
from groups.models.groups import Role
from pairings.services import week_changes
from programs.models import Program, Week
from programs.models.programs import State
from programs.services import weeks
from tests.weeks_cases import TEXT, place, titles, week

pytestmark = pytest.mark.django_db

ACTS: dict[str, Callable[[Program, User], object]] = {
    "edit": lambda program, by: week_changes.edit(week(program, 6), by=by, text=TEXT),
    "add": lambda program, by: week_changes.add(program, by=by, after=8, text=TEXT),
    "move": lambda program, by: week_changes.move(week(program, 8), by=by, up=True),
    "hide": lambda program, by: week_changes.hide(week(program, 8), by=by),
    "back": lambda program, by: week_changes.bring_back(
        Week.objects.hidden().select_related("program").get(program=program), by=by
    ),
    "remove": lambda program, by: week_changes.remove(week(program, 8), by=by),
    "stretches": lambda program, by: weeks.name_stretches(program, by=by, ends=[("All", 11)]),
    "grade": lambda program, by: weeks.set_reading_grade(program, by=by, grade=6),
}


def with_one_hidden() -> tuple[Program, User]:
    program, by = place()
    week_changes.hide(week(program, 10), by=by)
    return program, by


@pytest.mark.parametrize("act", ACTS)
def test_every_act_stands_in_the_log_without_anybodys_words(act: str) -> None:
    program, by = with_one_hidden()
    before = AuditEntry.objects.count()
    ACTS[act](program, by)
    entry = AuditEntry.objects.latest("pk")
    assert (AuditEntry.objects.count(), entry.actor, entry.subject) == (before + 1, by, program.name)
    assert TEXT.question not in entry.verb
    assert len(entry.verb) <= AuditEntry._meta.get_field("verb").max_length  # SQLite would not mind


@pytest.mark.parametrize("act", ACTS)
def test_who_has_been_an_admin_until_just_now_is_refused(act: str) -> None:
    program, by = with_one_hidden()
    Membership.objects.filter(group=program.group, user=by).update(role=Role.MEMBER)
    before = titles(program)
    with pytest.raises(PermissionDenied):
        ACTS[act](program, by)
    assert titles(program) == before


@pytest.mark.parametrize("state", [State.FINISHED, State.ARCHIVED])
@pytest.mark.parametrize("act", ACTS)
def test_a_program_that_is_over_stays_as_it_was_walked(act: str, state: str) -> None:
    program, by = with_one_hidden()
    Program.objects.filter(pk=program.pk).update(state=state)
    before = titles(program)
    with pytest.raises(weeks.Over, match="Its weeks stay as they"):
        ACTS[act](program, by)
    assert titles(program) == before
