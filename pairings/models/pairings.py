from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.codes import CodeField
from accounts.models import User, not_blocked
from messaging.models import Conversation
from profiles.models import Profile
from programs.models import Program, Week


class State(models.TextChoices):
    DRAFT = "draft", "draft"
    PROPOSED = "proposed", "proposed"
    ACTIVE = "active", "walking"
    PAUSED = "paused", "having a pause"
    COMPLETED = "completed", "walked all the way"
    ENDED = "ended", "ended"


MOVES: dict[str, set[str]] = {
    State.DRAFT: {State.PROPOSED, State.ACTIVE},
    State.PROPOSED: {State.ACTIVE, State.ENDED, State.DRAFT},
    State.ACTIVE: {State.PAUSED, State.COMPLETED, State.ENDED},
    State.PAUSED: {State.ACTIVE, State.ENDED},
}
OPEN = (State.DRAFT, State.PROPOSED, State.ACTIVE, State.PAUSED)
SEATED = (State.PROPOSED, State.ACTIVE, State.PAUSED)
WALKING = (State.ACTIVE, State.PAUSED)


def sources(to: str) -> list[str]:
    """The states from which a pairing may move to this one."""
    return [state for state, targets in MOVES.items() if to in targets]


class PairingQuerySet(models.QuerySet["Pairing"]):
    def visible_to(self, user: User) -> "PairingQuerySet":
        """A pair's own pages: the two of them, once it is theirs to know. An admin's draft is nobody's
        business yet, nor is a launch that can still be undone."""
        own = self.filter(Q(mentor_user=user) | Q(mentee_user=user))
        theirs = own.exclude(state=State.DRAFT).exclude(state=State.PROPOSED, told_at=None)
        return theirs.filter(not_blocked(user.pk, "mentor_user_id"), not_blocked(user.pk, "mentee_user_id"))

    def run_by(self, user: User) -> "PairingQuerySet":
        """What a group's admins may see of pairs: that they exist, dates and states. Never words."""
        return self.filter(program__in=Program.objects.run_by(user))

    def open(self) -> "PairingQuerySet":
        return self.filter(state__in=OPEN)

    def walking(self) -> "PairingQuerySet":
        return self.filter(state__in=WALKING)


class Pairing(models.Model):
    """A mentor and a mentee walking a program."""

    code = CodeField()
    program = models.ForeignKey(Program, models.PROTECT, related_name="pairings")
    mentor = models.ForeignKey(Profile, models.PROTECT, related_name="pairings_as_mentor")
    mentee = models.ForeignKey(Profile, models.PROTECT, related_name="pairings_as_mentee")
    mentor_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings_as_mentor"
    )
    mentee_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="pairings_as_mentee"
    )
    low_id = models.BigIntegerField(editable=False)
    high_id = models.BigIntegerField(editable=False)
    # A circle will be several pairings that share these two; hence no uniqueness on either.
    circle = models.BigIntegerField(null=True, blank=True, editable=False)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="pairings")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True, help_text="A launch can be undone until then.")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When both were told that they are a pair."
    )
    mentor_yes_at = models.DateTimeField(null=True, blank=True)
    mentee_yes_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(
        max_length=300, blank=True, help_text="For the admins only; nobody has to give one."
    )
    goodbye = models.CharField(max_length=500, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="pairing_code"),
            models.UniqueConstraint(
                fields=["program", "low_id", "high_id"],
                condition=Q(state__in=["draft", "proposed", "active", "paused"]),
                name="pairing_one_open",
                violation_error_message="These two are a pair already.",
            ),
            models.CheckConstraint(
                condition=~Q(mentor_user=models.F("mentee_user")), name="pairing_two_people"
            ),
            models.CheckConstraint(condition=Q(low_id__lt=models.F("high_id")), name="pairing_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["ended", "completed"]) | Q(ended_at__isnull=False),
                name="pairing_end_dated",
            ),
        ]
        indexes = [
            # The tick's question: which launches are no longer held.
            models.Index(
                fields=["held_until"],
                name="pairing_held",
                condition=Q(state="proposed", held_until__isnull=False),
            ),
            models.Index(fields=["paused_until"], name="pairing_pausing", condition=Q(state="paused")),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("pair_short", args=[self.code])

    def partner_id(self, user: User) -> int:
        """The other one's user id."""
        return self.mentee_user_id if user.pk == self.mentor_user_id else self.mentor_user_id

    def partner(self, user: User) -> User:
        """The other one."""
        return self.mentee_user if user.pk == self.mentor_user_id else self.mentor_user

    def is_mentor(self, user: User) -> bool:
        return user.pk == self.mentor_user_id


class Schedule(models.Model):
    """When a walking pair's next step is due. One row from the start to the end; the pairing is its key.

    Narrow on purpose: the dispatch updates it every week (docs/decisions/0004). Deleting it first is how
    an ending and a tick wait for each other.
    """

    pairing = models.OneToOneField(Pairing, models.CASCADE, primary_key=True, related_name="schedule")
    program = models.ForeignKey(Program, models.PROTECT, related_name="+")
    next_step = models.PositiveSmallIntegerField(default=1)
    next_on = models.DateField(help_text="The truth: the local date in the group's zone.")
    next_due_at = models.DateTimeField(null=True, blank=True, help_text="Derived, UTC; empty while paused.")
    fails = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_due_at"], name="schedule_due", condition=Q(next_due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id}: step {self.next_step} on {self.next_on}"


class Step(models.Model):
    """One week of one pairing, as it was delivered. Written by the dispatch's SQL (pairings/dispatch.py)."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="steps", db_index=False)
    number = models.PositiveSmallIntegerField()
    week = models.ForeignKey(Week, models.PROTECT, related_name="steps")
    delivered_at = models.DateTimeField(db_default=Now())
    mentor_talked_at = models.DateTimeField(null=True, blank=True)
    mentee_talked_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    batch = models.CharField(max_length=32, null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            # This is what makes "exactly once" true.
            models.UniqueConstraint(fields=["pairing", "number"], name="step_once")
        ]
        indexes = [models.Index(fields=["batch"], name="step_batch", condition=Q(batch__isnull=False))]

    def __str__(self) -> str:
        return f"step {self.number} of {self.pairing_id}"


class DispatchState(models.Model):
    """One row: is the dispatch on hold, and when did it last look."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    hold = models.BooleanField(default=False)
    why = models.CharField(max_length=200, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    troubles = models.JSONField(
        default=dict, blank=True, help_text="Passes of the tick that fail just now, since when and why."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="dispatch_state_one_row")]

    def __str__(self) -> str:
        return "on hold" if self.hold else "running"

    @classmethod
    def now(cls) -> "DispatchState":
        """The row, made on first use."""
        return cls.objects.get_or_create(pk=cls.THE_ONE)[0]

    def age(self, now: datetime) -> float | None:
        """Seconds since the last tick looked; None before the first."""
        return (now - self.heartbeat).total_seconds() if self.heartbeat else None
