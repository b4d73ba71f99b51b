"""Hellos that could not go yet: nothing that was typed is lost, and with the sign-up they go."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.limits import TooMany
from accounts.models import User, not_blocked
from accounts.services import people
from messaging.services import notices
from profiles.models import Profile
from programs.models import Program

from ..models import KeptHello, Request
from ..openers import together
from . import requests

LIFE = timedelta(days=30)
MOST = 200  # a pass


def keep(
    *, sender: User, to_profile: Profile, opener: str, words: str, to_pair: bool, token: uuid.UUID
) -> KeptHello:
    """Keep what somebody wrote to this person; the newest of a program takes the place of the one before."""
    values = {
        "to_profile": to_profile,
        "opener": opener,
        "words": words,
        "to_pair": to_pair,
        "token": token,
        "goes_when_listed": False,
    }
    found, _ = KeptHello.objects.update_or_create(
        sender=sender, program_id=to_profile.program_id, defaults=values
    )
    return found


def of(sender: User, program: Program) -> KeptHello | None:
    """What this person has written and not sent in the program, to somebody they may still see."""
    seen = not_blocked(sender.pk, "to_profile__user_id")
    rows = KeptHello.objects.filter(seen, sender=sender, program=program, to_profile__user__frozen_at=None)
    return rows.select_related("to_profile__user", "program__group").first()


def wait(kept: KeptHello) -> None:
    """Its sender has seen that it goes by itself once the admins have read their sign-up."""
    KeptHello.objects.filter(pk=kept.pk).update(goes_when_listed=True)


def drop(sender: User, program_id: int) -> None:
    """It is not needed any more."""
    KeptHello.objects.filter(sender=sender, program=program_id).delete()


@transaction.atomic
def go(kept: KeptHello) -> Request:
    """Send it and forget it; refuses as `requests.send` does, and it stays kept then."""
    sent = requests.send(
        sender=kept.sender,
        to_profile=kept.to_profile,
        body=together(kept.opener, kept.words),
        to_pair=kept.to_pair,
        token=kept.token,
    )
    drop(kept.sender, kept.program_id)
    return sent


def run(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: what waited for its sender to be listed goes now; how many went.

    What cannot go (its reader filled up, stepped back) stays kept, and its sender is told so.
    """
    other = Profile.objects.listed().filter(program=OuterRef("program"), user=OuterRef("sender"))
    own = other.exclude(role=OuterRef("to_profile__role"))
    found = KeptHello.objects.filter(Exists(own), goes_when_listed=True)
    if program_id is not None:
        found = found.filter(program_id=program_id)
    return sum(_one(pk, now) for pk in list(found.order_by("pk").values_list("pk", flat=True)[:MOST]))


def _one(pk: int, now: datetime) -> bool:
    found = KeptHello.objects.filter(pk=pk).values_list("sender", "to_profile__user").first()
    if found is None:
        return False
    with transaction.atomic():
        people.lock(*found)  # before the row: who blocks takes the two first and then what is kept
        rows = KeptHello.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        kept = (
            rows.select_related("sender", "to_profile__user", "to_profile__program__group", "program")
            .filter(pk=pk, goes_when_listed=True)
            .first()
        )
        if kept is None:
            return False
        other = kept.to_profile.user
        try:
            readable = Profile.objects.visible_to(kept.sender).filter(pk=kept.to_profile_id).exists()
            if not readable:
                raise ValidationError("They have stepped back for now.", code="gone")
            sent = go(kept)
        except (ValidationError, TooMany):
            KeptHello.objects.filter(pk=pk).update(goes_when_listed=False)
            if readable:
                _tell(kept, "hello_kept", f"Your hello to {other.first_name} couldn’t go yet", now)
            return False
        _tell(kept, "hello_gone", f"Your hello to {other.first_name} is on its way", now, sent)
        return True


def _tell(kept: KeptHello, kind: str, line: str, now: datetime, sent: Request | None = None) -> None:
    url = reverse("conversation_short", args=[sent.conversation.code]) if sent else ""
    notices.tell(
        kind,
        kept.sender,
        key=f"kept:{kept.token}:{kind}:user:{kept.sender_id}",
        url=url or reverse("hello_new_short", args=[kept.to_profile.code]),
        line=line,
        subject_id=sent.pk if sent else kept.pk,
        scope=kept.program.group_id,
        not_before=now,
    )


def forget(now: datetime) -> int:
    """Delete what has lain for a month; how many."""
    return KeptHello.objects.filter(created_at__lt=now - LIFE).delete()[0]
