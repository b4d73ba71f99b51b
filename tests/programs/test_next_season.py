"""Copying a program for its next season: everything but the people, with dates moved."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group
from programs.models import Program, Week
from programs.models.programs import State
from programs.services import programs, questions, seasons, weeks

WEDNESDAY = datetime(2026, 9, 2, 12, tzinfo=UTC)
Act = Callable[..., object]


def test_the_next_season_has_everything_but_the_people(program: Program, owner: User, admin: User) -> None:
    programs.save_details(
        program,
        by=owner,
        name="Autumn Skill Share",
        topics=["Glazing"],
        capacity=3,
        check_first=True,
        hour=18,
    )
    week = program.weeks.live().get(number=3)
    weeks.edit(week, by=owner, received=True, title="Advice", prompts=["Light", "Deeper", "Deepest"])
    Week.objects.create(program=program, number=5, live=False, hidden=True, title="Kept", question="And?")
    Program.objects.filter(pk=program.pk).update(
        runbook=[{"when": "Week 1", "title": "Say hello"}], weeks_checked_at=timezone.now()
    )
    row = program.questions.get(role="mentee", key="yourself")
    questions.save(row, by=owner, wording="What do you love?", guidance="", enabled=True, required=False)
    programs.open_sign_up(program, by=owner)
    programs.finish(program, by=owner)

    made = seasons.duplicate(program, by=admin, token=uuid.uuid4())
    made.refresh_from_db()
    program.refresh_from_db()
    assert [getattr(made, name) for name in seasons.SETTINGS] == [
        getattr(program, name) for name in seasons.SETTINGS
    ]
    assert (made.state, made.signup_from, made.weeks_checked_at, made.dispatch_paused) == (
        State.DRAFT,
        None,
        None,
        False,
    )
    assert (made.created_by, made.finished_at) == (admin, None)
    said = [
        [
            (w.number, w.title, w.question, w.minutes, w.hidden, [p.text for p in w.prompts.all()])
            for w in p.weeks.filter(live=True).order_by("number")
        ]
        for p in (program, made)
    ]
    assert said[0] == said[1]
    assert said[0][2][1] == "Advice"
    assert [w.title for w in made.weeks.hidden()] == ["Kept"]
    assert made.weeks.count() == 13  # no old revisions
    assert not set(made.weeks.values_list("root")) & set(program.weeks.values_list("root"))
    asked = [
        list(p.questions.order_by("role", "position").values_list("role", "key", "wording", "enabled"))
        for p in (program, made)
    ]
    assert asked[0] == asked[1]
    assert ("mentee", "yourself", "What do you love?", True) in asked[0]
    assert AuditEntry.objects.latest("pk").verb == "copied for the next season:"


def test_its_dates_are_the_next_sensible_ones(group: Group, owner: User) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        program = programs.start(group, by=owner, curriculum_key="skill-development")
        tuesday = date(2026, 9, 29)
        programs.save_details(program, by=owner, name="Autumn Skill Share", starts_on=tuesday)
        programs.open_sign_up(program, by=owner)
    with time_machine.travel(datetime(2026, 12, 10, 12, tzinfo=UTC), tick=False):
        made = seasons.duplicate(program, by=owner)
    assert (made.name, made.slug) == ("Winter Skill Share", "winter-skill-share")
    assert made.starts_on == date(2027, 1, 5)  # a Tuesday again, 26 days on
    assert made.closes_on == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("acts", "start"),
    [
        ((), date(2026, 12, 21)),  # set up to begin on 28 September: after its twelve weeks
        ((programs.open_sign_up,), date(2026, 12, 21)),
        ((programs.open_sign_up, programs.finish), date(2026, 9, 28)),
    ],
)
@time_machine.travel(WEDNESDAY, tick=False)
def test_the_next_season_begins_after_this_one(
    group: Group, owner: User, acts: tuple[Act, ...], start: date
) -> None:
    program = programs.start(group, by=owner, curriculum_key="career-advancement")
    for act in acts:
        act(program, by=owner)
    program.refresh_from_db()
    assert seasons.plan(program).starts_on == start


def test_a_rolling_program_stays_one(program: Program, owner: User) -> None:
    programs.save_details(program, by=owner, starts_on=None, signup_until=None, week_day=3)
    made = seasons.duplicate(program, by=owner)
    assert (made.starts_on, made.signup_until, made.week_day) == (None, None, 3)


def test_the_same_token_makes_one_season(program: Program, owner: User) -> None:
    token = uuid.uuid4()
    first = seasons.duplicate(program, by=owner, token=token)
    assert seasons.duplicate(program, by=owner, token=token) == first
    assert Program.objects.count() == 2


def test_an_archived_program_can_be_copied(program: Program, owner: User) -> None:
    seasons.archive(program, by=owner)
    assert seasons.duplicate(program, by=owner).state == State.DRAFT


def test_nothing_is_copied_of_a_program_without_weeks(program: Program, owner: User) -> None:
    program.weeks.all().delete()
    with pytest.raises(ValidationError, match="no weeks to copy"):
        seasons.duplicate(program, by=owner)


def test_what_is_shown_before_is_what_is_made(program: Program, owner: User) -> None:
    shown = seasons.plan(program)
    made = seasons.duplicate(program, by=owner)
    assert (shown.name, shown.starts_on, shown.signup_until) == (
        made.name,
        made.starts_on,
        made.signup_until,
    )
