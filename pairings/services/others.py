"""Who else could be asked: people with room whom the reader may read, by what they have in common."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User, not_blocked
from accounts.text import fold
from profiles import rank
from profiles.models import Mark, Profile, ProfileTopic
from profiles.overlap import Facts
from programs.models import Program
from programs.models.programs import State as ProgramState
from programs.models.questions import ProfileRole

from ..models import Pairing, Request
from ..models.pairings import State

MOST = 3
LOOKED_AT = 300


def best(
    reader: User,
    program: Program,
    role: str,
    *,
    but: Sequence[int] = (),
    number: int = MOST,
    named_by: User | None = None,
) -> list[Profile]:
    """Up to so many people of that role who could be asked to pair today: what they share with the reader
    first, then who has fewest hellos waiting. Never somebody with a block, put aside, asked or written with
    before, or a partner that was. `but` are further user ids to leave out; who is `named_by` somebody has no
    block with them either.

    Three queries at most. Of more than LOOKED_AT people who share a topic the newest are compared.
    """
    if program.state != ProgramState.LIVE:
        return []
    mine = _mine(reader, program, role)
    found = _free(reader, program, role).exclude(user__in=[reader.pk, *but])
    if named_by is not None:
        found = found.filter(not_blocked(named_by.pk, "user_id"))
    # Newest first is what the directory's index gives: so many are read and compared, however many there are.
    found = found.select_related("user").order_by("-pk")
    rows: list[Profile] = []
    if topics := [fold(topic) for topic in mine.topics] if mine else []:
        shares = ProfileTopic.objects.filter(profile=OuterRef("pk"), topic__in=topics)
        rows = list(found.filter(Exists(shares))[:LOOKED_AT])
    if len(rows) < number:
        rows += found.exclude(pk__in=[row.pk for row in rows])[:LOOKED_AT]
    return sorted(rows, key=lambda row: _order(mine, row))[:number]


def _order(mine: Facts | None, row: Profile) -> tuple[int, int, int, int]:
    common = rank.score(mine, row.facts) if mine else 0
    return -common, row.waiting_requests, row.seats_taken, -row.pk


def _mine(reader: User, program: Program, role: str) -> Facts | None:
    """A mentor is compared with the reader's wish, a mentee with their offer; else with what there is."""
    own = list(Profile.objects.filter(program=program, user=reader))
    own.sort(key=lambda profile: profile.role != ProfileRole(role).other)
    return own[0].facts if own else None


def _free(reader: User, program: Program, role: str) -> "QuerySet[Profile]":
    me, them = reader.pk, OuterRef("user_id")
    both = Q(low_id=me, high_id=them) | Q(low_id=them, high_id=me)
    asked = Request.objects.filter(both, program=program)
    walked = Pairing.objects.filter(both, program=program).exclude(state=State.DRAFT)
    aside = Mark.objects.filter(user=me, kind=Mark.Kind.NOT_FOR_ME, profile=OuterRef("pk"))
    found = Profile.objects.visible_to(reader).with_room(program.today())
    return found.filter(~Exists(asked), ~Exists(walked), ~Exists(aside), program=program, role=role)


def number_of(reader: User, program: Program, role: str, *, but: Sequence[int] = ()) -> int:
    """How many of them `best` would show, without looking who is best."""
    if program.state != ProgramState.LIVE:
        return 0
    found = _free(reader, program, role).exclude(user__in=[reader.pk, *but])
    return len(found.order_by().values_list("pk", flat=True)[:MOST])


def in_words(number: int) -> str:
    """How many are shown: "three others", "two others", "one other"; "" for none."""
    return {0: "", 1: "one other", 2: "two others"}.get(number, "three others")
