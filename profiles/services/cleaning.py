"""What sign-up takes in, checked: the same for forms, scenarios and imports."""

from collections.abc import Callable
from typing import Any, TypedDict

from django.core.exceptions import ValidationError

from accounts.text import fold, many_lines, one_line
from accounts.zones import check_zone
from profiles import asking, week
from profiles.models.profiles import Hours, TimeAWeek, Ways
from programs.models import Question

SHORTEST, LONGEST = 300, 2000  # characters of a one-line and of a longer answer
TOPICS, TOPIC = 12, 60


class StepData(TypedDict, total=False):
    """Parts of a sign-up. What is left out stays as it is; `answers` goes by question key."""

    answers: dict[str, str]
    topics: list[str]
    goal_topics: list[str]
    goals: str
    goals_unsure: bool
    time_a_week: str
    ways: list[str]
    hours: list[str]
    week: str
    languages: list[str]
    zone: str
    capacity: int


def clean_answer(question: Question, text: str) -> str:
    """The answer as it is kept; "" takes it back."""
    kind = question.kind
    text = one_line(text) if kind == Question.Kind.SHORT else many_lines(text)
    longest = SHORTEST if kind == Question.Kind.SHORT else LONGEST
    if len(text) > longest:
        raise ValidationError(f"That is too long by {len(text) - longest} characters.", code="long")
    options = ["Yes", "No"] if kind == Question.Kind.YES_NO else question.options
    if kind in (Question.Kind.ONE, Question.Kind.YES_NO) and text and text not in options:
        raise ValidationError("Choose one of the answers.", code="choice")
    if kind == Question.Kind.SOME and not set(asking.split_lines(text)) <= set(options):
        raise ValidationError("Choose from the answers.", code="choice")
    return text


def fits(question: Question, text: str) -> bool:
    """Could this answer, given somewhere else, be given here as well?"""
    try:
        return bool(clean_answer(question, text))
    except ValidationError:
        return False


def clean_fields(data: StepData) -> dict[str, Any]:
    """The columns that the data sets, checked. Places and answers have their own rules."""
    return {name: clean(data[name]) for name, clean in CLEANERS.items() if name in data}  # type: ignore[literal-required]


def clean_words(values: list[str]) -> list[str]:
    """Short words, each once however it is spelled, in the order given."""
    words: dict[str, str] = {}
    for value in values:
        word = one_line(value)
        # Folded it may be longer ("ß" is "ss"), and that is what is kept for filters.
        if max(len(word), len(fold(word))) > TOPIC:
            raise ValidationError(f"Keep each to {TOPIC} characters.", code="long")
        if word:
            words.setdefault(fold(word), word)
    if len(words) > TOPICS:
        raise ValidationError(f"Choose {TOPICS} or fewer.", code="many")
    return list(words.values())


def _chosen(values: list[str], known: list[str]) -> list[str]:
    if not set(values) <= set(known):
        raise ValidationError("Choose from the list.", code="choice")
    return [value for value in known if value in values]


def _week(value: str) -> str:
    try:
        return week.written(week.parse(value))
    except ValueError:
        raise ValidationError("Paint the week again, please.", code="week") from None


def _goal(value: str) -> str:
    value = one_line(value)
    if len(value) > SHORTEST:
        raise ValidationError(f"Say the goal in {SHORTEST} characters or fewer.", code="long")
    return value


CLEANERS: dict[str, Callable[[Any], Any]] = {
    "topics": clean_words,
    "goal_topics": clean_words,
    "languages": clean_words,
    "goals": _goal,
    "goals_unsure": bool,
    "time_a_week": lambda value: _chosen([value], TimeAWeek.values)[0],
    "ways": lambda values: _chosen(values, Ways.values),
    "hours": lambda values: _chosen(values, Hours.values),
    "week": _week,
    "zone": check_zone,
}
