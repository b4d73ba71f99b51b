"""Saying hello: a first message to a profile, and what becomes of it."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.models import User
from accounts.services import people
from messaging.models import Conversation, Message
from messaging.services import conversations, notices
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services import seats
from programs.models.programs import State as ProgramState
from programs.models.questions import ProfileRole

from ..models import Pairing, Request
from ..models.requests import Asks, State
from . import answering, may_ask, pairings, pressed

SHORTEST = 20
LISTED = ProfileState.LISTED
ROOM = ("state", "capacity", "seats_taken", "accepting_from")  # of a sign-up: what others change meanwhile
KINDS = ("hello", "hello_reminder")  # notices to the one who was asked
TALK_ON = timedelta(weeks=1)


class NeedsSignUp(ValidationError):
    """Asking to be paired needs a sign-up of one's own first. `role` says as what."""

    def __init__(self, role: str) -> None:
        super().__init__(f"To ask that, sign up as a {ProfileRole(role).label} first. It takes two minutes.")
        self.role = role


def asks_for(profile: Profile) -> Asks:
    """What asking this person to be paired would ask."""
    return Asks.MENTOR if profile.is_mentor else Asks.MENTEE


def own_profile(user: User, to_profile: Profile) -> Profile | None:
    """The sender's listed sign-up of the other role in the same program, if there is one."""
    role = ProfileRole(to_profile.role).other
    return Profile.objects.listed().filter(program=to_profile.program_id, user=user, role=role).first()


@transaction.atomic
def send(*, sender: User, to_profile: Profile, body: str, to_pair: bool, token: uuid.UUID) -> Request:
    """Say hello to somebody whose profile one may read (the caller fetched it through `visible_to`).

    Refuses oneself, a fourth that waits, a second open one between the same two, too few words, no room to
    be paired; NeedsSignUp: to ask that one signs up first. The same token twice is one request.
    """
    if to_profile.user_id == sender.pk:
        raise ValidationError("That's you.", code="self")
    # Hellos of one sender wait for each other here, so that the count of three holds; so do blocks and
    # departures, and the program's archive.
    people.lock(sender.pk, to_profile.user_id)
    if again := Request.objects.filter(sender=sender, client_token=token).first():
        return again
    pairings.settle(to_profile.program)
    to_profile.refresh_from_db(fields=ROOM)
    # Once more: the page was read before a block, a departure or a freeze that was waited for.
    gone = not Profile.objects.visible_to(sender).filter(pk=to_profile.pk).exists()
    gone = gone or people.any_frozen([sender.pk])
    if to_profile.program.state != ProgramState.LIVE or to_profile.state != LISTED or gone:
        raise ValidationError("They have stepped back for now.", code="gone")
    if len(body.strip()) < SHORTEST:
        raise ValidationError("Add a little more, one sentence about what caught your eye.", code="short")
    may_ask.check_number(sender)
    own = own_profile(sender, to_profile)
    if to_pair:
        may_ask.check_forming(to_profile.program)
        may_ask.check_room(to_profile, own)
        if own is None:
            raise NeedsSignUp(ProfileRole(to_profile.role).other)
    low, high = sorted((sender.pk, to_profile.user_id))
    if Pairing.objects.walking().filter(program=to_profile.program_id, low_id=low, high_id=high).exists():
        raise ValidationError("You two are a pair already.", code="paired")
    limits.spend("request", sender.pk)
    program = to_profile.program
    conversation = conversations.between(
        program_id=program.pk, scope=program.group_id, a=sender, b=to_profile.user
    )
    if not conversation.is_open():
        conversations.reopen(conversation)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                program=program,
                sender=sender,
                recipient=to_profile.user,
                to_profile=to_profile,
                sender_profile=own,
                conversation=conversation,
                asks=asks_for(to_profile) if to_pair else Asks.QUESTION,
                low_id=low,
                high_id=high,
                client_token=token,
            )
    except IntegrityError as error:
        raise ValidationError("You two are talking already.", code="open") from error
    conversations.say(conversation, author=sender, body=body, token=token, quietly=True)
    seats.waiting(to_profile.pk, by=1)
    _tell(request, f"{sender.name} said hello")
    return request


