"""The programs that we ship: whole, kind, of one depth, and each its own."""

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from programs.curriculum import Curriculum, RunbookFrom, RunbookStep, library
from programs.reading import grade

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "program-file.md").read_text(encoding="utf-8")

CAREER_TITLES = (
    "Get to know each other",
    "Your first job",
    "Good advice",
    "A memorable trip",
    "A free day",
    "Someone you admire",
    "Something you are proud of",
    "Identify your strengths",
    "Setting goals",
    "Making a plan",
    "Measuring success",
    "Celebrating wins",
)
MENTOR_QUESTIONS = (
    ("What can you help with?", "Strengths and skills"),
    ("Be yourself", "A hobby or an interest"),
    ("Why do you want to help?", "What inspired you"),
    ("How to reach you", "Preferred ways and times to communicate"),
)
MENTEE_QUESTIONS = (
    ("What do you need help with?", "The kind of support"),
    ("Be yourself", "A hobby or an interest; it helps people to get to know you"),
    ("What kind of mentor do you need?", "Qualities, or specific experience that would help"),
    ("How to reach you", "Preferred ways and times to communicate"),
)
every_template = pytest.mark.parametrize("curriculum", library().values(), ids=lambda found: found.key)


def test_the_library_holds_seven_templates_in_the_order_in_which_they_are_offered():
    assert list(library()) == [
        *("career-advancement", "skill-development", "encouragement-and-support"),
        *("new-parents", "first-year-teachers", "newcomers-and-alumni", "wellness-and-habits"),
    ]
    assert {f"{key}.yaml" for key in library()} == {p.name for p in (ROOT / "programs/library").iterdir()}


def test_nobody_can_change_the_library_for_everyone():
    career = library()["career-advancement"]
    with pytest.raises(FrozenInstanceError):
        career.name = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        library()["other"] = career  # type: ignore[index]


def test_the_career_titles_are_those_of_the_reference_curriculum():
    assert tuple(week.title for week in library()["career-advancement"].weeks) == CAREER_TITLES


def test_career_weeks_2_to_7_are_one_stretch():
    found = [(part.name, part.first, part.last) for part in library()["career-advancement"].stretches]
    assert found[1] == ("Continue getting to know each other", 2, 7)


@pytest.mark.parametrize(
    ("number", "asked"),
    [
        (1, ["introduce yourself", "hope to get out of", "success", "communicate", "schedule"]),
        (1, ["job now", "love about it", "wish were different"]),
        (2, ["first job"]),
        (3, ["good piece of advice that someone gave you"]),
        (4, ["describe a trip that you took that was memorable"]),
        (5, ["if you had a free day, how would you spend it"]),
        (6, ["talk about someone you admire"]),
        (7, ["something that you have done that you are proud of"]),
        (8, ["favourite parts of your work", "least inspiring", "career", "interests"]),
        (9, ["which career goals fit your strengths", "which small steps lead there"]),
        (10, ["work out together which steps", "reach your goal", "in that time"]),
        (11, ["progress so far", "which have you reached"]),
        (12, ["all that you’ve done together"]),
    ],
)
def test_a_career_week_asks_all_that_the_reference_asks(number, asked):
    week = library()["career-advancement"].weeks[number - 1]
    words = " ".join((week.question, week.intro, *week.prompts)).lower()
    assert [phrase for phrase in asked if phrase not in words] == []


def test_career_weeks_8_to_12_carry_the_forms_that_build_on_each_other():
    forms = [week.form for week in library()["career-advancement"].weeks]
    assert forms == ["hope"] + ["none"] * 6 + ["strengths", "goal", "plan", "measure", "celebrate"]


@every_template
def test_every_template_asks_the_eight_questions(curriculum: Curriculum):
    for role, expected in (("mentor", MENTOR_QUESTIONS), ("mentee", MENTEE_QUESTIONS)):
        questions = curriculum.questions(role)
        assert tuple((question.wording, question.guidance) for question in questions) == expected
        assert [question.required for question in questions] == [True, False, False, True]


@every_template
def test_every_template_has_twelve_weeks_a_week_apart_and_ends_with_a_goodbye(curriculum: Curriculum):
    assert (curriculum.length, len(curriculum.weeks), curriculum.pace_days) == (12, 12, 7)
    assert [week.number for week in curriculum.weeks] == list(range(1, 13))
    assert len(curriculum.stretches) == 3
    last = curriculum.weeks[-1]
    assert last.form == "celebrate"
    assert "goodbye" in last.intro


@every_template
def test_every_template_fills_the_parts_that_may_be_left_out(curriculum: Curriculum):
    assert curriculum.for_whom
    assert curriculum.summary
    for week in curriculum.weeks:
        assert all((week.subject, week.intro, week.mentor_tip, week.mentee_tip)), week.number
    for question in (*curriculum.mentor_questions, *curriculum.mentee_questions):
        assert all((question.guidance, question.starter, question.example)), question.key


@every_template
def test_what_we_ship_keeps_the_tighter_limits_of_our_own_pages(curriculum: Curriculum):
    assert 10 <= len(curriculum.topics) <= 16
    for week in curriculum.weeks:
        assert len(week.question) <= 90
        assert len(f"Week {week.number}: {week.subject}") <= 50
        assert week.question.endswith("?")
        for prompt in week.prompts:
            assert len(prompt) <= 200, (week.number, prompt)
            assert prompt.endswith(("?", ".")), (week.number, prompt)
            assert len(re.findall(r"[.?](?=\s|$)", prompt)) <= 2, (week.number, prompt)


