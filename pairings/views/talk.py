"""A conversation as a part of a page: its newest thirty messages with the weeks between them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from messaging.models import Conversation, Message

from .. import timeline
from ..forms import MessageForm
from ..models import Step

PAGE = 30
MOST_NEWS = 100


def steps_of(conversation_id: int) -> "QuerySet[Step]":
    """The weeks that arrived for the pairs of this conversation."""
    return (
        Step.objects.filter(pairing__conversation=conversation_id)
        .select_related("week", "pairing")
        .order_by("delivered_at", "number")
    )


def number(value: str | None) -> int:
    """A message's number out of an address; 0 for anything else."""
    return int(value) if value and value.isdecimal() and value.isascii() and len(value) < 19 else 0


def page_of(
    conversation: Conversation, steps: Iterable[Step], before: int = 0
) -> tuple[list[timeline.Entry], list[Message], bool]:
    """One page of the talk, its messages oldest first, and whether there is more before it."""
    rows = Message.objects.filter(conversation=conversation)
    if before:
        rows = rows.filter(pk__lt=before)
    newest_first = list(rows.order_by("-pk")[: PAGE + 1])
    messages = newest_first[:PAGE][::-1]
    more = len(newest_first) > PAGE
    entries = timeline.merge(
        messages,
        [] if before and not messages else steps,
        after=newest_first[PAGE].created_at if more else None,
        until=messages[-1].created_at if before and messages else None,
    )
    return timeline.with_days(entries, timezone.localdate), messages, more


def talk(
    conversation: Conversation,
    reader: User,
    partner: User,
    steps: Iterable[Step],
    *,
    unread: bool,
    before: int = 0,
    form: MessageForm | None = None,
    focus: bool = False,
) -> dict[str, Any]:
    """What `pairings/_conversation.html` shows to this reader."""
    entries, messages, more = page_of(conversation, steps, before)
    return {
        "conversation": conversation,
        "reader": reader,
        "partner": partner,
        "entries": entries,
        "older": messages[0].pk if more else 0,
        "newest": 0 if before else messages[-1].pk if messages else 0,
        "before": before,
        "is_open": conversation.is_open(),
        "unread": unread and not before,
        "say": form or MessageForm.empty(),
        "focus": focus,
    }


def news(conversation: Conversation, after: int) -> tuple[list[timeline.Entry], list[Message]]:
    """What was said after that message, the first of a new day carrying it."""
    rows = Message.objects.filter(conversation=conversation, pk__gte=after)
    found = list(rows.order_by("pk")[:MOST_NEWS])
    known = found.pop(0) if found and found[0].pk == after else None
    shown = timezone.localdate(known.created_at) if known else None
    return timeline.with_days(timeline.merge(found, []), timezone.localdate, shown), found
