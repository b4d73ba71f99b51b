from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.codes import CodeField
from accounts.models import User, not_blocked

from .groups import RUNS, Group, Membership


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def made_by(self, user: User) -> "JoinRequestQuerySet":
        """What the asker may follow: their own."""
        return self.filter(user=user)

    def run_by(self, user: User) -> "JoinRequestQuerySet":
        """Requests to join groups that this person looks after; nobody's across a block."""
        return self.filter(
            not_blocked(user.pk, "user_id"),
            Exists(Membership.objects.active().filter(group=OuterRef("group"), user=user, role__in=RUNS)),
        )

    def waiting(self) -> "JoinRequestQuerySet":
        return self.filter(state=JoinRequest.State.WAITING)


class JoinRequest(models.Model):
    """Somebody asks to belong to a group that says yes to people one by one.

    `answers` are [question, answer], and for the rules [their name, "Accepted", the version].
    """

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        APPROVED = "approved", "let in"
        DECLINED = "declined", "not now"
        WITHDRAWN = "withdrawn", "taken back"

    code = CodeField()
    group = models.ForeignKey(Group, models.CASCADE, related_name="join_requests", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="join_requests")
    answers = models.JSONField(default=list, blank=True, help_text="[question, answer] as asked then.")
    wants = models.CharField(max_length=200, blank=True, help_text="Where they were going, once let in.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="join_request_code"),
            models.UniqueConstraint(
                fields=["group", "user"], condition=Q(state="waiting"), name="join_request_open_once"
            ),
        ]
        indexes = [models.Index(fields=["group", "state", "id"], name="join_queue")]

    def __str__(self) -> str:
        return self.code

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was asked and what they answered."""
        return [(str(row[0]), str(row[1])) for row in self.answers]

    @property
    def rules_accepted(self) -> int:
        """The version of the rules that they said yes to; 0: there were none."""
        return next((int(row[2]) for row in self.answers if len(row) > 2), 0)
