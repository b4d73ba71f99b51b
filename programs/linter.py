"""Is this a good curriculum? Remarks for the people who edit it, each with why and how. Pure; never blocks.

What it knows of a week's purpose it knows from the week's form, in any language. What it knows of the words
it knows for English only, and about other languages it says nothing.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .reading import grade

LONGEST_PROMPT = 200  # characters; what can be said aloud in one breath or two
FIRST_WEEKS = 2  # expectations come in one of these
GETTING_TO_KNOW = 7  # weeks that may pass before the first work; the career program takes all of them
WORK_WITHIN = 4  # and from then on, one in so many weeks

EXPECTS = frozenset({"agreement", "hope"})
WORKS = frozenset({"strengths", "goal", "plan", "measure", "look_back", "celebrate"})
CLOSES = frozenset({"celebrate", "look_back"})
AGAIN = frozenset({"none", "look_back"})  # forms that a program may have more than once
BUILDS = frozenset({"plan", "measure"})  # forms that build on a goal


class Code(StrEnum):
    NO_EXPECTATIONS = "no-expectations"
    NO_WORK = "no-work"
    NO_CLOSING = "no-closing"
    LONG_PROMPT = "long-prompt"
    HARD_PROMPT = "hard-prompt"
    CLOSED_QUESTIONS = "closed-questions"
    MENTOR_ONLY = "mentor-only"
    SAME_PROMPT = "same-prompt"
    FORM_TWICE = "form-twice"
    FORM_EARLY = "form-early"


# About the path as a whole, even where one week shows it.
OF_THE_PATH = frozenset(
    {Code.NO_EXPECTATIONS, Code.NO_WORK, Code.NO_CLOSING, Code.FORM_TWICE, Code.FORM_EARLY}
)


class Readable(Protocol):
    """What the linter reads of a week: a `WeekText`, or a row and its prompts put together."""

    @property
    def number(self) -> int: ...
    @property
    def question(self) -> str: ...
    @property
    def intro(self) -> str: ...
    @property
    def prompts(self) -> Sequence[str]: ...
    @property
    def mentor_tip(self) -> str: ...
    @property
    def mentee_tip(self) -> str: ...
    @property
    def form(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to think about: in which week (None: in the whole program), why, and how to mend it."""

    code: Code
    week: int | None
    why: str
    how: str


def lint(weeks: Sequence[Readable], *, reading_grade: int = 8) -> list[Remark]:
    """What a friend who has run programs would say: first about the whole, then week by week.

    `reading_grade` is the school year that the ways in aim for; 0: nobody minds.
    """
    if not weeks:
        return []
    remarks = list(_path(weeks))
    remarks += _forms(weeks)
    for week in weeks:
        remarks += _prompts(week, reading_grade)
        remarks += _closed(week)
        remarks += _one_sided(week)
        remarks += _alike(week)
    return remarks


def _path(weeks: Sequence[Readable]) -> Iterator[Remark]:
    if len(weeks) > 1 and not _has(weeks[:FIRST_WEEKS], EXPECTS):
        yield Remark(
            Code.NO_EXPECTATIONS,
            None,
            "Pairs that never say what they expect often go quiet without knowing why.",
            "Give week 1 or 2 the form “a hope” or “what we agree on”, and ask how and when they’ll talk.",
        )
    yield from _no_work(weeks)
    if len(weeks) > 1 and not _has(weeks[-1:], CLOSES):
        yield Remark(
            Code.NO_CLOSING,
            weeks[-1].number,
            "Without a last talk that says so, a pair just fades, and both wonder what they did wrong.",
            "Make the last week a goodbye, with the form “a celebration” or “a look back”.",
        )


def _no_work(weeks: Sequence[Readable]) -> Iterator[Remark]:
    """One remark for each run of weeks in which nothing is chosen, tried or looked back at."""
    if len(weeks) < WORK_WITHIN:
        return
    if not _has(weeks, WORKS):
        yield _idle(None, "No week of this program sets a goal or looks back at one.")
        return
    most, run = GETTING_TO_KNOW, 0
    for week in weeks:
        if week.form in WORKS:
            most, run = WORK_WITHIN - 1, 0
            continue
        run += 1
        if run == most + 1:
            yield _idle(week.number, f"This is week {run} in a row with no goal and no look back.")


def _idle(number: int | None, why: str) -> Remark:
    return Remark(
        Code.NO_WORK,
        number,
        f"{why} Good talks drift if nobody asks what has come of them.",
        "Give one week in four a form: “a goal”, “a plan”, “how you’ll know” or “a look back”.",
    )


