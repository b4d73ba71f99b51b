from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.codes import CodeField
from accounts.models import User

from .groups import Group, Membership


class ReportQuerySet(models.QuerySet["Report"]):
    def made_by(self, user: User) -> "ReportQuerySet":
        """What the reporter may follow: their own."""
        return self.filter(reporter=user)

    def handled_by(self, user: User) -> "ReportQuerySet":
        """What a safety contact may read: their groups' reports, never one they are a party to."""
        contact = Membership.objects.safety_contacts().filter(group=OuterRef("group"), user=user)
        return self.filter(Exists(contact), for_staff=False).exclude(reporter=user).exclude(about=user)


class Report(models.Model):
    """Somebody tells the safety contacts about somebody. The reported one never learns who."""

    class Category(models.TextChoices):
        SAFETY = "safety", "I don't feel safe, or someone may be in danger"
        HARASSMENT = "harassment", "Unkind, threatening or unwanted"
        SPAM = "spam", "Selling, begging or spam"
        UNDER_18 = "under-18", "I think they are under 18"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        NEW = "new", "new"
        LOOKING = "looking", "being looked at"
        CLOSED = "closed", "closed"

    code = CodeField()
    group = models.ForeignKey(Group, models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_made")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_received")
    category = models.CharField(max_length=12, choices=Category)
    words = models.TextField(blank=True, max_length=4000)
    for_staff = models.BooleanField(
        "for site staff",
        default=False,
        help_text="About somebody who runs the group, or left unread for 48 hours.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    outcome = models.CharField(max_length=300, blank=True, help_text="Told to the reporter.")
    created_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="report_code"),
            models.UniqueConstraint(
                fields=["group", "reporter", "about"],
                condition=Q(state__in=["new", "looking"]),
                name="report_open_once",
                violation_error_message="You have told us already. We're looking at it.",
            ),
            models.CheckConstraint(condition=~Q(reporter=models.F("about")), name="report_not_oneself"),
        ]

    def __str__(self) -> str:
        return self.code


class ReportedMessage(models.Model):
    """A copy of one message that the reporter ticked. It survives the original."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"copy for {self.report_id}"
