"""The hours of a week, without a database."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles import week
from profiles.models.profiles import Hours

WEEKS = st.integers(min_value=0, max_value=week.EVERY)
CELLS = [f"{day}-{start}" for start, _end in week.BLOCKS for day in range(7)]
SUMMER, WINTER = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def free(*spans):
    mask = 0
    for day, start, end in spans:
        mask |= week.span(day, start, end)
    return mask


def hours(mask):
    """The slow way: which of the 168 hours are free."""
    return {hour for hour in range(168) if mask >> (167 - hour) & 1}


@given(WEEKS)
def test_written_and_read_again(mask):
    text = week.written(mask)
    assert week.parse(text) == mask
    assert len(text) in (0, 42)
    parts = week.columns(mask)
    assert week.whole(*parts) == mask
    assert all(0 <= part < 2**63 for part in parts)


@pytest.mark.parametrize(
    "text", ["x" * 42, "0" * 41, "0" * 43, "-" + "0" * 41, "F" * 42, " ", "0x" + "0" * 40]
)
def test_what_is_no_week_is_refused(text):
    with pytest.raises(ValueError, match="week"):
        week.parse(text)


def test_the_first_digit_is_monday_night():
    assert week.written(week.span(0, 0, 1)) == "8" + "0" * 41
    assert week.written(week.span(6, 23, 24)) == "0" * 41 + "1"


@given(WEEKS, st.integers(-14 * 60, 14 * 60))
def test_moved_by_the_hours_that_are_touched(mask, minutes):
    touched = set()
    for hour in hours(mask):
        start = hour * 60 + minutes
        touched |= {start // 60 % 168, (start + 59) // 60 % 168}
    assert hours(week.moved(mask, minutes)) == touched


@given(WEEKS, st.integers(-14, 14))
def test_whole_hours_come_back(mask, ahead):
    assert week.moved(week.to_utc(mask, ahead * 60), ahead * 60) == mask


@given(WEEKS, st.integers(-14 * 60, 14 * 60))
def test_nothing_is_lost_on_the_way(mask, ahead):
    back = week.moved(week.to_utc(mask, ahead), ahead)
    assert back & mask == mask


def test_around_the_end_of_the_week():
    tokyo = week.span(0, 0, 2)  # Monday, just after midnight
    assert week.to_utc(tokyo, 9 * 60) == week.span(6, 15, 17)
    assert week.to_utc(week.span(6, 22, 24), -5 * 60) == week.span(0, 3, 5)


def test_half_an_hour_touches_two():
    assert week.to_utc(week.span(1, 18, 20), 330) == week.span(1, 12, 15)  # Delhi: 12:30 to 14:30


def test_summer_time_moves_it():
    evening = week.span(2, 18, 20)
    assert week.offset("Europe/Lisbon", SUMMER) == 60
    assert week.offset("Europe/Lisbon", WINTER) == 0
    assert week.seen_from(evening, "Europe/Lisbon", "America/New_York", WINTER) == week.span(2, 13, 15)
    assert week.seen_from(evening, "Europe/Lisbon", "Asia/Kolkata", SUMMER) == week.span(
        2, 22, 24
    ) | week.span(3, 0, 1)


@given(st.sets(st.sampled_from(Hours.values)))
def test_choices_stand_for_hours_that_say_them_again(names):
    assert set(week.chips(week.of_chips(names))) == names


@given(st.sets(st.sampled_from(CELLS)))
def test_cells_paint_what_they_say(values):
    mask = week.of_cells(values)
    assert set(week.cells(mask)) == values
    assert bool(week.chips(mask)) == bool(values)
    assert week.settled(mask, mask, week.chips(mask)) == mask


def test_every_hour_belongs_to_one_choice():
    whole = [week._spread([what]) for what in week.COVERS.values()]
    assert sum(whole) == week.EVERY


@pytest.mark.parametrize("value", ["", "7-6", "0-7", "-1-6", "a-b", "0", "0-", "²-6", "0-6-8"])
def test_cells_that_are_none(value):
    with pytest.raises(ValueError, match="cell"):
        week.of_cells([value])


def test_choices_beside_a_painting():
    painted = free((1, 18, 22), (5, 10, 12))
    assert week.settled(0, painted, ["day"]) == painted  # painted a moment ago
    assert week.settled(painted, painted, ["evening"]) == free((1, 18, 22))
    assert week.settled(painted, painted, ["evening", "weekend", "early"]) == painted | week.of_chips(
        ["early"]
    )
    assert week.settled(painted, 0, ["day"]) == 0  # washed off: the choices count


@given(WEEKS)
def test_runs_say_all_of_it(mask):
    found = week.runs(mask)
    assert free(*found) == mask
    assert all(0 <= run.start < run.end <= 24 for run in found)


@pytest.mark.parametrize(
    ("mask", "exact", "short"),
    [
        (0, "", ""),
        (week.EVERY, "Every day all day", "every morning, every afternoon, every evening and every night"),
        (free((1, 18, 22), (3, 18, 22)), "Tuesday and Thursday 18–22", "Tuesday and Thursday evenings"),
        (
            free((1, 18, 22), (5, 10, 12), (5, 16, 18)),
            "Tuesday 18–22, Saturday 10–12 and 16–18",
            "Saturday mornings and afternoons, and Tuesday evenings",
        ),
        (week.of_chips(["evening"]), "Monday to Friday 18–22", "weekday evenings"),
        (week.of_chips(["weekend"]), "Saturday and Sunday 08–22", "weekends"),
        (free((0, 6, 8), (1, 6, 8), (2, 6, 8)), "Monday to Wednesday 06–08", "Monday to Wednesday mornings"),
    ],
)
def test_in_words(mask, exact, short):
    assert week.in_words(mask) == exact
    assert week.in_short(mask) == short


def test_what_two_have_in_common():
    lisbon, delhi = free((1, 18, 22), (3, 18, 22)), free((1, 22, 24), (2, 0, 3), (4, 0, 1))
    mine = week.to_utc(lisbon, 0)
    theirs = week.to_utc(delhi, 330)
    assert week.both_free(mine, theirs, 0) == "You’re both free Tuesday and Thursday evenings"
    assert (
        week.both_free(mine, theirs, 330)
        == "You’re both free Tuesday and Thursday evenings, and Wednesday and Friday nights"
    )
    assert week.both_free(mine, week.to_utc(free((5, 8, 10)), 0), 0) == ""
