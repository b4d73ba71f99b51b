"""What an admin may do to the path of a program that pairs walk, and what they may not."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from mentorship.scenarios import running, walk
from pairings.models import Schedule, Step
from pairings.services import week_changes
from programs.curriculum import WeekText
from programs.models import Program, Week
from programs.services import programs, weeks
from programs.week_text import text_of
from tests.weeks_cases import TEXT, changed, place, titles, week

pytestmark = pytest.mark.django_db


def ends(program: Program) -> list[int]:
    program.refresh_from_db()
    return [part["last"] for part in program.stretches]


def test_how_far_the_furthest_pair_has_come() -> None:
    program, _by = place()
    assert week_changes.settled(program) == 4
    Schedule.objects.update(next_step=7)  # whatever the steps say, a pair that stands before 7 has had 6
    assert week_changes.settled(program) == 6
    assert (
        week_changes.settled(
            programs.start(program.group, by=program.created_by, curriculum_key="skill-development")
        )
        == 0
    )


# -- moving ---------------------------------------------------------------------------------------
def test_a_week_that_nobody_has_had_changes_places() -> None:
    program, by = place()
    before = titles(program)
    moved, was = week_changes.move(week(program, 8), by=by, up=True)
    assert (moved.number, was) == (7, 8)
    after = titles(program)
    assert (after[6], after[7]) == (before[7], before[6])
    assert sorted(after) == sorted(before)
    week_changes.move(moved, by=by, up=False)
    assert titles(program) == before
    assert ends(program)[-1] == 12


@pytest.mark.parametrize(
    ("number", "up", "words"),
    [
        (2, True, "Week 2 has gone out to a pair already, so it keeps its place"),
        (4, False, "Week 4 has gone out to a pair already, so it keeps its place"),
        (5, True, "Week 4 has gone out to a pair already, so it stays before this one"),
        (12, False, "It is the last week already"),
    ],
)
def test_what_has_gone_out_keeps_its_place(number: int, up: bool, words: str) -> None:
    program, by = place()
    before = titles(program)
    with pytest.raises(ValidationError, match=words):
        week_changes.move(week(program, number), by=by, up=up)
    assert titles(program) == before


def test_the_first_week_of_a_fresh_program_moves_down_but_not_up() -> None:
    pairing = running()
    program, by = pairing.program, pairing.program.created_by
    with pytest.raises(ValidationError, match="first week already"):
        week_changes.move(week(program, 1), by=by, up=True)
    assert week_changes.move(week(program, 1), by=by, up=False)[0].number == 2


def test_pairs_go_on_with_what_stands_next() -> None:
    """Week 5 and 6 change places; the pair gets the new fifth, then the old one, each once."""
    program, by = place()
    fifth, sixth = titles(program)[4:6]
    week_changes.move(week(program, 6), by=by, up=True)
    walk(program, 2)
    got = list(
        Step.objects.filter(pairing__program=program).order_by("number").values_list("week__title", flat=True)
    )
    assert got[4:] == [sixth, fifth]
    assert len(set(got)) == 6


# -- adding ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("after", [4, 7, 12])
def test_a_week_comes_in_behind_another(after: int) -> None:
    program, by = place()
    before = titles(program)
    new = week_changes.add(program, by=by, after=after, text=TEXT)
    assert titles(program) == [*before[:after], "A long walk", *before[after:]]
    assert text_of(new) == WeekText(
        **{name: getattr(TEXT, name) for name in TEXT.__dataclass_fields__} | {"number": after + 1}
    )
    assert (new.live, new.original, new.changed_by) == (True, {}, by)
    assert ends(program)[-1] == 13


def test_no_week_comes_in_before_what_has_gone_out() -> None:
    program, by = place()
    with pytest.raises(ValidationError, match="Put the new one after week 4 or later"):
        week_changes.add(program, by=by, after=3, text=TEXT)
    assert len(titles(program)) == 12


def test_a_pair_that_has_had_every_week_gets_the_one_that_is_added() -> None:
    pairing = running(weeks=12)
    program = pairing.program
    week_changes.add(program, by=program.created_by, after=12, text=TEXT)
    walk(program, 1)
    assert Step.objects.get(pairing=pairing, number=13).week.title == "A long walk"


def test_fifty_two_are_the_most() -> None:
    program, by = place()
    for _number in range(40):
        week_changes.add(program, by=by, after=11, text=TEXT)
    assert len(titles(program)) == 52
    with pytest.raises(ValidationError, match="52 weeks are the most"):
        week_changes.add(program, by=by, after=11, text=TEXT)
    hidden = week_changes.hide(week(program, 20), by=by)
    week_changes.add(program, by=by, after=11, text=TEXT)
    with pytest.raises(ValidationError, match="52 weeks are the most"):
        week_changes.bring_back(hidden, by=by)


# -- hiding, bringing back, removing --------------------------------------------------------------
def test_a_hidden_week_leaves_the_path_and_comes_back_where_it_stood() -> None:
    program, by = place()
    before = titles(program)
    hidden = week_changes.hide(week(program, 7), by=by)
    assert titles(program) == before[:6] + before[7:]
    assert ends(program)[-1] == 11
    hidden.refresh_from_db()
    assert (hidden.live, hidden.hidden, hidden.number) == (False, True, 7)
    back = week_changes.bring_back(hidden, by=by)
    assert titles(program) == before
    assert (back.number, back.live, back.hidden) == (7, True, False)
    assert ends(program)[-1] == 12
    with pytest.raises(ValidationError, match="isn’t hidden any more"):
        week_changes.bring_back(hidden, by=by)


def test_what_comes_back_stands_behind_what_has_gone_out_and_before_the_goodbye() -> None:
    program, by = place()
    early, late = week_changes.hide(week(program, 5), by=by), week_changes.hide(week(program, 10), by=by)
    walk(program, 3)  # seven have gone out
    assert week_changes.bring_back(early, by=by).number == 8
    assert week_changes.bring_back(late, by=by).number == 10
    assert titles(program)[-1] == "Celebrating wins"
    last = week_changes.hide(week(program, 11), by=by)
    Week.objects.filter(pk=last.pk).update(number=52)
    assert week_changes.bring_back(last, by=by).number == 11
    assert titles(program)[-1] == "Celebrating wins"


@pytest.mark.parametrize("act", [week_changes.hide, week_changes.remove])
@pytest.mark.parametrize(
    ("number", "words"),
    [(3, "Week 3 has gone out"), (12, "The last week stays on the path")],
)
def test_what_has_gone_out_and_the_last_week_stay(act: Callable[..., Week], number: int, words: str) -> None:
    program, by = place()
    with pytest.raises(ValidationError, match=words):
        act(week(program, number), by=by)
    assert len(titles(program)) == 12


def test_the_first_week_of_a_fresh_program_stays() -> None:
    pairing = running()
    with pytest.raises(ValidationError, match="The first week stays on the path"):
        week_changes.hide(week(pairing.program, 1), by=pairing.program.created_by)


def test_a_week_is_removed_with_its_words() -> None:
    program, by = place()
    root = week(program, 9).root
    week_changes.remove(week(program, 9), by=by)
    assert not Week.objects.filter(root=root).exists()
    assert len(titles(program)) == 11
    hidden = week_changes.hide(week(program, 9), by=by)
    week_changes.remove(hidden, by=by)
    assert not Week.objects.filter(root=hidden.root).exists()
    assert len(titles(program)) == 10


def test_a_week_that_a_pair_has_had_is_never_deleted() -> None:
    """Even where somebody has hidden it behind the services' back: the database refuses."""
    program, by = place()
    had = week(program, 2)
    Week.objects.filter(pk=had.pk).update(live=False, hidden=True)
    with pytest.raises(ValidationError, match="A pair has this week in its path"):
        week_changes.remove(had, by=by)
    assert Week.objects.filter(pk=had.pk).exists()


