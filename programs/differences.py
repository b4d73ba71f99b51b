"""What a file would change in a program, in words for people: part by part, old words beside new ones."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

from .curriculum import Curriculum, QuestionText, RunbookStep, Settings, WeekText
from .models.programs import Program
from .models.questions import Question
from .models.weeks import Form

Item = TypeVar("Item")
Pair = tuple[int | None, int | None]


class Kind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One text or value: what it is, what it says now, and what it would say."""

    what: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Part:
    """A week, a question, a step, or what stands about the program as a whole."""

    name: str
    kind: Kind
    changes: tuple[Change, ...]
    stands_for: int = 1  # how many things it tells of


@dataclass(frozen=True, slots=True)
class Section:
    """The parts of one sort that are not as they were."""

    heading: str
    parts: tuple[Part, ...]

    def count(self, kind: Kind) -> int:
        """How many of them are of this kind."""
        return sum(part.stands_for for part in self.parts if part.kind == kind)

    @property
    def summary(self) -> str:
        """“2 added, 1 changed”."""
        counts = [(self.count(kind), kind.value) for kind in Kind]
        return ", ".join(f"{count} {word}" for count, word in counts if count)


def between(old: Curriculum, new: Curriculum) -> list[Section]:
    """What is different in `new`, in the order of a file; nothing where both say the same.

    What a file doesn't say about how a program is run stays as it is.
    """
    new = replace(new, settings=kept(old.settings, new.settings))
    sections = [
        Section("About the program", tuple(_whole(old, new))),
        Section("Weeks", tuple(_weeks(old, new))),
        Section("What mentors are asked", tuple(_questions(old.mentor_questions, new.mentor_questions))),
        Section("What mentees are asked", tuple(_questions(old.mentee_questions, new.mentee_questions))),
        Section("What you do, and when", tuple(_steps(old.runbook, new.runbook))),
    ]
    return [section for section in sections if section.parts]


def kept(old: Settings, new: Settings) -> Settings:
    """The new settings, and the old ones where nothing is said."""
    said = {field.name: getattr(new, field.name) for field in fields(Settings)}
    return replace(old, **{name: value for name, value in said.items() if value is not None})


def matched(old: Sequence[Item], new: Sequence[Item], *ways: Callable[[Item], Any]) -> list[Pair]:
    """Which of the old is which of the new, by place: alike in the first way, else in the next.

    In the order of the new; what is only in the old comes last.
    """
    partner: dict[int, int] = {}
    for way in ways:
        free: dict[Any, list[int]] = {}
        for place, item in enumerate(old):
            if place not in partner.values():
                free.setdefault(way(item), []).append(place)
        for place, item in enumerate(new):
            if place not in partner and (found := free.get(way(item))):
                partner[place] = found.pop(0)
    pairs: list[Pair] = [(partner.get(place), place) for place in range(len(new))]
    return pairs + [(place, None) for place in range(len(old)) if place not in partner.values()]


def match_weeks(old: Sequence[WeekText], new: Sequence[WeekText]) -> list[Pair]:
    """A week is the same as one with its title, else with its question, else with its place."""
    return matched(
        old,
        new,
        lambda week: week.title.casefold(),
        lambda week: week.question.casefold() or week.title.casefold(),
        lambda week: (week.hidden, week.number),
    )


def _weeks(old: Curriculum, new: Curriculum) -> Iterator[Part]:
    moved: list[tuple[WeekText, WeekText]] = []
    for was, now in match_weeks(old.weeks, new.weeks):
        before = old.weeks[was] if was is not None else None
        after = new.weeks[now] if now is not None else None
        if before and after and before != after and replace(before, number=after.number) == after:
            moved.append((before, after))
            continue
        yield from _part(before, after, _week_name, _week_lines)
    if moved:
        was_there, is_there = ("\n".join(_week_name(pair[side]) for pair in moved) for side in (0, 1))
        places = Change("Their places", was_there, is_there)
        yield Part("Weeks that only move", Kind.MOVED, (places,), stands_for=len(moved))


def _week_name(week: WeekText) -> str:
    return f"Hidden week: {week.title}" if week.hidden else f"Week {week.number}: {week.title}"


def _week_lines(week: WeekText) -> dict[str, str]:
    ways = (*week.prompts, "", "", "")
    return {
        "Place": "Hidden" if week.hidden else f"Week {week.number}",
        "Title": week.title,
        "The question": week.question,
        "Subject of the mail": week.subject,
        "The sentences": week.intro,
        "First way in": ways[0],
        "Second way in": ways[1],
        "Third way in": ways[2],
        "Minutes": str(week.minutes),
        "Tip for the mentor": week.mentor_tip,
        "Tip for the mentee": week.mentee_tip,
        "Small form": str(Form(week.form).label),
    }