def _tell(request: Request, line: str) -> None:
    notices.tell(
        "hello",
        request.recipient,
        key=f"request:{request.pk}:user:{request.recipient_id}",
        url=reverse("conversation_short", args=[request.conversation.code]),
        line=line,
        subject_id=request.pk,
        scope=request.program.group_id,
    )


@transaction.atomic
def say(conversation: Conversation, *, author: User, body: str, token: uuid.UUID, quote: str = "") -> Message:
    """Add words to a conversation. A recipient's first reply answers the hello: it no longer lapses and
    no longer counts toward the sender's three."""
    # The hello's row before the conversation's, as every ending takes them: they wait, and never in a circle.
    waiting = Request.objects.waiting().filter(conversation=conversation, recipient=author)
    list(waiting.select_for_update(no_key=True).values_list("pk", flat=True))
    message = conversations.say(conversation, author=author, body=body, token=token, quote=quote)
    _answered(conversation, by=author)
    return message


def _answered(conversation: Conversation, *, by: User) -> None:
    waiting = Request.objects.waiting().filter(conversation=conversation, recipient=by)
    for request in waiting:
        if Request.objects.waiting().filter(pk=request.pk).update(answered_at=timezone.now()):
            seats.waiting(request.to_profile_id, by=-1)
            answering.changed(request)


def close(request: Request, to: State, now: datetime | None = None, **values: object) -> bool:
    """The conditional move out of `open`; refuses when somebody was first. False where it has just that state
    already: a button pressed twice."""
    now = now or timezone.now()
    was_waiting = Request.objects.waiting().filter(pk=request.pk).update(state=to, decided_at=now, **values)
    if was_waiting:
        seats.waiting(request.to_profile_id, by=-1)
    elif not Request.objects.open().filter(pk=request.pk).update(state=to, decided_at=now, **values):
        if Request.objects.filter(pk=request.pk, state=to).exists():
            return False
        raise ValidationError("This hello isn’t waiting any more.", code="moved")
    request.state = to
    return True


@transaction.atomic
def accept(request: Request, *, by: User) -> Pairing:
    """The one who was asked says yes: a pair, walking from the next week day on.

    Refuses anybody else, a hello that only asks something, and a seat that has gone meanwhile
    (profiles.services.seats.SeatsGone): then the hello stays open and nothing has changed. Yes twice is once.
    """
    if by.pk != request.recipient_id:
        raise ValidationError("Only the one who was asked can say yes.", code="not-yours")
    if not request.asks_to_pair or request.sender_profile is None:
        raise ValidationError("This hello doesn't ask to be paired.", code="question")
    people.lock(request.sender_id, request.recipient_id)
    pairings.check_live(request.program)  # before the hello's row: who archives takes them in that order
    # The hello, then both sign-ups in the order in which seats are taken: nobody waits in a circle.
    list(Request.objects.select_for_update(no_key=True).filter(pk=request.pk).values_list("pk"))
    seats.hold([request.to_profile_id, request.sender_profile.pk])
    if not close(request, State.ACCEPTED):
        return pressed.pair_of(request)
    answering.changed(request)
    mentor, mentee = request.to_profile, request.sender_profile
    for profile in (mentor, mentee):
        profile.refresh_from_db(fields=["state"])
    if not mentor.is_mentor:
        mentor, mentee = mentee, mentor
    return pairings.agree(mentor=mentor, mentee=mentee, conversation=request.conversation)


