from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accounts.codes import CodeField
from accounts.models import User, not_blocked
from accounts.zones import zone_choices
from groups.models import Membership
from groups.models.groups import RUNS
from profiles.overlap import Facts
from profiles.week import whole
from programs.models import Program, Question
from programs.models.questions import ProfileRole


class State(models.TextChoices):
    DRAFT = "draft", "being written"
    SENT = "sent", "being read"
    ASKED = "asked", "asked for a small change"
    DECLINED = "declined", "not this time"
    LISTED = "listed", "on the list"
    WITHDRAWN = "withdrawn", "stepped back"


# From, to.
MOVES: dict[str, set[str]] = {
    State.DRAFT: {State.SENT, State.LISTED, State.WITHDRAWN},
    State.SENT: {State.LISTED, State.ASKED, State.DECLINED, State.WITHDRAWN},
    State.ASKED: {State.SENT, State.LISTED, State.DECLINED, State.WITHDRAWN},
    State.DECLINED: {State.LISTED, State.ASKED},  # only an admin changes their mind
    State.LISTED: {State.WITHDRAWN},
    State.WITHDRAWN: {State.SENT, State.LISTED, State.DRAFT},
}
WHOLE = (State.SENT, State.LISTED)  # in these a sign-up is never left with something missing
WITH_ADMINS = (State.SENT, State.ASKED, State.DECLINED)  # sent, and not on the list


def sources(to: str) -> list[str]:
    """The states from which a sign-up may move to this one."""
    return [state for state, targets in MOVES.items() if to in targets]


class TimeAWeek(models.TextChoices):
    HALF = "30", "30 minutes a week"
    HOUR = "60", "1 hour a week"
    TWO = "120", "2 hours or more a week"


class Ways(models.TextChoices):
    MESSAGES = "messages", "Messages"
    VOICE = "voice", "Voice notes"
    CALL = "call", "A call"
    VIDEO = "video", "Video"
    PERSON = "person", "In person"


class Hours(models.TextChoices):
    EARLY = "early", "Early mornings"
    DAY = "day", "Daytime"
    EVENING = "evening", "Weekday evenings"
    WEEKEND = "weekend", "Weekends"


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, user: User) -> "ProfileQuerySet":
        """Sign-ups whose answers this person may read: their own; the listed ones of their groups
        (of their programs, where the program says so); never across a block.

        Group admins read all listed ones of their groups: they have to pair people.
        """
        mine = Membership.objects.active().filter(group=OuterRef("program__group"), user=user)
        signed_up = Profile.objects.filter(program=OuterRef("program"), user=user, state=State.LISTED)
        reads = (
            Q(program__readers=Program.Readers.GROUP)
            | Q(Exists(signed_up))
            | Q(Exists(mine.filter(role__in=RUNS)))
        )
        here = Membership.objects.active().filter(group=OuterRef("program__group"), user=OuterRef("user"))
        # An account that is held, or that staff have disabled, is out of sight.
        listed = Q(Exists(here), state=State.LISTED, user__frozen_at=None, user__is_active=True)
        others = Q(Exists(mine)) & listed & reads & not_blocked(user.pk, "user_id")
        return self.filter(Q(Exists(mine), user=user) | others)

    def listed(self) -> "ProfileQuerySet":
        return self.filter(state=State.LISTED)

    def with_room(self, today: date) -> "ProfileQuerySet":
        """Those who could be paired today."""
        return self.filter(
            Q(accepting_from=None) | Q(accepting_from__lte=today),
            state=State.LISTED,
            seats_taken__lt=F("capacity"),
            user__frozen_at=None,
            user__is_active=True,
        )


