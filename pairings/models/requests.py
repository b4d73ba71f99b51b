from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.codes import CodeField
from accounts.models import User, not_blocked
from messaging.models import Conversation
from profiles.models import Profile
from programs.models import Program

LIFE = timedelta(days=7)
OPEN_LIMIT = 3


def expiry() -> datetime:
    return timezone.now() + LIFE


class State(models.TextChoices):
    """It is open, or it has ended. Every end is final: a new hello is a new row."""

    OPEN = "open", "open"
    ACCEPTED = "accepted", "paired"
    DECLINED = "declined", "declined kindly"
    WITHDRAWN = "withdrawn", "taken back"
    LAPSED = "lapsed", "lapsed"
    CLOSED = "closed", "closed"


class Asks(models.TextChoices):
    QUESTION = "question", "I'd just like to ask something"
    MENTOR = "mentor", "I'd like you to be my mentor"
    MENTEE = "mentee", "I'd like to be your mentor"


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: User) -> "RequestQuerySet":
        """Requests between this person and somebody they have no block with."""
        return self.filter(
            Q(sender=user) & not_blocked(user.pk, "recipient_id")
            | Q(recipient=user) & not_blocked(user.pk, "sender_id")
        )

    def open(self) -> "RequestQuerySet":
        return self.filter(state=State.OPEN)

    def waiting(self) -> "RequestQuerySet":
        """Open and not yet answered: what counts toward the limit and lapses."""
        return self.filter(state=State.OPEN, answered_at=None)


class Request(models.Model):
    """ "Say hello": a first message to a profile. It opens a conversation and may ask to be paired."""

    code = CodeField()
    program = models.ForeignKey(Program, models.PROTECT, related_name="requests")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests_sent")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests_received")
    to_profile = models.ForeignKey(Profile, models.PROTECT, related_name="requests_received")
    sender_profile = models.ForeignKey(
        Profile, models.PROTECT, null=True, blank=True, related_name="requests_sent"
    )
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="requests")
    asks = models.CharField(max_length=10, choices=Asks)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    low_id = models.BigIntegerField(editable=False)
    high_id = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=expiry)
    reminded = models.PositiveSmallIntegerField(default=0, help_text="Reminders sent: on day 3 and on day 6.")
    answered_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decline_note = models.CharField(max_length=500, blank=True)
    client_token = models.UUIDField(null=True, blank=True, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="request_code"),
            models.UniqueConstraint(fields=["sender", "client_token"], name="request_once"),
            models.UniqueConstraint(
                fields=["program", "low_id", "high_id"],
                condition=Q(state="open"),
                name="request_one_open",
                violation_error_message="You two are talking already.",
            ),
            models.CheckConstraint(condition=Q(low_id__lt=models.F("high_id")), name="request_order"),
        ]
        indexes = [
            # The tick's question: which open, unanswered ones have run out.
            models.Index(
                fields=["expires_at"], name="request_lapsing", condition=Q(state="open", answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("hello", args=[self.program.group.slug, self.program.slug, self.code])

    @property
    def asks_to_pair(self) -> bool:
        return self.asks != Asks.QUESTION

    @property
    def is_waiting(self) -> bool:
        return self.state == State.OPEN and self.answered_at is None


class KeptHello(models.Model):
    """A hello that was written and could not go yet: its sender signs up first, or its reader had filled up.

    Read by its sender alone. With `goes_when_listed` they have seen that it goes by itself once the admins
    have read their sign-up. Deleted when it went, and after a month.
    """

    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_hellos", db_index=False
    )
    to_profile = models.ForeignKey(Profile, models.CASCADE, related_name="kept_hellos")
    program = models.ForeignKey(Program, models.CASCADE, related_name="kept_hellos")
    opener = models.CharField(max_length=300, blank=True)
    words = models.TextField(max_length=10_000, blank=True)
    to_pair = models.BooleanField(default=False)
    token = models.UUIDField()
    goes_when_listed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "program"], name="kept_hello_once")]

    def __str__(self) -> str:
        return f"kept hello {self.pk}"
