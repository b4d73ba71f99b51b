"""How a pair ends: by walking all the way, or early and kindly. Both free the seats and stop the weeks."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import Membership
from messaging.services import conversations, notices
from profiles.services import seats
from programs.models import Program, Week

from ..models import Pairing, Schedule, Step
from ..models.pairings import SEATED, WALKING, State
from . import pairings

AFTER_THE_LAST = timedelta(weeks=4)  # the conversation stays open; then it is for reading
AFTER_AN_EARLY_END = timedelta(weeks=1)
WEEKLY = ("week",)
ENDED = "A pair of yours has ended"  # after a block: no name
SLICE = 1000


@transaction.atomic
def end(
    pairing: Pairing,
    *,
    by: User | None,
    note: str = "",
    reason: str = "",
    blocked: bool = False,
    tell: bool = True,
) -> None:
    """End a pair early. Nobody has to say why; `note` is for the partner, `reason` for the admins.

    Refuses a pair that has ended already. After a block the conversation closes at once and is hidden, and
    the partner reads only that the pair has ended.
    """
    # The schedule first: a tick that is delivering now finishes before, one that comes later finds nothing.
    list(Schedule.objects.select_for_update(no_key=True).filter(pairing=pairing))
    Schedule.objects.filter(pairing=pairing).delete()
    seated = Pairing.objects.filter(pk=pairing.pk, state__in=SEATED).exists()
    now = timezone.now()
    pairings.move(
        pairing,
        State.ENDED,
        ended_at=now,
        ended_by=by,
        reason=reason[:300],
        goodbye=note[:500],
        held_until=None,
    )
    # Again: one that started while we waited for the row has made a schedule meanwhile.
    Schedule.objects.filter(pairing=pairing).delete()
    cancel_owed(pairing)
    if blocked:
        conversations.close(pairing.conversation_id, hide=True)
    else:
        conversations.keep_open([pairing.conversation_id], now + AFTER_AN_EARLY_END)
    if seated:  # after the conversation, as a reply to a hello takes them
        seats.free_seats(sorted([pairing.mentor_id, pairing.mentee_id]))
    if tell and pairing.told_at is not None:
        _tell_the_two(pairing, by, blocked=blocked)
        _tell_admins(pairing, by)


def _tell_the_two(pairing: Pairing, by: User | None, *, blocked: bool) -> None:
    for user in (pairing.mentor_user, pairing.mentee_user):
        if by is None or user.pk != by.pk:
            notices.tell(
                "ended",
                user,
                key=f"pairing:{pairing.pk}:ended:user:{user.pk}",
                url=reverse("pairs") if blocked else reverse("pair_short", args=[pairing.code]),
                line=ENDED if blocked else f"Your pair with {pairing.partner(user).first_name} has ended",
                subject_id=pairing.pk,
                scope=pairing.program.group_id,
            )


def _tell_admins(pairing: Pairing, by: User | None) -> None:
    group_id = pairing.program.group_id
    for membership in Membership.objects.looking_after().filter(group_id=group_id).select_related("user"):
        if by is not None and membership.user_id == by.pk:
            continue
        if membership.user_id in (pairing.mentor_user_id, pairing.mentee_user_id):
            continue
        notices.tell(
            "pair_ended",
            membership.user,
            key=f"pairing:{pairing.pk}:pair_ended:user:{membership.user_id}",
            url=reverse("manage_pairs", args=[pairing.program.group.slug, pairing.program.slug]),
            line=f"{pairing.mentor_user.first_name} and {pairing.mentee_user.first_name} need new partners",
            subject_id=pairing.pk,
            scope=group_id,
        )


def cancel_owed(pairing: Pairing) -> None:
    """Take back what is owed about a pair that no longer walks: its weeks, and its beginning."""
    steps = Step.objects.filter(pairing=pairing).values_list("pk", flat=True)
    notices.cancel(kinds=WEEKLY, subject_ids=list(steps))
    notices.cancel(kinds=["paired", "proposed"], subject_ids=[pairing.pk])


@transaction.atomic
def complete(pairing: Pairing, now: datetime) -> bool:
    """They have walked all the way: seats are free, both are told. False if somebody was first."""
    locked = list(Schedule.objects.select_for_update(skip_locked=True, no_key=True).filter(pairing=pairing))
    if not locked:
        return False
    locked[0].delete()
    pairings.move(pairing, State.COMPLETED, ended_at=now)
    seats.free_seats(sorted([pairing.mentor_id, pairing.mentee_id]))
    conversations.keep_open([pairing.conversation_id], now + AFTER_THE_LAST)
    pairings.tell_both(pairing, "completed", _walked)
    return True


def complete_due(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: one pace after the last step, a pair is complete; how many. Set-based, in slices."""
    further = Week.objects.filter(program=OuterRef("program"), live=True, number=OuterRef("next_step"))
    due = Schedule.objects.filter(~Exists(further), next_due_at__lte=now, pairing__state=State.ACTIVE)
    due = due.exclude(retry_at__gt=now) if program_id is None else due.filter(program_id=program_id)
    count = 0
    while done := _complete_slice(due, now):
        count += done
    return count


@transaction.atomic
def _complete_slice(due: QuerySet[Schedule], now: datetime) -> int:
    locked = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("next_due_at")
    ids = list(locked.values_list("pk", flat=True)[:SLICE])
    if not ids:
        return 0
    rows = Pairing.objects.filter(pk__in=ids, state=State.ACTIVE)
    found = list(rows.select_related("program", "mentor_user", "mentee_user").order_by("pk"))
    # Locked schedules mean that nobody can have ended these pairs: the counts must agree, or nothing is kept.
    if rows.update(state=State.COMPLETED, ended_at=now) != len(ids) or len(found) != len(ids):
        raise IntegrityError("a schedule without an active pairing")
    Schedule.objects.filter(pk__in=ids).delete()
    seats.free_seats(sorted(seat for p in found for seat in (p.mentor_id, p.mentee_id)))
    conversations.keep_open([p.conversation_id for p in found], now + AFTER_THE_LAST)
    pairings.tell_many(found, "completed", _walked, at=now)
    return len(ids)


def _walked(partner: User) -> str:
    return f"You and {partner.first_name} walked all the way"


@transaction.atomic
def talked(step: Step, *, by: User, yes: bool = True) -> Step:
    """ "We talked this week", said by one of the two, or taken back. Both ticks make the week done; both
    ticks of the last week complete the pair."""
    step = Step.objects.select_for_update(no_key=True).get(pk=step.pk)
    pairing = Pairing.objects.select_related("program", "mentor_user", "mentee_user").get(pk=step.pairing_id)
    if by.pk not in (pairing.mentor_user_id, pairing.mentee_user_id):
        raise ValidationError("Only the two of you can.", code="not-yours")
    if pairing.state not in WALKING:
        raise ValidationError("This pair has ended. Its weeks stay as they are.", code="ended")
    now = timezone.now()
    field = "mentor_talked_at" if pairing.is_mentor(by) else "mentee_talked_at"
    if yes != bool(getattr(step, field)):
        setattr(step, field, now if yes else None)
    step.done_at = (step.done_at or now) if step.mentor_talked_at and step.mentee_talked_at else None
    step.save(update_fields=[field, "done_at"])
    if step.done_at and step.number >= last_week(pairing.program):
        complete(pairing, now)
    return step


def last_week(program: Program) -> int:
    """The number of the last live week."""
    number: int | None = program.weeks.live().values_list("number", flat=True).last()
    return number or 0
