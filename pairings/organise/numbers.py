"""How a program stands, in numbers: a query for its pairs and one for its people."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from messaging.templatetags.mails import number_words
from profiles import overlap
from profiles.models import Profile
from programs.models import Program
from programs.models.questions import ProfileRole

from ..models import Pairing, Schedule, Step
from ..models.pairings import WALKING, State

capital = overlap.capital  # for a sentence that begins with a number


@dataclass(frozen=True)
class Numbers:
    """What the admins' pages count."""

    drafts: int = 0
    held: int = 0
    held_until: datetime | None = None
    asked: int = 0
    walking: int = 0
    paused: int = 0
    completed: int = 0
    ended: int = 0
    talked: int = 0
    mentors: int = 0
    mentees: int = 0
    waiting: int = 0
    spare: int = 0

    @property
    def launched(self) -> int:
        """Pairs past their draft, ended ones left out."""
        return self.held + self.asked + self.walking + self.completed

    @property
    def shown(self) -> int:
        """What the list of all pairs holds."""
        return self.launched + self.ended

    @property
    def both_roles(self) -> bool:
        """Is anybody there to be paired at all?"""
        return bool(self.mentors and self.mentees)


def of(program: Program, now: datetime | None = None) -> Numbers:
    """The numbers of one program now."""
    now = now or timezone.now()
    return Numbers(**_pairs(program, now), **_people(program, now))


def _pairs(program: Program, now: datetime) -> dict[str, object]:
    current = Subquery(Schedule.objects.filter(pairing=OuterRef("pairing")).values("next_step")[:1])
    ticked = Q(mentor_talked_at__isnull=False) | Q(mentee_talked_at__isnull=False)
    this_week = Step.objects.filter(ticked, pairing=OuterRef("pk")).annotate(next=current)
    held = Q(state=State.PROPOSED, told_at=None)
    return (
        Pairing.objects.filter(program=program)
        .annotate(talked_now=Exists(this_week.filter(number=F("next") - 1)))
        .aggregate(
            drafts=Count("pk", filter=Q(state=State.DRAFT)),
            held=Count("pk", filter=held),
            held_until=Max("held_until", filter=held & Q(held_until__gt=now)),
            asked=Count("pk", filter=Q(state=State.PROPOSED) & ~Q(told_at=None)),
            walking=Count("pk", filter=Q(state__in=WALKING)),
            paused=Count("pk", filter=Q(state=State.PAUSED)),
            completed=Count("pk", filter=Q(state=State.COMPLETED)),
            ended=Count("pk", filter=Q(state=State.ENDED)),
            talked=Count("pk", filter=Q(state__in=WALKING, talked_now=True)),
        )
    )


def _people(program: Program, now: datetime) -> dict[str, int]:
    today = program.today(now)
    free = Q(accepting_from=None) | Q(accepting_from__lte=today)
    room = free & Q(capacity__gt=F("seats_taken") + F("as_mentor") + F("as_mentee"))
    return (
        Profile.objects.listed()
        .filter(program=program)
        .annotate(as_mentor=_drafts_as("mentor"), as_mentee=_drafts_as("mentee"))
        .aggregate(
            mentors=Count("pk", filter=Q(role=ProfileRole.MENTOR)),
            mentees=Count("pk", filter=Q(role=ProfileRole.MENTEE)),
            waiting=Count("pk", filter=room & Q(role=ProfileRole.MENTEE)),
            spare=Count("pk", filter=room & Q(role=ProfileRole.MENTOR)),
        )
    )


def _drafts_as(role: str) -> Coalesce:
    """How many drafts somebody is in, in that role."""
    drafts = Pairing.objects.filter(**{role: OuterRef("pk")}, state=State.DRAFT).order_by().values(role)
    return Coalesce(Subquery(drafts.annotate(number=Count("pk")).values("number")), 0)


def unpaired(program: Program) -> QuerySet[Profile]:
    """Mentees who could be paired today and are in nobody's draft."""
    drafts = Pairing.objects.filter(mentee=OuterRef("pk"), state=State.DRAFT)
    found = Profile.objects.with_room(program.today()).filter(program=program, role=ProfileRole.MENTEE)
    return found.filter(~Exists(drafts))


def count(number: int, one: str, many: str = "") -> str:
    """ "One pair", "twelve pairs": a number with its noun, in words up to twelve."""
    return f"{number_words(number)} {one if number == 1 else many or one + 's'}"
