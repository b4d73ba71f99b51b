from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.codes import CodeField
from accounts.models import User

EDIT_WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=365)  # after a conversation ended; the privacy page says so


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, user: User) -> "ConversationQuerySet":
        """Only participants read a conversation: not admins, not owners, not staff."""
        return self.filter(
            Exists(Participant.objects.filter(conversation=OuterRef("pk"), user=user, hidden=False))
        )


class Conversation(models.Model):
    """Words between participants. One for (program, two people), found or made by its `key`."""

    code = CodeField()
    key = models.CharField(max_length=80)
    scope = models.BigIntegerField("group id", null=True, blank=True, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    open_until = models.DateTimeField(null=True, blank=True, help_text="After this it is for reading only.")
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="Closed at once, by a block or a departure."
    )

    objects = ConversationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="conversation_key"),
            models.UniqueConstraint(fields=["code"], name="conversation_code"),
        ]

    def __str__(self) -> str:
        return self.code

    def is_open(self, now: datetime | None = None) -> bool:
        """May words still be added?"""
        now = now or timezone.now()
        return self.closed_at is None and (self.open_until is None or self.open_until > now)

    def is_forgotten(self, now: datetime | None = None) -> bool:
        """Did it end so long ago that its words are gone, or go with the next purge?"""
        over = (now or timezone.now()) - KEPT
        return any(ended is not None and ended < over for ended in (self.closed_at, self.open_until))


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def unread(self) -> "ParticipantQuerySet":
        """Rows whose newest message the person has not read. One index scan: the badge."""
        return self.filter(last_message_id__gt=F("last_read_id"))


class Participant(models.Model):
    """One person in one conversation, with what the inbox needs so that it reads no messages."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="participations")
    last_read_id = models.BigIntegerField(default=0)
    last_message_id = models.BigIntegerField(default=0)
    last_message_at = models.DateTimeField(null=True, blank=True)
    last_author_id = models.BigIntegerField(null=True, blank=True)
    preview = models.CharField(max_length=120, blank=True)
    hidden = models.BooleanField(default=False, help_text="A block hides the conversation from both.")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="participant_once")]
        indexes = [models.Index(fields=["user", "-last_message_id"], name="inbox_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.conversation_id}"

    @property
    def is_unread(self) -> bool:
        return self.last_message_id > self.last_read_id


class Message(models.Model):
    """What one participant wrote. Never shown to anyone else, and not registered in the Django admin."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(max_length=10_000)
    quote = models.CharField(max_length=300, blank=True, help_text="The way in that this answers.")
    client_token = models.UUIDField(help_text="Made by the form: the same message sent twice is one.")
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="By its author; the words are gone then."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "client_token"], name="message_token")]
        # Newest or older page of a conversation; covers the foreign key's own index.
        indexes = [models.Index(fields=["conversation", "id"], name="message_page")]

    def __str__(self) -> str:
        return f"message {self.pk}"

    def mine(self, user: User) -> bool:
        return self.author_id == user.pk

    def may_be_edited(self, now: datetime | None = None) -> bool:
        """Is it still within a quarter of an hour of sending, and not taken back?"""
        return self.removed_at is None and (now or timezone.now()) - self.created_at < EDIT_WITHIN