class Profile(models.Model):
    """One person's offer (mentor) or wish (mentee) in one program."""

    code = CodeField()
    program = models.ForeignKey(Program, models.PROTECT, related_name="profiles", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="profiles")
    role = models.CharField(max_length=10, choices=ProfileRole)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    step = models.PositiveSmallIntegerField(
        default=1, help_text="How far the sign-up got: 1 to 3, 4 is the check."
    )
    capacity = models.PositiveSmallIntegerField("places", default=1)
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    waiting_requests = models.PositiveIntegerField(default=0, editable=False)
    # Hours to a first answer, the median; null without enough history.
    usual_answer = models.PositiveSmallIntegerField(null=True, editable=False)
    accepting_from = models.DateField(
        null=True, blank=True, help_text="Not before this day; far ahead means full until they say otherwise."
    )
    wants_pairing = models.BooleanField("leaves it with the admins", default=False)
    time_a_week = models.CharField(max_length=4, choices=TimeAWeek, default=TimeAWeek.HOUR)
    ways = models.JSONField(default=list, blank=True)
    hours = models.JSONField(default=list, blank=True)
    # The week as painted: 168 bits from Monday 00:00 in their own zone, as 42 hex digits ("": unpainted).
    week = models.CharField("hours of the week", max_length=42, blank=True)
    # The same (or what `hours` stands for) in UTC, 56 bits a column, so that the database can compare.
    week_1 = models.BigIntegerField(default=0, editable=False)
    week_2 = models.BigIntegerField(default=0, editable=False)
    week_3 = models.BigIntegerField(default=0, editable=False)
    week_offset = models.SmallIntegerField(
        default=0,
        editable=False,
        help_text="Minutes from UTC that the three were made with: summer time moves it.",
    )
    zone = models.CharField("time zone", max_length=64, default="UTC", choices=zone_choices)
    languages = models.JSONField(default=list, blank=True)
    topics = models.JSONField(
        default=list, blank=True, help_text="As written; facets and ProfileTopic hold them folded."
    )
    goal_topics = models.JSONField(default=list, blank=True)
    goals = models.CharField(max_length=300, blank=True)
    goals_unsure = models.BooleanField("not sure yet", default=False)
    # What a directory card shows, so that the list reads one row a person.
    help_text = models.CharField(max_length=300, blank=True)
    hobby = models.CharField(max_length=200, blank=True)
    quote = models.CharField(max_length=300, blank=True)
    search_text = models.TextField(
        blank=True, editable=False, help_text="The words of name, topics and answers, folded."
    )
    facets = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text="Topics, languages and ways, as filters ask for them.",
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    listed_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField("sent after sign-up closed", default=False)
    adult_at = models.DateTimeField("said here to be 18 or over at", null=True, blank=True)
    # Where the admins read answers before they are listed.
    sent_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    note = models.TextField("what the admins wrote back", max_length=1000, blank=True)
    note_about = models.CharField(max_length=40, blank=True, help_text="A question's key, or a field's name.")

    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user", "role"], name="profile_once"),
            models.UniqueConstraint(fields=["code"], name="profile_code"),
            models.CheckConstraint(
                condition=Q(seats_taken__gte=0, seats_taken__lte=F("capacity"), capacity__lte=50),
                name="profile_seats",
                violation_error_message="More people than places.",
            ),
            models.CheckConstraint(condition=Q(role__in=["mentor", "mentee"]), name="profile_role"),
            models.CheckConstraint(
                condition=Q(role="mentor") | Q(capacity=1), name="profile_mentee_one_seat"
            ),
        ]
        indexes = [
            # The directory: one role's listed people, newest first. By the negative of the id, which nothing
            # else is in order of: else PostgreSQL walks the primary key. Not partial: SQLite cannot match it.
            models.Index(F("program"), F("role"), F("state"), F("id") * -1, name="directory"),
            models.Index(fields=["updated_at"], name="profile_begun", condition=Q(state="draft")),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    def get_absolute_url(self) -> str:
        return reverse("answers", args=[self.program.group.slug, self.program.slug, self.code])

    @property
    def stamp(self) -> str:
        """Says which answers an admin has read: another one after every change."""
        return f"{self.updated_at.timestamp():.6f}"

    @property
    def is_mentor(self) -> bool:
        return self.role == ProfileRole.MENTOR

    @property
    def places_left(self) -> int:
        return max(0, self.capacity - self.seats_taken)

    @property
    def facts(self) -> Facts:
        """What of it can be compared; without a name, which would be a query."""
        names = ("role", "topics", "hours", "ways", "languages", "time_a_week")
        free = whole(self.week_1, self.week_2, self.week_3)
        return Facts(name="", week=free, **{name: getattr(self, name) for name in names})

    def has_room(self, today: date) -> bool:
        """Could they be paired today?"""
        return (
            self.state == State.LISTED
            and self.places_left > 0
            and (self.accepting_from is None or self.accepting_from <= today)
        )


class ProfileTopic(models.Model):
    """One topic of one profile, folded: who else could be asked is looked for by it."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="topic_rows", db_index=False)
    topic = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "topic"], name="profile_topic_once")]
        indexes = [models.Index(fields=["topic", "profile"], name="topic_of_profile")]

    def __str__(self) -> str:
        return self.topic


class Mark(models.Model):
    """What one person keeps in mind about another's sign-up. Read by nobody else, not even its subject."""

    class Kind(models.TextChoices):
        KEPT = "kept", "kept"
        NOT_FOR_ME = "not-for-me", "not for me"
        TELL_ME = "tell-me", "tell me when there's room"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="marks", db_index=False)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12, choices=Kind)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "profile"], name="mark_once")]
        indexes = [models.Index(fields=["profile"], name="mark_tell_me", condition=Q(kind="tell-me"))]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.profile_id}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def in_order(self) -> "AnswerQuerySet":
        """As sign-up asks for them."""
        return self.order_by("question__position", "pk")

    def asked(self) -> "AnswerQuerySet":
        """Answers to what is asked now: those to a question that was switched off are kept out of sight."""
        return self.filter(question__enabled=True).exclude(text="")

    def open(self) -> "AnswerQuerySet":
        """SECURITY: what other members may read. All that they see of answers goes through here."""
        return self.asked().filter(question__admins_only=False)


class Answer(models.Model):
    """What a person answered, with the wording it was asked with."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    wording = models.CharField(max_length=160)
    text = models.TextField(max_length=4000)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "question"], name="answer_once")]
        ordering = ["question__position"]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.wording}"
