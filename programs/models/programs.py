from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone
from groups.models import Group, Membership
from groups.models.groups import RUNS


class State(models.TextChoices):
    DRAFT = "draft", "setting up"
    LIVE = "live", "live"
    FINISHED = "finished", "finished"
    ARCHIVED = "archived", "archived"


# Legal moves, from: to.
MOVES: dict[str, set[str]] = {
    State.DRAFT: {State.LIVE, State.ARCHIVED},
    State.LIVE: {State.FINISHED, State.ARCHIVED},
    State.FINISHED: {State.LIVE, State.ARCHIVED},
    State.ARCHIVED: set(),
}


class Phase(models.TextChoices):
    """Derived, never stored: what a program is to the people in it."""

    SETTING_UP = "setting-up", "Setting up"
    SIGN_UP = "sign-up", "Sign-up is open"
    PAIRING = "pairing", "Pairing people"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible_to(self, user: User) -> "ProgramQuerySet":
        """Programs of this person's groups; those being set up only to the group's admins."""
        mine = Membership.objects.active().filter(group=OuterRef("group"), user=user)
        return self.filter(Exists(mine), Q(Exists(mine.filter(role__in=RUNS))) | ~Q(state=State.DRAFT))

    def run_by(self, user: User) -> "ProgramQuerySet":
        """Programs of groups that this person looks after."""
        return self.filter(
            Exists(Membership.objects.active().filter(group=OuterRef("group"), user=user, role__in=RUNS))
        )

    def open_for_sign_up(self, now: datetime) -> "ProgramQuerySet":
        """Live programs that take sign-ups at `now`."""
        return self.filter(
            Q(signup_until=None) | Q(signup_until__gt=now), state=State.LIVE, signup_from__lte=now
        )


class Program(models.Model):
    """A run of a template in a group."""

    class Pace(models.IntegerChoices):
        WEEKLY = 7, "every week"
        FORTNIGHTLY = 14, "every two weeks"
        MONTHLY = 28, "every four weeks"

    class Forming(models.TextChoices):
        BOTH = "both", "Members choose each other, and admins help"
        CHOOSE = "choose", "Members choose each other"
        ADMINS = "admins", "Admins pair people"

    class Readers(models.TextChoices):
        GROUP = "group", "Everyone in the group"
        PROGRAM = "program", "Only people who signed up for this program"

    class WeekDay(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    group = models.ForeignKey(Group, models.CASCADE, related_name="programs", db_index=False)
    slug = models.SlugField(max_length=80, db_index=False)
    name = models.CharField(max_length=120)
    for_whom = models.CharField("who it is for", max_length=200, blank=True)
    summary = models.TextField(max_length=600, blank=True)
    template = models.CharField(max_length=60, blank=True)
    template_version = models.PositiveIntegerField(default=1)
    minutes_a_week = models.CharField("time it takes", max_length=80, default="About an hour a week")
    topics = models.JSONField(default=list, blank=True, help_text="Suggestions at sign-up.")
    stretches = models.JSONField(default=list, blank=True, help_text="Names of runs of weeks.")
    care = models.JSONField(default=dict, blank=True, help_text="The care card, where a template has one.")
    runbook = models.JSONField(default=list, blank=True, help_text="What admins do, and when.")
    licence = models.CharField(max_length=60, blank=True)
    credits = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    signup_from = models.DateTimeField(null=True, blank=True)
    signup_until = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(
        null=True, blank=True, help_text="Empty: rolling, each pair starts when it is made."
    )
    pace = models.PositiveSmallIntegerField(choices=Pace, default=Pace.WEEKLY)
    week_day = models.PositiveSmallIntegerField(choices=WeekDay, default=WeekDay.MONDAY)
    hour = models.PositiveSmallIntegerField(default=9, help_text="In the group's time zone.")
    forming = models.CharField("how pairs form", max_length=10, choices=Forming, default=Forming.BOTH)
    both_say_yes = models.BooleanField("both say yes before an admin's pair starts", default=False)
    readers = models.CharField("who reads the answers", max_length=10, choices=Readers, default=Readers.GROUP)
    adults_only = models.BooleanField("people say again that they are 18 or over", default=True)
    check_first = models.BooleanField("one of you reads answers before they are listed", default=False)
    capacity = models.PositiveSmallIntegerField(
        "places a mentor starts with", default=1, help_text="Each mentor may change it at sign-up."
    )
    reading_grade = models.PositiveSmallIntegerField(
        default=8, help_text="Prompts above this school year get a remark; 0: none do."
    )
    dispatch_paused = models.BooleanField("prompts are on hold", default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    client_token = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    weeks_checked_at = models.DateTimeField(null=True, blank=True)
    questions_checked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "slug"], name="program_slug"
            ),  # the foreign key's index too
            models.UniqueConstraint(fields=["created_by", "client_token"], name="program_once"),
            models.CheckConstraint(condition=Q(pace__in=[7, 14, 28]), name="program_pace"),
            models.CheckConstraint(condition=Q(week_day__lte=6), name="program_week_day"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="program_hour"),
            models.CheckConstraint(condition=Q(capacity__gte=1, capacity__lte=5), name="program_capacity"),
            models.CheckConstraint(
                condition=Q(signup_until=None)
                | Q(signup_from=None)
                | Q(signup_until__gt=models.F("signup_from")),
                name="program_signup_order",
                violation_error_message="Sign-up must close after it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("program", args=[self.group.slug, self.slug])

    def sign_up_is_open(self, now: datetime | None = None) -> bool:
        """Does it take sign-ups right now?"""
        now = now or timezone.now()
        return (
            self.state == State.LIVE
            and self.signup_from is not None
            and self.signup_from <= now
            and (self.signup_until is None or self.signup_until > now)
        )

    def today(self, now: datetime | None = None) -> date:
        """The date where the group is."""
        return (now or timezone.now()).astimezone(zone(self.group.zone)).date()

    @property
    def closes_on(self) -> date | None:
        """The last day of sign-up where the group is: the same day for every reader, wherever they are."""
        return self.signup_until.astimezone(zone(self.group.zone)).date() if self.signup_until else None

    def phase(self, now: datetime | None = None) -> Phase:
        """What it is to people now."""
        if self.state in (State.FINISHED, State.ARCHIVED):
            return Phase.FINISHED
        if self.state == State.DRAFT:
            return Phase.SETTING_UP
        if self.starts_on and self.today(now) >= self.starts_on:
            return Phase.RUNNING
        if self.sign_up_is_open(now):
            return Phase.SIGN_UP
        return Phase.PAIRING if self.starts_on else Phase.RUNNING

    @property
    def start_ahead(self) -> date | None:
        """The first day of a cohort while it is still to come: what people may be promised until then."""
        return self.starts_on if self.starts_on and self.starts_on > self.today() else None

    def ends_on(self, weeks: int) -> date | None:
        """The last day of the last week of a cohort; None for a rolling program."""
        return self.starts_on + timedelta(days=self.pace * weeks - 1) if self.starts_on else None


class ProgramAddress(models.Model):
    """An address that a program had: it leads to the program for good."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    slug = models.SlugField(max_length=80, db_index=False)
    program = models.ForeignKey(Program, models.CASCADE, related_name="old_addresses")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "slug"], name="program_address")]

    def __str__(self) -> str:
        return self.slug
