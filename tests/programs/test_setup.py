from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import Group
from programs import setup
from programs.forms.details import TopicsField
from programs.models import Program
from programs.services import programs, questions, weeks
from programs.setup import Standing

WEEKS = 12


def tasks(program: Program, **counts: int) -> list[setup.Task]:
    return setup.tasks(program, Standing(**{"weeks": WEEKS} | counts))


def states(program: Program, **counts: int) -> list[str]:
    return [str(task.state) for task in tasks(program, **counts)]


def task(program: Program, url_name: str, **counts: int) -> setup.Task:
    return next(one for one in tasks(program, **counts) if one.url_name == url_name)


def test_a_fresh_draft(program: Program) -> None:
    assert states(program) == ["done", "todo", "todo", "todo", "cannot", "cannot"]
    assert setup.sentence(tasks(program)) == "1 of 6 done. Next: the weeks."


def test_step_by_step(program: Program, owner: User) -> None:
    weeks.check(program, by=owner)
    questions.checked(program, by=owner)
    program.refresh_from_db()
    assert states(program)[:4] == ["done", "done", "done", "todo"]
    program = programs.open_sign_up(program, by=owner)
    assert states(program) == ["done", "done", "done", "done", "cannot", "cannot"]
    assert states(program, mentors=1, mentees=1)[4:] == ["todo", "cannot"]
    assert states(program, mentors=1, mentees=1, pairs=1)[4:] == ["done", "todo"]
    assert set(states(program, mentors=1, mentees=1, pairs=1, launched=1)) == {"done"}


@pytest.mark.parametrize(
    ("counts", "so_far"),
    [
        ({}, ""),
        ({"mentors": 3}, " You have 3 mentors."),
        ({"mentees": 1}, " You have 1 mentee."),
    ],
)
def test_pairing_says_what_it_needs_and_what_there_is(
    program: Program, counts: dict[str, int], so_far: str
) -> None:
    pairing = task(program, "pairing_board", **counts)
    assert (pairing.state, pairing.word) == (setup.TaskState.CANNOT, "Can’t start yet")
    assert pairing.why == f"Needs at least one mentor and one mentee.{so_far}"


def test_everything_done_says_so(program: Program, owner: User) -> None:
    program = programs.open_sign_up(program, by=owner)
    done = tasks(program, mentors=1, mentees=1, pairs=1, launched=1)
    assert setup.sentence(done) == "Everything is done."


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({"starts_on": timedelta(days=-1)}, "The start date has gone by. Choose a later one."),
        (
            {"signup_until": timedelta(days=-1)},
            "The day on which sign-up closes has gone by. Choose a later one.",
        ),
    ],
)
def test_dates_gone_by_come_before_opening(program: Program, moved: dict[str, timedelta], words: str) -> None:
    for name, by in moved.items():
        at = timezone.now() + by
        setattr(program, name, at.date() if name == "starts_on" else at)
    dates = task(program, "program_details")
    assert (dates.state, dates.why) == (setup.TaskState.TODO, words)
    opening = task(program, "sign_up_open")
    assert (opening.state, opening.why) == (setup.TaskState.CANNOT, "Needs dates that are still to come.")


def test_without_weeks_sign_up_cannot_open(program: Program) -> None:
    assert task(program, "curriculum", weeks=0).why == "There are none yet."
    opening = task(program, "sign_up_open", weeks=0)
    assert (opening.state, opening.why) == (setup.TaskState.CANNOT, "Needs at least one week.")


def test_a_care_card_asks_for_the_help_lines_of_the_place(group: Group, owner: User) -> None:
    program = programs.start(group, by=owner, curriculum_key="encouragement-and-support")
    lines = task(program, "manage_settings")
    assert (lines.state, lines.of_group) == (setup.TaskState.TODO, True)
    assert lines.why
    # It keeps nobody from opening: the list says it, the page says it again.
    assert task(program, "sign_up_open").state == setup.TaskState.TODO
    program.group.help_lines = "Samaritans, 116 123"
    assert task(program, "manage_settings").state == setup.TaskState.DONE


def test_answers_that_are_read_first_have_a_line_of_their_own(program: Program, owner: User) -> None:
    assert "sign_ups" not in [one.url_name for one in tasks(program)]
    programs.save_details(program, by=owner, check_first=True)
    program = programs.open_sign_up(program, by=owner)
    assert task(program, "sign_ups").why == "Nobody has sent any yet."
    one = task(program, "sign_ups", unread=1)
    assert (one.state, one.why) == (setup.TaskState.TODO, "One person waits for you.")
    assert task(program, "sign_ups", unread=3, mentors=1).why == "3 people wait for you."
    assert task(program, "sign_ups", mentors=1).state == setup.TaskState.DONE


def test_late_answers_have_a_line_too(program: Program) -> None:
    assert task(program, "sign_ups", unread=2).state == setup.TaskState.TODO


def test_sign_up_that_closed_is_done_and_says_so(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    closed = programs.close_sign_up(program, by=owner)
    opening = task(closed, "sign_up_open")
    assert (opening.state, opening.why) == (
        setup.TaskState.DONE,
        "It has closed. You can open it again.",
    )


def test_launching_says_what_becomes_of_week_one(program: Program, owner: User) -> None:
    program = programs.open_sign_up(program, by=owner)
    counts = {"mentors": 1, "mentees": 1, "pairs": 1}
    assert task(program, "launch", **counts).why == ""
    program.starts_on = program.today() - timedelta(days=2)
    assert "the next Monday" in task(program, "launch", **counts).why
    program.dispatch_paused = True
    assert "on hold" in task(program, "launch", **counts).why


def test_a_topic_that_grows_when_compared_is_too_long() -> None:
    assert TopicsField().clean("Glazing\nglazing\nTool care") == ["Glazing", "Tool care"]
    with pytest.raises(ValidationError, match="Keep each topic to 40 letters"):
        TopicsField().clean("ﷺ" * 4)
