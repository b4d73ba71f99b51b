"""What stands between somebody and a group: its rules, its questions, and the wait for a yes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from groups.access import keeper_name, person, posted
from groups.forms import DoorForm
from groups.models import Group, Invitation, JoinRequest
from groups.services import join_requests, memberships
from mentorship.forms import JoinForm
from mentorship.views import joining

State = JoinRequest.State


@require_http_methods(["GET", "HEAD", "POST"])
def invite_door(request: HttpRequest, code: str) -> HttpResponse:
    """Behind a link: the rules to accept and, where people ask, the questions."""
    invitation = get_object_or_404(Invitation.objects.select_related("group"), code=code)
    group = invitation.group
    if not joining.lets_in(invitation) or not (group.rules or group.joining == Group.Joining.ASK):
        return redirect("invite", code)
    return _door(request, group, invitation)


@require_http_methods(["GET", "HEAD", "POST"])
def group_join(request: HttpRequest, group: str) -> HttpResponse:
    """The same behind the card of a listed group whose people ask; the card says how others let people in."""
    # Whoever may know of it; for everybody else it does not exist.
    known = Group.objects.listed() | Group.objects.visible_to(person(request))
    found = get_object_or_404(known, slug=group)
    if found.joining != Group.Joining.ASK or found.visibility != Group.Visibility.LISTED:
        return redirect("group_home", found.slug)
    return _door(request, found, None)


def _door(request: HttpRequest, group: Group, invitation: Invitation | None) -> HttpResponse:
    going = JoinForm(request.POST if request.method == "POST" else request.GET)
    to = going.cleaned_data if going.is_valid() else {"role": "", "program": ""}
    if joining.belongs(request, group):
        return redirect(joining.onward(group, **to))
    user = person(request)
    if waiting := JoinRequest.objects.made_by(user).waiting().filter(group=group).first():
        return redirect("join_request", waiting.code)
    form = DoorForm(posted(request), group=group)
    if form.is_valid():
        try:
            return _through(request, group, invitation, form, to)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "group": group,
        "asks": form.asks,
        "to": to,
        "invitation": invitation,
        "name": keeper_name(group, user),
        "refusal": _refusal(group, user) if form.asks else "",
    }
    return render(request, "mentorship/door.html", context, status=422 if form.is_bound else 200)


def _refusal(group: Group, user: User) -> str:
    try:
        join_requests.may_ask(group, user)
    except ValidationError as error:
        return error.messages[0]
    return ""


def _through(
    request: HttpRequest, group: Group, invitation: Invitation | None, form: DoorForm, to: dict[str, str]
) -> HttpResponse:
    user = person(request)
    if form.asks or invitation is None:
        asked = join_requests.ask(
            group,
            user,
            answers=form.answers,
            wants=_wants(**to),
            rules=group.rules_version,
            invitation=invitation,
        )
        return redirect("join_request", asked.code)
    memberships.join(invitation, user, rules=group.rules_version)
    messages.success(request, joining.welcome(group))
    return redirect(joining.onward(group, **to))


def _wants(role: str, program: str) -> str:
    return f"{role}:{program}" if role else ""


@require_safe
def join_request(request: HttpRequest, code: str) -> HttpResponse:
    """The slug-free address of a request: the asker sees how it stands, an admin gets to the queue."""
    user = person(request)
    found = JoinRequest.objects.made_by(user).select_related("group").filter(code=code).first()
    if found is None:
        theirs = get_object_or_404(JoinRequest.objects.run_by(user).select_related("group"), code=code)
        return redirect("manage_requests", theirs.group.slug)
    group = found.group
    if joining.belongs(request, group):
        role, _colon, program = found.wants.partition(":")
        return redirect(joining.onward(group, role, program))
    if found.state == State.APPROVED:  # they were in and have gone since
        raise Http404
    context = {
        "asked": found,
        "group": group,
        "name": keeper_name(group, user),
        "again": join_requests.not_before(group, user),
        "ask_again": reverse("group_join", args=[group.slug]) if _takes_requests(group) else "",
    }
    return render(request, "mentorship/join_request.html", context)


def _takes_requests(group: Group) -> bool:
    listed = group.visibility == Group.Visibility.LISTED and group.archived_at is None
    return listed and group.joining == Group.Joining.ASK


@require_POST
def join_request_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """The asker takes it back."""
    found = get_object_or_404(JoinRequest.objects.made_by(person(request)), code=code)
    try:
        join_requests.withdraw(found)
    except ValidationError as error:
        messages.info(request, error.messages[0])
    else:
        messages.success(request, "Taken back. What you wrote is gone.")
    return redirect("join_request", code)
