"""What an admin sees first, the safety contacts, and what was done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import paging
from ..access import person, run_membership
from ..models import AuditEntry, Group, JoinRequest, Membership, Report
from ..services import invitations
from ..views import around

PAGE = 30


@require_safe
def manage(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    context = around(membership, "manage") | {
        "manage_tab": "overview",
        "members": Membership.objects.active().filter(group=membership.group).count(),
        "open_reports": _open_reports(membership.group),
        "waiting": _waiting(request, membership.group),
        "invitation": invitations.current(membership.group),
        "entries": AuditEntry.objects.filter(group=membership.group)
        .select_related("actor")
        .order_by("-pk")[:5],
    }
    return render(request, "groups/manage.html", context)


def _waiting(request: HttpRequest, group: Group) -> int:
    rows = JoinRequest.objects.run_by(person(request)).waiting().filter(group=group)
    return rows.filter(user__is_active=True).count()


def _open_reports(group: Group) -> int:
    # SECURITY: a number is all that admins learn, and those about admins are not in it.
    return Report.objects.filter(group=group, for_staff=False).exclude(state=Report.State.CLOSED).count()


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
    if before := paging.number(request.GET.get("before")):
        entries = entries.filter(pk__lt=before)
    page, more = paging.some(entries, PAGE)
    context = around(membership, "manage") | {"manage_tab": "log", "entries": page, "more": more}
    return render(request, "groups/manage_log.html", context)
