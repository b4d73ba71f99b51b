"""How admins look after their group: people, invites, settings, safety, log."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import limits

from .access import person, run_membership
from .forms import ContactForm, RoleForm
from .models import AuditEntry, Group, Membership, Report
from .models.groups import Role
from .services import invitations, memberships
from .views import around, member_page

PAGE = 30


@require_safe
def manage(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    context = around(membership, "manage") | {
        "manage_tab": "overview",
        "members": Membership.objects.active().filter(group=membership.group).count(),
        "open_reports": _open_reports(membership.group),
        "invitation": invitations.current(membership.group),
        "entries": AuditEntry.objects.filter(group=membership.group)
        .select_related("actor")
        .order_by("-pk")[:5],
    }
    return render(request, "groups/manage.html", context)


def _open_reports(group: Group) -> int:
    # SECURITY: a number is all that admins learn, and those about admins are not in it.
    return Report.objects.filter(group=group, for_staff=False).exclude(state=Report.State.CLOSED).count()


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


@require_safe
def manage_invites(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    context = around(membership, "manage") | {
        "manage_tab": "invites",
        "invitation": invitations.current(membership.group),
        "link": request.build_absolute_uri(invitations.current(membership.group).get_absolute_url()),
    }
    return render(request, "groups/manage_invites.html", context)


@require_POST
def manage_invite_new(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    invitations.renew(membership.group, by=person(request))
    messages.success(request, "Here is the new link. The old one lets nobody in any more.")
    return redirect("manage_invites", group)


@require_safe
def manage_safety(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    contacts = Membership.objects.safety_contacts().filter(group=membership.group).select_related("user")
    context = around(membership, "manage") | {
        "manage_tab": "safety",
        "contacts": contacts.order_by("pk"),
        "open_reports": _open_reports(membership.group),
    }
    return render(request, "groups/manage_safety.html", context)


@require_safe
def manage_log(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    entries = AuditEntry.objects.filter(group=membership.group).select_related("actor").order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    page = list(entries[: PAGE + 1])
    context = around(membership, "manage") | {
        "manage_tab": "log",
        "entries": page[:PAGE],
        "more": page[PAGE - 1].pk if len(page) > PAGE else None,
    }
    return render(request, "groups/manage_log.html", context)
