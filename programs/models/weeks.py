import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .programs import Program


class Form(models.TextChoices):
    NONE = "none", "no form"
    AGREEMENT = "agreement", "what we agree on"
    HOPE = "hope", "a hope"
    STRENGTHS = "strengths", "three strengths"
    GOAL = "goal", "a goal"
    PLAN = "plan", "a plan"
    MEASURE = "measure", "how you'll know"
    CELEBRATE = "celebrate", "a celebration"
    LOOK_BACK = "look_back", "a look back"


class WeekQuerySet(models.QuerySet["Week"]):
    def live(self) -> "WeekQuerySet":
        """The weeks that pairs walk, in order. Their numbers have no gap."""
        return self.filter(live=True).order_by("number")

    def written(self) -> "WeekQuerySet":
        """The same without those that are still to be written, which only a program being set up has."""
        return self.live().exclude(question="")

    def hidden(self) -> "WeekQuerySet":
        """The weeks that admins took out and may bring back, by where they stood."""
        return self.filter(hidden=True).order_by("number", "pk")


class Week(models.Model):
    """One week of a program, in one revision: what a pair received never changes under them."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="weeks", db_index=False)
    root = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="The same through revisions and moves."
    )
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    live = models.BooleanField(default=True)
    hidden = models.BooleanField(
        default=False, help_text="Taken out of the path, kept for the admins; never together with live."
    )
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=120)
    subject = models.CharField("subject of the mail", max_length=60, blank=True)
    intro = models.TextField(max_length=600, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    tip_mentor = models.CharField(max_length=300, blank=True)
    tip_mentee = models.CharField(max_length=300, blank=True)
    form = models.CharField(max_length=12, choices=Form, default=Form.NONE)
    original = models.JSONField(
        default=dict, blank=True, help_text="The words it came with; empty for a week the group made."
    )
    edition = models.PositiveIntegerField(
        default=1, editable=False, help_text="Goes up with every change: who writes says which they read."
    )
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = WeekQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"], condition=Q(live=True), name="week_live_number"
            ),
            models.UniqueConstraint(fields=["root", "number", "revision"], name="week_revision"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=52), name="week_number"),
            models.CheckConstraint(condition=Q(live=False) | Q(hidden=False), name="week_hidden_or_live"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240), name="week_minutes"),
        ]
        indexes = [models.Index(fields=["program", "number"], name="week_in_program")]

    def __str__(self) -> str:
        return f"Week {self.number}: {self.title}"


class Prompt(models.Model):
    """One way in to a week's question."""

    week = models.ForeignKey(Week, models.CASCADE, related_name="prompts", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["week", "position"], name="prompt_position")]

    def __str__(self) -> str:
        return self.text
