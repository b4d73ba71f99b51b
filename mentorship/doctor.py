"""What must always be true of the data, and cannot be said by a constraint. Reads only; changes nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Block
from groups.models import Group, Membership
from groups.models.groups import Role
from messaging import kinds
from messaging.models import Message, Notice, Participant
from messaging.models.notices import MailState
from messaging.roundup import KEPT
from pairings.models import DispatchState, Pairing, Request, Schedule, Step
from pairings.models.pairings import SEATED, State
from profiles import search_index
from profiles.models import Profile
from programs.models import Program
from programs.models.programs import State as ProgramState

Check = Callable[[], Iterator[str]]


def _ids(rows: "QuerySet[Any]", what: str) -> Iterator[str]:
    for pk in rows.values_list("pk", flat=True)[:50]:
        yield f"{what} {pk}"


def groups_without_owner() -> Iterator[str]:
    """Every group has an owner and a safety contact."""
    active = Membership.objects.active().filter(group=OuterRef("pk"))
    yield from _ids(Group.objects.filter(~Exists(active.filter(role=Role.OWNER))), "no owner: group")
    yield from _ids(
        Group.objects.filter(~Exists(active.filter(safety_contact=True))), "no safety contact: group"
    )


def gaps_in_weeks() -> Iterator[str]:
    """A live program's weeks are numbered from 1 without a gap."""
    for program in Program.objects.filter(state=ProgramState.LIVE):
        numbers = list(program.weeks.live().values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)) or not numbers:
            yield f"weeks {numbers}: program {program.pk}"


def seats() -> Iterator[str]:
    """A profile's seats are its proposed, active and paused pairs."""
    for role in ("mentor", "mentee"):
        held = Count(f"pairings_as_{role}", filter=Q(**{f"pairings_as_{role}__state__in": SEATED}))
        wrong = Profile.objects.filter(role=role).annotate(held=held).exclude(held=F("seats_taken"))
        for pk, taken, now in wrong.values_list("pk", "seats_taken", "held")[:50]:
            yield f"{taken} seats for {now} pairs: profile {pk}"


def waiting() -> Iterator[str]:
    """A profile's waiting hellos are the open ones that nobody has answered."""
    unanswered = Q(requests_received__state="open", requests_received__answered_at=None)
    counted = Profile.objects.annotate(now=Count("requests_received", filter=unanswered))
    for pk, kept, now in counted.exclude(now=F("waiting_requests")).values_list(
        "pk", "waiting_requests", "now"
    )[:50]:
        yield f"{kept} waiting for {now} hellos: profile {pk}"


def schedules() -> Iterator[str]:
    """Walking pairs have a schedule, all others have none; steps are not later than the end."""
    row = Schedule.objects.filter(pairing=OuterRef("pk"))
    yield from _ids(Pairing.objects.filter(~Exists(row), state=State.ACTIVE), "no schedule: pairing")
    yield from _ids(
        Pairing.objects.filter(Exists(row)).exclude(state__in=[State.ACTIVE, State.PAUSED]),
        "still scheduled: pairing",
    )
    yield from _ids(Step.objects.filter(delivered_at__gt=F("pairing__ended_at")), "after the end: step")
    yield from _ids(Schedule.objects.filter(fails__gte=8), "given up after eight tries: schedule of pairing")


def ends() -> Iterator[str]:
    """Nobody walks in a group they do not belong to, nor with somebody they have a block with."""
    for who in ("mentor_user", "mentee_user"):
        here = Membership.objects.active().filter(group=OuterRef("program__group"), user=OuterRef(who))
        yield from _ids(
            Pairing.objects.filter(~Exists(here), state__in=SEATED), f"{who} is not a member: pairing"
        )
    blocks = Block.objects.filter(
        Q(blocker=OuterRef("low_id"), blocked=OuterRef("high_id"))
        | Q(blocker=OuterRef("high_id"), blocked=OuterRef("low_id"))
    )
    yield from _ids(Pairing.objects.filter(Exists(blocks), state__in=SEATED), "across a block: pairing")
    yield from _ids(Request.objects.open().filter(Exists(blocks)), "across a block: hello")


def full() -> Iterator[str]:
    """No hello that asks to be paired waits for somebody without a place for over an hour."""
    hour_ago = timezone.now() - timedelta(hours=1)
    late = (
        Request.objects.waiting()
        .exclude(asks="question")
        .filter(to_profile__seats_taken__gte=F("to_profile__capacity"), created_at__lt=hour_ago)
    )
    yield from _ids(late, "no place left: hello")


def authors() -> Iterator[str]:
    """A message's author takes part in its conversation."""
    part = Participant.objects.filter(conversation=OuterRef("conversation"), user=OuterRef("author"))
    yield from _ids(Message.objects.filter(~Exists(part)), "from outside: message")


def mails() -> Iterator[str]:
    """No mail has been on its way for over ten minutes, none has been given up unseen."""
    old = timezone.now() - timedelta(minutes=10)
    yield from _ids(Notice.objects.filter(mail_state=MailState.LEASED, lease_until__lt=old), "stuck: notice")
    yield from _ids(
        Notice.objects.filter(mail_state__in=[MailState.FAILED, MailState.DEAD]), "not sent: notice"
    )


def passes() -> Iterator[str]:
    """Every part of the tick works: hellos lapse and are reminded of, pairs start, weeks come."""
    for troubles in DispatchState.objects.values_list("troubles", flat=True):
        for name, trouble in troubles.items():
            yield f"{trouble['error']}, since {trouble['since']}: pass {name}"


def roundups() -> Iterator[str]:
    """What is kept for a roundup has one that is owed."""
    owed = Notice.objects.owed().filter(user=OuterRef("user"), kind=kinds.ROUNDUP)
    alone = Notice.objects.filter(KEPT, ~Exists(owed), mail_state=MailState.DIGEST, lease="")
    yield from _ids(alone, "kept for no roundup: notice")


def words_to_find() -> Iterator[str]:
    """The index of the directory's words is whole."""
    yield from (f"missing: {name}" for name in search_index.lacks(connection))


CHECKS: tuple[Check, ...] = (
    groups_without_owner,
    gaps_in_weeks,
    seats,
    waiting,
    schedules,
    ends,
    full,
    authors,
    mails,
    passes,
    roundups,
    words_to_find,
)


def examine() -> dict[str, list[str]]:
    """Each promise that does not hold, in its own words, with what breaks it; empty when all is well."""
    found = {(check.__doc__ or check.__name__): list(check()) for check in CHECKS}
    return {promise: rows for promise, rows in found.items() if rows}
