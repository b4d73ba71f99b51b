"""A program as a file: what it holds, and a loader that says which line of a bad file is wrong and why.

Pure: no ORM, no settings. The format is told in words in docs/program-file.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from programs.curriculum_rules import check, numbered
from programs.yaml_lines import Refused, read

OFFERED = (  # in this order, then by key
    *("career-advancement", "skill-development", "encouragement-and-support"),
    *("new-parents", "first-year-teachers", "newcomers-and-alumni", "wellness-and-habits"),
)

WeekForm = Literal[
    "none", "agreement", "hope", "strengths", "goal", "plan", "measure", "celebrate", "look_back"
]
QuestionKind = Literal["short", "long", "one", "some", "yes_no"]
RunbookFrom = Literal["start", "end"]
Role = Literal["mentor", "mentee"]
WEEK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class CurriculumError(ValueError):
    """A program file was refused: which file, which line (from 1), and why, in words for its author."""

    def __init__(self, line: int, reason: str, source: str) -> None:
        super().__init__(f"{source}, line {line}: {reason}")
        self.line = line
        self.reason = reason
        self.source = source


@dataclass(frozen=True, slots=True)
class WeekText:
    """One week: its question, three ways in from light to deep, and a tip for each side.

    Without a question it is still to be written. A hidden one is kept for the admins; no pair walks it, and
    its number is that of the week before which it stands.
    """

    number: int
    title: str
    question: str
    subject: str
    intro: str
    prompts: tuple[str, ...]
    minutes: int
    mentor_tip: str
    mentee_tip: str
    form: WeekForm
    hidden: bool = False


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
    options: tuple[str, ...] = ()
    admins_only: bool = False
    enabled: bool = True


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
class Settings:
    """How the program is run, as far as the file says. None: as a new program has it."""

    week_day: str | None = None
    hour: int | None = None
    forming: str | None = None
    both_say_yes: bool | None = None
    readers: str | None = None
    adults_only: bool | None = None
    check_first: bool | None = None
    capacity: int | None = None
    reading_grade: int | None = None


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
    settings: Settings = Settings()

    @property
    def path(self) -> tuple[WeekText, ...]:
        """The weeks that pairs walk: all but the hidden ones."""
        return tuple(week for week in self.weeks if not week.hidden)

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
def blank() -> Curriculum:
    """Twelve weeks that nobody has written yet, under three names: a program to fill."""
    return load((Path(__file__).parent / "blank.yaml").read_bytes(), source="blank.yaml")


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
        licence=content.get("licence", ""),
        credits=tuple(content.get("credits", ())),
        for_whom=content.get("for_whom", ""),
        summary=content.get("summary", ""),
        minutes_a_week=content["minutes_a_week"],
        length=content["length"],
        pace_days=content["pace_days"],
        topics=tuple(content["topics"]),
        stretches=tuple(Stretch(part["name"], part["from"], part["to"]) for part in content["stretches"]),
        weeks=tuple(_week(number, part) for number, part in numbered(content["weeks"])),
        mentor_questions=tuple(_question(part) for part in content["questions"]["mentor"]),
        mentee_questions=tuple(_question(part) for part in content["questions"]["mentee"]),
        runbook=tuple(
            RunbookStep(part["from"], part["days"], part["title"], part["do"]) for part in content["runbook"]
        ),
        care=Care(tuple(care["advice"]), care["help_lines"], care["tell"]) if care else None,
        settings=Settings(**content.get("settings", {})),
    )


def _week(number: int, part: Any) -> WeekText:
    tips = part.get("tips", {})
    return WeekText(
        number=number,
        title=part["title"],
        question=part.get("question", ""),
        subject=part.get("subject", ""),
        intro=part.get("intro", ""),
        prompts=tuple(part.get("prompts", ())),
        minutes=part["minutes"],
        mentor_tip=tips.get("mentor", ""),
        mentee_tip=tips.get("mentee", ""),
        form=part["form"],
        hidden=part.get("hidden", False),
    )


def _question(part: Any) -> QuestionText:
    return QuestionText(**part | {"options": tuple(part.get("options", ()))})
