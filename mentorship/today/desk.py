"""What Today is made from: one person's pairs, and the programs that they look after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from groups.models import Group, JoinRequest, OwnerOffer
from pairings.models import Pairing, Step
from pairings.models.pairings import OPEN
from pairings.models.pairings import State as PairState
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from programs.models import Program
from programs.models.programs import State as ProgramState
from programs.models.questions import ProfileRole

APART = 2  # of one sort, before the rest are counted instead of shown
FRESH = timedelta(days=7)  # how long a walked path is news
READ = 50  # rows of one sort that are looked at


@dataclass(frozen=True)
class Card:
    """One thing to do: what it is, in which program or group, and the one button that does it."""

    icon: str
    where: str
    heading: str
    words: str
    url: str
    action: str
    quote: str = ""  # somebody's words, or the week's question: set in the voice's face
    undo_url: str = ""  # a POST beside the button


class Desk:
    """What one person's Today is made from; each part is read once, when a section asks for it."""

    def __init__(self, user: User, now: datetime) -> None:
        self.user = user
        self.now = now

    @cached_property
    def pairs(self) -> list[Pairing]:
        """Their open pairs and those that have just walked all the way, oldest first, each with the key of
        its newest step."""
        newest = Step.objects.filter(pairing=OuterRef("pk")).order_by("-number").values("pk")[:1]
        walked = Q(state=PairState.COMPLETED, ended_at__gt=self.now - FRESH)
        rows = Pairing.objects.visible_to(self.user).filter(Q(state__in=OPEN) | walked)
        rows = rows.annotate(newest_step=Subquery(newest))
        return list(
            rows.select_related("program__group", "mentor_user", "mentee_user", "conversation").order_by(
                "pk"
            )[:READ]
        )

    @cached_property
    def steps(self) -> dict[int, Step]:
        """The newest step of each of their pairs, by the pair's key."""
        keys = [pair.newest_step for pair in self.pairs if pair.newest_step]  # type: ignore[attr-defined]
        steps = Step.objects.filter(pk__in=keys).select_related("week") if keys else []
        return {step.pairing_id: step for step in steps}

    @cached_property
    def doors(self) -> list[Group]:
        """Groups of theirs in which people ask them something: to be let in, or to own it. One query."""
        waiting = JoinRequest.objects.run_by(self.user).waiting().filter(user__is_active=True)
        counts = waiting.filter(group=OuterRef("pk")).order_by().values("group")
        offer = OwnerOffer.objects.made_to(self.user).filter(group=OuterRef("pk"))
        rows = Group.objects.visible_to(self.user).annotate(
            asking=Subquery(counts.annotate(number=Count("pk")).values("number")),
            offered_by=Subquery(offer.values("giver__name")),
            offered_until=Subquery(offer.values("ends_at")),
        )
        return list(rows.exclude(asking=None, offered_until=None).order_by("name")[:READ])

    @cached_property
    def programs(self) -> list[Program]:
        """Programs they look after that are being set up or live, with what waits in each."""
        mentees = Profile.objects.filter(
            program=OuterRef("pk"), role=ProfileRole.MENTEE, state=ProfileState.LISTED, seats_taken=0
        )
        drafted = Pairing.objects.filter(mentee=OuterRef("pk"), state=PairState.DRAFT)
        alone = mentees.filter(~Exists(drafted))
        pairs = Pairing.objects.filter(program=OuterRef("pk"))
        held = pairs.filter(state=PairState.PROPOSED, held_until__gt=self.now)
        rows = Program.objects.run_by(self.user).filter(
            state__in=[ProgramState.DRAFT, ProgramState.LIVE], group__archived_at=None
        )
        return list(
            rows.annotate(
                alone=_count(alone),
                asked=_count(alone.filter(wants_pairing=True)),
                drafts=_count(pairs.filter(state=PairState.DRAFT)),
                held=_count(held),
                told_at=Subquery(
                    held.order_by().values("program").annotate(at=Max("held_until")).values("at")
                ),
            )
            .select_related("group")
            .order_by("-pk")[:READ]
        )


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("program").annotate(number=Count("pk")).values("number"))
