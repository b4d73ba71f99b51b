from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from accounts.codes import CodeField

from .groups import Group


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime) -> "InvitationQuerySet":
        """Links that still let somebody in."""
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=now),
            Q(uses_limit=None) | Q(uses__lt=F("uses_limit")),
            revoked_at=None,
            group__archived_at=None,
        )


class Invitation(models.Model):
    """A link that lets people into a group."""

    code = CodeField()
    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=80, blank=True, help_text="Where it is shared, for the admins.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    uses = models.PositiveIntegerField(default=0)
    uses_limit = models.PositiveIntegerField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="invitation_code"),
            models.CheckConstraint(
                condition=Q(uses_limit=None) | Q(uses__lte=F("uses_limit")), name="invitation_within_limit"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("invite", args=[self.code])


class MailInvitationQuerySet(models.QuerySet["MailInvitation"]):
    def open(self) -> "MailInvitationQuerySet":
        """Those that still let their one person in."""
        return self.filter(
            state__in=[MailInvitation.State.WAITING, MailInvitation.State.SENT], group__archived_at=None
        )


class MailInvitation(models.Model):
    """An invitation to one person by e-mail: its link lets in the account that proved this address."""

    class State(models.TextChoices):
        WAITING = "waiting", "on its way"
        SENT = "sent", "sent"
        JOINED = "joined", "joined"
        REVOKED = "revoked", "taken back"

    code = CodeField()
    group = models.ForeignKey(Group, models.CASCADE, related_name="mail_invitations", db_index=False)
    address = models.EmailField(help_text="In small letters.")
    name = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    sends = models.PositiveSmallIntegerField(default=1, help_text="Once, and once again if asked for.")
    sent_at = models.DateTimeField(null=True, blank=True)
    joined = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    joined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = MailInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="mail_invitation_code"),
            # One row an address: an invitation taken back is sent again in the same row. The key's index too.
            models.UniqueConstraint(fields=["group", "address"], name="mail_invitation_once"),
            models.CheckConstraint(condition=Q(sends__lte=2), name="mail_invitation_sends"),
        ]

    def __str__(self) -> str:
        return self.code
