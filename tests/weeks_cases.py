"""A program with a pair that has had four weeks, and words to put into it."""

from accounts.models import User
from mentorship.scenarios import running
from programs.curriculum import WeekText
from programs.models import Program, Week

TEXT = WeekText(
    number=1,
    title="A long walk",
    question="Where would you walk?",
    subject="",
    intro="Tell each other.",
    prompts=("How far?", "With whom?", "Away from what?"),
    minutes=40,
    mentor_tip="",
    mentee_tip="",
    form="none",
)


def place() -> tuple[Program, User]:
    """A program with a pair that has had four weeks."""
    pairing = running(weeks=4)
    return pairing.program, pairing.program.created_by


def week(program: Program, number: int) -> Week:
    return Week.objects.live().select_related("program__group").get(program=program, number=number)


def titles(program: Program) -> list[str]:
    rows = list(Week.objects.live().filter(program=program))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    return [row.title for row in rows]


def changed(text: WeekText, **words: object) -> WeekText:
    return WeekText(**{name: getattr(text, name) for name in text.__dataclass_fields__} | words)