@transaction.atomic
def decline(request: Request, *, by: User, note: str) -> None:
    """A kind no, with words the sender will read. The conversation can still be read by both.

    While one of the two is held (User.frozen_at) it is a no without words.
    """
    if by.pk != request.recipient_id:
        raise ValidationError("Only the one who was asked can say no.", code="not-yours")
    if people.any_frozen([request.sender_id, request.recipient_id]):
        note = ""
    if not close(request, State.DECLINED, decline_note=note[:500]):
        return
    conversations.close(request.conversation_id)
    hush(request)
    answering.changed(request)
    notices.tell(
        "declined",
        request.sender,
        key=f"request:{request.pk}:declined:user:{request.sender_id}",
        url=reverse("conversation_short", args=[request.conversation.code]),
        line=f"{by.first_name} can't just now",
        subject_id=request.pk,
        scope=request.program.group_id,
    )


@transaction.atomic
def withdraw(request: Request, *, by: User) -> None:
    """The sender takes it back. Nobody is told; an unanswered conversation closes."""
    if by.pk != request.sender_id:
        raise ValidationError("Only the one who sent it can take it back.", code="not-yours")
    if close(request, State.WITHDRAWN):
        let_go(request)


def hush(request: Request, *, words: bool = True) -> None:
    """It waits for nobody any more: what is owed to its recipient about it is taken back; with `words` also
    the mail about what its sender wrote, because nobody can answer that either."""
    notices.cancel(kinds=KINDS, subject_ids=[request.pk])
    if words:
        notices.cancel(kinds=["message"], user=request.recipient_id, subject_ids=[request.conversation_id])


def let_go(request: Request, now: datetime | None = None) -> None:
    """A hello is over without a pair: two who have talked may go on for a week, a lone voice may not."""
    words = Message.objects.filter(conversation=request.conversation_id)
    if words.values("author").distinct().count() > 1:
        conversations.keep_open([request.conversation_id], (now or timezone.now()) + TALK_ON)
        hush(request, words=False)
    else:
        conversations.close(request.conversation_id)
        hush(request)


@transaction.atomic
def pair_up(request: Request, *, by: User) -> Request:
    """After talking, one of the two asks to be a pair: the hello becomes a new one that asks for it.

    If the other one has asked already, that is the one to accept. NeedsSignUp as in `send`. Pressed twice it
    is one.
    """
    people.lock(request.sender_id, request.recipient_id)
    pairings.settle(request.program)
    request.refresh_from_db(fields=["state", "answered_at"])
    if request.program.state != ProgramState.LIVE:
        raise ValidationError("This program takes no new pairs.", code="state")
    held = people.any_frozen([request.sender_id, request.recipient_id])
    if request.state == State.CLOSED and (again := pressed.asked(request, by)):
        return again
    if request.state != State.OPEN or held:  # a hold is never named
        raise ValidationError("This hello has ended.", code="moved")
    if request.asks_to_pair:
        raise ValidationError("One of you has asked that already.", code="asked")
    if by.pk == request.sender_id:
        to_profile, own = request.to_profile, own_profile(by, request.to_profile)
        if own is None:
            raise NeedsSignUp(ProfileRole(to_profile.role).other)
    elif by.pk == request.recipient_id:
        own = request.to_profile
        other = own_profile(request.sender, own)
        if other is None:
            name = request.sender.first_name
            role = ProfileRole(own.role).other.label
            raise ValidationError(
                f"{name} hasn't signed up as a {role} yet. Ask {name} to, here.", code="other"
            )
        to_profile = other
    else:
        raise ValidationError("Only the two of you can.", code="not-yours")
    may_ask.check_forming(request.program)
    to_profile.refresh_from_db(fields=ROOM)
    own.refresh_from_db(fields=ROOM)
    may_ask.check_room(to_profile, own)
    limits.spend("request", by.pk)
    _answered(request.conversation, by=by)
    close(request, State.CLOSED)
    new = Request.objects.create(
        program=request.program,
        sender=by,
        recipient=to_profile.user,
        to_profile=to_profile,
        sender_profile=own,
        conversation=request.conversation,
        asks=asks_for(to_profile),
        low_id=request.low_id,
        high_id=request.high_id,
    )
    seats.waiting(to_profile.pk, by=1)
    _tell(new, f"{by.name} would like to pair up with you")
    return new
