"""Where in a program somebody stands: program, group, membership and own sign-up in one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from groups.access import person
from groups.models import Group, Membership
from groups.models.groups import RUNS
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.overlap import Facts
from programs.access import Archived, member_program
from programs.models import Program
from programs.models.programs import ProgramQuerySet
from programs.models.programs import State as ProgramState
from programs.models.questions import ProfileRole

ONWARD = "after-sign-up"  # in the session: where a finished sign-up leads, when something waits for it
MOST = 100  # counts stop here: "100+"
OWN = ("role", "topics", "hours", "ways", "languages", "time_a_week")


@dataclass(frozen=True)
class Place:
    """A program as one of its people sees it."""

    user: User
    program: Program
    group: Group
    runs_it: bool
    signed_up: bool
    admin_name: str
    mine: Facts | None = None
    wants_pairing: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def reads_answers(self) -> bool:
        """May this person read other people's answers at all?"""
        return self.program.readers == Program.Readers.GROUP or self.signed_up or self.runs_it


def programs_of(user: User) -> ProgramQuerySet:
    """The programs whose pages this person may read: from the archive those they were in or look after."""
    was_in = Profile.objects.exclude(state=State.DRAFT).filter(program=OuterRef("pk"), user=user)
    kept = Q(Exists(was_in)) | Q(pk__in=Program.objects.run_by(user).filter(state=ProgramState.ARCHIVED))
    return Program.objects.visible_to(user).filter(~Q(state=ProgramState.ARCHIVED) | kept)


def read_program(request: HttpRequest, group: str, program: str, *, leaving: bool = False) -> Program:
    """The program with its group, if this person may read its pages; otherwise 404. In the archive nothing
    is written any more (Archived), but for `leaving`, which is never refused."""
    found = member_program(request, group, program)
    _if_archived(request, found, leaving=leaving)
    return found


def _if_archived(request: HttpRequest, program: Program, *, leaving: bool = False) -> None:
    if program.state != ProgramState.ARCHIVED:
        return
    get_object_or_404(programs_of(person(request)), pk=program.pk)
    if request.method == "POST" and not leaving:
        raise Archived


class Capped(Subquery):
    """How many rows, counted no further than MOST + 1."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"


def place_of(
    request: HttpRequest, group: str, program: str, role: str = "mentor", *, counted: bool = False
) -> Place:
    """The place of this person, compared with people of that role; 404 for whoever may not know of it.

    `counted` adds how many mentors and mentees they see on the list.
    """
    user = person(request)
    member = Membership.objects.active().filter(group=OuterRef("group"), user=user)
    looks_after = Membership.objects.looking_after().filter(group=OuterRef("group"))
    # A join, not a subquery a column: it gives a row for each of the (at most two) own sign-ups on the list.
    own = FilteredRelation("profiles", condition=Q(profiles__user=user, profiles__state=State.LISTED))
    found = (
        Program.objects.visible_to(user)
        .filter(group__slug=group, slug=program)
        .select_related("group")
        .annotate(
            own=own,
            own_role=Subquery(member.values("role")[:1]),
            admin_name=Subquery(looks_after.values("user__name")[:1]),
            wants_pairing=F("own__wants_pairing"),
            **{f"mine_{name}": F(f"own__{name}") for name in OWN},
            **(_counts(user) if counted else {}),
        )
    )
    # A mentor is compared with my wish, a mentee with my offer; with the other one if that is all there is.
    rows = sorted((vars(row) for row in found), key=lambda row: row["mine_role"] == role)
    if not rows:
        raise Http404
    row = rows[0]
    signed_up = row["mine_role"] is not None
    mine = {name: row[f"mine_{name}"] for name in OWN}
    at = next(iter(found))
    _if_archived(request, at)
    return Place(
        user=user,
        program=at,
        group=at.group,
        runs_it=row["own_role"] in RUNS,
        signed_up=signed_up,
        admin_name=(row["admin_name"] or "").split(" ", 1)[0],
        mine=Facts(name=user.first_name, **mine) if signed_up else None,
        wants_pairing=bool(row["wants_pairing"]),
        counts={name: row[f"number_of_{name}s"] for name in ProfileRole.values} if counted else {},
    )


def _counts(user: User) -> dict[str, Capped]:
    listed = Profile.objects.listed_in_each(user).order_by()
    return {
        f"number_of_{name}s": Capped(listed.filter(role=name).values("id")[: MOST + 1])
        for name in ProfileRole.values
    }


def my_profiles(place: Place) -> QuerySet[Profile]:
    """This person's own sign-ups in the program, the mentor's first."""
    return Profile.objects.filter(program=place.program, user=place.user).order_by("-role")


def lead_on(request: HttpRequest, program: Program, url: str) -> None:
    """Once this person is on the list of the program, go on to this address of ours."""
    request.session[ONWARD] = {"program": program.pk, "url": url}


def led_on(request: HttpRequest, program: Program) -> str:
    """Where a sign-up that is done now leads, once; "" when nothing waits for it."""
    kept = request.session.get(ONWARD) or {}
    return str(request.session.pop(ONWARD)["url"]) if kept.get("program") == program.pk else ""
