"""Hellos that nobody answered lapse kindly after seven days; those that can no longer be are closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from messaging.services import conversations, notices
from profiles.models import Profile
from profiles.services import seats
from programs.models import Program

from ..models import Pairing, Request
from ..models.pairings import SEATED
from ..models.requests import Asks, State
from . import answering, requests


def run(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: lapse what has run out at `now`, close what has no seat left; how many."""
    waiting = Request.objects.waiting()
    open_ones = Request.objects.open()
    if program_id is not None:
        waiting, open_ones = waiting.filter(program_id=program_id), open_ones.filter(program_id=program_id)
    full = Q(to_profile__seats_taken__gte=F("to_profile__capacity")) | Q(
        sender_profile__seats_taken__gte=F("sender_profile__capacity")
    )
    count = _each(waiting.filter(expires_at__lte=now), State.LAPSED, now)
    # An admin's launch can still be undone, and is told to both at once: it closes nothing of theirs.
    together = Pairing.objects.filter(
        program=OuterRef("program"), low_id=OuterRef("low_id"), high_id=OuterRef("high_id"), state__in=SEATED
    )
    seatless = open_ones.exclude(asks=Asks.QUESTION).filter(full).exclude(Exists(together))
    count += _each(seatless, State.CLOSED, now)
    return count


def _each(found: QuerySet[Request], to: State, now: datetime) -> int:
    count = 0
    for pk in list(found.values_list("pk", flat=True)[:1000]):
        with transaction.atomic():
            request = (
                Request.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
                .select_related("program", "sender", "recipient", "conversation", "to_profile")
                .filter(pk=pk, state=State.OPEN)
                .first()
            )
            if request is None:
                continue
            _end(request, to, now)
            count += 1
    return count


def _end(request: Request, to: State, now: datetime) -> None:
    if request.answered_at is None:
        seats.waiting(request.to_profile_id, by=-1)
    Request.objects.filter(pk=request.pk).update(state=to, decided_at=now)
    requests.let_go(request, now)
    if to == State.LAPSED:
        answering.changed(request)
    for user, line in _told(request, to):
        notices.tell(
            "lapsed",
            user,
            key=f"request:{request.pk}:{to}:user:{user.pk}",
            url=reverse("conversation_short", args=[request.conversation.code]),
            line=line,
            subject_id=request.pk,
            scope=request.program.group_id,
        )


def _told(request: Request, to: State) -> list[tuple[User, str]]:
    """Who reads what: nobody is told of a place that went because they gave it away themselves."""
    sender, recipient = request.sender, request.recipient
    if to == State.LAPSED:
        return [
            (sender, f"{recipient.first_name} couldn't reply in time"),
            (recipient, f"{sender.first_name}'s hello has lapsed"),
        ]
    if request.to_profile.places_left == 0:
        return [(sender, f"{recipient.first_name} has no room any more")]
    return [(recipient, f"{sender.first_name} has found somebody to walk with")]


@transaction.atomic
def close_all(
    *,
    user: User | None = None,
    other: User | None = None,
    profile: Profile | None = None,
    program: Program | None = None,
    group_id: int | None = None,
) -> int:
    """Close every open hello that matches: for a block, a withdrawal, a departure, an archive. How many."""
    found = Request.objects.open()
    if user is not None:
        found = found.filter(sender=user) | found.filter(recipient=user)
    if other is not None:
        found = found.filter(sender=other) | found.filter(recipient=other)
    if profile is not None:
        found = found.filter(to_profile=profile) | found.filter(sender_profile=profile)
    if program is not None:
        found = found.filter(program=program)
    if group_id is not None:
        found = found.filter(program__group_id=group_id)
    count = 0
    # All hellos before the first sign-up, and those in one order: two who leave never wait in a circle.
    locked = list(found.order_by("pk").select_for_update(no_key=True, of=("self",)))
    for request in sorted(locked, key=lambda one: (one.to_profile_id, one.pk)):
        try:
            requests.close(request, State.CLOSED)
        except ValidationError:
            continue  # answered a moment ago
        conversations.close(request.conversation_id)
        requests.hush(request)
        count += 1
    return count
