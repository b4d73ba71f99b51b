"""One person in a group, and the ways out: block, remove, leave."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Block, User, not_blocked
from groups.access import own_membership, run_membership
from groups.access import person as signed_in
from groups.models import Membership
from groups.models.groups import Role
from groups.views import around
from mentorship import membership as departures
from mentorship import safety
from messaging.models import Participant
from pairings.models import Pairing
from pairings.models.pairings import SEATED
from profiles.models import Profile
from programs.models.programs import State as ProgramState

READS_AND_WRITES = ["GET", "HEAD", "POST"]


def _member(
    request: HttpRequest, own: Membership, code: str, *, or_gone: bool = False, across_blocks: bool = False
) -> Membership:
    """Somebody of one's own group that one has no block with; otherwise 404."""
    rows = Membership.objects.filter(group=own.group)
    if not across_blocks:
        rows = rows.filter(not_blocked(signed_in(request).pk, "user_id"))
    if not or_gone:
        rows = rows.filter(state=Membership.State.ACTIVE)
    return get_object_or_404(rows.select_related("user"), user__code=code)


@require_safe
def person(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """What somebody chose to share here: their answers on lists that this reader may read."""
    own = own_membership(request, group)
    theirs = _member(request, own, code)
    profiles = list(
        Profile.objects.visible_to(signed_in(request))
        .listed()
        .filter(user=theirs.user, program__group=own.group)
        .exclude(program__state__in=[ProgramState.DRAFT, ProgramState.ARCHIVED])
        .select_related("program")
        .order_by("-program__pk", "-role")
    )
    live = [profile for profile in profiles if profile.program.state == ProgramState.LIVE]
    is_me = theirs.user_id == own.user_id
    context = around(own, "people") | {
        "theirs": theirs,
        "somebody": theirs.user,
        "profiles": profiles,
        "roles": _role_words(theirs, live),
        "is_me": is_me,
        "talk": "" if is_me else _talk(signed_in(request), own, theirs),
        "hello_to": None if is_me or not live else live[0],
        "may_remove": _may_remove(own, theirs),
    }
    return render(request, "mentorship/person.html", context)


def _talk(me: User, own: Membership, theirs: Membership) -> str:
    """The code of the newest conversation of these two here that takes words, or "".

    SECURITY: one without a word counts only if a pair shares it that is theirs to know: an admin's draft
    has made one already.
    """
    pairs: QuerySet[Pairing] = Pairing.objects.visible_to(me).walking()
    shared = Participant.objects.filter(
        Q(last_message_id__gt=0) | Q(Exists(pairs.filter(conversation=OuterRef("conversation")))),
        Q(conversation__open_until=None) | Q(conversation__open_until__gt=timezone.now()),
        user=me,
        hidden=False,
        conversation__closed_at=None,
        conversation__scope=own.group_id,
        conversation__participants__user=theirs.user_id,
    )
    found = shared.order_by("-last_message_id", "-pk").values_list("conversation__code", flat=True)
    return found.first() or ""


def _role_words(theirs: Membership, live: list[Profile]) -> list[str]:
    words = [] if theirs.role == Role.MEMBER else [str(theirs.get_role_display())]
    if theirs.safety_contact:
        words.append(_("safety contact"))
    here = {profile.role: profile for profile in live}
    words += [_("%(role)s this season") % {"role": row.get_role_display()} for row in here.values()]
    return words or [_("member")]


def _may_remove(own: Membership, theirs: Membership) -> bool:
    allowed = own.runs_it and (theirs.role != Role.OWNER or own.role == Role.OWNER)
    return allowed and theirs.user_id != own.user_id


@require_http_methods(READS_AND_WRITES)
def person_block(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """Block somebody, after a page that says what it does; also one who left, whose words may still come."""
    own = own_membership(request, group)
    theirs = _member(request, own, code, or_gone=True)
    if theirs.user_id == own.user_id:
        raise Http404
    if request.method == "POST":
        safety.block(blocker=signed_in(request), blocked=theirs.user)
        messages.success(request, _("Blocked. You won’t see each other anywhere."))
        return redirect("people", group)
    return render(request, "mentorship/block.html", around(own, "people") | {"somebody": theirs.user})


@require_POST
def person_unblock(request: HttpRequest, code: str) -> HttpResponse:
    """Take a block back."""
    made = get_object_or_404(
        Block.objects.select_related("blocked"), blocker=signed_in(request), blocked__code=code
    )
    safety.unblock(blocker=signed_in(request), blocked=made.blocked)
    messages.success(request, _("%(name)s is no longer blocked.") % {"name": made.blocked.name})
    return redirect("me_privacy")


@require_http_methods(READS_AND_WRITES)
def member_remove(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """Remove somebody from the group, after a page that says what happens to their pairs."""
    own = run_membership(request, group)
    theirs = _member(request, own, code, across_blocks=True)  # a block is no shelter from the admins
    if not _may_remove(own, theirs):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        try:
            departures.remove(theirs, by=signed_in(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            gone = _("%(name)s no longer belongs to the group.") % {"name": theirs.user.name}
            messages.success(request, gone)
            return redirect("manage_people", group)
    context = around(own, "manage") | _at_stake(theirs) | {"somebody": theirs.user, "refusal": refusal}
    return render(request, "mentorship/member_remove.html", context, status=422 if refusal else 200)


@require_http_methods(READS_AND_WRITES)
def group_leave(request: HttpRequest, group: str) -> HttpResponse:
    """Leave the group, after a page that says what happens to one's pairs and answers."""
    own = own_membership(request, group)
    refusal = ""
    if request.method == "POST":
        try:
            departures.leave(own, by=signed_in(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, _("You’ve left %(group)s. Go well.") % {"group": own.group.name})
            return redirect("today")
    context = around(own, "about") | _at_stake(own) | {"refusal": refusal}
    return render(request, "mentorship/group_leave.html", context, status=422 if refusal else 200)


def _at_stake(membership: Membership) -> dict[str, object]:
    """What ends when somebody goes: pairs that hold a seat, with the other's name, answers on a list, and
    what they look after. The last owner can't go."""
    user: User = membership.user
    rows = Pairing.objects.filter(program__group=membership.group_id, state__in=SEATED)
    pairs = rows.filter(mentor_user=user) | rows.filter(mentee_user=user)
    partners = [
        pair.partner(user)
        for pair in pairs.exclude(told_at=None).select_related("mentor_user", "mentee_user")
    ]
    return {
        "leaving": membership,
        "partners": partners,
        "answers": departures.listed_profiles(user, membership.group_id),
    } | _left_behind(membership)


def _left_behind(membership: Membership) -> dict[str, object]:
    """Whether anybody else owns the group, and who gets its reports when the only safety contact goes."""
    others = Membership.objects.looking_after().filter(group=membership.group_id).exclude(pk=membership.pk)
    if not membership.runs_it and not membership.safety_contact:
        return {}
    heirs = list(others.select_related("user")[:1])  # owners first
    contacts = Membership.objects.safety_contacts().filter(group=membership.group_id)
    only = membership.safety_contact and not contacts.exclude(pk=membership.pk).exists()
    owned = bool(heirs) and heirs[0].role == Role.OWNER
    return {
        "last_owner": membership.role == Role.OWNER and not owned,
        "reports_go_to": heirs[0].user if only and heirs else None,
    }
