"""Stretches cover the whole path, whatever comes and goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs import stretches
from programs.curriculum import Stretch

THREE = [Stretch("One", 1, 3), Stretch("Two", 4, 7), Stretch("Three", 8, 12)]


def spans(found: list[Stretch]) -> list[tuple[str, int, int]]:
    return [(part.name, part.first, part.last) for part in found]


@pytest.mark.parametrize(
    ("kept", "total", "expected"),
    [
        (
            [{"name": "One", "first": 1, "last": 3}, {"name": "Two", "last": 9}],
            12,
            [("One", 1, 3), ("Two", 4, 12)],
        ),
        ([{"name": "One", "last": 3}, {"name": "Two", "last": 2}], 3, [("One", 1, 3)]),
        ([{"name": "One", "last": 40}], 5, [("One", 1, 5)]),
        ([{"name": "One", "last": "x"}, "nothing", None, {"last": 4}], 4, [("", 1, 4)]),
        ("nothing", 4, []),
        (None, 4, []),
        ([], 4, []),
    ],
)
def test_what_is_kept_is_mended_when_it_is_read(
    kept: object, total: int, expected: list[tuple[str, int, int]]
) -> None:
    assert spans(stretches.read(kept, total)) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (0, [("One", 1, 4), ("Two", 5, 8), ("Three", 9, 13)]),
        (3, [("One", 1, 4), ("Two", 5, 8), ("Three", 9, 13)]),
        (4, [("One", 1, 3), ("Two", 4, 8), ("Three", 9, 13)]),
        (12, [("One", 1, 3), ("Two", 4, 7), ("Three", 8, 13)]),
    ],
)
def test_a_new_week_belongs_to_the_one_that_it_follows(
    after: int, expected: list[tuple[str, int, int]]
) -> None:
    assert spans(stretches.with_a_week_after(THREE, after, 13)) == expected


def test_a_stretch_whose_only_week_goes_is_gone() -> None:
    found = stretches.without_a_week(
        [Stretch("One", 1, 3), Stretch("Two", 4, 4), Stretch("Three", 5, 6)], 4, 5
    )
    assert spans(found) == [("One", 1, 3), ("Three", 4, 5)]


@given(
    lasts=st.lists(st.integers(1, 20), max_size=6),
    total=st.integers(1, 20),
    acts=st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=12),
)
def test_they_always_cover_the_path(lasts: list[int], total: int, acts: list[tuple[bool, int]]) -> None:
    found = stretches.laid_out([(str(last), last) for last in lasts], total)
    for comes, place in acts:
        if comes:
            total += 1
            found = stretches.with_a_week_after(found, min(place, total - 1), total)
        elif total > 1:
            total -= 1
            found = stretches.without_a_week(found, min(place, total) or 1, total)
        covered = [number for part in found for number in range(part.first, part.last + 1)]
        assert covered == (list(range(1, total + 1)) if found else [])


@pytest.mark.parametrize(
    ("ends", "place", "words"),
    [
        ([("One", 5), ("Two", 3)], 1, "“Two” must end after week 5"),
        ([("One", 5), ("Two", 5)], 1, "“Two” must end after week 5"),
        ([("One", 13)], 0, "“One” ends at week 13, but there are 12 weeks"),
        ([("One", 5), ("Two", 11)], 1, "Let “Two” end at week 12"),
    ],
)
def test_what_does_not_fit_is_said_in_words(ends: list[tuple[str, int]], place: int, words: str) -> None:
    found = stretches.wrong(ends, 12)
    assert list(found) == [place]
    assert words in found[place]


def test_what_fits_is_left_alone() -> None:
    assert stretches.wrong([("One", 5), ("Two", 12)], 12) == {}
    assert stretches.wrong([], 12) == {}
