"""What its author may still change about a message: the words for a quarter of an hour, all of it always."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import limits
from accounts.models import User
from accounts.text import short

from .. import live
from ..models import Conversation, Message, Notice, Participant
from ..models.notices import MailState
from . import conversations


class TooLate(ValidationError):
    """It stays as it was sent."""


@transaction.atomic
def edit(message: Message, *, by: User, body: str) -> Message:
    """Put other words in their place, within a quarter of an hour of sending (the server's clock decides).

    The inbox's line follows, and so does a mail that is still owed. The same words again change nothing.
    Refuses a message that was taken back, TooLate, and ConversationClosed.
    """
    if message.author_id != by.pk:
        raise PermissionError("Only its author changes a message.")
    body = conversations.checked(body)
    conversations.hold(message.conversation, by)
    limits.spend("message-burst", by.pk)
    message.refresh_from_db()
    if message.removed_at:
        raise ValidationError("You took this message back a moment ago.", code="removed")
    if not message.may_be_edited():
        raise TooLate(
            "A quarter of an hour is over, so it stays as it was sent. You can still take it back.",
            code="late",
        )
    if body == message.body:
        return message
    message.body, message.edited_at = body, timezone.now()
    message.save(update_fields=["body", "edited_at"])
    _preview(message, short(body, 120))
    live.tell_talk(message.conversation)
    return message


@transaction.atomic
def remove(message: Message, *, by: User) -> Message:
    """Take it back, at any time: its words and what they answered are gone for good, also from the inbox and
    from mails still owed. A report made before keeps its copy. Twice is once.
    """
    if message.author_id != by.pk:
        raise PermissionError("Only its author takes a message back.")
    # The same lock as for writing, but not its refusals: a closed conversation still gives words back.
    Conversation.objects.select_for_update(no_key=True).get(pk=message.conversation_id)
    now = timezone.now()
    kept = Message.objects.filter(pk=message.pk, removed_at=None)
    if kept.update(body="", quote="", edited_at=None, removed_at=now):
        _preview(message, "")
        _untell(message)
        live.tell_talk(message.conversation)
    message.refresh_from_db()
    return message


def _preview(message: Message, words: str) -> None:
    rows = Participant.objects.filter(conversation=message.conversation_id, last_message_id=message.pk)
    rows.update(preview=words)


def _untell(message: Message) -> None:
    # A stretch of which nothing is left is not told; its key is free again for the next words.
    others = Participant.objects.filter(
        conversation=message.conversation_id, last_read_id__lt=message.pk
    ).exclude(user=message.author_id)
    for row in others:
        words = Message.objects.filter(conversation=message.conversation_id, pk__gt=row.last_read_id)
        if not words.filter(removed_at=None).exclude(author=row.user_id).exists():
            told = Notice.objects.filter(key=conversations.unread_key(message.conversation_id, row))
            told.exclude(mail_state=MailState.SENT).delete()
