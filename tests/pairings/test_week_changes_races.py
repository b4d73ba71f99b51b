"""An admin changes the path while weeks go out, or while another admin does. On both databases."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from mentorship.scenarios import cohort
from pairings import dispatch
from pairings.models import Schedule, Step
from pairings.services import week_changes
from programs.models import Program, Week
from programs.services import weeks
from programs.week_text import text_of
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SLOW = """
CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(CASE WHEN NEW.pairing_id = {pairing} THEN 1.5 ELSE 0 END); RETURN NEW; END $$;
CREATE TRIGGER slowly BEFORE INSERT ON pairings_step FOR EACH ROW EXECUTE FUNCTION slowly();
"""


def week(program: Program, number: int) -> Week:
    return Week.objects.live().select_related("program__group").get(program=program, number=number)


def sound(program: Program) -> None:
    """No pair has a week twice, each step stands where its week stands, and the path has no gap."""
    numbers = list(Week.objects.live().filter(program=program).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    steps = list(Step.objects.filter(pairing__program=program).select_related("week"))
    assert [step for step in steps if step.number != step.week.number] == []
    seen = [(step.pairing_id, step.week.root) for step in steps]
    assert len(seen) == len(set(seen))


def test_weeks_move_while_they_go_out() -> None:
    """Eight rounds of ticks and of an admin who moves the week that is due: whoever is first, it is sound."""
    (program,) = cohort(60)
    by = program.created_by
    for number in range(1, 9):
        now = timezone.now() + timedelta(days=7 * number)
        due = week(program, number)
        gave = at_once(
            [
                lambda now=now: dispatch.tick(now, slice_size=20, program_id=program.pk),
                lambda due=due: week_changes.move(due, by=by, up=False),
                lambda now=now: dispatch.tick(now, slice_size=20, program_id=program.pk),
            ]
        )
        assert [g for g in gave if isinstance(g, Exception) and not isinstance(g, ValidationError)] == []
        dispatch.tick(now, program_id=program.pk)
        sound(program)
    assert Step.objects.filter(pairing__program=program).count() >= 8 * 60


@contextmanager
def ticking_slowly(pairing: int, now: datetime) -> Iterator[None]:
    """A tick in a thread of its own, half a second into its work: on PostgreSQL it lingers at that pair."""
    errors: list[Exception] = []
    slow = connection.vendor == "postgresql"  # on SQLite one writer waits for the other anyway
    if slow:
        with connection.cursor() as cursor:
            cursor.execute(SLOW.format(pairing=pairing))

    def tick() -> None:
        try:
            dispatch.tick(now)
        except Exception as error:  # noqa: BLE001 the test asserts on it
            errors.append(error)
        finally:
            connections.close_all()

    ticking = threading.Thread(target=tick)
    ticking.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        ticking.join(timeout=60)
        if slow:
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER slowly ON pairings_step; DROP FUNCTION slowly()")
    assert errors == []


def two_programs() -> tuple[Schedule, Schedule, datetime]:
    """A pair that is due, and one of another program that is due after it and stands before week 2."""
    first, second = cohort(2, groups_of=2)
    early, late = (Schedule.objects.get(program=program) for program in (first, second))
    dispatch.tick(timezone.now(), program_id=second.pk)
    now = timezone.now()
    Schedule.objects.filter(pk=early.pk).update(next_due_at=now - timedelta(hours=2))
    Schedule.objects.filter(pk=late.pk).update(next_due_at=now - timedelta(hours=1))
    return early, late, now


def change(act: str, program: Program) -> None:
    """What an admin does to week 2."""
    two, by = week(program, 2), program.created_by
    if act == "move":
        week_changes.move(two, by=by, up=False)
    elif act == "hide":
        week_changes.hide(two, by=by)
    else:
        week_changes.add(program, by=by, after=1, text=text_of(two))


@pytest.mark.parametrize("act", ["move", "hide", "add"])
def test_a_tick_that_began_before_the_change_sends_nothing_that_has_moved(act: str) -> None:
    """A long statement has read the weeks, is still at another program's pairs, and the path changes."""
    early, late, now = two_programs()
    with ticking_slowly(early.pk, now):
        try:
            change(act, late.program)
        except ValidationError as refused:
            if connection.vendor == "postgresql" or refused.code != "settled":
                raise  # on SQLite the tick was first
    dispatch.tick(now)
    sound(late.program)
    assert set(Step.objects.filter(pairing=late.pk).values_list("number", flat=True)) == {1, 2}