# -- words ----------------------------------------------------------------------------------------
def test_whoever_had_a_week_keeps_its_words_and_whoever_comes_later_gets_the_new_ones() -> None:
    program, by = place()
    old = week(program, 4)
    week_changes.edit(old, by=by, text=changed(text_of(old), question="What is new?", form="goal"))
    assert Step.objects.get(pairing__program=program, number=4).week.question == old.question
    new = week(program, 4)
    assert (new.question, new.form, new.revision, new.edition, new.changed_by) == (
        "What is new?",
        "goal",
        2,
        2,
        by,
    )
    later = week(program, 5)
    week_changes.edit(later, by=by, text=changed(text_of(later), question="What comes?"))
    assert (week(program, 5).pk, week(program, 5).revision, week(program, 5).edition) == (later.pk, 1, 2)


def test_the_second_to_save_is_told_and_the_first_one_stays() -> None:
    program, by = place()
    mine, theirs = week(program, 6), week(program, 6)
    week_changes.edit(theirs, by=by, text=changed(text_of(theirs), question="Who was first?"))
    with pytest.raises(weeks.Stale) as refused:
        week_changes.edit(mine, by=by, text=changed(text_of(mine), question="Who was second?"))
    assert refused.value.now.question == "Who was first?"
    assert week(program, 6).question == "Who was first?"
    mine.edition = refused.value.now.edition
    week_changes.edit(mine, by=by, text=changed(text_of(mine), question="Who was second?"))
    assert week(program, 6).question == "Who was second?"
    week_changes.edit(theirs, by=by, text=text_of(week(program, 6)))  # nothing new, so nobody is in the way


def test_a_week_keeps_its_words_and_its_edition_when_it_moves() -> None:
    program, by = place()
    read = week(program, 8)
    week_changes.move(week(program, 8), by=by, up=True)
    week_changes.edit(read, by=by, text=changed(text_of(read), question="Where am I now?"))
    assert week(program, 7).question == "Where am I now?"


def test_the_original_comes_back_as_a_new_revision_where_it_was_had() -> None:
    program, by = place()
    first = text_of(week(program, 3))
    week_changes.edit(
        week(program, 3), by=by, text=changed(first, question="Something else?", form="look_back")
    )
    assert week_changes.put_back(week(program, 3), by=by).revision == 2  # nobody had had the second
    assert text_of(week(program, 3)) == first
    own = week_changes.add(program, by=by, after=6, text=TEXT)
    assert week_changes.put_back(own, by=by).edition == 1
