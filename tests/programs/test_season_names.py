"""What the next season is called."""

from datetime import date

import pytest

from programs.season_names import LONGEST, following

AUTUMN, JANUARY, NEXT_AUTUMN = date(2026, 9, 28), date(2027, 1, 4), date(2027, 9, 27)


@pytest.mark.parametrize(
    ("name", "begins", "expected"),
    [
        ("Autumn Skill Share", JANUARY, "Winter Skill Share"),
        ("Autumn Skill Share", NEXT_AUTUMN, "Autumn Skill Share 2"),
        ("Autumn 2026", JANUARY, "Winter 2027"),
        ("Autumn 2026", NEXT_AUTUMN, "Autumn 2027"),
        ("AUTUMN circle", JANUARY, "WINTER circle"),
        ("our winter circle", date(2027, 3, 29), "our summer circle"),
        ("Fall Cohort", NEXT_AUTUMN, "Fall Cohort 2"),
        ("Fall Cohort", JANUARY, "Winter Cohort"),
        ("Makers 2026", date(2026, 12, 28), "Makers 2026 2"),
        ("Cohort 3", JANUARY, "Cohort 4"),
        ("Career advancement", JANUARY, "Career advancement 2"),
        ("Springboard", JANUARY, "Springboard 2"),
        ("Klasse 2026/27", NEXT_AUTUMN, "Klasse 2026/27 2"),
    ],
)
def test_the_name_moves_on(name: str, begins: date, expected: str) -> None:
    assert following(name, began=AUTUMN, begins=begins, taken=set()) == expected


def test_a_name_that_is_taken_gets_the_next_number() -> None:
    taken = {"Cohort 4", "cohort 5"}
    assert following("Cohort 3", began=AUTUMN, begins=JANUARY, taken=taken) == "Cohort 6"
    assert following("Autumn", began=AUTUMN, begins=JANUARY, taken={"Winter"}) == "Winter 2"


def test_the_longest_name_stays_one() -> None:
    name = "x" * LONGEST
    made = following(name, began=AUTUMN, begins=JANUARY, taken=set())
    assert len(made) == LONGEST
    assert made.endswith(" 2")
    grown = following("Fall " + "x" * (LONGEST - 5), began=AUTUMN, begins=JANUARY, taken=set())
    assert len(grown) <= LONGEST
