"""A program goes out as a file and comes back as itself; out again, the file has the same bytes."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from programs.curriculum import Care, Curriculum, CurriculumError, Settings, blank, library, load
from programs.curriculum_rules import MOST_HIDDEN
from programs.portable import WIDTH, dump
from tests.programs.curricula import SEEN, curricula

CAREER = library()["career-advancement"]


def same_again(curriculum: Curriculum) -> str:
    text = dump(curriculum)
    assert load(text, source="it") == curriculum
    assert load(text.encode(), source="it") == curriculum
    assert dump(load(text, source="it")) == text
    return text


@pytest.mark.parametrize("curriculum", library().values(), ids=lambda found: found.key)
def test_what_we_ship_goes_out_and_comes_back(curriculum: Curriculum) -> None:
    text = same_again(curriculum)
    assert max(map(len, text.splitlines())) <= WIDTH
    assert text.startswith("# A program.")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@given(curricula())
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_program_goes_out_and_comes_back(curriculum: Curriculum) -> None:
    same_again(curriculum)


@pytest.mark.parametrize("text", [text.strip() for text in SEEN])
def test_a_text_that_yaml_could_misread_comes_back(text: str) -> None:
    weeks = (replace(CAREER.weeks[0], intro=text, mentor_tip=text), *CAREER.weeks[1:])
    runbook = (replace(CAREER.runbook[0], what_to_do=text),)
    written = same_again(replace(CAREER, summary=text, weeks=weeks, runbook=runbook))
    assert yaml.safe_load(written)["weeks"][0]["intro"] == text  # other programs read the same


def test_the_parts_that_may_be_empty() -> None:
    week = replace(CAREER.weeks[0], subject="", intro="", mentor_tip="", mentee_tip="")
    half = replace(CAREER.weeks[1], mentor_tip="")
    question = replace(CAREER.mentor_questions[0], guidance="", starter="", example="")
    bare = replace(
        CAREER,
        for_whom="",
        summary="",
        licence="",
        credits=(),
        topics=(),
        stretches=(),
        weeks=(week, half, *CAREER.weeks[2:]),
        mentor_questions=(question,),
        runbook=(),
        care=None,
    )
    text = same_again(bare)
    assert "\nrunbook: []\n" in text
    assert "\ntopics: []\nstretches: []\n" in text
    assert [key for key in ("care", "licence", "credits", "settings") if f"\n{key}:" in text] == []
    assert "for_whom" not in text
    assert text.count("    tips:\n") == 11


def test_short_texts_are_quoted_long_ones_folded_and_paragraphs_kept() -> None:
    text = dump(replace(CAREER, summary="One.\n\nTwo."))
    assert 'name: "Career advancement"\n' in text
    assert "summary: |-\n  One.\n\n  Two.\n" in text
    assert '  - title: "Good advice"\n' in text
    assert "    intro: >-\n      Good advice tends to come from one person on one day." in text
    assert "    form: hope\n" in text


def test_settings_hidden_weeks_and_kinds_of_questions_stand_as_words() -> None:
    hidden = replace(CAREER.weeks[3], hidden=True, number=4)
    weeks = (
        *CAREER.weeks[:3],
        hidden,
        *(replace(week, number=n) for n, week in enumerate(CAREER.weeks[4:], 4)),
    )
    choose = replace(
        CAREER.mentor_questions[1], kind="some", options=("Tea", "Coffee"), admins_only=True, enabled=False
    )
    text = same_again(
        replace(
            CAREER,
            length=11,
            stretches=(replace(CAREER.stretches[0], last=11),),
            weeks=weeks,
            mentor_questions=(choose, *CAREER.mentor_questions[2:]),
            settings=Settings(week_day="friday", hour=0, both_say_yes=False),
        )
    )
    assert "pace_days: 7\nsettings:\n  week_day: friday\n  hour: 0\n  both_say_yes: false\ntopics:" in text
    assert "    form: none\n    hidden: true\n" in text
    assert (
        '      kind: some\n      required: false\n      options:\n        - "Tea"\n        - "Coffee"\n'
        in text
    )
    assert "      admins_only: true\n      enabled: false\n" in text


def test_the_blank_path_has_twelve_weeks_to_write() -> None:
    text = same_again(blank())
    assert [(week.title, week.question) for week in blank().weeks] == [
        (f"Week {n}", "") for n in range(1, 13)
    ]
    assert len(blank().stretches) == 3
    assert text.count("prompts:") == 0


def test_the_largest_program_can_be_read_back() -> None:
    big = "👋" * 600
    week = replace(
        CAREER.weeks[0],
        title=big[:120],
        question=big[:120],
        subject=big[:41],
        intro=big,
        prompts=(big[:300], big[:299], big[:298]),
        mentor_tip=big[:300],
        mentee_tip=big[:300],
        form="none",
    )
    walked = tuple(replace(week, number=number) for number in range(1, 53))
    weeks = (*walked, *(replace(week, number=52, hidden=True) for _ in range(52)))
    stretches = (replace(CAREER.stretches[0], first=1, last=52),)
    runbook = tuple(replace(CAREER.runbook[0], what_to_do=big, title=big[:120]) for _ in range(60))
    questions = tuple(
        replace(
            CAREER.mentor_questions[0],
            key=f"asked_{number}",
            wording=big[:160],
            guidance=big[:240],
            starter=big[:160],
            example=big[:300],
            kind="some",
            options=tuple(f"{place}{big}"[:80] for place in range(12)),
            enabled=number < 12,
        )
        for number in range(40)
    )
    same_again(
        replace(
            CAREER,
            length=52,
            weeks=weeks,
            stretches=stretches,
            runbook=runbook,
            topics=tuple(f"{number}{big}"[:80] for number in range(60)),
            credits=tuple(big[:200] for _ in range(20)),
            care=Care(tuple(big[:300] for _ in range(10)), big[:300], big[:300]),
            mentor_questions=questions,
            mentee_questions=questions,
        )
    )


def test_what_can_be_hidden_on_the_site_can_be_hidden_in_a_file_and_no_more() -> None:
    hidden = replace(CAREER.weeks[0], number=2, hidden=True)
    one = replace(CAREER, length=1, weeks=(CAREER.weeks[0],), stretches=())
    same_again(replace(one, weeks=(CAREER.weeks[0], *([hidden] * MOST_HIDDEN))))
    with pytest.raises(CurriculumError, match="53 weeks are hidden; at most 52 can be"):
        load(dump(replace(one, weeks=(CAREER.weeks[0], *([hidden] * 53)))), source="the file")
