"""Any program that a file can hold, for tests that must be true of all of them."""

import re
import string
from typing import Any

from hypothesis import strategies as st

from programs.curriculum import Care, Curriculum, QuestionText, RunbookStep, Stretch, WeekText
from programs.yaml_lines import _UNSEEN

FORMS = ("none", "agreement", "hope", "strengths", "goal", "plan", "measure", "celebrate", "look_back")
SEEN = [
    *(
        "Get to know each other",
        "“Not yet”, said Åsa: it's 100% #fine",
        "- no",
        "? yes",
        "|-",
        ">- a",
        "& * !",
    ),
    *(
        "مرحبًا بك في الأسبوع الأول",
        "שלום, מה שלומך?",
        "最初の週へようこそ",
        "👩🏽‍🏫 hi 👋",
        "e\u0301",
        "\u200fא\u200f b",
    ),
    *(
        "No",
        "null",
        "~",
        "12:30",
        "007",
        "true",
        "a: b",
        "a #b",
        "\\n \\ \"q\" 'q'",
        "{a: b}",
        "[x]",
        "---",
        "...",
    ),
    *(
        "two\nlines",
        "two\n\nparagraphs of text",
        "a\n  b",
        "a \n b",
        "tab\there",
        "a\r\nb",
        "a  b",
        "a\n\n\n\nb",
    ),
    *(
        "word " * 50,
        "long-word-" * 20,
        "x\n" + "word " * 40,
        "\u00a0\u3000a\u00a0b",
        "%TAG",
        "@a",
        "`a`",
        "# a",
    ),
]


def texts(most: int, *, line: bool = False) -> st.SearchStrategy[str]:
    """A text as the loader leaves it: seen by people, with nothing around it."""
    alphabet = st.characters(exclude_categories=["Cs"]).filter(lambda found: not _UNSEEN.match(found))
    plain = st.text(alphabet, min_size=1, max_size=min(most, 60)) | st.sampled_from(SEEN)
    long = st.lists(st.sampled_from(["word", "שלום", "a", "#", "-", "’tis"]), min_size=1, max_size=90).map(
        " ".join
    )
    found = (plain | long).map(lambda text: text[:most].strip())
    if line:
        found = found.map(lambda text: re.sub(r"[\r\n\t]", "", text).strip())
    return found.filter(bool)


def maybe(found: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text that may be left out."""
    return st.just("") | found


def names(joint: str, most: int) -> st.SearchStrategy[str]:
    part = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
    return st.lists(part, min_size=1, max_size=4).map(
        lambda parts: joint.join(["a" + parts[0], *parts[1:]])[:most]
    )


@st.composite
def _forms(draw: Any, length: int) -> list[str]:
    found: list[str] = []
    for _ in range(length):
        form = draw(st.sampled_from(FORMS))
        again = form in found and form not in {"none", "look_back"}
        early = form in {"plan", "measure"} and "goal" not in found
        found.append("none" if again or early else form)
    return found


@st.composite
def _stretches(draw: Any, length: int) -> tuple[Stretch, ...]:
    ends = sorted(draw(st.sets(st.integers(1, length), max_size=5)) | {length})
    starts = [1, *(end + 1 for end in ends)]
    return tuple(Stretch(draw(texts(60, line=True)), a, b) for a, b in zip(starts, ends, strict=False))


@st.composite
def _questions(draw: Any) -> tuple[QuestionText, ...]:
    keys = draw(st.lists(names("_", 40), min_size=1, max_size=4, unique=True))
    return tuple(
        QuestionText(
            key=key,
            wording=draw(texts(120, line=True)),
            guidance=draw(maybe(texts(200, line=True))),
            starter=draw(maybe(texts(120, line=True))),
            example=draw(maybe(texts(300))),
            kind=draw(st.sampled_from(["short", "long"])),
            required=draw(st.booleans()),
        )
        for key in keys
    )


@st.composite
def curricula(draw: Any) -> Curriculum:
    length = draw(st.integers(1, 4) | st.just(14))
    weeks = []
    for number, form in enumerate(draw(_forms(length)), start=1):
        ways = draw(st.lists(texts(300), min_size=3, max_size=3, unique_by=str.casefold))
        weeks.append(
            WeekText(
                number=number,
                title=draw(texts(120, line=True)),
                question=draw(texts(120, line=True)),
                subject=draw(maybe(texts(40, line=True))),
                intro=draw(maybe(texts(600))),
                prompts=tuple(ways),
                minutes=draw(st.integers(5, 240)),
                mentor_tip=draw(maybe(texts(300))),
                mentee_tip=draw(maybe(texts(300))),
                form=form,
            )
        )
    steps = st.builds(
        RunbookStep,
        st.sampled_from(["start", "end"]),
        st.integers(-365, 365),
        texts(120, line=True),
        texts(600),
    )
    care = st.builds(Care, st.lists(texts(300), min_size=1, max_size=3).map(tuple), texts(300), texts(300))
    return Curriculum(
        key=draw(names("-", 60)),
        version=draw(st.integers(1, 9999)),
        name=draw(texts(80, line=True)),
        licence=draw(texts(60, line=True)),
        credits=tuple(draw(st.lists(texts(200, line=True), min_size=1, max_size=3))),
        for_whom=draw(maybe(texts(120, line=True))),
        summary=draw(maybe(texts(600))),
        minutes_a_week=draw(texts(60, line=True)),
        length=length,
        pace_days=draw(st.sampled_from([7, 14, 28])),
        topics=tuple(draw(st.lists(texts(40, line=True), min_size=1, max_size=5, unique_by=str.casefold))),
        stretches=draw(_stretches(length)),
        weeks=tuple(weeks),
        mentor_questions=draw(_questions()),
        mentee_questions=draw(_questions()),
        runbook=tuple(draw(st.lists(steps, max_size=3))),
        care=draw(st.none() | care),
    )
