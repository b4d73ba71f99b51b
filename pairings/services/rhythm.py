"""When schedules change other than by a step: a program's hour or day, a group's zone, a hold, an outage."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from messaging.models import Notice
from messaging.models.notices import WAITING, MailState
from programs.models import Program

from .. import calendar
from ..models import Pairing, Schedule


@transaction.atomic
def follow(program: Program) -> int:
    """Make the due instants of a program's pairs follow its hour, its week day, its group's zone and whether
    its prompts are on hold; a pair that has not begun follows the start date too. How many changed.

    The local date stays the truth: a new week day moves a pair that walks to that day of the same week.
    """
    rows = Schedule.objects.filter(program=program).select_related("pairing")
    changed = []
    today = program.today()
    for row in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        on = row.next_on
        if row.next_step == 1 and on > today:
            on = calendar.first_on(today, program.week_day, program.starts_on)
        elif on.weekday() != program.week_day:
            on = calendar.week_day_on_or_after(on - timedelta(days=on.weekday()), program.week_day)
            if on <= today:
                on += timedelta(days=7)
        due = None if program.dispatch_paused else calendar.due_at(on, program.hour, program.group.zone)
        if (on, due) != (row.next_on, row.next_due_at):
            row.next_on, row.next_due_at = on, due
            changed.append(row)
    _keep(changed)
    return len(changed)


def _keep(changed: list[Schedule]) -> None:
    """Save the new dates; a pair that has not begun begins on them."""
    Schedule.objects.bulk_update(changed, ["next_on", "next_due_at"], batch_size=500)
    begin = [row.pairing for row in changed if row.next_step == 1 and row.pairing.starts_on != row.next_on]
    for pairing in begin:
        pairing.starts_on = pairing.schedule.next_on
    Pairing.objects.bulk_update(begin, ["starts_on"], batch_size=500)


def follow_group(group_id: int) -> int:
    """The same for every live program of a group, after its zone changed."""
    programs = Program.objects.filter(group_id=group_id).select_related("group")
    return sum(follow(program) for program in programs)


@transaction.atomic
def shift_ahead(now: datetime, program: Program | None = None) -> int:
    """After a long outage: every pair's next step moves by whole paces to the first date still ahead."""
    late = Schedule.objects.filter(next_due_at__lte=now).select_related("pairing", "program__group")
    if program is not None:
        late = late.filter(program=program)
    changed = []
    for row in late.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        of = row.program
        while row.next_due_at is not None and row.next_due_at <= now:
            row.next_on = calendar.next_on(row.next_on, of.pace)
            row.next_due_at = calendar.due_at(row.next_on, of.hour, of.group.zone)
        changed.append(row)
    _keep(changed)
    return len(changed)


@transaction.atomic
def go_on(program: Program, now: datetime) -> int:
    """After a hold: the pairs' weeks are due again, what the hold has let go by moved ahead. How many moved.

    In one transaction, so that no tick sees the dates in between.
    """
    follow(program)
    return shift_ahead(now, program)


def mark_mail_sent(before: datetime) -> int:
    """After a restore: mails owed since before that instant have gone out; keep the lines, send nothing."""
    owed = Notice.objects.filter(mail_state__in=WAITING, created_at__lt=before)
    return owed.update(
        mail_state=MailState.SENT, sent_at=timezone.now(), payload="", lease="", lease_until=None
    )
