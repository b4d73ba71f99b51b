"""What stands in the way of a hello, said in words that help."""

from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.templatetags.bothy import day_words
from profiles.models import Profile
from programs.models import Program

from ..models import Request
from ..models.requests import OPEN_LIMIT


def check_number(sender: User) -> None:
    """Refuses a fourth hello that waits, and names the day on which the first of the three lapses."""
    waiting = Request.objects.waiting().filter(sender=sender).order_by("expires_at")
    ends = list(waiting.values_list("expires_at", flat=True))
    if len(ends) >= OPEN_LIMIT:
        raise ValidationError(
            f"You have three hellos waiting. Take one back, or give them until {day_words(ends[0])}.",
            code="limit",
        )


def check_forming(program: Program) -> None:
    """Refuses to ask for a pair where the admins pair people."""
    if program.forming == Program.Forming.ADMINS:
        raise ValidationError("Here the admins pair people. You can still ask something.", code="forming")


def check_room(to_profile: Profile, own: Profile | None) -> None:
    """Refuses where either has no place; both are as the database has them now."""
    today = to_profile.program.today()
    if not to_profile.has_room(today):
        name = to_profile.user.first_name
        raise ValidationError(f"{name} is full for now. You can still ask {name} something.", code="full")
    if own is not None and not own.has_room(today):
        raise ValidationError("You have nobody's place free yourself just now.", code="own-full")
