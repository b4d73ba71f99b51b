"""What is left to do before a program runs: the task list of its first page. Free of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from .models import Program
from .models.programs import State

BOTH_NEEDED = "Needs at least one mentor and one mentee."


class TaskState(StrEnum):
    DONE = "done"
    TODO = "todo"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what, where (a URL name that takes the group's and the program's slug, or the group's alone),
    how it stands, and what there is to know about it."""

    title: str
    url_name: str
    state: TaskState
    why: str = ""
    of_group: bool = False

    @property
    def word(self) -> str:
        """The state as people read it."""
        words = {TaskState.DONE: "Done", TaskState.TODO: "To do", TaskState.CANNOT: "Can’t start yet"}
        return words[self.state]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list has to know of weeks and people. `pairs` counts all that are not over, `launched` those
    past their draft, `unread` the answers that wait for an admin; `unwritten` says which week has to be
    written before sign-up can open."""

    weeks: int
    unwritten: str = ""
    mentors: int = 0
    mentees: int = 0
    unread: int = 0
    pairs: int = 0
    launched: int = 0


def tasks(program: Program, now: Standing) -> list[Task]:
    """The steps in order: six, and one more each where answers are read first or a care card needs lines."""
    found = [_details(program), _weeks(program, now), _questions(program)]
    if program.care:
        found.append(_help_lines(program))
    found.append(_open(program, now))
    if program.check_first or now.unread:
        found.append(_read(program, now))
    return [*found, _pair(now), _launch(program, now)]


def sentence(steps: Sequence[Task]) -> str:
    """How far it is, and what may come next."""
    done = sum(step.state == TaskState.DONE for step in steps)
    if done == len(steps):
        return "Everything is done."
    ready = next((step for step in steps if step.state == TaskState.TODO), None)
    following = f" Next: {ready.title[0].lower()}{ready.title[1:]}." if ready else ""
    return f"{done} of {len(steps)} done.{following}"


def dates_gone(program: Program, at: datetime | None = None) -> str:
    """Why a program that is being set up can't open with the dates it has; "" where it can."""
    at = at or timezone.now()
    if program.state != State.DRAFT:
        return ""
    if program.starts_on and program.starts_on <= program.today(at):
        return "The start date has gone by. Choose a later one."
    if program.signup_until and program.signup_until <= at:
        return "The day on which sign-up closes has gone by. Choose a later one."
    return ""


def _done(yes: bool) -> TaskState:
    return TaskState.DONE if yes else TaskState.TODO


def _details(program: Program) -> Task:
    why = dates_gone(program)
    return Task("Name, dates and who it’s for", "program_details", _done(not why), why)


def _weeks(program: Program, now: Standing) -> Task:
    looked = program.state != State.DRAFT or program.weeks_checked_at is not None
    why = now.unwritten if now.weeks else "There are none yet."
    return Task("The weeks", "curriculum", _done(looked and not why), why)


def _questions(program: Program) -> Task:
    looked = program.state != State.DRAFT or program.questions_checked_at is not None
    return Task("Questions people answer", "questions", _done(looked))


def _help_lines(program: Program) -> Task:
    why = "" if program.group.help_lines else "Some weeks go deep. People see these beside every one."
    return Task("Your local help lines", "manage_settings", _done(not why), why, of_group=True)


def _open(program: Program, now: Standing) -> Task:
    title, url_name = "Open sign-up and share the link", "sign_up_open"
    if program.state != State.DRAFT:
        why = "" if program.sign_up_is_open() else "It has closed. You can open it again."
        return Task(title, url_name, TaskState.DONE, why)
    if not now.weeks:
        return Task(title, url_name, TaskState.CANNOT, "Needs at least one week.")
    if now.unwritten:
        return Task(title, url_name, TaskState.CANNOT, "Needs its first weeks.")
    if dates_gone(program):
        return Task(title, url_name, TaskState.CANNOT, "Needs dates that are still to come.")
    return Task(title, url_name, TaskState.TODO)


def _read(program: Program, now: Standing) -> Task:
    title, url_name = "Read the answers", "sign_ups"
    if now.unread:
        why = "One person waits for you." if now.unread == 1 else f"{now.unread} people wait for you."
        return Task(title, url_name, TaskState.TODO, why)
    if now.mentors or now.mentees:
        return Task(title, url_name, TaskState.DONE)
    return Task(title, url_name, TaskState.CANNOT, "Nobody has sent any yet.")


def _pair(now: Standing) -> Task:
    title, url_name = "Pair people", "pairing_board"
    if now.pairs:
        return Task(title, url_name, TaskState.DONE)
    if now.mentors and now.mentees:
        return Task(title, url_name, TaskState.TODO)
    here, one = (now.mentors, "mentor") if now.mentors else (now.mentees, "mentee")
    so_far = f" You have {here} {one if here == 1 else one + 's'}." if here else ""
    return Task(title, url_name, TaskState.CANNOT, BOTH_NEEDED + so_far)


def _launch(program: Program, now: Standing) -> Task:
    title, url_name = "Launch week 1", "launch"
    if now.launched:
        return Task(title, url_name, TaskState.DONE)
    if not now.pairs:
        return Task(title, url_name, TaskState.CANNOT, "Needs at least one pair.")
    if program.dispatch_paused:
        why = "The weeks are on hold, so week 1 waits until they go on."
    elif program.starts_on and program.starts_on <= program.today():
        day = program.get_week_day_display()
        why = f"The start date has gone by: week 1 goes out on the next {day}."
    else:
        why = ""
    return Task(title, url_name, TaskState.TODO, why)
