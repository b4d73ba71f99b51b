"""Who could walk with whom, in a plain and honest order: what they share, then who has fewest already.

Matching everybody at once is another thing; this answers one admin's question about one mentee.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from accounts.models import User, not_blocked
from profiles import overlap
from profiles.models import Profile
from programs.models.questions import ProfileRole

from ..models import Pairing, Request
from ..models.pairings import OPEN, State

PAGE = 10


@dataclass(frozen=True)
class Candidate:
    """One mentor for one mentee: what speaks for them, and what an admin should know."""

    profile: Profile
    shared: list[str]
    reasons: list[str]
    left: int
    talking: bool
    before: bool

    @property
    def places(self) -> str:
        """Places left, drafts counted."""
        return f"{self.left} place{'' if self.left == 1 else 's'} left"


def for_mentee(mentee: Profile, *, reader: User) -> list[Candidate]:
    """Mentors with room whom the admin may see, best first. People with a block, either way, never appear."""
    history = _history(mentee)
    talking = set(
        Request.objects.open()
        .filter(program=mentee.program_id)
        .filter(Q(low_id=mentee.user_id) | Q(high_id=mentee.user_id))
        .values_list(F("low_id") + F("high_id") - mentee.user_id, flat=True)
    )
    found = [
        _candidate(mentee, mentor, mentor.user_id in talking, mentor.user_id in history[1])
        for mentor in _mentors(mentee, reader)
        if mentor.user_id not in history[0]
    ]
    return sorted(found, key=_order)


def _order(one: Candidate) -> tuple[bool, int, int, int]:
    return one.before, -len(one.shared), one.profile.seats_taken, one.profile.pk


def _mentors(mentee: Profile, reader: User) -> QuerySet[Profile]:
    drafts = Count("pairings_as_mentor", filter=Q(pairings_as_mentor__state=State.DRAFT))
    seen = Profile.objects.visible_to(reader).with_room(mentee.program.today())
    return (
        seen.filter(not_blocked(mentee.user_id, "user_id"), program=mentee.program_id)
        .filter(role=ProfileRole.MENTOR)
        .exclude(user=mentee.user_id)
        .annotate(drafts=drafts)
        .filter(capacity__gt=F("seats_taken") + F("drafts"))
        .select_related("user")
    )


def _history(mentee: Profile) -> tuple[set[int], set[int]]:
    """Those whom the mentee walks with or is drafted with, and those they were a pair with before."""
    own = Q(low_id=mentee.user_id) | Q(high_id=mentee.user_id)
    rows = Pairing.objects.filter(own, program=mentee.program_id).values_list("low_id", "high_id", "state")
    now: set[int] = set()
    before: set[int] = set()
    for low, high, state in rows:
        (now if state in OPEN else before).add(low + high - mentee.user_id)
    return now, before


def _candidate(mentee: Profile, mentor: Profile, talking: bool, before: bool) -> Candidate:
    asks, offers = mentee.facts, mentor.facts
    both = [
        f"Both {line.removeprefix('You both ')}"
        for line in overlap.reasons(asks, offers)
        if line.startswith("You both ")
    ]
    drafts: int = mentor.drafts  # annotated by _mentors
    return Candidate(
        profile=mentor,
        shared=overlap.shared_topics(asks.topics, offers.topics),
        reasons=both,
        left=mentor.capacity - mentor.seats_taken - drafts,
        talking=talking,
        before=before,
    )
