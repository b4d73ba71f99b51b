from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User


class MailState(models.TextChoices):
    NONE = "none", "no mail"
    QUEUED = "queued", "waiting to be sent"
    LEASED = "leased", "being sent"
    SENT = "sent", "sent"
    FAILED = "failed", "refused by the mail server"
    DEAD = "dead", "given up"
    CANCELLED = "cancelled", "no longer wanted"
    DIGEST = "digest", "kept for the roundup"


OWED = (MailState.QUEUED, MailState.LEASED)
WAITING = (*OWED, MailState.DIGEST)  # may still reach somebody: what a block or a departure takes back


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """A person's own notices that have a line on the site."""
        return self.filter(user=user, on_site=True)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def owed(self) -> "NoticeQuerySet":
        """Notices whose mail is still to be sent."""
        return self.filter(mail_state__in=OWED)


class Notice(models.Model):
    """One fact told to one person: the line on the site and, in the same row, the mail that is owed.

    The dispatch inserts these by SQL, so every column it leaves out has a `db_default`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="notices"
    )
    address = models.EmailField(blank=True, db_default="", help_text="Only for people without an account.")
    key = models.CharField(max_length=160, help_text="The fact and its recipient: step:42:user:7.")
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True, blank=True)
    scope = models.BigIntegerField("group id", null=True, blank=True, db_index=True)
    url = models.CharField(max_length=200, blank=True, db_default="")
    line = models.CharField(
        max_length=240,
        blank=True,
        db_default="",
        help_text="The sentence on the site; empty: made from the kind.",
    )
    on_site = models.BooleanField(default=True, db_default=True)
    created_at = models.DateTimeField(default=timezone.now, db_default=Now())
    read_at = models.DateTimeField(null=True, blank=True)

    mail_state = models.CharField(
        max_length=10, choices=MailState, default=MailState.NONE, db_default=MailState.NONE
    )
    rank = models.SmallIntegerField(default=5, db_default=5, help_text="0 is sent first: codes.")
    not_before = models.DateTimeField(default=timezone.now, db_default=Now())
    lease = models.CharField(max_length=32, blank=True, default="", db_default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.SmallIntegerField(default=0, db_default=0)
    last_error = models.CharField(max_length=300, blank=True, default="", db_default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    # Codes and the text for bare addresses, encrypted; blanked once sent or expired; shown nowhere.
    payload = models.TextField(blank=True, default="", db_default="", editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            # `key` alone: a second notice for one fact and person is refused, whoever tries.
            models.UniqueConstraint(fields=["key"], name="notice_key"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(address=""), name="notice_has_recipient"
            ),
        ]
        indexes = [
            # The drain's question: what is owed, most urgent first.
            models.Index(
                fields=["rank", "not_before"],
                name="notice_owed",
                condition=Q(mail_state__in=["queued", "leased"]),
            ),
            # What waits for each person's daily roundup.
            models.Index(fields=["user"], name="notice_roundup", condition=Q(mail_state="digest")),
            # The bell's list, newest first.
            models.Index(fields=["user", "-id"], name="notice_newest"),
        ]

    def __str__(self) -> str:
        return self.key


class MailChoice(models.Model):
    """How a person wants one kind of mail. No row: as the kind's default says."""

    class How(models.TextChoices):
        NOW = "now", "by mail"
        DAILY = "daily", "once a day"
        NEVER = "never", "only on the site"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.how}"
