"""A sign-up that somebody began and left lying: they are reminded of it once, kindly, while there is time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import BooleanField, CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from groups.models import Membership
from messaging.models import Notice
from messaging.services import notices
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.services import prefill
from programs.models import Program

KIND = "sign_up_unfinished"
RESTED = timedelta(days=1)  # untouched for so long
OLD = timedelta(days=4)  # looked for no longer: after an outage nobody hears of what they gave up long ago
MOST = 500  # in one tick
# The partial index's condition, word for word: SQLite cannot match it with bound parameters.
IN_THE_INDEX = RawSQL("profiles_profile.state = 'draft'", (), output_field=BooleanField())
LEFT = {
    1: "three short steps and a last look are left",
    2: "two short steps and a last look are left",
    3: "one step and a last look are left",
    4: "only the last look is left",
}


def run(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: tell those whose sign-up has lain for a day; how many. Once each, whatever ticks."""
    found = _lying(now)
    if program_id is not None:
        found = found.filter(program_id=program_id)
    ids = list(found.order_by("updated_at").values_list("pk", flat=True)[:MOST])
    return sum(_tell(pk, now) for pk in ids)


def still(profile: Profile, now: datetime) -> bool:
    """Is it still theirs to finish, and can it still be sent in time?"""
    return _theirs(Profile.objects.filter(pk=profile.pk), now).exists()


def left(profile: Profile) -> str:
    """How much there is still to do, in words."""
    return LEFT[3 if profile.step < 4 and prefill.is_short(profile) else min(profile.step, 4)]


def _theirs(found: QuerySet[Profile], now: datetime) -> QuerySet[Profile]:
    here = Membership.objects.active().filter(group=OuterRef("program__group"), user=OuterRef("user"))
    # Asked of each row, not as a list: else SQLite starts from the programs and leaves the index.
    taking = Program.objects.open_for_sign_up(now).filter(pk=OuterRef("program"), group__archived_at=None)
    return found.filter(
        Exists(here),
        Exists(taking),
        state=State.DRAFT,
        sent_at=None,
        user__is_active=True,
        user__frozen_at=None,
    )


def _lying(now: datetime) -> QuerySet[Profile]:
    rested = Profile.objects.filter(IN_THE_INDEX, updated_at__gt=now - OLD, updated_at__lte=now - RESTED)
    told = Notice.objects.filter(key=OuterRef("told_key"))
    key = Concat(
        Value("profile:"),
        Cast(F("pk"), CharField()),
        Value(":unfinished:user:"),
        Cast(F("user_id"), CharField()),
        output_field=CharField(),
    )
    return _theirs(rested, now).annotate(told_key=key).filter(~Exists(told))


@transaction.atomic
def _tell(pk: int, now: datetime) -> int:
    # Held: who is sending it this moment is not told that it lies.
    rows = Profile.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    profile = rows.select_related("program", "user").filter(pk=pk, updated_at__lte=now - RESTED).first()
    if profile is None or not still(profile, now):
        return 0
    begun = "You had begun with" if profile.step == 1 else "You were nearly done with"
    notices.tell(
        KIND,
        profile.user,
        key=f"profile:{profile.pk}:unfinished:user:{profile.user_id}",
        url=reverse("sign_up_short", args=[profile.code]),
        line=f"{begun} {profile.program.name}: {left(profile)}",
        subject_id=profile.pk,
        scope=profile.program.group_id,
    )
    return 1
