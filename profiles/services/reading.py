"""Where admins read answers before they are listed: fine, a small change, not this time.

Each decision is a conditional UPDATE of what the admin has read: of two who decide at once one is heard,
and an answer that changed meanwhile is read again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.services import audit
from profiles.models import Profile
from profiles.models.profiles import WITH_ADMINS, State, sources
from profiles.services import cards, told
from profiles.services.whole import confirmed, missing
from programs.models import Program
from programs.models.programs import State as ProgramState
from programs.services import programs

MOST = 50  # decided with one press
NOTE = 600  # characters


class Decided(ValidationError):
    """Somebody else was first, or the answers are not those that were read."""


@transaction.atomic
def fine(program: Program, read: Mapping[str, str], *, by: User) -> list[Profile]:
    """Put these on the list and tell each: {code: stamp of what was read}. Those that changed since stay."""
    program = _open(program, by)
    rows = Profile.objects.filter(program=program, code__in=list(read)[:MOST], state__in=WITH_ADMINS)
    locked = rows.select_for_update(of=("self",), no_key=True).select_related("user").order_by("pk")
    listed, now = [], timezone.now()
    proved = set(rows.filter(confirmed()).values_list("pk", flat=True))
    for profile in locked:
        profile.program = program
        if profile.stamp != read[profile.code] or profile.pk not in proved:
            continue
        if profile.state != State.SENT:  # one that waits is whole, and its card is written
            if missing(profile):
                continue
            cards.write(profile)
            profile.save(update_fields=cards.COLUMNS)
        if _move(profile, State.LISTED, by, now, listed_at=now, note="", note_about=""):
            listed.append(profile)
    if listed:
        subject = listed[0].user.name if len(listed) == 1 else f"{len(listed)} people"
        audit.log(program.group, by, "put on the list", f"{subject}, {program.name}")
    return listed


@transaction.atomic
def fine_one(profile: Profile, read: str, *, by: User) -> Profile:
    """The same for one, which may have been sent back or declined before; says why if it could not be."""
    if not fine(profile.program, {profile.code: read}, by=by):
        profile.refresh_from_db()
        if profile.state in WITH_ADMINS and profile.stamp == read:
            if not Profile.objects.filter(confirmed(), pk=profile.pk).exists():
                name = profile.user.first_name
                raise Decided(
                    f"{name} hasn’t confirmed their address yet. Say fine once they have.", code="mail"
                )
            raise Decided("Something is missing in these answers. Ask for a small change.", code="missing")
        raise _too_late(profile)
    profile.refresh_from_db()
    return profile


def ask(profile: Profile, read: str, *, by: User, note: str, about: str = "") -> Profile:
    """Send it back with a few words, which stand beside what they are `about`; sent again it waits here."""
    return _send_back(profile, read, by, State.ASKED, note, about)


def decline(profile: Profile, read: str, *, by: User, note: str) -> Profile:
    """Not this time, in kind words. Only an admin can change that."""
    return _send_back(profile, read, by, State.DECLINED, note, "")


@transaction.atomic
def _send_back(profile: Profile, read: str, by: User, to: State, note: str, about: str) -> Profile:
    if not note.strip():
        raise ValidationError({"note": "Write a few words, please. They’re all that the person gets."})
    if len(note) > NOTE:
        raise ValidationError({"note": f"Keep it to {NOTE} characters."})
    program = _open(profile.program, by)
    rows = Profile.objects.filter(pk=profile.pk, program=program).select_related("user")
    locked = rows.select_for_update(of=("self",), no_key=True).get()
    locked.program = program
    if locked.stamp != read or not _move(locked, to, by, timezone.now(), note=note, note_about=about):
        raise _too_late(locked)
    verb = "asked for a small change by" if to == State.ASKED else "did not put on the list"
    audit.log(program.group, by, verb, f"{locked.user.name}, {program.name}")
    return locked


def _move(profile: Profile, to: State, by: User, now: datetime, **values: Any) -> bool:
    # A new `updated_at` is a new stamp: what another admin has open is no longer what they read.
    values |= {"state": to, "decided_at": now, "decided_by": by, "updated_at": now}
    rows = Profile.objects.filter(pk=profile.pk, state__in=sources(to), updated_at=profile.updated_at)
    if not rows.exclude(state=State.DRAFT).exclude(state=State.WITHDRAWN).update(**values):
        return False
    for name, value in values.items():
        setattr(profile, name, value)
    told.decided(profile)
    return True


def _open(program: Program, by: User) -> Program:
    found = programs.lock(program, by)
    if found.state != ProgramState.LIVE:
        raise Decided("This program is over, so its list stays as it is.", code="over")
    return found


def _too_late(profile: Profile) -> Decided:
    if profile.state in WITH_ADMINS:
        return Decided(
            f"{profile.user.first_name} changed something a moment ago. Read it again.", code="new"
        )
    return Decided("Somebody has decided about this one already.", code="decided")
