"""Launching an admin's drafts: held for ten minutes, because mail cannot be unsent."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from groups.services import audit
from messaging.models import Message
from messaging.services import conversations
from profiles.services import seats
from programs.models import Program

from ..models import Pairing
from ..models.pairings import State
from . import endings, pairings

HOLD = timedelta(minutes=10)
QUIET_NO = timedelta(days=5)


@transaction.atomic
def launch(program: Program, *, by: User) -> list[Pairing]:
    """All drafts of a program become proposed and take their seats; nobody is told for ten minutes.

    Refuses as a whole, naming the people, when a place has gone meanwhile: nothing has changed then.
    """
    pairings.check_live(program)  # first: whoever archives takes the program before its drafts
    drafts = list(
        Pairing.objects.filter(program=program, state=State.DRAFT)
        .select_for_update(no_key=True, of=("self",))
        .select_related("mentor_user", "mentee_user", "mentor", "mentee")
        .order_by("pk")
    )
    if not drafts:
        raise ValidationError("There is nothing to launch yet. Pair two people first.", code="empty")
    for pairing in drafts:
        pairings.check_two(pairing.mentor, pairing.mentee)
    held_until = timezone.now() + HOLD
    # All seats of the action in ascending profile id, each as often as it is needed.
    seats.take_seats(sorted([p.mentor_id for p in drafts] + [p.mentee_id for p in drafts]))
    # The rows are locked: nobody can have moved them.
    ids = [pairing.pk for pairing in drafts]
    Pairing.objects.filter(pk__in=ids).update(state=State.PROPOSED, held_until=held_until, told_at=None)
    for pairing in drafts:
        pairing.state, pairing.held_until = State.PROPOSED, held_until
    audit.log(program.group, by, "launched", f"{len(drafts)} pairs of {program.name}")
    return drafts


@transaction.atomic
def undo(program: Program, *, by: User) -> int:
    """Within the ten minutes: everything back to drafts, seats free again; how many."""
    held = list(
        Pairing.objects.filter(program=program, state=State.PROPOSED, held_until__gt=timezone.now())
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    if not held:
        raise ValidationError("The ten minutes are over: they have been told.", code="late")
    Pairing.objects.filter(pk__in=[p.pk for p in held]).update(state=State.DRAFT, held_until=None)
    seats.free_seats(sorted([p.mentor_id for p in held] + [p.mentee_id for p in held]))
    audit.log(program.group, by, "undid a launch", f"{len(held)} pairs of {program.name}")
    return len(held)


def release(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: launches whose ten minutes are over start, or ask both for a yes; how many."""
    count = 0
    # Of somebody who is held (User.frozen_at) nothing begins until staff have looked: it waits here.
    over = Pairing.objects.filter(
        state=State.PROPOSED,
        held_until__lte=now,
        mentor_user__frozen_at=None,
        mentee_user__frozen_at=None,
    )
    if program_id is not None:
        over = over.filter(program_id=program_id)
    for pk in list(over.order_by("held_until").values_list("pk", flat=True)[:1000]):
        with transaction.atomic():
            pairing = (
                over.filter(pk=pk)
                .select_for_update(skip_locked=True, no_key=True, of=("self",))
                .select_related("program__group", "mentor_user", "mentee_user", "conversation")
                .first()
            )
            if pairing is None:
                continue
            if pairing.program.both_say_yes:
                Pairing.objects.filter(pk=pk).update(held_until=None, told_at=now)
                if not Message.objects.filter(conversation=pairing.conversation).exists():
                    conversations.reopen(pairing.conversation)
                pairings.tell_both(
                    pairing, "proposed", lambda partner: f"Would you like to walk with {partner.first_name}?"
                )
            else:
                pairings.start(pairing, now)
            count += 1
    return count


@transaction.atomic
def say_yes(pairing: Pairing, *, by: User) -> Pairing:
    """One of the two says yes to an admin's proposal; the second yes starts the pair."""
    pairing = (
        Pairing.objects.select_for_update(no_key=True, of=("self",))
        .select_related("program__group", "mentor_user", "mentee_user", "conversation")
        .get(pk=pairing.pk)
    )
    yes = pairing.mentor_yes_at if pairing.is_mentor(by) else pairing.mentee_yes_at
    if pairing.state == State.ACTIVE and yes and by.pk in (pairing.mentor_user_id, pairing.mentee_user_id):
        return pairing  # pressed twice
    if pairing.state != State.PROPOSED or pairing.told_at is None:
        raise ValidationError("This has been settled already.", code="moved")
    if by.pk not in (pairing.mentor_user_id, pairing.mentee_user_id):
        raise ValidationError("Only the two of you can.", code="not-yours")
    if people.any_frozen([pairing.mentor_user_id, pairing.mentee_user_id]):
        raise ValidationError("This rests for now. You can still say no, quietly.", code="frozen")
    now = timezone.now()
    field = "mentor_yes_at" if pairing.is_mentor(by) else "mentee_yes_at"
    setattr(pairing, field, getattr(pairing, field) or now)
    Pairing.objects.filter(pk=pairing.pk).update(**{field: getattr(pairing, field)})
    if pairing.mentor_yes_at and pairing.mentee_yes_at:
        pairings.start(pairing, now)
    return pairing


def may_say_not_for_me(pairing: Pairing, now: datetime | None = None) -> bool:
    """A pair that an admin made may be turned down quietly for five days."""
    now = now or timezone.now()
    return (
        pairing.made_by_id is not None
        and pairing.told_at is not None
        and now <= pairing.told_at + QUIET_NO
        and pairing.state in (State.PROPOSED, State.ACTIVE)
    )


@transaction.atomic
def not_for_me(pairing: Pairing, *, by: User) -> None:
    """The quiet no to a pair that an admin made, within its five days. Nobody has to say why."""
    if by.pk not in (pairing.mentor_user_id, pairing.mentee_user_id):
        raise ValidationError("Only the two of you can.", code="not-yours")
    pairing = Pairing.objects.select_related("program__group", "mentor_user", "mentee_user").get(
        pk=pairing.pk
    )
    if not may_say_not_for_me(pairing):
        raise ValidationError("The five days are over. You can still step out kindly.", code="late")
    endings.end(pairing, by=by)
