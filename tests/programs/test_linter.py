"""The linter is silent about good programs, names what is thin with why and how, and never falls over."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.curriculum import Curriculum, WeekText, library
from programs.linter import Code, Remark, lint
from programs.reading import grade

CAREER = library()["career-advancement"].weeks
WAYS = (
    "What did you eat today?",
    "What did you try this week, and what came of it?",
    "What would you ask if you dared to?",
)


def week(number: int = 1, **changes: object) -> WeekText:
    plain = WeekText(
        number=number,
        title="A week",
        question="What are you working on?",
        subject="what are you working on?",
        intro="Tell each other.",
        prompts=WAYS,
        minutes=30,
        mentor_tip="Go first.",
        mentee_tip="Bring one thing.",
        form="none",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def path(*forms: str) -> list[WeekText]:
    return [week(number, form=form) for number, form in enumerate(forms, start=1)]


def said(weeks: Sequence[WeekText], **options: int) -> list[tuple[str, int | None]]:
    return [(remark.code.value, remark.week) for remark in lint(weeks, **options)]


@pytest.mark.parametrize("curriculum", library().values(), ids=lambda found: found.key)
def test_what_we_ship_gives_no_remark(curriculum: Curriculum) -> None:
    assert lint(curriculum.weeks) == []
    assert lint(curriculum.weeks, reading_grade=7) == []


def test_nothing_and_one_good_week_give_no_remark() -> None:
    assert lint([]) == []
    assert lint([week()]) == []
    assert lint(path("hope", "celebrate")) == []


def test_every_remark_says_why_and_how() -> None:
    bad = week(
        9,
        question="Do you like it?",
        prompts=("Is it good?", "Can you do it?", f"Will you {'go on ' * 40}?"),
        mentee_tip="",
    )
    hard = week(10, prompts=("x", "y", HARD))
    forms = [week(11, form="plan"), week(12, form="plan", prompts=("Same?", *WAYS[:1], "same?"))]
    remarks = lint([*path(*["none"] * 8), bad, hard, *forms, week(13)])
    assert {remark.code for remark in remarks} == set(Code)
    for remark in remarks:
        assert remark.why.endswith(".")
        assert remark.how.endswith((".", "…”"))
        assert len(remark.why) < 160
        assert len(remark.how) < 160
        assert (grade(remark.how) or 0) <= 9


# -- the whole path -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forms", "missing"),
    [
        (["hope", "none", "celebrate"], False),
        (["none", "agreement", "celebrate"], False),
        (["none", "none", "celebrate"], True),
        (["none", "none", "hope", "celebrate"], True),
        (["none"], False),
    ],
)
def test_expectations_come_in_the_first_two_weeks(forms: list[str], missing: bool) -> None:
    assert (("no-expectations", None) in said(path(*forms))) is missing


@pytest.mark.parametrize(
    ("forms", "where"),
    [
        (["hope", "none", "none"], []),  # too short to need one
        (["hope", "none", "none", "none"], [None]),
        (["hope"] + ["none"] * 11, [None]),
        (["hope"] + ["none"] * 6 + ["goal"], []),  # the career program
        (["hope"] + ["none"] * 7 + ["goal"], [8]),
        (["hope"] + ["none"] * 20 + ["celebrate"], [8]),  # once for a run
        (["hope", "goal", "none", "none", "none", "celebrate"], []),
        (["hope", "goal", "none", "none", "none", "none", "celebrate"], [6]),
        (["look_back", *["none"] * 5, "look_back", *["none"] * 4, "celebrate"], [5, 11]),
    ],
)
def test_a_goal_or_a_look_back_in_four_weeks(forms: list[str], where: list[int | None]) -> None:
    assert [number for code, number in said(path(*forms)) if code == "no-work"] == where


@pytest.mark.parametrize(
    ("forms", "remarks"),
    [
        (["hope", "goal", "plan", "measure", "celebrate"], []),
        (["hope", "hope", "celebrate"], [("form-twice", 2)]),
        (["hope", "look_back", "none", "look_back"], []),
        (["hope", "plan", "goal", "celebrate"], [("form-early", 2)]),
        (["hope", "goal", "measure", "measure", "celebrate"], [("form-twice", 4)]),
    ],
)
def test_forms_build_on_each_other_and_come_once(
    forms: list[str], remarks: list[tuple[str, int | None]]
) -> None:
    assert said(path(*forms)) == remarks


def test_a_prompt_that_stands_there_twice_is_named() -> None:
    assert said([week(prompts=(*WAYS[:2], f" {WAYS[0].upper()}"))]) == [("same-prompt", 1)]
    assert said([week(prompts=("", "", WAYS[0]))]) == []


@pytest.mark.parametrize("last", ["celebrate", "look_back"])
def test_a_program_closes(last: str) -> None:
    assert said(path("hope", last)) == []
    assert said([*CAREER[:11]]) == [("no-closing", 11)]


# -- the words of a week --------------------------------------------------------------------------

HARD = (
    "Considering the organisational responsibilities that you articulated previously, which professional "
    "competencies necessitate additional development opportunities?"
)


def test_a_prompt_that_is_too_long_is_named() -> None:
    prompts = (WAYS[0], "What now? " * 20 + "x", WAYS[2])  # 201
    assert said([week(prompts=prompts)]) == [("long-prompt", 1)]
    assert lint([week(prompts=prompts)])[0].why.startswith("Prompt 2 has 201 characters.")
    assert said([week(prompts=(WAYS[0], "What now? " * 20, WAYS[2]))]) == []  # the last space doesn't count


def test_a_prompt_above_the_chosen_level_is_named() -> None:
    weeks = [week(prompts=(WAYS[0], WAYS[1], HARD))]
    assert said(weeks) == [("hard-prompt", 1)]
    assert "school year" in lint(weeks)[0].why
    assert said(weeks, reading_grade=40) == []


@pytest.mark.parametrize(
    "text",
    [
        "ما هي أصعب مسؤولياتك المهنية في المؤسسة التي تعمل فيها، وكيف تتعامل معها كل يوم في العمل؟",
        "あなたの職業上の責任のなかで、いちばん難しいものは何ですか。それはなぜだと思いますか。",
        "Какие профессиональные обязанности представляются вам наиболее сложными и почему именно они?",
        "¿Cuáles de tus responsabilidades profesionales te resultan particularmente complicadas y por qué?",
        "Welche organisatorischen Verantwortlichkeiten empfindest du heute als besonders anspruchsvoll?",
        "Quelles responsabilités professionnelles considères-tu comme particulièrement difficiles ?",
        "",
        "1 2 3 4 5 6 7 8 9 10",
        "Organisational responsibilities?",
    ],
)
def test_the_reading_level_says_nothing_about_other_languages_or_a_few_words(text: str) -> None:
    assert grade(text) is None
    assert said([week(prompts=(WAYS[0], WAYS[1], text))]) == []


def test_reading_levels_tell_easy_from_hard() -> None:
    easy, middle, hard = (grade(text) or 0 for text in (WAYS[1], f"{WAYS[1]} {HARD}", HARD))
    assert easy < 4
    assert 8 < middle < hard
    assert grade(WAYS[1].replace("What", "Whát")) == easy


@pytest.mark.parametrize(
    ("question", "prompts", "closed"),
    [
        ("Do you like it?", ("Is it good?", "Can you do it?", "Have you tried it? Will you?"), True),
        ("", ("Is it good?", "Can't you do it?", "And have you tried?"), True),
        ("What is it?", ("Is it good?", "Can you do it?", "Will you?"), False),
        ("Do you like it?", ("Is it good?", "Can you tell me about it?", "Will you?"), False),
        ("Do you like it?", ("Is it still true, and what would you change?", "Can you?", "Will you?"), False),
        ("Do you like it?", ("Is it good? Say it slowly.", "Can you do it?", "Will you do it?"), False),
        ("¿Te gusta?", ("¿Es bueno?", "¿Puedes?", "¿Lo harás?"), False),
        ("", ("", "", ""), False),
    ],
)
def test_a_week_of_only_yes_or_no(question: str, prompts: tuple[str, str, str], closed: bool) -> None:
    assert said([week(question=question, prompts=prompts)]) == [("closed-questions", 1)] * closed


@pytest.mark.parametrize(
    ("changes", "one_sided"),
    [
        ({"mentee_tip": " "}, True),
        ({"mentor_tip": "", "mentee_tip": ""}, False),
        ({"mentor_tip": ""}, False),
        ({"intro": "The mentor explains the plan."}, True),
        ({"intro": "Mentors, prepare a talk."}, True),
        ({"intro": "This week is different.", "prompts": (*WAYS[:2], "Your mentor will present.")}, True),
        ({"intro": "The mentor explains the plan, and the mentee draws it."}, False),
        ({"intro": "The mentor starts, then swap: the mentor should ask."}, False),
        ({"intro": "What does your mentor know of you?"}, False),
        ({"intro": "Mentoring takes time."}, False),
    ],
)
def test_work_for_the_mentor_only(changes: dict[str, object], one_sided: bool) -> None:
    assert said([week(**changes)]) == [("mentor-only", 1)] * one_sided


# -- whatever comes -------------------------------------------------------------------------------


@dataclass
class Row:
    """As the editor would put it together: any number of prompts, any text."""

    number: int
    question: str
    intro: str
    prompts: list[str]
    mentor_tip: str
    mentee_tip: str
    form: str


words = st.text(max_size=400) | st.sampled_from(
    [HARD, *WAYS, "Is it?", "Mentor: do it.", "مرحبا؟", "  ", "’"]
)
forms = st.sampled_from(["none", "hope", "agreement", "goal", "look_back", "celebrate"]) | st.text(max_size=5)
rows = st.builds(Row, st.integers(1, 52), words, words, st.lists(words, max_size=5), words, words, forms)


@given(st.lists(rows, max_size=8), st.integers(-5, 30))
def test_it_never_raises_and_says_the_same_twice(weeks: list[Row], level: int) -> None:
    remarks = lint(weeks, reading_grade=level)
    assert remarks == lint(weeks, reading_grade=level)
    assert all(isinstance(remark, Remark) and remark.why and remark.how for remark in remarks)
    assert {remark.week for remark in remarks} <= {None, *(row.number for row in weeks)}
