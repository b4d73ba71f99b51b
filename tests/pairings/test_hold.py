"""Holding a program's weeks, and letting them go on: nothing goes out, nothing is lost, nothing piles up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mentorship.scenarios import build, running
from pairings import dispatch
from pairings.models import Schedule, Step
from pairings.services import endings, looking_after

pytestmark = pytest.mark.django_db


def test_held_weeks_do_not_go_out_and_move_when_they_go_on() -> None:
    pairing = running(weeks=2)
    program, by = pairing.program, pairing.program.created_by
    before = Schedule.objects.get()
    looking_after.hold_weeks(program, by=by)
    assert Schedule.objects.get().next_due_at is None
    far = timezone.now() + timedelta(days=40)
    assert dispatch.tick(far, program_id=program.pk).steps == 0
    # As if the hold had lasted five weeks.
    Schedule.objects.update(next_on=before.next_on - timedelta(days=35))
    looking_after.let_weeks_go_on(program, by=by)
    after = Schedule.objects.get()
    assert after.next_due_at is not None
    assert timezone.now() < after.next_due_at <= timezone.now() + timedelta(days=7)
    assert (after.next_step, after.next_on.weekday()) == (before.next_step, before.next_on.weekday())
    assert dispatch.tick(after.next_due_at, program_id=program.pk).steps == 1
    assert dispatch.tick(after.next_due_at, program_id=program.pk).steps == 0
    assert Step.objects.filter(pairing=pairing).count() == 3


def test_a_pair_that_has_not_begun_begins_when_they_go_on() -> None:
    pairing = running()
    looking_after.hold_weeks(pairing.program, by=pairing.program.created_by)
    Schedule.objects.update(next_on=pairing.program.today() - timedelta(days=10))
    looking_after.let_weeks_go_on(pairing.program, by=pairing.program.created_by)
    pairing.refresh_from_db()
    row = Schedule.objects.get()
    assert row.next_on >= pairing.program.today()
    assert pairing.starts_on == row.next_on


def test_a_pair_that_begins_during_a_hold_waits() -> None:
    pairing = running(weeks=1)
    program = pairing.program
    stale = program.pairings.get().program  # read before the hold
    looking_after.hold_weeks(program, by=program.created_by)
    people = [
        build.person(name, f"{name.split()[0].lower()}-hold@bothy.example") for name in ("Olu A", "Ida B")
    ]
    for user in people:
        build.member(program.group, user)
    mentor, mentee = (
        build.signed_up(stale, user, role) for user, role in zip(people, ("mentor", "mentee"), strict=True)
    )
    made = build.pair(mentor, mentee)
    assert made.schedule.next_due_at is None


def test_other_details_leave_a_hold_alone() -> None:
    pairing = running(weeks=1)
    looking_after.hold_weeks(pairing.program, by=pairing.program.created_by)
    looking_after.save_details(pairing.program, by=pairing.program.created_by, hour=18)
    assert Schedule.objects.get().next_due_at is None


def test_a_finished_program_can_be_held_too() -> None:
    pairing = running(weeks=1)
    program, by = pairing.program, pairing.program.created_by
    client = Client()
    client.force_login(by)
    at = f"{program.get_absolute_url()}manage"
    client.post(f"{at}/finish/")
    assert client.post(f"{at}/hold/").status_code == 302
    assert Schedule.objects.get().next_due_at is None
    endings.end(pairing, by=None)


def test_the_page_says_what_a_hold_does_and_the_pair_reads_it() -> None:
    pairing = running(weeks=1)
    program = pairing.program
    priya, dani = Client(), Client()
    priya.force_login(program.created_by)
    dani.force_login(pairing.mentee_user)
    at = f"{program.get_absolute_url()}manage/hold/"
    page = priya.get(at).content.decode()
    assert ("1 pair is on the way" in page, "Hold the weeks" in page) == (True, True)
    assert priya.post(at).status_code == 302
    assert "Let them go on" in priya.get(at).content.decode()
    where = f"{program.get_absolute_url()}pairs/{pairing.code}/"
    assert "on hold for everybody" in dani.get(where).content.decode()
    assert priya.post(f"{at}end/").status_code == 302
    assert "on hold" not in dani.get(where).content.decode()


def test_a_program_that_is_being_set_up_has_nothing_to_hold() -> None:
    owner = build.person("Olga Owner", "olga-hold@bothy.example")
    program = build.started(build.group(owner, "Holders"), owner)
    type(program).objects.filter(pk=program.pk).update(state="draft")
    client = Client()
    client.force_login(owner)
    response = client.post(f"{program.get_absolute_url()}manage/hold/")
    assert (response.status_code, "No weeks go out" in response.content.decode()) == (422, True)
