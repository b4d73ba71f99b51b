"""What sign-ups tell people: where admins read answers before they are listed, and where one was left
half-made. Mails carry no answers."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from groups.models import Membership
from messaging.kinds import Context, register
from messaging.models import Notice
from programs.models.questions import ProfileRole

from . import asking
from .models import Profile
from .models.profiles import State
from .services import unfinished


def _profile(notice: Notice) -> Profile | None:
    found = Profile.objects.select_related("user", "program__group", "decided_by")
    return found.filter(pk=notice.subject_id or 0).first()


def load_waiting(notice: Notice) -> Context | None:
    """The program, and how many wait in it now."""
    profile = _profile(notice)
    if profile is None:
        return None
    number = Profile.objects.filter(program=profile.program_id, state=State.SENT).count()
    return {"program": profile.program, "number": number}


def waiting_wanted(notice: Notice) -> bool:
    """Somebody still waits, no newer notice says so, and the reader still looks after the group."""
    profile = _profile(notice)
    if profile is None:
        return False
    here = Profile.objects.filter(program=profile.program_id)
    newer = Notice.objects.filter(kind=notice.kind, user=notice.user, pk__gt=notice.pk)
    if newer.filter(subject_id__in=here.values("pk")).exists():
        return False
    if not here.filter(state=State.SENT).exists():
        return False
    rows = Membership.objects.looking_after().filter(group=profile.program.group_id)
    return rows.filter(user=notice.user).exists()


def _apart(profile: Profile) -> bool:
    """Does a block stand between the two? Then the mail says what was decided, not by whom."""
    return Block.objects.between(profile.user_id, profile.decided_by_id or 0).exists()


def load_decided(notice: Notice) -> Context | None:
    """The sign-up, and the admin's own words where there are some."""
    profile = _profile(notice)
    if profile is None:
        return None
    directory = reverse("directory", args=[profile.program.group.slug, profile.program.slug])
    other = ProfileRole(profile.role).other
    return {
        "profile": profile,
        "program": profile.program,
        "by": None if _apart(profile) else profile.decided_by,
        "note": profile.note,
        "directory_url": f"{settings.SITE_URL}{directory}?role={other}",
        "other": other,
    }


def _stands(state: State, notice: Notice) -> bool:
    return Profile.objects.filter(pk=notice.subject_id or 0, state=state).exists()


def listed_wanted(notice: Notice) -> bool:
    """They are still on the list."""
    return _stands(State.LISTED, notice)


def asked_wanted(notice: Notice) -> bool:
    """The change is still theirs to make."""
    return _stands(State.ASKED, notice)


def declined_wanted(notice: Notice) -> bool:
    """Nobody has changed their mind."""
    return _stands(State.DECLINED, notice)


def load_room(notice: Notice) -> Context | None:
    """Whose place it is."""
    profile = _profile(notice)
    return {"profile": profile, "program": profile.program} if profile else None


def room_wanted(notice: Notice) -> bool:
    """There is still room, and the reader may still read and ask them."""
    if notice.user is None:
        return False
    found = Profile.objects.visible_to(notice.user).filter(pk=notice.subject_id or 0)
    profile = found.select_related("program__group").first()
    return profile is not None and profile.has_room(profile.program.today())


def load_unfinished(notice: Notice) -> Context | None:
    """The sign-up, where it stopped, and until when it can be sent."""
    profile = _profile(notice)
    if profile is None:
        return None
    return {
        "profile": profile,
        "program": profile.program,
        "begun": profile.step == 1,
        "left": unfinished.left(profile),
        "stopped": asking.TITLES.get(profile.step, "Have a last look"),
        "closes": profile.program.closes_on,
    }


def unfinished_wanted(notice: Notice) -> bool:
    """It is still theirs to finish, and lies as it lay when this was written."""
    profile = _profile(notice)
    if profile is None or profile.updated_at > notice.created_at:
        return False
    return unfinished.still(profile, timezone.now())


def register_all() -> None:
    """Called once when Django starts."""
    register(
        unfinished.KIND,
        label="A sign-up you began",
        load=load_unfinished,
        wanted=unfinished_wanted,
        about="Once, a day after you stopped in the middle of one.",
    )
    register(
        "sign_ups_waiting",
        label="Sign-ups to read in your group",
        load=load_waiting,
        wanted=waiting_wanted,
        about="Where you read answers before they are listed.",
        under="admins",
    )
    register(
        "sign_up_listed",
        label="You are on the list",
        load=load_decided,
        wanted=listed_wanted,
        rank=4,
        about="Where admins read answers first: yours are fine.",
    )
    register(
        "sign_up_asked",
        label="A small thing about your answers",
        load=load_decided,
        wanted=asked_wanted,
        rank=4,
        about="An admin asks for a small change before you are listed.",
    )
    register(
        "sign_up_declined",
        label="A sign-up that was not taken",
        load=load_decided,
        wanted=declined_wanted,
        rank=4,
        about="An admin says “not this time” to one of yours.",
    )
    register(
        "room_again",
        label="Somebody has room again",
        load=load_room,
        wanted=room_wanted,
        rank=4,
        about="You asked to be told when a person who was full could take somebody.",
        under="people",
    )
