"""Who belongs to the group, and in which role."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import limits

from ..access import person, run_membership
from ..forms import ContactForm, RoleForm
from ..models import Membership, OwnerOffer
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
    asked = OwnerOffer.objects.open().filter(group=OuterRef("group"), heir=OuterRef("user"))
    rows = Membership.objects.annotate(asked_until=Subquery(asked.values("ends_at")))
    context |= member_page(rows, membership.group, query, request.GET.get("after"))
    return render(request, "groups/manage_people.html", context, status=422 if refusal else 200)


@require_POST
def manage_role(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    if membership.role != Role.OWNER:
        raise PermissionDenied
    theirs = member_of(membership, code)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _people(request, membership, "Choose owner, admin or member.")
    try:
        theirs = memberships.set_role(theirs, form.cleaned_data["role"], by=person(request))
    except ValidationError as error:
        return _people(request, membership, error.messages[0])
    what = "a member" if theirs.role == Role.MEMBER else f"an {theirs.get_role_display()}"
    messages.success(request, f"{theirs.user.name} is {what} now.")
    return redirect("manage_people", group)


@require_POST
def manage_contact(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    theirs = member_of(membership, code)
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


def member_of(membership: Membership, code: str) -> Membership:
    """One of the group's active members; 404 for anybody else."""
    members = Membership.objects.active().filter(group=membership.group).select_related("user")
    return get_object_or_404(members, user__code=code)
