"""A story told today that began weeks ago: every instant moves back, then the weeks arrive one by one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import F, Model
from django.utils import timezone

from messaging.models import Conversation, Message, Notice, Participant
from pairings import calendar, dispatch
from pairings.models import Pairing, Request, Schedule
from profiles.models import Profile
from programs.models import Program

INSTANTS: dict[type[Model], tuple[str, ...]] = {
    Profile: ("created_at", "updated_at", "listed_at"),
    Request: ("created_at", "expires_at", "answered_at", "decided_at"),
    Pairing: ("created_at", "told_at", "started_at", "mentor_yes_at", "mentee_yes_at", "held_until"),
}


def rewind(program: Program, back: timedelta) -> None:
    """Move everything that has happened in this program back by whole weeks. Schedules follow."""
    shift = timedelta(weeks=back.days // 7)
    for model, fields in INSTANTS.items():
        rows = model._default_manager.filter(program=program)
        rows.update(**{field: F(field) - shift for field in fields})
    talks = Conversation.objects.filter(key__startswith=f"p{program.pk}:")
    ids = list(talks.values_list("pk", flat=True))
    talks.update(created_at=F("created_at") - shift)
    Message.objects.filter(conversation__in=ids).update(created_at=F("created_at") - shift)
    Participant.objects.filter(conversation__in=ids).update(last_message_at=F("last_message_at") - shift)
    Notice.objects.filter(scope=program.group_id).update(
        created_at=F("created_at") - shift, not_before=F("not_before") - shift
    )
    for pairing in Pairing.objects.filter(program=program, starts_on__isnull=False):
        Pairing.objects.filter(pk=pairing.pk).update(starts_on=_back(pairing.starts_on, shift))
    program.refresh_from_db()
    program.starts_on = _back(program.starts_on, shift)
    program.created_at -= shift
    program.signup_from = program.signup_from and program.signup_from - shift
    program.signup_until = program.signup_until and program.signup_until - shift
    program.save(update_fields=["starts_on", "created_at", "signup_from", "signup_until"])
    for row in Schedule.objects.filter(program=program):
        on = row.next_on - shift
        due = calendar.due_at(on, program.hour, program.group.zone)
        Schedule.objects.filter(pk=row.pk).update(next_on=on, next_due_at=due)


def _back(day: date | None, shift: timedelta) -> date | None:
    return day and day - shift


def walk(program: Program, weeks: int, each: Callable[[int, datetime], None] | None = None) -> None:
    """Let `weeks` weeks arrive by now: rewind, then tick at each due instant. `each(number, instant)` tells
    what the pairs did after it. No row is later than the clock."""
    soonest = Schedule.objects.filter(program=program).order_by("next_due_at").first()
    if soonest is None or soonest.next_due_at is None:
        return
    ahead = soonest.next_due_at + timedelta(days=program.pace * (weeks - 1)) - timezone.now()
    rewind(program, timedelta(weeks=-(-ahead // timedelta(weeks=1))))
    for number in range(1, weeks + 1):
        due = Schedule.objects.filter(program=program).order_by("next_due_at").first()
        if due is None or due.next_due_at is None or due.next_due_at > timezone.now():
            return
        instant = due.next_due_at + timedelta(seconds=20)
        dispatch.tick(instant, program_id=program.pk)
        if each is not None:
            each(number, instant)
