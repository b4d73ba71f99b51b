"""What is left to do before a program runs: the task list of its first page. Free of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .models import Program
from .models.programs import State

BOTH_NEEDED = "Needs at least one mentor and one mentee"


class TaskState(StrEnum):
    DONE = "done"
    TODO = "todo"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what, where (a URL name that takes the group's and the program's slug), and how it stands."""

    title: str
    url_name: str
    state: TaskState
    why: str = ""

    @property
    def word(self) -> str:
        """The state as people read it."""
        words = {TaskState.DONE: "Done", TaskState.TODO: "To do", TaskState.CANNOT: "Can’t start yet"}
        return words[self.state]


def tasks(program: Program, *, mentors: int, mentees: int, pairs: int, launched: int = 0) -> list[Task]:
    """The six steps in order. `pairs` counts all that are not over, `launched` those past their draft."""
    opened = program.state != State.DRAFT
    return [
        Task("Name, dates and who it’s for", "program_details", _done(_dates_stand(program))),
        Task("The weeks", "curriculum", _done(opened or program.weeks_checked_at is not None)),
        Task(
            "Questions people answer", "questions", _done(opened or program.questions_checked_at is not None)
        ),
        Task("Open sign-up and share the link", "sign_up_open", _done(opened)),
        _pair(mentors, mentees, pairs),
        _launch(pairs, launched),
    ]


def sentence(steps: Sequence[Task]) -> str:
    """How far it is, and what may come next."""
    done = sum(step.state == TaskState.DONE for step in steps)
    if done == len(steps):
        return "Everything is done."
    ready = next((step for step in steps if step.state == TaskState.TODO), None)
    following = f" Next: {ready.title[0].lower()}{ready.title[1:]}." if ready else ""
    return f"{done} of {len(steps)} done.{following}"


def _done(yes: bool) -> TaskState:
    return TaskState.DONE if yes else TaskState.TODO


def _dates_stand(program: Program) -> bool:
    started = program.starts_on is not None and program.starts_on <= program.today()
    return bool(program.name) and not (program.state == State.DRAFT and started)


def _pair(mentors: int, mentees: int, pairs: int) -> Task:
    title, url_name = "Pair people", "pairing_board"
    if pairs:
        return Task(title, url_name, TaskState.DONE)
    if not (mentors and mentees):
        return Task(title, url_name, TaskState.CANNOT, BOTH_NEEDED)
    return Task(title, url_name, TaskState.TODO)


def _launch(pairs: int, launched: int) -> Task:
    title, url_name = "Launch week 1", "launch"
    if launched:
        return Task(title, url_name, TaskState.DONE)
    if not pairs:
        return Task(title, url_name, TaskState.CANNOT, "Needs at least one pair")
    return Task(title, url_name, TaskState.TODO)
