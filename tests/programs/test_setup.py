import pytest

from accounts.models import User
from programs import setup
from programs.models import Program
from programs.services import programs, questions, weeks


def states(program: Program, **counts: int) -> list[str]:
    numbers = {"mentors": 0, "mentees": 0, "pairs": 0} | counts
    return [str(task.state) for task in setup.tasks(program, **numbers)]


def test_a_fresh_draft(program: Program) -> None:
    assert states(program) == ["done", "todo", "todo", "todo", "cannot", "cannot"]
    said = setup.sentence(setup.tasks(program, mentors=0, mentees=0, pairs=0))
    assert said == "1 of 6 done. Next: the weeks."


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


@pytest.mark.parametrize("counts", [{"mentors": 3}, {"mentees": 3}])
def test_pairing_says_what_it_needs(program: Program, counts: dict[str, int]) -> None:
    numbers = {"mentors": 0, "mentees": 0, "pairs": 0} | counts
    assert setup.tasks(program, **numbers)[4].why == "Needs at least one mentor and one mentee"
