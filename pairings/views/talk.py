"""A conversation as a part of a page: its newest thirty messages, or thirty elsewhere, between the weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from messaging.models import Conversation, Message
from messaging.services.conversations import LONGEST

from .. import timeline
from ..forms import MessageForm
from ..models import Step

PAGE = 30
MOST_NEWS = 100
MARGIN = timedelta(seconds=3)  # between the clocks of two servers, and between a change and its commit


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


@dataclass(frozen=True)
class Part:
    """Which part of a talk is asked for: the newest words, those before or after a message, or around one.

    `read_upto` comes along to an earlier page: by then the newest page has said that it was read.
    """

    before: int = 0
    after: int = 0
    at: int = 0
    read_upto: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Part":
        """As the address says it; what makes no sense asks for the newest."""
        before, later, at = (number(query.get(name)) for name in ("before", "later", "at"))
        return cls(before, later, at, number(query.get("new")) if "new" in query else None)


@dataclass(frozen=True)
class Page:
    """Some messages in a row, oldest first, the one before them, and whether more follow."""

    messages: list[Message]
    previous: Message | None
    newer: bool


def read(conversation: Conversation, part: Part) -> Page:
    """One page by the index of (conversation, id), however long the talk: two scans around a message, else
    one."""
    rows = Message.objects.filter(conversation=conversation)
    if part.before:
        return _upto(list(rows.filter(pk__lt=part.before).order_by("-pk")[: PAGE + 1]), PAGE, newer=True)
    if part.at:
        half = PAGE // 2
        found = list(rows.filter(pk__gte=part.at).order_by("pk")[: half + 1])
        later = found[:half]
        size = PAGE - len(later)
        older = _upto(list(rows.filter(pk__lt=part.at).order_by("-pk")[: size + 1]), size, newer=False)
        return Page(older.messages + later, older.previous, len(found) > half)
    if part.after:
        found = list(rows.filter(pk__gte=part.after).order_by("pk")[: PAGE + 2])
        previous = found.pop(0) if found and found[0].pk == part.after else None
        if found:
            return Page(found[:PAGE], previous, len(found) > PAGE)
    return _upto(list(rows.order_by("-pk")[: PAGE + 1]), PAGE, newer=False)


def _upto(newest_first: list[Message], size: int, *, newer: bool) -> Page:
    previous = newest_first[size] if len(newest_first) > size else None
    return Page(newest_first[:size][::-1], previous, newer)


def entries_of(
    page: Page, steps: Iterable[Step], reader: User, read_upto: int | None
) -> list[timeline.Entry]:
    """The page's messages with the weeks that arrived between them, day lines and the line of the new."""
    entries = timeline.merge(
        page.messages,
        [] if page.newer and not page.messages else steps,
        after=page.previous.created_at if page.previous else None,
        until=page.messages[-1].created_at if page.newer and page.messages else None,
    )
    entries = timeline.with_days(entries, timezone.localdate)
    if read_upto is None or (page.previous and page.previous.pk > read_upto):
        return entries
    return timeline.with_new(entries, read_upto, reader.pk)


def earlier(page: Page, read_upto: int | None) -> dict[str, Any]:
    """Where the page before this one begins, and what it has to know about the new."""
    if page.previous is None:
        return {"older": 0}
    new_before = read_upto is not None and page.previous.pk > read_upto
    return {"older": page.messages[0].pk, "new_before": read_upto if new_before else None}


def unread_of(home: Any) -> dict[str, Any]:
    """Is something new in the talk of this pair or hello, and after which message? Refused words come back
    on a page whose home was fetched without that: the page says that it is read, and draws no line."""
    read_upto: int | None = getattr(home, "read_upto", None)
    return {"read_upto": read_upto, "unread": read_upto is not None or not hasattr(home, "read_upto")}


def talk(
    conversation: Conversation,
    reader: User,
    partner: User,
    steps: Iterable[Step],
    *,
    unread: bool,
    read_upto: int | None = None,
    part: Part | None = None,
    form: MessageForm | None = None,
    focus: bool = False,
) -> dict[str, Any]:
    """What `pairings/_conversation.html` shows to this reader. `read_upto`: what they had read, where
    something is new."""
    part = part or Part()
    page = read(conversation, part)
    shown_upto = read_upto if part.read_upto is None else part.read_upto
    return earlier(page, shown_upto) | {
        "conversation": conversation,
        "reader": reader,
        "partner": partner,
        "entries": entries_of(page, steps, reader, shown_upto),
        "later": page.messages[-1].pk if page.newer and page.messages else 0,
        "is_newest": not page.newer,
        "newest": page.messages[-1].pk if page.messages and not page.newer else 0,
        "first": page.messages[0].pk if page.messages else 0,
        "since": clock(),
        "at": part.at,
        "is_open": conversation.is_open(),
        "unread": unread and not page.newer,
        "say": form or MessageForm.empty(),
        "longest": LONGEST,
        "focus": focus,
    }


def clock() -> int:
    """Now, in milliseconds and a little early: what changes from here on is news. Twice told does no harm."""
    return int((timezone.now() - MARGIN).timestamp() * 1000)


def changed(conversation: Conversation, reader: User, first: int, upto: int, since: int) -> list[Message]:
    """The other's messages between these two that were put right or taken back since then."""
    if not since or not first:
        return []
    then = datetime.fromtimestamp(min(since, clock()) / 1000, UTC)
    rows = Message.objects.filter(conversation=conversation, pk__gte=first, pk__lte=upto)
    rows = rows.filter(Q(edited_at__gt=then) | Q(removed_at__gt=then)).exclude(author=reader)
    return list(rows.order_by("pk")[:MOST_NEWS])


def news(conversation: Conversation, after: int) -> tuple[list[timeline.Entry], list[Message]]:
    """What was said after that message, the first of a new day carrying it."""
    rows = Message.objects.filter(conversation=conversation, pk__gte=after)
    found = list(rows.order_by("pk")[:MOST_NEWS])
    known = found.pop(0) if found and found[0].pk == after else None
    shown = timezone.localdate(known.created_at) if known else None
    return timeline.with_days(timeline.merge(found, []), timezone.localdate, shown), found
