"""A group's own first page, and the list of its programs."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User, not_blocked
from groups.access import keeper_name, keepers, own_membership, person
from groups.models import Group, JoinRequest, Membership
from groups.views import around
from mentorship.outline import Outline, balance, can_help_with, outline
from mentorship.views.joining import open_programs
from pairings.models import Pairing
from profiles.models import Profile
from profiles.models.profiles import WITH_ADMINS
from profiles.models.profiles import State as ProfileState
from programs.curriculum import library
from programs.models import Program, Week
from programs.models.programs import State
from programs.models.questions import ProfileRole

FACES = 5
NEAR = 3  # mentors beside the program


@dataclass(frozen=True)
class Mine:
    """What the reader has in a program: their sign-ups, and the pair that walks."""

    profiles: list[Profile]
    pair: str

    @property
    def listed(self) -> bool:
        return any(profile.state == ProfileState.LISTED for profile in self.profiles)

    @property
    def read_first(self) -> bool:
        return any(profile.state in WITH_ADMINS for profile in self.profiles)

    @property
    def draft(self) -> bool:
        return any(profile.state == ProfileState.DRAFT for profile in self.profiles)


@login_not_required
@require_safe
def group_home(request: HttpRequest, group: str) -> HttpResponse:
    """What is on in the group and the next step into it; for others the card of a listed group, no more."""
    if not request.user.is_authenticated:
        return _card(request, group) or redirect_to_login(request.get_full_path())
    try:
        membership = own_membership(request, group)
    except Http404:
        if card := _card(request, group):
            return card
        raise
    user, here = person(request), membership.group
    programs = _programs(membership)
    shown = _most_pressing(programs)
    looking_after = [row.user for row in keepers(here, user) if row.user][:FACES]
    faces, members = _crowd(here, user)
    context = around(membership, "home") | {
        "faces": faces,
        "counts": {"programs": len(programs), "people": members},
        "looking_after": looking_after,
        "others": [program for program in programs if program != shown],
        "runs_it": membership.runs_it,
    }
    if shown:
        after = looking_after[0].first_name if looking_after else ""
        context |= program_card(shown, user, after) | {"mentors": _mentors(shown, user)}
    elif membership.runs_it:
        context["templates"] = list(library().values())
    return render(request, "mentorship/group_home.html", context)


def _card(request: HttpRequest, slug: str) -> HttpResponse | None:
    """The card of a listed group: name, line, what is open, how to join; no people, no counts."""
    found = Group.objects.listed().filter(slug=slug).first()
    if found is None:
        return None
    asked = JoinRequest.objects.waiting().filter(group=found)
    waiting = asked.filter(user=person(request)).first() if request.user.is_authenticated else None
    context = {"group": found, "open": open_programs(found), "waiting": waiting}
    return render(request, "mentorship/group_card.html", context)


def _programs(membership: Membership) -> list[Program]:
    """The group's programs that this member may know of, newest first."""
    rows = Program.objects.filter(group=membership.group).exclude(state=State.ARCHIVED).order_by("-pk")
    if not membership.runs_it:
        rows = rows.exclude(state=State.DRAFT)
    found = list(rows)
    for program in found:
        program.group = membership.group
    return found


def _most_pressing(programs: list[Program]) -> Program | None:
    """The program for the main card: one that takes sign-ups, else a live one, else one being set up."""
    now = timezone.now()
    live = [program for program in programs if program.state == State.LIVE]
    taking = [program for program in live if program.sign_up_is_open(now)]
    being_set_up = [program for program in programs if program.state == State.DRAFT]
    return next(iter(taking or live or being_set_up), None)


def _crowd(group: Group, user: User) -> tuple[list[User], int]:
    """The newest faces and how many members there are, in one query; nobody across a block."""
    rows = (
        Membership.objects.active()
        .filter(not_blocked(user.pk, "user_id"), group=group)
        .annotate(total=Window(Count("pk")))
        .select_related("user")
        .order_by("-pk")[:FACES]
    )
    found = list(rows)
    return [row.user for row in found], found[0].total if found else 0  # type: ignore[attr-defined]


def program_card(program: Program, user: User, after: str) -> dict[str, object]:
    """What the card and the page of a program show around its outline."""
    told: QuerySet[Pairing] = Pairing.objects.visible_to(user).walking().filter(program=OuterRef("program"))
    profiles = list(
        Profile.objects.filter(program=program, user=user)
        .exclude(state=ProfileState.WITHDRAWN)
        .annotate(pair=Subquery(told.order_by("-pk").values("code")[:1]))
    )
    pair = next((profile.pair for profile in profiles if profile.pair), "")  # type: ignore[attr-defined]
    return {
        "program": program,
        "outline": outline(program, Week.objects.live().filter(program=program), after),
        "balance": balance(program, user.pk),
        "mine": Mine(profiles, pair),
    }


def _mentors(program: Program, user: User) -> list[tuple[User, str]]:
    """Three mentors whose answers this member may read, those with room first."""
    rows = Profile.objects.visible_to(user).listed().filter(program=program, role=ProfileRole.MENTOR)
    room_first = (F("capacity") - F("seats_taken")).desc()
    found = rows.exclude(user=user).select_related("user").order_by(room_first, "-pk")[:NEAR]
    return [(profile, can_help_with(profile)) for profile in found]


@require_safe
def programs(request: HttpRequest, group: str) -> HttpResponse:
    """Open, running and finished programs of a group."""
    membership = own_membership(request, group)
    found = _programs(membership)
    after = keeper_name(membership.group, person(request))
    weeks: dict[int, list[Week]] = {}
    for week in Week.objects.live().filter(program__in=found):
        weeks.setdefault(week.program_id, []).append(week)
    outlines = [outline(program, weeks.get(program.pk, []), after) for program in found]
    context = around(membership, "programs") | {
        "sections": _by_state(outlines),
        "runs_it": membership.runs_it,
        "after": after,
        "templates": list(library().values()) if membership.runs_it and not found else [],
    }
    if membership.runs_it:
        context["archived"] = Program.objects.filter(group=membership.group, state=State.ARCHIVED).count()
    return render(request, "mentorship/programs.html", context)


def _by_state(outlines: list[Outline]) -> list[tuple[str, list[Outline]]]:
    going = [row for row in outlines if row.program.state == State.LIVE]
    sections = [
        ("open", [row for row in going if row.is_open]),
        ("running", [row for row in going if not row.is_open]),
        ("draft", [row for row in outlines if row.program.state == State.DRAFT]),
        ("finished", [row for row in outlines if row.program.state == State.FINISHED]),
    ]
    return [(key, rows) for key, rows in sections if rows]