def _questions(old: Sequence[QuestionText], new: Sequence[QuestionText]) -> Iterator[Part]:
    for was, now in matched(old, new, lambda question: question.key):
        before = old[was] if was is not None else None
        after = new[now] if now is not None else None
        yield from _part(before, after, lambda question: question.wording, _question_lines)
    yield from _order([one.wording for one in old], [one.wording for one in new])


def _question_lines(question: QuestionText) -> dict[str, str]:
    return {
        "The question": question.wording,
        "A hint under it": question.guidance,
        "A way to begin": question.starter,
        "An example answer": question.example,
        "How people answer": str(Question.Kind(question.kind).label),
        "To choose from": "\n".join(question.options),
        "An answer is needed": _yes(question.required),
        "Only admins see the answers": _yes(question.admins_only),
        "Asked": _yes(question.enabled),
    }


def _steps(old: Sequence[RunbookStep], new: Sequence[RunbookStep]) -> Iterator[Part]:
    for was, now in matched(old, new, lambda step: step.title.casefold(), lambda step: step.when):
        before = old[was] if was is not None else None
        after = new[now] if now is not None else None
        yield from _part(before, after, lambda step: step.title, _step_lines)
    yield from _order([one.title for one in old], [one.title for one in new])


def _order(old: list[str], new: list[str]) -> Iterator[Part]:
    """The same ones in another order, or with others between them."""
    both = set(old) & set(new)
    if [one for one in old if one in both] != [one for one in new if one in both]:
        yield Part("Their order", Kind.CHANGED, (Change("Order", "\n".join(old), "\n".join(new)),))


def _step_lines(step: RunbookStep) -> dict[str, str]:
    return {"What": step.title, "When": step.when, "What to do": step.what_to_do}


def _whole(old: Curriculum, new: Curriculum) -> Iterator[Part]:
    for name, lines in (("Name and facts", _facts), ("How it is run", _settings), ("The care card", _care)):
        changes = _changes(lines(old), lines(new))
        if changes:
            yield Part(name, Kind.CHANGED, changes)


def _facts(found: Curriculum) -> dict[str, str]:
    stretches = [
        f"{part.name}: week {part.first}"
        if part.first == part.last
        else f"{part.name}: weeks {part.first} to {part.last}"
        for part in found.stretches
    ]
    return {
        "Name": found.name,
        "Who it is for": found.for_whom,
        "Summary": found.summary,
        "Time it takes": found.minutes_a_week,
        "Topics": "\n".join(found.topics),
        "Stretches of weeks": "\n".join(stretches),
        "Made from": f"{found.key}, version {found.version}",
        "Licence": found.licence,
        "Credits": "\n".join(found.credits),
    }


def _settings(found: Curriculum) -> dict[str, str]:
    said = found.settings
    return {
        "A new prompt": str(Program.Pace(found.pace_days).label),
        "Day of the week": (said.week_day or "").capitalize(),
        "Hour": "" if said.hour is None else f"{said.hour:02}:00",
        "How pairs form": str(Program.Forming(said.forming).label) if said.forming else "",
        "Both say yes first": _yes(said.both_say_yes),
        "Who reads the answers": str(Program.Readers(said.readers).label) if said.readers else "",
        "People say again that they are 18 or over": _yes(said.adults_only),
        "One of you reads answers first": _yes(said.check_first),
        "Places a mentor starts with": "" if said.capacity is None else str(said.capacity),
        "Reading level": "" if said.reading_grade is None else str(said.reading_grade),
    }


def _care(found: Curriculum) -> dict[str, str]:
    care = found.care
    if care is None:
        return {"Advice": "", "Help lines": "", "Whom to tell": ""}
    return {"Advice": "\n".join(care.advice), "Help lines": care.help_lines, "Whom to tell": care.tell}


def _part(
    old: Item | None,
    new: Item | None,
    name: Callable[[Item], str],
    lines: Callable[[Item], dict[str, str]],
) -> Iterable[Part]:
    changes = _changes(lines(old) if old is not None else {}, lines(new) if new is not None else {})
    if old is None and new is not None:
        return [Part(name(new), Kind.ADDED, changes)]
    if new is None and old is not None:
        return [Part(name(old), Kind.REMOVED, ())]
    assert old is not None
    return [Part(name(old), Kind.CHANGED, changes)] if changes else []


def _changes(old: dict[str, str], new: dict[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(what, old.get(what, ""), new.get(what, ""))
        for what in (new or old)
        if old.get(what, "") != new.get(what, "")
    )


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"
