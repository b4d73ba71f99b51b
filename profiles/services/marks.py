"""What one person keeps in mind about others: kept, put aside, to be told of room. Theirs alone."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from accounts.services import people
from messaging.services import notices
from profiles.models import Mark, Profile
from profiles.models.profiles import State
from programs.models.programs import State as ProgramState

Kind = Mark.Kind
MOST = 500  # marks of one person
SLICE = 200  # marks a pass


@transaction.atomic
def put(user: User, profile: Profile, kind: str) -> None:
    """Mark somebody whose sign-up this person may read; what is marked so already stays.

    Who is put aside is neither kept nor waited for, and the other way round. To be told of room makes sense
    only while there is none (code "room").
    """
    if profile.user_id == user.pk:
        raise ValidationError("That’s you.", code="self")
    if kind == Kind.TELL_ME and profile.has_room(profile.program.today()):
        raise ValidationError("There’s room just now. You can say hello.", code="room")
    # Two tabs, one star and one "not for me": the second waits for the first.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    mine = Mark.objects.filter(user=user)
    against = mine.filter(profile=profile)
    against = against.exclude(kind=kind) if kind == Kind.NOT_FOR_ME else against.filter(kind=Kind.NOT_FOR_ME)
    against.delete()
    if mine.count() >= MOST and not mine.filter(profile=profile, kind=kind).exists():
        raise ValidationError("That’s a lot of people. Take a few off your list first.", code="many")
    Mark.objects.get_or_create(user=user, profile=profile, kind=kind)


def take(user: User, profile: Profile, kind: str) -> None:
    """Take the mark away; harmless where there is none."""
    Mark.objects.filter(user=user, profile=profile, kind=kind).delete()


def forget(user: User, group_id: int) -> None:
    """Somebody leaves a group: their marks there go, and those that wish to see or hear of them again. Who
    put them aside does not meet them anew, should they come back."""
    Mark.objects.filter(user=user, profile__program__group=group_id).delete()
    about = Mark.objects.filter(profile__user=user, profile__program__group=group_id)
    about.exclude(kind=Kind.NOT_FOR_ME).delete()


def tell(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: whoever waits for somebody's room is told once, and waits no more. How many."""
    # The day begins somewhere up to 14 hours early; whether it has begun there is asked of each below.
    rows = Mark.objects.filter(
        Q(profile__accepting_from=None) | Q(profile__accepting_from__lte=(now + timedelta(hours=14)).date()),
        kind=Kind.TELL_ME,
        profile__state=State.LISTED,
        profile__seats_taken__lt=F("profile__capacity"),
        profile__program__state=ProgramState.LIVE,
    )
    if program_id is not None:
        rows = rows.filter(profile__program=program_id)
    return sum(_one(pk, now) for pk in list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE]))


@transaction.atomic
def _one(pk: int, now: datetime) -> bool:
    two = Mark.objects.filter(pk=pk).values_list("user", "profile__user").first()
    if two is None:
        return False
    people.lock(*two)  # before the row, as a departure does: a block comes before this or after it
    rows = Mark.objects.select_for_update(skip_locked=True, of=("self",))
    mark = rows.select_related("user", "profile__user", "profile__program__group").filter(pk=pk).first()
    if mark is None or not mark.profile.has_room(mark.profile.program.today()):
        return False
    if not Profile.objects.visible_to(mark.user).filter(pk=mark.profile_id).exists():
        mark.delete()  # they may not read each other any more: there is nothing to tell
        return False
    notices.tell(
        "room_again",
        mark.user,
        key=f"room:{mark.pk}:user:{mark.user_id}",
        url=reverse("hello_new_short", args=[mark.profile.code]),
        line=f"{mark.profile.user.first_name} has room again",
        subject_id=mark.profile_id,
        scope=mark.profile.program.group_id,
        not_before=now,
    )
    mark.delete()
    return True
