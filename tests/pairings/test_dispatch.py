"""The weeks arrive once, on time, for everybody who still walks, and for nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentorship.scenarios import cohort, running, walk
from messaging.models import Notice
from pairings import dispatch
from pairings.models import DispatchState, Pairing, Schedule, Step
from pairings.models.pairings import State
from pairings.services import endings, rhythm
from profiles.models import Profile

pytestmark = pytest.mark.django_db


def due(pairing: Pairing) -> Schedule:
    """Make this pair's next step due a minute ago."""
    row = Schedule.objects.get(pairing=pairing)
    Schedule.objects.filter(pk=row.pk).update(next_due_at=timezone.now() - timedelta(minutes=1))
    return row


def test_a_due_step_is_written_once_and_told_to_both() -> None:
    pairing = running()
    row = due(pairing)
    done = dispatch.tick()
    step = Step.objects.get()
    assert (done.steps, step.pairing_id, step.number, step.week.number) == (1, pairing.pk, 1, 1)
    told = Notice.objects.filter(kind="week").order_by("key")
    users = sorted([pairing.mentor_user_id, pairing.mentee_user_id])
    assert sorted(n.key for n in told) == sorted(f"step:{step.pk}:user:{user}" for user in users)
    assert {n.url for n in told} == {f"/p/{pairing.code}/1/"}
    assert {n.line for n in told} == {f"Week 1: {step.week.question}"}
    assert {(n.mail_state, n.scope, n.subject_id) for n in told} == {
        ("queued", pairing.program.group_id, step.pk)
    }
    after = Schedule.objects.get()
    assert (after.next_step, after.next_on) == (2, row.next_on + timedelta(days=7))
    assert dispatch.tick().steps == 0
    assert (Step.objects.count(), Notice.objects.filter(kind="week").count()) == (1, 2)


def test_five_statements_a_slice_whatever_the_number_of_zones() -> None:
    counts = []
    for zones in (("Europe/Lisbon",), ("Europe/Lisbon", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu")):
        cohort(12, groups_of=len(zones), zones=zones)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert dispatch._one_slice(timezone.now(), 10_000, None) == 12
        work = [
            q for q in caught.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))
        ]
        counts.append(len(work))
    assert counts == [5, 5]


def test_three_missed_weeks_are_caught_up_in_one_tick() -> None:
    pairing = running()
    now = timezone.now()
    row = Schedule.objects.get()
    Schedule.objects.update(
        next_on=row.next_on - timedelta(days=28), next_due_at=row.next_due_at - timedelta(days=28)
    )
    expected = Schedule.objects.get().next_due_at
    count = 0
    while expected <= now:
        count += 1
        expected += timedelta(days=7)
    assert dispatch.tick(now).steps == count >= 3
    assert list(Step.objects.values_list("number", flat=True).order_by("number")) == list(range(1, count + 1))
    # What is more than a week late is told on the site only: no storm of mails after an outage.
    states = set(
        Notice.objects.filter(kind="week", line__startswith="Week 1:").values_list("mail_state", flat=True)
    )
    assert states == {"none"}
    newest = Notice.objects.filter(kind="week", line__startswith=f"Week {count}:")
    assert set(newest.values_list("mail_state", flat=True)) == {"queued"}
    assert pairing.state == State.ACTIVE


def test_a_broken_rule_is_set_aside_and_stops_nobody_else() -> None:
    cohort(30)
    broken = Pairing.objects.order_by("pk")[7]
    week = broken.program.weeks.live().get(number=1)
    Step.objects.create(pairing=broken, number=1, week=week)  # the rule that nothing may break
    now = timezone.now()
    done = dispatch.tick(now, slice_size=100)
    assert (done.steps, done.failed) == (29, 1)
    assert Step.objects.filter(batch__isnull=False).count() == 29
    row = Schedule.objects.get(pairing=broken)
    assert (row.fails, row.retry_at, row.next_step) == (1, now + dispatch.RETRY, 1)
    assert Notice.objects.filter(kind="week").count() == 58
    for hour in range(1, 12):  # it is tried again, eight times in all, then left for staff to see
        dispatch.tick(now + timedelta(hours=hour, seconds=hour))
    assert Schedule.objects.get(pairing=broken).fails == dispatch.TRIES


