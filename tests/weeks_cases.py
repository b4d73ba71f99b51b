"""A program with a pair that has had four weeks, and words to put into it."""

import html

from accounts.models import User
from mentorship.scenarios import running
from programs.curriculum import WeekText
from programs.models import Program, Week
from programs.week_text import text_of

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


def words(response: object) -> str:
    """An answer as people read it."""
    return html.unescape(response.content.decode())  # type: ignore[attr-defined]


def sent(row: Week, **typed: object) -> dict[str, object]:
    """What the week's form sends, with something else typed into it."""
    text = text_of(row)
    first, second, third = text.prompts
    return {
        "title": text.title,
        "question": text.question,
        "subject": text.subject,
        "intro": text.intro,
        "first": first,
        "second": second,
        "third": third,
        "minutes": text.minutes,
        "tip_mentor": text.mentor_tip,
        "tip_mentee": text.mentee_tip,
        "form": text.form,
        "root": row.root,
        "edition": row.edition,
    } | typed
