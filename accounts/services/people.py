"""What a person may change about themselves."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Block, User
from accounts.zones import check_zone, zone_or_utc

MORE = {"said", "pronouns", "languages"}
ADULT_TEXT = "2026-1"  # the version of "I'm 18 or over" that people tick; a new wording gets a new one


def sign_up(*, email: str, name: str, zone: str = "") -> User:
    """The person of this address, made if there is none; their 18+ affirmation is kept with time and version.

    SECURITY: whoever filled in the form may not be the owner of the address, so nothing of somebody who has
    ever signed in is changed, and nothing is signed in here.
    """
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(
                    email,
                    name,
                    zone=zone_or_utc(zone),
                    adult_affirmed_at=timezone.now(),
                    adult_text=ADULT_TEXT,
                )
                EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        except IntegrityError:  # the same form, sent twice at once
            user = User.objects.get(email=email.lower())
    elif user.last_login is None and user.is_active and not user.is_staff:
        # They never came in; the newest form says how they want to be called.
        user.name, user.zone = name, zone_or_utc(zone)
        user.adult_affirmed_at, user.adult_text = timezone.now(), ADULT_TEXT
        user.save(update_fields=["name", "zone", "adult_affirmed_at", "adult_text"])
    return user


def affirm_adult(user: User) -> None:
    """Keep when this person said to be 18 or over, and to which wording. No birth date is ever asked."""
    user.adult_affirmed_at, user.adult_text = timezone.now(), ADULT_TEXT
    user.save(update_fields=["adult_affirmed_at", "adult_text"])


def update_person(user: User, *, name: str, zone: str, language: str, **more: str | list[str]) -> list[str]:
    """Change how a person is called, their clock and their language, and of `more` how their name is said,
    their pronouns and what they speak. From now on the zone is their choice. Says which columns changed.
    """
    if stray := set(more) - MORE:
        raise TypeError(f"not theirs to change here: {stray}")
    wanted = {"name": name, "zone": check_zone(zone), "language": language, **more}
    changed = [column for column, value in wanted.items() if getattr(user, column) != value]
    for column in changed:
        setattr(user, column, wanted[column])
    user.zone_chosen = True
    user.save(update_fields=[*changed, "zone_chosen"])
    return changed


def pause_mail(user: User, until: datetime | None) -> None:
    """Send no mail that can be stopped before `until`; None lets it go out again. Codes always come."""
    user.mail_paused_until = until
    user.save(update_fields=["mail_paused_until"])


def freeze(user: User) -> bool:
    """Stop this person's words and pairings from now on, until staff have looked; False if it was so already.

    They come in, read, report and leave as before: nothing that protects them is taken away.
    """
    return bool(User.objects.filter(pk=user.pk, frozen_at=None).update(frozen_at=timezone.now()))


def thaw(user: User) -> bool:
    """Let them write and be paired again; False if nothing held them."""
    return bool(User.objects.filter(pk=user.pk).exclude(frozen_at=None).update(frozen_at=None))


def any_frozen(user_ids: Iterable[int]) -> bool:
    """Is one of these people held?"""
    return User.objects.filter(pk__in=list(user_ids)).exclude(frozen_at=None).exists()


def blocked_by(user: User) -> list[Block]:
    """Whom this person has blocked, newest first."""
    return list(Block.objects.filter(blocker=user).select_related("blocked").order_by("-created_at", "-pk"))


def lock(*user_ids: int) -> None:
    """Make what touches these people wait for each other: hellos, pairs, blocks, departures.

    SECURITY: the first statement of each such transaction, in ascending order, so that nothing waits in a
    circle; whoever comes second looks at facts again after it.
    """
    rows = User.objects.filter(pk__in=user_ids).order_by("pk").select_for_update(no_key=True)
    list(rows.values_list("pk", flat=True))
