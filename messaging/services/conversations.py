"""Words between participants: found or made once, said once, read by nobody else."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.models import Block, User
from accounts.text import many_lines, short

from .. import live
from ..models import Conversation, Message, Participant
from ..models.conversations import KEPT
from ..models.notices import MailState
from . import notices

LONGEST = 10_000
UNREAD_AFTER = timedelta(minutes=10)


class ConversationClosed(ValidationError):
    """Nothing can be added any more."""


def key(program_id: int, a: int, b: int) -> str:
    """The key of the one conversation of two people in a program, whoever starts it."""
    low, high = sorted((a, b))
    return f"p{program_id}:{low}-{high}"


def between(*, program_id: int, scope: int, a: User, b: User) -> Conversation:
    """The conversation of these two in this program, made if it is not there yet.

    An old one that had closed is open again: they have a new reason to talk.
    """
    name = key(program_id, a.pk, b.pk)
    try:
        with transaction.atomic():
            conversation, made = Conversation.objects.get_or_create(key=name, defaults={"scope": scope})
            if made:
                Participant.objects.bulk_create(
                    [Participant(conversation=conversation, user=person) for person in (a, b)]
                )
    except IntegrityError:  # made by the other one, a moment ago
        conversation = Conversation.objects.get(key=name)
    return conversation


def reopen(conversation: Conversation) -> None:
    """Open again for as long as its reason lasts."""
    Conversation.objects.filter(pk=conversation.pk).update(open_until=None, closed_at=None)
    Participant.objects.filter(conversation=conversation).update(hidden=False)
    conversation.open_until = conversation.closed_at = None


def keep_open(conversation_ids: Iterable[int], until: datetime) -> None:
    """Let them be written to until then, and read after that."""
    Conversation.objects.filter(pk__in=list(conversation_ids), closed_at=None).update(open_until=until)


def close(conversation_id: int, *, hide: bool = False) -> None:
    """Close it at once; `hide` takes it away from both (a block)."""
    Conversation.objects.filter(pk=conversation_id, closed_at=None).update(closed_at=timezone.now())
    if hide:
        Participant.objects.filter(conversation_id=conversation_id).update(hidden=True)


def close_of(user: User, scope: int) -> None:
    """Close all of a person's conversations in a group they have left: no words follow them out."""
    mine = Participant.objects.filter(user=user, conversation__scope=scope).values("conversation")
    Conversation.objects.filter(pk__in=mine, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def say(
    conversation: Conversation,
    *,
    author: User,
    body: str,
    token: uuid.UUID,
    quote: str = "",
    quietly: bool = False,
) -> Message:
    """Add a participant's words. The same token twice is one message, and with other words than the first
    time, or in another conversation, refused; a closed conversation refuses.

    Everybody else is told once for each stretch they have not read, ten minutes from now, if it is still
    unread then. `quietly` leaves that out: a hello has a notice of its own.
    """
    body = checked(body)
    sent = Message.objects.filter(author=author, client_token=token).first()
    if sent:
        return _as_sent(sent, conversation, body)
    conversation, others = hold(conversation, author)
    limits.spend("message-burst", author.pk)
    limits.spend("message", author.pk)
    try:
        with transaction.atomic():
            message = Message.objects.create(
                conversation=conversation,
                author=author,
                body=body,
                quote=short(quote, 300),
                client_token=token,
            )
    except IntegrityError:
        return _as_sent(Message.objects.get(author=author, client_token=token), conversation, body)
    rows = Participant.objects.filter(conversation=conversation)
    rows.filter(last_message_id__lt=message.pk).update(
        last_message_id=message.pk,
        last_message_at=message.created_at,
        last_author_id=author.pk,
        preview=short(body, 120),
    )
    rows.filter(user=author).update(last_read_id=message.pk)
    live.tell_talk(conversation, [author.pk, *(other.user_id for other in others)])
    if not quietly:
        for other in others:
            _tell_unread(conversation, message, author, other)
    return message


def checked(body: str) -> str:
    """The words as they are kept; refuses none, too many, and hidden characters."""
    body = many_lines(body)
    if not body:
        raise ValidationError("Write a few words first.", code="empty")
    if len(body) > LONGEST:
        raise ValidationError(f"That is too long by {len(body) - LONGEST} characters.", code="long")
    return body


def _as_sent(sent: Message, conversation: Conversation, body: str) -> Message:
    # An answer got lost, the words were changed and sent again: neither is lost, neither counts twice. Nor
    # do words that were said elsewhere count as said here.
    changed = sent.body != body and sent.edited_at is None and sent.removed_at is None
    if changed or sent.conversation_id != conversation.pk:
        raise ValidationError(
            "Your first words did arrive. These have not been sent yet: press Send once more.", code="other"
        )
    return sent


def hold(conversation: Conversation, author: User) -> tuple[Conversation, list[Participant]]:
    """The conversation, locked for this transaction, and the others in it; a closed one refuses.

    The lock makes words, their correction, a closing and a block wait for each other.
    """
    conversation = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    people = list(conversation.participants.select_related("user"))
    others = [p for p in people if p.user_id != author.pk]
    if len(others) == len(people):
        raise PermissionError("Only participants write here.")
    blocked = any(Block.objects.between(author.pk, other.user_id).exists() for other in others)
    if blocked or not conversation.is_open():
        raise ConversationClosed("This conversation is closed. You can still read it.", code="closed")
    if any(row.user.frozen_at for row in people):
        raise ConversationClosed("This conversation rests for now. You can still read it.", code="frozen")
    return conversation, others


def unread_key(conversation_id: int, row: Participant) -> str:
    """The key of the one notice for a stretch of unread words: it holds what was last read."""
    return f"message:{conversation_id}:after:{row.last_read_id}:user:{row.user_id}"


def _tell_unread(conversation: Conversation, message: Message, author: User, other: Participant) -> None:
    told = notices.tell(
        "message",
        other.user,
        key=unread_key(conversation.pk, other),
        url=reverse("conversation_short", args=[conversation.code]),
        line=f"{author.first_name} wrote to you",
        subject_id=conversation.pk,
        scope=conversation.scope,
        not_before=message.created_at + UNREAD_AFTER,
    )
    if told.mail_state == MailState.CANCELLED:  # with an earlier hello, a block or a pause: that is over
        notices.owe_again(told, not_before=message.created_at + UNREAD_AFTER)


def mark_read(conversation: Conversation, user: User, *, upto: int | None = None) -> bool:
    """The person has seen all up to that message (without one: all that stands there now); True if
    something was new. What came after the page was made stays unread."""
    row = Participant.objects.filter(
        conversation=conversation, user=user, last_read_id__lt=F("last_message_id")
    )
    if upto is None:
        read = row.update(last_read_id=F("last_message_id"))
    else:
        seen = row.filter(last_read_id__lt=upto)
        read = seen.update(last_read_id=Least(Value(upto), F("last_message_id")))
    if read:
        live.tell([user.pk], live.INBOX)  # their other pages lose the mark too
    return bool(read)


def forget(now: datetime) -> int:
    """Delete the words of conversations that ended a year ago, block or not; how many messages went.

    The conversation itself stays, without a word in it: pairs and hellos stand on it.
    """
    over = Conversation.objects.filter(Q(open_until__lt=now - KEPT) | Q(closed_at__lt=now - KEPT))
    Participant.objects.filter(conversation__in=over).exclude(preview="").update(preview="")
    return Message.objects.filter(conversation__in=over).delete()[0]
