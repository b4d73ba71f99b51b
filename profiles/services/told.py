"""What people hear of a sign-up that is read before it is listed. Inside the transaction that does it."""

from django.urls import reverse

from groups.models import Membership
from messaging.services import notices
from profiles.models import Profile
from profiles.models.profiles import State

LINES = {
    State.LISTED: "You’re on the list of {program}",
    State.ASKED: "A small thing about your answers for {program}",
    State.DECLINED: "About your sign-up for {program}",
}
KINDS = {State.LISTED: "sign_up_listed", State.ASKED: "sign_up_asked", State.DECLINED: "sign_up_declined"}


def waiting(profile: Profile) -> None:
    """A sign-up waits to be read. Admins hear of the first; while some wait, the next ones are not told."""
    others = Profile.objects.filter(program=profile.program_id, state=State.SENT).exclude(pk=profile.pk)
    if others.exists():
        return
    program = profile.program
    admins = Membership.objects.looking_after().filter(group=program.group_id).exclude(user=profile.user_id)
    for membership in admins.select_related("user"):
        notices.tell(
            "sign_ups_waiting",
            membership.user,
            key=f"sign-up:{profile.pk}:sent:{_round(profile)}:user:{membership.user_id}",
            url=reverse("sign_up_short", args=[profile.code]),
            line=f"Somebody waits to be on the list of {program.name}",
            subject_id=profile.pk,
            scope=program.group_id,
        )


def decided(profile: Profile) -> None:
    """The person hears what became of it."""
    state = State(profile.state)
    notices.tell(
        KINDS[state],
        profile.user,
        key=f"sign-up:{profile.pk}:{state}:{_round(profile)}:user:{profile.user_id}",
        url=reverse("sign_up_short", args=[profile.code]),
        line=LINES[state].format(program=profile.program.name),
        subject_id=profile.pk,
        scope=profile.program.group_id,
    )


def _round(profile: Profile) -> str:
    moment = profile.decided_at if profile.state in KINDS else profile.sent_at
    return f"{moment.timestamp():.6f}" if moment else "0"
