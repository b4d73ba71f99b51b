from django.db import models
from django.db.models import Case, Q, When

from ..asking import ALWAYS, HELP, HELP_STEP, REACH, WHEN_STEP, YOU_STEP, is_own
from .programs import Program


class ProfileRole(models.TextChoices):
    MENTOR = "mentor", "mentor"
    MENTEE = "mentee", "mentee"

    @property
    def other(self) -> "ProfileRole":
        return ProfileRole.MENTEE if self == ProfileRole.MENTOR else ProfileRole.MENTOR


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_order(self) -> "QuestionQuerySet":
        """As sign-up asks them, step after step."""
        step = Case(When(key=HELP, then=HELP_STEP), When(key=REACH, then=WHEN_STEP), default=YOU_STEP)
        return self.order_by(step, "position", "pk")

    def asked(self, role: str) -> "QuestionQuerySet":
        """What a mentor or a mentee is asked, in order."""
        return self.filter(role=role, enabled=True).in_order()


class Question(models.Model):
    """Something that sign-up asks. The fixed ones have a key; wording and order are the group's."""

    class Kind(models.TextChoices):
        SHORT = "short", "one line"
        LONG = "long", "a few sentences"
        ONE = "one", "one of several"
        SOME = "some", "some of several"
        YES_NO = "yes_no", "yes or no"

    program = models.ForeignKey(Program, models.CASCADE, related_name="questions", db_index=False)
    role = models.CharField(max_length=10, choices=ProfileRole)
    key = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=160)
    guidance = models.CharField(max_length=240, blank=True)
    starter = models.CharField(max_length=160, blank=True)
    example = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.LONG)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    admins_only = models.BooleanField(
        default=False, help_text="Only the people who look after the group read the answers."
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "role", "key"], name="question_key"),
            models.CheckConstraint(condition=Q(role__in=["mentor", "mentee"]), name="question_role"),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def always(self) -> bool:
        """Is it one that people find each other by?"""
        return self.key in ALWAYS

    @property
    def own(self) -> bool:
        """Did the group think of it itself?"""
        return is_own(self.key)

    @property
    def by_choice(self) -> bool:
        """Is it answered by choosing from options that an admin wrote?"""
        return self.kind in (self.Kind.ONE, self.Kind.SOME)