@pytest.mark.parametrize("act", ["move", "hide", "add"])
def test_a_change_waits_for_the_tick_that_is_delivering(act: str) -> None:
    """The step is written but not yet to be seen: who does not wait moves week 2 after it has gone out."""
    _early, late, now = two_programs()
    with ticking_slowly(late.pk, now), pytest.raises(ValidationError, match="gone out to a pair already"):
        change(act, late.program)
    sound(late.program)
    assert set(Step.objects.filter(pairing=late.pk).values_list("number", flat=True)) == {1, 2}


def test_an_edit_while_it_goes_out_leaves_every_pair_with_one_wording() -> None:
    """Those who have got it keep what they got; what a step shows is what its notice said."""
    (program,) = cohort(40)
    by = program.created_by
    for number in range(1, 5):
        now, due = timezone.now() + timedelta(days=7 * number), week(program, number)
        before = text_of(due)
        from_now_on = type(before)(**_with(before, question=f"What is new in week {number}?"))
        gave = at_once(
            [
                lambda now=now: dispatch.tick(now, slice_size=10, program_id=program.pk),
                lambda due=due, text=from_now_on: week_changes.edit(due, by=by, text=text),
            ]
        )
        assert [g for g in gave if isinstance(g, Exception)] == []
        dispatch.tick(now, program_id=program.pk)
        sound(program)
        old = Week.objects.filter(program=program, number=number, live=False).first()
        if old is not None:
            assert old.question == before.question
            assert Step.objects.filter(week=old).exists()
        assert week(program, number).question == from_now_on.question


def _with(text, **changed):
    return {name: getattr(text, name) for name in text.__dataclass_fields__} | changed


def test_two_admins_save_at_once_and_nothing_is_lost() -> None:
    (program,) = cohort(0)  # nobody walks: the program's row alone keeps them apart
    by = program.created_by
    before = text_of(week(program, 3))
    texts = [type(before)(**_with(before, title=f"Version {number}")) for number in range(3)]
    read = [week(program, 3) for _text in texts]  # everybody has read the same edition
    gave = at_once(
        [
            lambda r=row, t=text: week_changes.edit(r, by=by, text=t)
            for row, text in zip(read, texts, strict=True)
        ]
    )
    won = [g for g in gave if isinstance(g, Week)]
    lost = [g for g in gave if isinstance(g, weeks.Stale)]
    assert (len(won), len(lost)) == (1, 2)
    now = week(program, 3)
    assert (now.title, now.edition) == (won[0].title, won[0].edition)
    assert {refused.now.title for refused in lost} == {now.title}


def test_moves_at_once_keep_the_path_whole() -> None:
    (program,) = cohort(0)  # nobody walks: the program's row alone keeps them apart
    by = program.created_by
    rows = [week(program, number) for number in (3, 4, 5, 6)]
    jobs = [lambda r=row: week_changes.move(r, by=by, up=True) for row in rows]
    jobs += [lambda: week_changes.hide(rows[0], by=by), lambda: week_changes.hide(rows[3], by=by)]
    gave = at_once(jobs)
    assert [g for g in gave if isinstance(g, Exception) and not isinstance(g, ValidationError)] == []
    sound(program)
    assert Week.objects.live().filter(program=program).count() == 10
