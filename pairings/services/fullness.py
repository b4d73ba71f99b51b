""" "I'm full" and "not this month", said from a hello: nobody new is asked for, and nothing that is going on
ends by it."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.services import people
from profiles.models import Profile
from profiles.services import profiles

from ..models import Request
from . import requests


def waiting_for(profile: Profile) -> "QuerySet[Request]":
    """The hellos to this sign-up that nobody has answered, oldest first, as its owner may see them."""
    rows = Request.objects.waiting().filter(to_profile=profile)
    return rows.visible_to(profile.user).select_related("sender", "program").order_by("pk")


@transaction.atomic
def say(profile: Profile, *, by: User, until: date | None) -> Profile:
    """Take nobody new before that day (profiles.FAR: until they say otherwise; None: there is room again).

    Hellos that are being sent to this person are waited for, so that none comes after this has been said.
    """
    if by.pk != profile.user_id:
        raise PermissionError("Only the person themselves says that.")
    people.lock(by.pk)
    return profiles.set_accepting(profile, until)


def send_notes(found: Iterable[Request], *, by: User, note: str) -> int:
    """One kind no to each of these; how many. Those that have moved on meanwhile are passed over."""
    count = 0
    for request in found:
        try:
            requests.decline(request, by=by, note=note)
        except ValidationError:
            continue  # taken back, or lapsed, a moment ago
        count += 1
    return count
