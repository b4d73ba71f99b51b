from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone_choices


class Role(models.TextChoices):
    OWNER = "owner", "owner"
    ADMIN = "admin", "admin"
    MEMBER = "member", "member"


RUNS = (Role.OWNER, Role.ADMIN)


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user: User) -> "GroupQuerySet":
        """Groups this person belongs to. An Exists, not a join: no duplicates, and it can be locked."""
        return self.filter(Exists(Membership.objects.active().filter(group=OuterRef("pk"), user=user)))

    def run_by(self, user: User) -> "GroupQuerySet":
        """Groups this person looks after, as owner or admin."""
        return self.filter(
            Exists(Membership.objects.active().filter(group=OuterRef("pk"), user=user, role__in=RUNS))
        )

    def listed(self) -> "GroupQuerySet":
        """Groups whose card anyone may see."""
        return self.filter(visibility=Group.Visibility.LISTED, archived_at=None)


class Group(models.Model):
    """A community that runs programs."""

    class Focus(models.TextChoices):
        PROFESSIONAL = "professional", "Work and careers"
        PARENTING = "parenting", "Parenting and family"
        PERSONAL = "personal", "Personal development"
        OTHER = "other", "Something else"

    class Visibility(models.TextChoices):
        LINK = "link", "Only people with an invite"
        LISTED = "listed", "Anyone can find its card"

    class Joining(models.TextChoices):
        LINK = "link", "Anyone with an invite link comes straight in"
        ASK = "ask", "People ask, and one of you says yes"
        INVITED = "invited", "Only people you invite by e-mail"

    slug = models.SlugField(max_length=60, db_index=False)
    name = models.CharField(max_length=80)
    line = models.CharField("one line about it", max_length=200)
    focus = models.CharField(max_length=20, choices=Focus, default=Focus.OTHER)
    visibility = models.CharField(
        "who can find it", max_length=10, choices=Visibility, default=Visibility.LINK
    )
    joining = models.CharField("how people join", max_length=10, choices=Joining, default=Joining.LINK)
    join_questions = models.JSONField(
        default=list, blank=True, help_text="Up to two, for people who ask to join."
    )
    about = models.TextField(blank=True, max_length=4000)
    rules = models.TextField(blank=True, max_length=4000)
    rules_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Goes up when the rules change; 0: there were never any."
    )
    help_lines = models.TextField(
        blank=True,
        max_length=2000,
        help_text="Where members find help in a bad hour. Shown beside every pair.",
    )
    zone = models.CharField("time zone", max_length=64, default="UTC", choices=zone_choices)
    language = models.CharField(max_length=16, default="en-gb")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    client_token = models.UUIDField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="group_slug",
                violation_error_message="That address is taken. Choose another.",
            ),
            models.UniqueConstraint(fields=["created_by", "client_token"], name="group_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("group_home", args=[self.slug])


class GroupAddress(models.Model):
    """An address that a group had: it leads to the group for good, and nobody else may take it."""

    slug = models.SlugField(max_length=60, db_index=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="old_addresses")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="group_address")]

    def __str__(self) -> str:
        return self.slug


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=Membership.State.ACTIVE)

    def looking_after(self) -> "MembershipQuerySet":
        """Owners and admins, owners first."""
        return (
            self.active()
            .filter(role__in=RUNS)
            .order_by(models.Case(models.When(role=Role.OWNER, then=0), default=1), "id")
        )

    def safety_contacts(self) -> "MembershipQuerySet":
        return self.active().filter(safety_contact=True)


class Membership(models.Model):
    """That a person belongs to a group. The row stays when they go, so that nobody removed walks back in."""

    class State(models.TextChoices):
        ACTIVE = "active", "member"
        LEFT = "left", "left"
        REMOVED = "removed", "removed"

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    safety_contact = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    rules_accepted = models.PositiveIntegerField(
        default=0, editable=False, help_text="The version of the rules this person said yes to."
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "user"],
                name="membership_once",  # also the foreign key's index
                violation_error_message="They belong to this group already.",
            )
        ]
        # Who looks after a group: asked on every page of its programs, of a hundred thousand members too.
        indexes = [models.Index(fields=["group", "role", "state"], name="membership_role")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.group_id}"

    @property
    def runs_it(self) -> bool:
        return self.state == self.State.ACTIVE and self.role in RUNS

    @property
    def owes_rules(self) -> bool:
        """Are there rules that this member has not said yes to? With the group at hand."""
        return bool(self.group.rules) and self.rules_accepted < self.group.rules_version
