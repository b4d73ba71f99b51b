import uuid

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


class Week(models.Model):
    """One week of a program, in one revision: what a pair received never changes under them."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="weeks", db_index=False)
    root = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="The same through revisions and moves."
    )
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    live = models.BooleanField(default=True)
    title = models.CharField(max_length=120)
    question = models.CharField(max_length=120)
    subject = models.CharField("subject of the mail", max_length=60, blank=True)
    intro = models.TextField(max_length=600, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    tip_mentor = models.CharField(max_length=300, blank=True)
    tip_mentee = models.CharField(max_length=300, blank=True)
    form = models.CharField(max_length=12, choices=Form, default=Form.NONE)

    objects = WeekQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"], condition=Q(live=True), name="week_live_number"
            ),
            models.UniqueConstraint(fields=["root", "number", "revision"], name="week_revision"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=52), name="week_number"),
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
