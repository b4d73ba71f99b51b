"""The ways in that admins give out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from ..access import person, run_membership
from ..services import invitations
from ..views import around


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