def _forms(weeks: Sequence[Readable]) -> Iterator[Remark]:
    """Forms build on each other in order; a second one of a kind has nothing to build."""
    seen: dict[str, int] = {}
    for week in weeks:
        if week.form in seen and week.form not in AGAIN:
            yield Remark(
                Code.FORM_TWICE,
                week.number,
                f"This week has the same small form as week {seen[week.form]}, so a pair fills it in twice.",
                "Keep it where it fits best, and give the other week the form “a look back” or none.",
            )
        if week.form in BUILDS and "goal" not in seen:
            yield Remark(
                Code.FORM_EARLY,
                week.number,
                "This week’s small form builds on a goal, and no earlier week asks for one.",
                "Move it behind the week with the form “a goal”, or give an earlier week that form.",
            )
        seen.setdefault(week.form, week.number)


def _prompts(week: Readable, reading_grade: int) -> Iterator[Remark]:
    for place, text in enumerate(week.prompts, start=1):
        size = len(text.strip())
        if size > LONGEST_PROMPT:
            yield Remark(
                Code.LONG_PROMPT,
                week.number,
                f"Prompt {place} has {size} characters. By its end, the start is forgotten.",
                f"Keep to {LONGEST_PROMPT} characters: one question, or two. The rest may go to the intro.",
            )
        found = grade(text)
        if reading_grade and found is not None and round(found) > reading_grade:
            yield Remark(
                Code.HARD_PROMPT,
                week.number,
                f"Prompt {place} reads like school year {round(found)}; you aim for {reading_grade} or less.",
                "Say it aloud to a friend and write down what you said: shorter words, shorter sentences.",
            )


def _alike(week: Readable) -> Iterator[Remark]:
    folded = [text.strip().casefold() for text in week.prompts]
    for place, text in enumerate(folded):
        if text and (first := folded.index(text)) < place:
            yield Remark(
                Code.SAME_PROMPT,
                week.number,
                f"Prompt {place + 1} is the same as prompt {first + 1}, so the pair has one way in less.",
                "Make the three ways differ in depth: a light one, a deeper one, the deepest.",
            )


# -- only yes or no -------------------------------------------------------------------------------

_CLOSED_START = re.compile(
    r"(?:(?:and|or|but|so)\s+)?(?:am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should"
    r"|was|were|will|would|aren’t|can’t|couldn’t|didn’t|don’t|doesn’t|hasn’t|haven’t|isn’t|wasn’t|won’t"
    r"|wouldn’t)\s",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\b(?:how|what|when|where|which|who|whom|whose|why|tell|show|describe)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.?!…]+(?:[.?!…]+[”’\")]*|$)")


def _closed(week: Readable) -> Iterator[Remark]:
    texts = [text for text in (week.question, *week.prompts) if text.strip()]
    if texts and all(_yes_or_no(text) for text in texts):
        yield Remark(
            Code.CLOSED_QUESTIONS,
            week.number,
            "Every question of this week can be answered with yes or no, and then the talk is over.",
            "Start at least one with what, how, which or when, or ask for a story: “Tell me about…”",
        )


def _yes_or_no(text: str) -> bool:
    sentences = [found.strip() for found in _SENTENCE.findall(text.replace("'", "’")) if found.strip()]
    return bool(sentences) and all(
        "?" in sentence and _CLOSED_START.match(sentence) and not _OPENS.search(sentence)
        for sentence in sentences
    )


# -- work for one side ----------------------------------------------------------------------------

_MENTOR = re.compile(
    r"\bmentors?\b(?:[:,]|\s+(?:\w+ly\s+)?(?:asks?|brings?|chooses?|decides?"
    r"|explains?|finds?|gives?|has to|have to|leads?|makes?|must|needs? to|picks?|plans?|prepares?|presents?"
    r"|reads?|sends?|sets?|shares?|should|shows?|speaks?|talks?|teach(?:es)?|tells?|will|writes?)\b)",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:mentees?|both|each of you|each other|one another|together|swap|in turn|you two|partner)\b",
    re.IGNORECASE,
)


def _one_sided(week: Readable) -> Iterator[Remark]:
    asked = " ".join((week.question, week.intro, *week.prompts))
    only_told = bool(week.mentor_tip.strip()) and not week.mentee_tip.strip()
    if only_told or (_MENTOR.search(asked) and not _BOTH.search(asked)):
        yield Remark(
            Code.MENTOR_ONLY,
            week.number,
            "Only the mentor has something to do this week. A mentee who just listens soon stops coming.",
            "Ask both for something, and write a tip for the mentee: what to bring, to try or to say.",
        )


def _has(weeks: Collection[Readable], forms: frozenset[str]) -> bool:
    return any(week.form in forms for week in weeks)
