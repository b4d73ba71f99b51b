"""When the hour, the day or the zone changes, the weeks of pairs follow; the date stays the truth."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.zones import zone
from mentorship.scenarios import running
from messaging.models import Notice
from pairings.models import DispatchState, Schedule
from pairings.services import looking_after, rhythm

pytestmark = pytest.mark.django_db


def local(row: Schedule) -> tuple[int, int]:
    """The week day and hour of the next step on the group's own clock."""
    at = row.next_due_at.astimezone(zone(row.program.group.zone))
    return at.weekday(), at.hour


def test_a_new_hour_and_zone_move_the_instant_not_the_date() -> None:
    pairing = running(weeks=2)
    before = Schedule.objects.get()
    assert local(before) == (0, 9)
    looking_after.save_details(pairing.program, by=pairing.program.created_by, hour=18)
    after = Schedule.objects.get()
    assert (after.next_on, local(after)) == (before.next_on, (0, 18))
    looking_after.save_settings(pairing.program.group, by=pairing.program.created_by, zone="Asia/Tokyo")
    tokyo = Schedule.objects.get()
    assert (tokyo.next_on, local(tokyo)) == (before.next_on, (0, 18))
    assert tokyo.next_due_at != after.next_due_at


def test_a_new_week_day_moves_each_pair_within_its_week_and_never_into_the_past() -> None:
    pairing = running(weeks=2)
    before = Schedule.objects.get()
    looking_after.save_details(pairing.program, by=pairing.program.created_by, week_day=3)
    after = Schedule.objects.get()
    assert local(after)[0] == 3
    assert after.next_on > pairing.program.today()
    assert abs((after.next_on - before.next_on).days) <= 7


def test_a_long_outage_can_shift_the_plan_ahead() -> None:
    running(weeks=2)
    row = Schedule.objects.get()
    Schedule.objects.update(
        next_on=row.next_on - timedelta(days=35), next_due_at=row.next_due_at - timedelta(days=35)
    )
    assert rhythm.shift_ahead(timezone.now()) == 1
    after = Schedule.objects.get()
    assert after.next_due_at > timezone.now()
    assert (after.next_step, local(after)) == (row.next_step, (0, 9))


def test_the_command_holds_and_wants_to_know_how_to_go_on() -> None:
    running(weeks=1)
    call_command("dispatch", "hold", "--why", "restoring")
    assert DispatchState.objects.get().hold
    with pytest.raises(CommandError, match="Say how"):
        call_command("dispatch", "resume")
    Notice.objects.update(mail_state="queued")
    call_command("dispatch", "resume", "--mark-sent-before", timezone.now().isoformat())
    assert not DispatchState.objects.get().hold
    assert not Notice.objects.owed().exists()
