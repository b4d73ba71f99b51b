"""Two people become a pair: by agreement, or by an admin's draft that is launched (services/launches.py)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, User
from groups.services import audit
from messaging.models import Conversation, Message, Notice
from messaging.services import conversations, notices
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services import seats
from programs.models import Program
from programs.models.programs import State as ProgramState
from programs.models.questions import ProfileRole

from .. import calendar
from ..models import Pairing, Request, Schedule
from ..models.pairings import State, sources
from ..models.requests import State as RequestState


class AlreadyAPair(ValidationError):
    """These two have an open pairing, or a draft, in this program."""


def move(pairing: Pairing, to: State, **values: object) -> None:
    """A legal move by whoever comes first; the row count decides."""
    if not Pairing.objects.filter(pk=pairing.pk, state__in=sources(to)).update(state=to, **values):
        raise ValidationError("Somebody changed this pair a moment ago. Look again.", code="moved")
    pairing.state = to
    for name, value in values.items():
        setattr(pairing, name, value)


def settle(program: Program) -> None:
    """Bring the program's state and its hold up to date and keep them so until the transaction ends: a pair
    that begins and an admin who finishes, holds or archives the program wait for each other."""
    row = Program.objects.select_for_update(no_key=True).values("state", "dispatch_paused").get(pk=program.pk)
    program.state, program.dispatch_paused = row["state"], row["dispatch_paused"]


def check_live(program: Program) -> None:
    """Refuses a program that takes no new pairs: set up still, finished or archived."""
    settle(program)
    if program.state != ProgramState.LIVE:
        raise ValidationError(f"This program is {ProgramState(program.state).label}.", code="state")


def check_two(mentor: Profile, mentee: Profile) -> None:
    """Refuses what can never be a pair: wrong roles, other programs, one person, a block."""
    if (mentor.role, mentee.role) != (ProfileRole.MENTOR, ProfileRole.MENTEE):
        raise ValidationError("A pair is a mentor and a mentee.", code="roles")
    if mentor.program_id != mentee.program_id:
        raise ValidationError("They are in different programs.", code="program")
    if mentor.user_id == mentee.user_id:
        raise ValidationError("Nobody can be paired with themselves.", code="self")
    if {mentor.state, mentee.state} != {ProfileState.LISTED}:
        raise ValidationError("One of them has stepped back for now.", code="gone")
    # The reason is never said: who blocked whom is theirs.
    if Block.objects.between(mentor.user_id, mentee.user_id).exists():
        raise ValidationError("These two can't be paired.", code="no")


def _new(mentor: Profile, mentee: Profile, conversation: Conversation, **values: object) -> Pairing:
    low, high = sorted((mentor.user_id, mentee.user_id))
    try:
        with transaction.atomic():
            return Pairing.objects.create(
                program=mentor.program,
                mentor=mentor,
                mentee=mentee,
                mentor_user=mentor.user,
                mentee_user=mentee.user,
                low_id=low,
                high_id=high,
                conversation=conversation,
                **values,
            )
    except IntegrityError as error:
        raise AlreadyAPair("These two are a pair already.", code="pair") from error


@transaction.atomic
def draft(*, mentor: Profile, mentee: Profile, by: User) -> Pairing:
    """An admin puts two people together, for admins' eyes only. It holds no seat; launching takes them.

    Refuses AlreadyAPair, and people without room.
    """
    check_live(mentor.program)
    check_two(mentor, mentee)
    today = mentor.program.today()
    for profile in (mentor, mentee):
        drafts = Pairing.objects.filter(state=State.DRAFT, **{profile.role: profile}).count()
        if not profile.has_room(today) or profile.places_left <= drafts:
            raise ValidationError(f"{profile.user.first_name} has no place left.", code="full")
    conversation = conversations.between(
        program_id=mentor.program_id, scope=mentor.program.group_id, a=mentor.user, b=mentee.user
    )
    if not Message.objects.filter(conversation=conversation).exists():
        conversations.close(conversation.pk)  # SECURITY: an open talk on a card would tell them of the draft
    pairing = _new(mentor, mentee, conversation, state=State.DRAFT, made_by=by)
    audit.log(mentor.program.group, by, "drafted a pair", f"{mentor.user.name} and {mentee.user.name}")
    return pairing


def discard(drafts: "QuerySet[Pairing]") -> int:
    """Delete these as far as they are drafts still; how many. One that is being launched is waited for, and
    then it stays: Django deletes by key what it has read before."""
    rows = drafts.filter(state=State.DRAFT).order_by("pk").select_for_update(of=("self",))
    ids = list(rows.values_list("pk", flat=True))
    Pairing.objects.filter(pk__in=ids).delete()
    return len(ids)


@transaction.atomic
def undraft(pairing: Pairing, *, by: User) -> None:
    """Take a draft away. Nobody but the admins ever knew of it."""
    if not discard(Pairing.objects.filter(pk=pairing.pk)):
        raise ValidationError("It has been launched meanwhile.", code="moved")
    audit.log(
        pairing.program.group,
        by,
        "took a draft away",
        f"{pairing.mentor_user.name} and {pairing.mentee_user.name}",
    )


@transaction.atomic
def agree(*, mentor: Profile, mentee: Profile, conversation: Conversation) -> Pairing:
    """Both said yes to each other: active at once. Takes over an admin's draft of the same two.

    Raises profiles.services.seats.SeatsGone when a place has gone meanwhile, AlreadyAPair for a second one.
    """
    check_live(mentor.program)
    check_two(mentor, mentee)
    low, high = sorted((mentor.user_id, mentee.user_id))
    Pairing.objects.filter(program=mentor.program_id, low_id=low, high_id=high, state=State.DRAFT).delete()
    now = timezone.now()
    pairing = _new(mentor, mentee, conversation, state=State.DRAFT, mentor_yes_at=now, mentee_yes_at=now)
    seats.take_seats([mentor.pk, mentee.pk])
    start(pairing, now)
    return pairing


def start(pairing: Pairing, now: datetime) -> None:
    """From draft or proposed to walking: the schedule is made, both are told. The seats are taken already.

    Call it inside a transaction. Raises ValidationError when somebody was first.
    """
    program = pairing.program
    settle(program)
    first = calendar.first_on(program.today(now), program.week_day, program.starts_on)
    move(
        pairing,
        State.ACTIVE,
        started_at=now,
        starts_on=first,
        told_at=pairing.told_at or now,
        held_until=None,
    )
    due = None if program.dispatch_paused else calendar.due_at(first, program.hour, program.group.zone)
    Schedule.objects.create(pairing=pairing, program=program, next_step=1, next_on=first, next_due_at=due)
    if not pairing.conversation.is_open(now) or pairing.conversation.open_until:
        conversations.reopen(pairing.conversation)
    _answer_hellos(pairing, now)
    Profile.objects.filter(pk__in=[pairing.mentor_id, pairing.mentee_id]).update(wants_pairing=False)
    tell_both(pairing, "paired", lambda partner: f"You and {partner.first_name} are a pair", at=now)


def _answer_hellos(pairing: Pairing, now: datetime) -> None:
    """A hello between the two is answered by their being a pair: left open, its end would later close the
    conversation that the pair talks in."""
    found = Request.objects.open().filter(
        program=pairing.program_id, low_id=pairing.low_id, high_id=pairing.high_id
    )
    for request in found.select_for_update(skip_locked=True, no_key=True):
        Request.objects.filter(pk=request.pk).update(state=RequestState.CLOSED, decided_at=now)
        if request.answered_at is None:
            seats.waiting(request.to_profile_id, by=-1)
        notices.cancel(kinds=["hello", "hello_reminder"], subject_ids=[request.pk])


def _told(pairing: Pairing, kind: str, line: Callable[[User], str], at: datetime | None) -> list[Notice]:
    two = ((pairing.mentor_user, pairing.mentee_user), (pairing.mentee_user, pairing.mentor_user))
    return [
        notices.draft(
            kind,
            user,
            key=f"pairing:{pairing.pk}:{kind}:user:{user.pk}",
            url=reverse("pair_short", args=[pairing.code]),
            line=line(partner),
            subject_id=pairing.pk,
            scope=pairing.program.group_id,
            not_before=at,
        )
        for user, partner in two
    ]


def tell_both(pairing: Pairing, kind: str, line: Callable[[User], str], at: datetime | None = None) -> None:
    """One notice for each of the two; `line(partner)` is the sentence on the site."""
    tell_many([pairing], kind, line, at=at)


def tell_many(
    found: Iterable[Pairing], kind: str, line: Callable[[User], str], *, at: datetime | None = None
) -> None:
    """Tell both of each pair something that happens to a pair once: a second time is an IntegrityError,
    because whoever calls this has just won the move that makes it true."""
    Notice.objects.bulk_create(
        [n for pairing in found for n in _told(pairing, kind, line, at)], batch_size=500
    )
