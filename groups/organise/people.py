"""Who belongs to the group, and in which role."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits

from ..access import person, run_membership
from ..forms import ContactForm, RoleForm
from ..models import Membership
from ..models.groups import Role
from ..services import memberships
from ..views import around, member_page


@require_safe
def manage_people(request: HttpRequest, group: str) -> HttpResponse:
    return _people(request, run_membership(request, group))


def _people(request: HttpRequest, membership: Membership, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    query = request.GET.get("q", "").strip()[:80]
    if query:
        limits.spend("search", membership.user_id)
    context = around(membership, "manage") | {"manage_tab": "people", "roles": Role}
    context |= member_page(Membership.objects.all(), membership.group, query, request.GET.get("after"))
    return render(request, "groups/manage_people.html", context, status=422 if refusal else 200)


@require_POST
def manage_role(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    if membership.role != Role.OWNER:
        raise PermissionDenied
    theirs = _member(membership, code)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _people(request, membership, "Choose owner, admin or member.")
    try:
        theirs = memberships.set_role(theirs, form.cleaned_data["role"], by=person(request))
    except ValidationError as error:
        return _people(request, membership, error.messages[0])
    messages.success(request, f"{theirs.user.name} is {theirs.get_role_display()} now.")
    return redirect("manage_people", group)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_owner(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """Make somebody the owner in one's own place, after a page that says what it does."""
    membership = run_membership(request, group)
    if membership.role != Role.OWNER:
        raise PermissionDenied
    theirs = _member(membership, code)
    if theirs.role == Role.OWNER:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            memberships.hand_over(theirs, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"{theirs.user.name} is the owner now. You’re an admin.")
            return redirect("manage_people", group)
    context = around(membership, "manage") | {"somebody": theirs.user, "refusal": refusal}
    return render(request, "groups/manage_owner.html", context, status=422 if refusal else 200)


@require_POST
def manage_contact(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    theirs = _member(membership, code)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _people(request, membership, "Say whether they are a safety contact.")
    try:
        theirs = memberships.set_safety_contact(theirs, form.cleaned_data["on"], by=person(request))
    except ValidationError as error:
        return _people(request, membership, error.messages[0])
    is_now = "is a safety contact now" if theirs.safety_contact else "is no longer a safety contact"
    messages.success(request, f"{theirs.user.name} {is_now}.")
    return redirect("manage_people", group)


def _member(membership: Membership, code: str) -> Membership:
    members = Membership.objects.active().filter(group=membership.group).select_related("user")
    return get_object_or_404(members, user__code=code)
