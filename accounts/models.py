from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from .codes import CodeField
from .zones import zone_choices


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        """A person who signs in with this address, lower-cased whole: two spellings are one mailbox."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user: User = self.model(email=email.strip().lower(), name=name, **extra)
        user.set_password(password)  # None: unusable, they sign in by mailed code or passkey
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        """A member of staff who may do everything in the Django admin, once a second factor is set."""
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Never deleted: erasing empties the row in place, because shared rows point at it."""

    code = CodeField()
    email = models.EmailField("e-mail address", max_length=254)
    name = models.CharField(max_length=80)
    said = models.CharField("how to say the name", max_length=80, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    languages = models.JSONField("languages they speak", default=list, blank=True)
    zone = models.CharField("time zone", max_length=64, default="UTC", choices=zone_choices)
    zone_chosen = models.BooleanField(
        default=False, help_text="They chose the zone themselves, so the browser no longer suggests one."
    )
    language = models.CharField(max_length=16, default="en-gb")
    adult_affirmed_at = models.DateTimeField("said to be 18 or over at", null=True, blank=True)
    adult_text = models.CharField("version of the 18+ text", max_length=20, blank=True)
    mail_paused_until = models.DateTimeField(null=True, blank=True)
    frozen_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Somebody thinks that they are under 18: no words and no pairs until staff have looked.",
    )
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("member of staff", default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="one_user_an_address",
                violation_error_message="Somebody signs in with this address already.",
            ),
            models.UniqueConstraint(fields=["code"], name="user_code"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """What to call them in a sentence. Names are never split further than this."""
        return self.name.split(" ", 1)[0]


class BlockQuerySet(models.QuerySet["Block"]):
    def between(self, a: int, b: int) -> "BlockQuerySet":
        """Blocks either way between two people."""
        return self.filter(Q(blocker_id=a, blocked_id=b) | Q(blocker_id=b, blocked_id=a))


class Block(models.Model):
    """One person wants nothing of another: neither sees the other anywhere from the next request on."""

    blocker = models.ForeignKey(User, models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(User, models.CASCADE, related_name="blocks_received")
    created_at = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~Q(blocker=models.F("blocked")), name="block_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


def not_blocked(user_id: int, person: str) -> Q:
    """A condition for any queryset: `person` (its field holding a user id) and `user_id` have no block.

    SECURITY: every `visible_to` that shows people to people ends with this.
    """
    made = Block.objects.filter(blocker_id=user_id, blocked_id=OuterRef(person))
    received = Block.objects.filter(blocked_id=user_id, blocker_id=OuterRef(person))
    return ~Q(Exists(made)) & ~Q(Exists(received))


class Bucket(models.Model):
    """One window of one limit for one person (accounts.limits). Purged once it has ended."""

    key = models.CharField(max_length=120)
    used = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="bucket_key")]

    def __str__(self) -> str:
        return self.key
