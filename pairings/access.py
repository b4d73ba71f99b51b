"""Who gets to a hello, a pair and its words: the two of them while they belong to the group, else 404.

An admin's 404 is the same as a stranger's and as that of a code that does not exist.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User, not_blocked
from accounts.prepared import Prepared
from groups.access import person
from groups.models import Membership
from messaging.models import Conversation, Message, Participant

from .models import Pairing, Request
from .models.pairings import State

Row = TypeVar("Row")
ME = -1_234_567_891  # stands for the reader where a query is put into SQL once for a process


def belongs(user: User, group: str = "program__group") -> Exists:
    """A condition: this person is an active member of the row's group."""
    return Exists(Membership.objects.active().filter(group=OuterRef(group), user=user))


def _read_upto(user: User) -> Subquery:
    """The last message this person has read in the row's conversation, where something newer stands there."""
    unread = Participant.objects.unread().filter(conversation=OuterRef("conversation"), user=user)
    return Subquery(unread.values("last_read_id")[:1])


def _first(rows: Iterable[Row]) -> Row:
    for row in rows:
        return row
    raise Http404


def pairings_of(user: User) -> "QuerySet[Pairing]":
    """The pairs whose pages this person may open, with all that a page of theirs shows."""
    rows = Pairing.objects.visible_to(user).filter(belongs(user))
    return rows.select_related(
        "program__group", "mentor_user", "mentee_user", "mentor", "mentee", "conversation", "schedule"
    )


def _pairing(me: int, group: str, program: str, code: str) -> "QuerySet[Pairing]":
    user = User(pk=me)
    rows = pairings_of(user).annotate(read_upto=_read_upto(user))
    return rows.filter(program__group__slug=group, program__slug=program, code=code)


PAIRING = Prepared(_pairing, me=ME, group="\x00group", program="\x00program", code="\x00code")


def own_pairing(request: HttpRequest, group: str, program: str, code: str) -> Pairing:
    """The pair at this address, if this person is one of the two; otherwise 404."""
    return _first(PAIRING(me=person(request).pk, group=group, program=program, code=code))


def hellos_of(user: User) -> "QuerySet[Request]":
    """The hellos this person sent or received, each with the code of the pair that came of it."""
    pair = Pairing.objects.visible_to(user).exclude(state=State.PROPOSED)
    pair = pair.filter(conversation=OuterRef("conversation")).order_by("-pk")
    rows = Request.objects.visible_to(user).filter(belongs(user))
    rows = rows.select_related(
        "program__group", "sender", "recipient", "to_profile", "sender_profile", "conversation"
    )
    return rows.annotate(pair_code=Subquery(pair.values("code")[:1]))


def _hello(me: int, group: str, program: str, code: str) -> "QuerySet[Request]":
    user = User(pk=me)
    rows = hellos_of(user).annotate(read_upto=_read_upto(user))
    return rows.filter(program__group__slug=group, program__slug=program, code=code)


HELLO = Prepared(_hello, me=ME, group="\x00group", program="\x00program", code="\x00code")


def own_hello(request: HttpRequest, group: str, program: str, code: str) -> Request:
    """The hello at this address, if this person sent or received it; otherwise 404."""
    return _first(HELLO(me=person(request).pk, group=group, program=program, code=code))


def _conversation(me: int, code: str) -> "QuerySet[Participant]":
    user = User(pk=me)
    here = Conversation.objects.visible_to(user).filter(belongs(user, "scope"), code=code)
    others = Participant.objects.filter(not_blocked(me, "user_id"), ~Q(user=user), conversation__in=here)
    return others.select_related("conversation", "user").order_by("pk")


CONVERSATION = Prepared(_conversation, me=ME, code="\x00code")


def own_conversation(request: HttpRequest, code: str) -> tuple[Conversation, User]:
    """The conversation and the other one in it, if this person takes part in it; otherwise 404."""
    other = _first(CONVERSATION(me=person(request).pk, code=code))
    return other.conversation, other.user


def own_message(request: HttpRequest, code: str, pk: int) -> tuple[Message, User]:
    """A message of a conversation in which this person takes part, and the other one in it; otherwise 404."""
    conversation, partner = own_conversation(request, code)
    message = get_object_or_404(Message, conversation=conversation, pk=pk)
    message.conversation = conversation
    return message, partner
