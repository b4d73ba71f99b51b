"""What a person says of themselves reaches the sign-ups that others read."""

from accounts.models import User
from profiles.models import Profile
from profiles.models.profiles import State

from . import cards


def speak(user: User) -> int:
    """A person speaks other languages now: their sign-ups say so, and every directory finds them by it. How
    many sign-ups that were. Whoever says none keeps what they said at sign-up.
    """
    if not user.languages:
        return 0
    rows = Profile.objects.filter(user=user).exclude(state=State.DRAFT).select_related("program", "user")
    found = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for profile in found:
        profile.languages = list(user.languages)
        cards.write(profile)
        profile.save(update_fields=["languages", *cards.COLUMNS])
    return len(found)
