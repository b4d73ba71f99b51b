"""Programs and the weekly dispatch at the desk."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from groups.models import AuditEntry
from pairings.models import DispatchState, Schedule
from programs.models import Program
from tests.mentorship.staff.desk import Come, act


def test_sign_up_is_closed_and_a_program_finished(come: Come, story: Program) -> None:
    client = come()
    act(client, "programs_program", "close_sign_up", story.pk, confirmed="1", reason="Full")
    story.refresh_from_db()
    assert not story.sign_up_is_open()
    act(client, "programs_program", "finish", story.pk, confirmed="1", reason="Over")
    story.refresh_from_db()
    assert story.state == "finished"
    assert story.group.audit.filter(verb="finished").count() == 1


def test_the_dispatch_is_held_and_resumed(come: Come, story: Program) -> None:
    client = come()
    act(client, "pairings_dispatchstate", "hold", 1, confirmed="1", reason="Restoring")
    assert DispatchState.now().hold
    assert DispatchState.now().why == "Restoring"
    act(client, "pairings_dispatchstate", "resume", 1, confirmed="1", reason="Done")
    assert not DispatchState.now().hold
    row = Schedule.objects.filter(program=story).get()
    due = timezone.now() - timedelta(days=3)
    Schedule.objects.filter(pk=row.pk).update(next_on=due.date(), next_due_at=due, fails=8)
    act(client, "pairings_dispatchstate", "resume_and_shift", 1, confirmed="1", reason="Too late now")
    act(client, "pairings_schedule", "try_again", row.pk, confirmed="1", reason="Mended")
    row.refresh_from_db()
    assert row.next_due_at > timezone.now()
    assert row.fails == 0
    verbs = list(AuditEntry.objects.filter(group=None).order_by("pk").values_list("verb", flat=True))
    assert verbs[0] == "held the dispatch"
    assert len(verbs) == 4
    assert come("Words").get(reverse("admin:pairings_dispatchstate_changelist")).status_code == 403
