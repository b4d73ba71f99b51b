"""Today: what is worth doing now, most pressing first. A section is a small function that gives cards."""

from collections.abc import Callable, Iterator

from django.utils import timezone

from accounts.models import User

from . import admins, members
from .desk import Card, Desk

MOST = 5

SECTIONS: tuple[Callable[[Desk], Iterator[Card]], ...] = (
    admins.launches_on_hold,
    admins.reports,
    members.questions,
    members.replies,
    members.hellos,
    members.proposals,
    members.walked,
    members.half_made_sign_ups,
    admins.people_who_ask,
    admins.groups_offered,
    admins.people_to_pair,
    admins.programs_to_set_up,
    members.on_the_list,
)


def cards(user: User) -> tuple[list[Card], int]:
    """At most five things to do now, and how many more come up when these are done."""
    desk = Desk(user, timezone.now())
    found = [card for section in SECTIONS for card in section(desk)]
    return found[:MOST], max(0, len(found) - MOST)
