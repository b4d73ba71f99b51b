"""What sign-ups tell people where admins read answers before they are listed. Mails carry no answers."""

from django.conf import settings
from django.urls import reverse

from groups.models import Membership
from messaging.kinds import Context, register
from messaging.models import Notice

from .models import Profile
from .models.profiles import State


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


def load_decided(notice: Notice) -> Context | None:
    """The sign-up, and the admin's own words where there are some."""
    profile = _profile(notice)
    if profile is None:
        return None
    directory = reverse("directory", args=[profile.program.group.slug, profile.program.slug])
    other = "mentor" if profile.role == "mentee" else "mentee"
    return {
        "profile": profile,
        "program": profile.program,
        "by": profile.decided_by,
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


def register_all() -> None:
    """Called once when Django starts."""
    register(
        "sign_ups_waiting", label="Sign-ups to read in your group", load=load_waiting, wanted=waiting_wanted
    )
    register("sign_up_listed", label="You are on the list", load=load_decided, wanted=listed_wanted, rank=4)
    register(
        "sign_up_asked",
        label="A small thing about your answers",
        load=load_decided,
        wanted=asked_wanted,
        rank=4,
    )
    register(
        "sign_up_declined",
        label="A sign-up that was not taken",
        load=load_decided,
        wanted=declined_wanted,
        rank=4,
    )
