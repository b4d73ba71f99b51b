"""Any program that a file can hold, for tests that must be true of all of them."""

import re
import string
from typing import Any

from hypothesis import strategies as st

from programs.curriculum import (
    WEEK_DAYS,
    Care,
    Curriculum,
    QuestionText,
    RunbookStep,
    Settings,
    Stretch,
    WeekText,
)
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
    # Nothing is thrown away: among the hundreds of texts of one program there is always one that would be.
    plain = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=min(most, 60))
    plain = plain.map(lambda text: _UNSEEN.sub("u", text)) | st.sampled_from(SEEN)
    long = st.lists(st.sampled_from(["word", "שלום", "a", "#", "-", "’tis"]), min_size=1, max_size=90).map(
        " ".join
    )
    found = (plain | long).map(lambda text: text[:most].strip())
    if line:
        found = found.map(lambda text: re.sub(r"[\r\n\t]", "", text).strip())
    return found.map(lambda text: text or "a")


def maybe(found: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text that may be left out."""
    return st.just("") | found


def names(joint: str, most: int) -> st.SearchStrategy[str]:
    part = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=8)
    return st.lists(part, min_size=1, max_size=4).map(
        lambda parts: joint.join(["a" + parts[0], *parts[1:]])[:most]
    )


@st.composite
def _stretches(draw: Any, length: int) -> tuple[Stretch, ...]:
    if draw(st.integers(0, 4)) == 4:
        return ()
    ends = sorted(draw(st.sets(st.integers(1, length), max_size=5)) | {length})
    starts = [1, *(end + 1 for end in ends)]
    return tuple(Stretch(draw(texts(80, line=True)), a, b) for a, b in zip(starts, ends, strict=False))


@st.composite
def _questions(draw: Any) -> tuple[QuestionText, ...]:
    own = draw(st.lists(names("_", 40), max_size=3, unique=True))
    keys = ["help", *(key for key in own if key not in {"help", "reach"}), "reach"]
    return tuple(draw(_question(key)) for key in keys)


@st.composite
def _question(draw: Any, key: str) -> QuestionText:
    always = key in {"help", "reach"}
    kind = draw(st.sampled_from(["short", "long", "one", "some", "yes_no"]))
    options: list[str] = []
    if kind in {"one", "some"}:
        options = draw(st.lists(texts(80, line=True), min_size=2, max_size=4, unique_by=str.casefold))
    enabled = always or draw(st.booleans())
    return QuestionText(
        key=key,
        wording=draw(texts(160, line=True)),
        guidance=draw(maybe(texts(240, line=True))),
        starter=draw(maybe(texts(160, line=True))),
        example=draw(maybe(texts(300))),
        kind=kind,
        required=always or (enabled and draw(st.booleans())),
        options=tuple(options),
        admins_only=not always and draw(st.booleans()),
        enabled=enabled,
    )


SETTINGS = st.builds(
    Settings,
    week_day=st.sampled_from(WEEK_DAYS),
    hour=st.integers(0, 23),
    forming=st.sampled_from(["both", "choose", "admins"]),
    both_say_yes=st.booleans(),
    readers=st.sampled_from(["group", "program"]),
    adults_only=st.booleans(),
    check_first=st.booleans(),
    capacity=st.integers(1, 5),
    reading_grade=st.integers(0, 99),
)


@st.composite
def _weeks(draw: Any, length: int) -> tuple[WeekText, ...]:
    """So many weeks that pairs walk; between them some hidden ones, and some that nobody has written."""
    weeks: list[WeekText] = []
    for number in range(1, length + 1):
        if number < 52 and draw(st.integers(0, 5)) == 5:
            weeks.append(draw(_week(number, hidden=True)))
        weeks.append(draw(_week(number, hidden=False)))
    if length < 52 and draw(st.booleans()):
        weeks.append(draw(_week(length + 1, hidden=True)))
    return tuple(weeks)


@st.composite
def _week(draw: Any, number: int, *, hidden: bool) -> WeekText:
    written = draw(st.integers(0, 4)) < 4
    ways = draw(st.lists(texts(300), min_size=3, max_size=3)) if written else []
    return WeekText(
        number=number,
        title=draw(texts(120, line=True)),
        question=draw(texts(120, line=True)) if written else "",
        subject=draw(maybe(texts(40, line=True))),
        intro=draw(maybe(texts(600))),
        prompts=tuple(ways),
        minutes=draw(st.integers(5, 240)),
        mentor_tip=draw(maybe(texts(300))),
        mentee_tip=draw(maybe(texts(300))),
        form=draw(st.sampled_from(FORMS)),
        hidden=hidden,
    )


@st.composite
def curricula(draw: Any, longest: int = 52) -> Curriculum:
    length = draw(st.integers(1, 4) | st.sampled_from([14, 52]))
    length = min(length, longest)
    steps = st.builds(
        RunbookStep,
        st.sampled_from(["start", "end"]),
        st.integers(-365, 1456),
        texts(120, line=True),
        texts(600),
    )
    care = st.builds(Care, st.lists(texts(300), min_size=1, max_size=3).map(tuple), texts(300), texts(300))
    return Curriculum(
        key=draw(names("-", 60)),
        version=draw(st.integers(1, 9999)),
        name=draw(texts(120, line=True)),
        licence=draw(maybe(texts(60, line=True))),
        credits=tuple(draw(st.lists(texts(200, line=True), max_size=3))),
        for_whom=draw(maybe(texts(200, line=True))),
        summary=draw(maybe(texts(600))),
        minutes_a_week=draw(texts(80, line=True)),
        length=length,
        pace_days=draw(st.sampled_from([7, 14, 28])),
        topics=tuple(draw(st.lists(texts(80, line=True), max_size=5, unique_by=str.casefold))),
        stretches=draw(_stretches(length)),
        weeks=draw(_weeks(length)),
        mentor_questions=draw(_questions()),
        mentee_questions=draw(_questions()),
        runbook=tuple(draw(st.lists(steps, max_size=3))),
        care=draw(st.none() | care),
        settings=draw(SETTINGS),
    )
