"""A program as a file: what it holds, and a loader that says which line of a bad file is wrong and why.

Pure: no ORM, no settings. The format is told in words in docs/program-file.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from programs.curriculum_rules import check
from programs.yaml_lines import Refused, read

OFFERED = (  # in this order, then by key
    *("career-advancement", "skill-development", "encouragement-and-support"),
    *("new-parents", "first-year-teachers", "newcomers-and-alumni", "wellness-and-habits"),
)

WeekForm = Literal[
    "none", "agreement", "hope", "strengths", "goal", "plan", "measure", "celebrate", "look_back"
]
QuestionKind = Literal["short", "long"]
RunbookFrom = Literal["start", "end"]
Role = Literal["mentor", "mentee"]


class CurriculumError(ValueError):
    """A program file was refused: which file, which line (from 1), and why, in words for its author."""

    def __init__(self, line: int, reason: str, source: str) -> None:
        super().__init__(f"{source}, line {line}: {reason}")
        self.line = line
        self.reason = reason
        self.source = source


@dataclass(frozen=True, slots=True)
class WeekText:
    """One week: its question, three ways in from light to deep, and a tip for each side."""

    number: int
    title: str
    question: str
    subject: str
    intro: str
    prompts: tuple[str, str, str]
    minutes: int
    mentor_tip: str
    mentee_tip: str
    form: WeekForm


@dataclass(frozen=True, slots=True)
class QuestionText:
    """One sign-up question with the help that is shown around it."""

    key: str
    wording: str
    kind: QuestionKind
    required: bool
    guidance: str = ""
    starter: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of weeks with a name, from `first` to `last`, both included."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class RunbookStep:
    """Something for an admin to do, so many days after (or, below zero, before) the start or the end."""

    anchor: RunbookFrom
    days: int
    title: str
    what_to_do: str

    @property
    def when(self) -> str:
        """The day in words, while no date is set."""
        moment = "week 1" if self.anchor == "start" else "the end"
        if not self.days:
            return f"On the day of {moment}"
        count = abs(self.days)
        return f"{count} day{'s' * (count > 1)} {'before' if self.days < 0 else 'after'} {moment}"


@dataclass(frozen=True, slots=True)
class Care:
    """The care card: advice, a note about the group's own help lines, and whom to tell."""

    advice: tuple[str, ...]
    help_lines: str
    tell: str


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A whole program as its file tells it."""

    key: str
    version: int
    name: str
    licence: str
    credits: tuple[str, ...]
    for_whom: str
    summary: str
    minutes_a_week: str
    length: int
    pace_days: int
    topics: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    weeks: tuple[WeekText, ...]
    mentor_questions: tuple[QuestionText, ...]
    mentee_questions: tuple[QuestionText, ...]
    runbook: tuple[RunbookStep, ...]
    care: Care | None

    def questions(self, role: Role) -> tuple[QuestionText, ...]:
        """What sign-up asks a person in this role."""
        return self.mentor_questions if role == "mentor" else self.mentee_questions


def load(text: str | bytes, *, source: str) -> Curriculum:
    """The program that the file tells, whole and checked, or CurriculumError; nothing in between."""
    try:
        content, lines = read(text)
        check(content, lines)
    except Refused as refused:
        raise CurriculumError(refused.line, refused.reason, source) from None
    return _curriculum(content)


@cache
def library() -> Mapping[str, Curriculum]:
    """Every template that the product ships, by key, in the order in which they are offered."""
    found: dict[str, Curriculum] = {}
    for path in sorted((Path(__file__).parent / "library").glob("*.yaml")):
        curriculum = load(path.read_bytes(), source=path.name)
        if curriculum.key != path.stem:
            raise CurriculumError(1, f"the key is “{curriculum.key}”, but the file is {path.name}", path.name)
        found[curriculum.key] = curriculum
    order = [key for key in OFFERED if key in found] + [key for key in found if key not in OFFERED]
    return MappingProxyType({key: found[key] for key in order})


def _curriculum(content: Any) -> Curriculum:
    """Only for content that `check` has passed."""
    care = content.get("care")
    return Curriculum(
        key=content["key"],
        version=content["version"],
        name=content["name"],
        licence=content["licence"],
        credits=tuple(content["credits"]),
        for_whom=content.get("for_whom", ""),
        summary=content.get("summary", ""),
        minutes_a_week=content["minutes_a_week"],
        length=content["length"],
        pace_days=content["pace_days"],
        topics=tuple(content["topics"]),
        stretches=tuple(Stretch(part["name"], part["from"], part["to"]) for part in content["stretches"]),
        weeks=tuple(_week(number, part) for number, part in enumerate(content["weeks"], start=1)),
        mentor_questions=tuple(QuestionText(**part) for part in content["questions"]["mentor"]),
        mentee_questions=tuple(QuestionText(**part) for part in content["questions"]["mentee"]),
        runbook=tuple(
            RunbookStep(part["from"], part["days"], part["title"], part["do"]) for part in content["runbook"]
        ),
        care=Care(tuple(care["advice"]), care["help_lines"], care["tell"]) if care else None,
    )


def _week(number: int, part: Any) -> WeekText:
    light, deeper, deepest = part["prompts"]
    tips = part.get("tips", {})
    return WeekText(
        number=number,
        title=part["title"],
        question=part["question"],
        subject=part.get("subject", ""),
        intro=part.get("intro", ""),
        prompts=(light, deeper, deepest),
        minutes=part["minutes"],
        mentor_tip=tips.get("mentor", ""),
        mentee_tip=tips.get("mentee", ""),
        form=part["form"],
    )