def test_nothing_while_on_hold_and_the_hold_says_itself_after_a_long_silence() -> None:
    due(running())
    DispatchState.now()
    DispatchState.objects.update(hold=True)
    assert dispatch.tick().held
    DispatchState.objects.update(hold=False, heartbeat=timezone.now() - timedelta(days=9))
    assert dispatch.tick().held
    assert not Step.objects.exists()
    assert DispatchState.objects.get().why
    DispatchState.objects.update(hold=False, heartbeat=timezone.now())
    assert dispatch.tick().steps == 1


def test_another_instant_leaves_the_heartbeat_alone() -> None:
    DispatchState.now()
    dispatch.tick(timezone.now() + timedelta(days=30))
    assert DispatchState.objects.get().heartbeat is None
    dispatch.tick()
    assert DispatchState.objects.get().heartbeat is not None


def test_an_ended_pair_gets_no_further_week() -> None:
    pairing = running()
    due(pairing)
    endings.end(pairing, by=pairing.mentee_user)
    assert dispatch.tick().steps == 0
    assert not Schedule.objects.exists()


def test_twelve_weeks_and_then_the_end() -> None:
    pairing = running(weeks=12)
    assert Step.objects.filter(pairing=pairing).count() == 12
    assert pairing.state == State.ACTIVE
    last = Schedule.objects.get()
    assert last.next_step == 13
    assert Step.objects.order_by("-delivered_at").first().delivered_at <= timezone.now()
    done = dispatch.tick(last.next_due_at + timedelta(seconds=1))
    assert done.completed == 1
    pairing.refresh_from_db()
    pairing.conversation.refresh_from_db()
    assert (pairing.state, pairing.ended_at) == (State.COMPLETED, last.next_due_at + timedelta(seconds=1))
    assert pairing.conversation.open_until == pairing.ended_at + timedelta(weeks=4)
    assert set(Profile.objects.values_list("seats_taken", flat=True)) == {0}
    assert Notice.objects.filter(kind="completed").count() == 2
    assert not Schedule.objects.exists()
    assert dispatch.tick(last.next_due_at + timedelta(days=30)).completed == 0


def test_both_ticks_of_the_last_week_complete_at_once() -> None:
    pairing = running(weeks=12)
    step = Step.objects.get(pairing=pairing, number=12)
    endings.talked(step, by=pairing.mentor_user)
    assert Pairing.objects.get().state == State.ACTIVE
    endings.talked(step, by=pairing.mentee_user)
    assert Pairing.objects.get().state == State.COMPLETED


def test_the_clock_leaves_a_timelapse_alone() -> None:
    pairing = running()
    due(pairing)
    Schedule.objects.update(retry_at=timezone.now() + timedelta(hours=1))
    assert dispatch.tick().steps == 0
    assert dispatch.tick(timezone.now(), program_id=pairing.program_id).steps == 1


def test_weeks_by_the_real_clock_are_never_later_than_it() -> None:
    pairing = running()
    walk(pairing.program, 5)
    assert Step.objects.count() == 5
    now = timezone.now()
    assert all(step.delivered_at <= now for step in Step.objects.all())
    assert Schedule.objects.get().next_due_at > now


def test_a_pair_whose_program_is_on_hold_waits() -> None:
    pairing = running()

    pairing.program.dispatch_paused = True
    pairing.program.save(update_fields=["dispatch_paused"])
    assert rhythm.follow(pairing.program) == 1
    assert Schedule.objects.get().next_due_at is None
    pairing.program.dispatch_paused = False
    assert rhythm.follow(pairing.program) == 1
    assert Schedule.objects.get().next_due_at is not None