def test_no_two_templates_share_a_sentence_of_a_week():
    for read in (
        lambda week: [week.title],
        lambda week: [week.question],
        lambda week: week.prompts,
        lambda week: [week.intro],
        lambda week: [week.mentor_tip, week.mentee_tip],
    ):
        texts = [text for found in library().values() for week in found.weeks for text in read(week)]
        assert sorted(texts) == sorted(set(texts))


def test_no_two_templates_share_an_answer_or_what_they_say_of_themselves():
    texts = [text for found in library().values() for text in (found.for_whom, found.summary)]
    for found in library().values():
        texts += [question.example for role in ("mentor", "mentee") for question in found.questions(role)]
    assert sorted(texts) == sorted(set(texts))


@every_template
def test_every_template_has_an_arc(curriculum: Curriculum):
    forms = [week.form for week in curriculum.weeks]
    assert "hope" in forms[:2]  # expectations come early
    order = [forms.index(form) for form in ("goal", "plan", "measure", "celebrate")]
    assert order == sorted(order)
    assert forms.index("plan") == forms.index("goal") + 1
    assert "strengths" in forms
    if curriculum.key != "career-advancement":  # its forms are the reference's
        assert "look_back" in forms


def test_the_templates_are_of_one_depth():
    sizes = {
        found.key: sum(
            len(text)
            for week in found.weeks
            for text in (week.intro, *week.prompts, week.mentor_tip, week.mentee_tip)
        )
        for found in library().values()
    }
    assert max(sizes.values()) < 1.25 * min(sizes.values()), sizes
    assert {len(found.runbook) >= 10 for found in library().values()} == {True}


def test_templates_that_touch_on_health_carry_the_care_card():
    assert [key for key, found in library().items() if found.care] == [
        "encouragement-and-support",
        "new-parents",
        "wellness-and-habits",
    ]


@pytest.mark.parametrize("key", [key for key, found in library().items() if found.care])
def test_a_care_card_says_whom_to_turn_to_and_has_no_numbers_to_call(key: str):
    care = library()[key].care
    assert care is not None
    assert "emergency number first" in care.advice[0]
    words = " ".join((*care.advice, care.help_lines, care.tell))
    assert [
        phrase for phrase in ("emergency number", "safety contact", "own list") if phrase not in words
    ] == []
    assert not re.search(r"\d{3}", words)


@every_template
def test_the_runbook_stands_in_the_order_of_its_days(curriculum: Curriculum):
    total = curriculum.length * curriculum.pace_days
    days = [step.days + (total if step.anchor == "end" else 0) for step in curriculum.runbook]
    assert days == sorted(days)
    assert days[0] < 0
    assert days[-1] > total


@every_template
def test_the_runbook_goes_all_the_way_from_opening_to_the_report(curriculum: Curriculum):
    titles = [step.title for step in curriculum.runbook]
    days = {step.title: step.days for step in curriculum.runbook if step.anchor == "start"}
    places = []
    for start in (
        "Open",
        "Remind",
        "Close sign-up",
        "Launch",
        "Look in at week 2",
        "Halfway",
        "Close",
        "Report",
    ):
        found = [place for place, title in enumerate(titles) if title.startswith(start)]
        places.append(found[-1])
    assert places == sorted(places)
    assert "pair" in titles[places[2]]
    assert days[titles[places[2]]] == -8  # when sign-up closes, see programs/services/programs.py
    assert 7 <= days["Look in at week 2"] < 14
    assert 35 <= days["Halfway"] <= 49


@pytest.mark.parametrize(
    ("anchor", "days", "words"),
    [
        ("start", -28, "28 days before week 1"),
        ("start", 0, "On the day of week 1"),
        ("start", 1, "1 day after week 1"),
        ("end", -1, "1 day before the end"),
        ("end", 14, "14 days after the end"),
    ],
)
def test_a_runbook_step_says_when_while_no_date_is_set(anchor: RunbookFrom, days: int, words: str):
    assert RunbookStep(anchor, days, "Do it", "Now.").when == words


@every_template
def test_our_words_have_no_long_dashes_no_straight_apostrophes_and_few_exclamation_marks(
    curriculum: Curriculum,
):
    words = (ROOT / "programs/library" / f"{curriculum.key}.yaml").read_text(encoding="utf-8")
    assert [mark for mark in ("—", "–", "'", "!", "TODO") if mark in words] == []


@every_template
def test_every_week_reads_at_grade_nine_or_below(curriculum: Curriculum):
    for week in curriculum.weeks:
        parts = (week.question, week.intro, *week.prompts, week.mentor_tip, week.mentee_tip)
        assert (grade(" ".join(parts)) or 0) <= 9, week.number
        assert (grade(week.intro) or 0) <= 9, week.number


def test_the_docs_name_every_template_and_whom_it_is_for():
    told = re.findall(r"^\| `([a-z-]+)\.yaml` \| (.*) \|$", DOC, re.MULTILINE)
    assert told == [(found.key, found.for_whom) for found in library().values()]
