"""Where in a program somebody stands: program, group, membership and own sign-up in one query."""

from dataclasses import dataclass

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User, not_blocked
from accounts.prepared import Prepared
from groups.access import person
from groups.models import Group, Membership
from groups.models.groups import RUNS
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.overlap import Facts
from profiles.week import whole
from programs.access import Archived, member_program
from programs.models import Program
from programs.models.programs import ProgramQuerySet
from programs.models.programs import State as ProgramState

ONWARD = "after-sign-up"  # in the session: where a finished sign-up leads, when something waits for it
MOST = 100  # counts stop here: "100+"
WEEK = ("week_1", "week_2", "week_3")
OWN = ("role", "topics", "hours", "ways", "languages", "time_a_week", *WEEK)


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
    rests: bool = False  # takes nobody new just now

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


def _place(me: int, group: str, program: str) -> ProgramQuerySet:
    user = User(pk=me)
    member = Membership.objects.active().filter(group=OuterRef("group"), user=user)
    looks_after = Membership.objects.looking_after().filter(
        not_blocked(me, "user_id"), group=OuterRef("group")
    )
    # A join, not a subquery a column: it gives a row for each of the (at most two) own sign-ups on the list.
    own = FilteredRelation("profiles", condition=Q(profiles__user=user, profiles__state=State.LISTED))
    return (
        Program.objects.visible_to(user)
        .filter(group__slug=group, slug=program)
        .select_related("group")
        .annotate(
            own=own,
            own_role=Subquery(member.values("role")[:1]),
            admin_name=Subquery(looks_after.values("user__name")[:1]),
            wants_pairing=F("own__wants_pairing"),
            accepting_from=F("own__accepting_from"),
            **{f"mine_{name}": F(f"own__{name}") for name in OWN},
        )
    )


PLACE = Prepared(_place, me=-1_234_567_891, group="\x00group", program="\x00program")


def place_of(request: HttpRequest, group: str, program: str, role: str = "mentor") -> Place:
    """The place of this person, compared with people of that role; 404 for whoever may not know of it."""
    user = person(request)
    found = list(PLACE(me=user.pk, group=group, program=program))
    # A mentor is compared with my wish, a mentee with my offer; with the other one if that is all there is.
    rows = sorted((vars(row) for row in found), key=lambda row: row["mine_role"] == role)
    if not rows:
        raise Http404
    row = rows[0]
    signed_up = row["mine_role"] is not None
    mine = {name: row[f"mine_{name}"] for name in OWN}
    hours = [mine.pop(name) for name in WEEK]
    at = found[0]
    _if_archived(request, at)
    return Place(
        user=user,
        program=at,
        group=at.group,
        runs_it=row["own_role"] in RUNS,
        signed_up=signed_up,
        admin_name=row["admin_name"].split(" ", 1)[0] if row["admin_name"] else "an admin",
        mine=Facts(name=user.first_name, **mine, week=whole(*hours)) if signed_up else None,
        wants_pairing=bool(row["wants_pairing"]),
        rests=row["accepting_from"] is not None and row["accepting_from"] > at.today(),
    )


def my_profiles(place: Place) -> QuerySet[Profile]:
    """This person's own sign-ups in the program, the mentor's first."""
    return Profile.objects.filter(program=place.program, user=place.user).order_by("-role")


def lead_on(request: HttpRequest, program: Program, url: str, *, posts: bool = False) -> None:
    """Once this person is on the list of the program, go on to this address of ours; where it `posts`, the
    last press of the sign-up is sent on to it, also when the admins read the sign-up first."""
    request.session[ONWARD] = {"program": program.pk, "url": url, "posts": posts}


def posts_on(request: HttpRequest, program: Program) -> bool:
    """Does the last press of the sign-up do something besides?"""
    kept = request.session.get(ONWARD) or {}
    return bool(kept.get("posts")) and kept.get("program") == program.pk


def posted_on(request: HttpRequest, program: Program) -> str:
    """The address that gets the last press of a sign-up, once; "" when it leads to a page, or nowhere."""
    return led_on(request, program) if posts_on(request, program) else ""


def led_on(request: HttpRequest, program: Program) -> str:
    """Where a sign-up that is done now leads, once; "" when nothing waits for it."""
    kept = request.session.get(ONWARD) or {}
    return str(request.session.pop(ONWARD)["url"]) if kept.get("program") == program.pk else ""
