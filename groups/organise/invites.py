"""The links that admins give out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import paging, qr
from ..access import person, run_membership
from ..forms_invites import LinkForm
from ..models import Invitation, MailInvitation, Membership
from ..services import invitations
from ..views import around

PAGE = 20


@require_safe
def manage_invites(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    return _links(request, membership, LinkForm(zone_name=membership.group.zone))


def _links(request: HttpRequest, membership: Membership, form: LinkForm) -> HttpResponse:
    group, now = membership.group, timezone.now()
    past = invitations.past(group, now)
    if before := paging.number(request.GET.get("before")):
        past = past.filter(pk__lt=before)
    page, more = paging.some(past, PAGE)
    own = invitations.current(group)
    context = around(membership, "manage") | {
        "manage_tab": "invites",
        "own": own,
        "link": _address(request, own),
        "links": [_shown(request, row) for row in invitations.live(group, now)],
        "past": [_shown(request, row) for row in page],
        "more": more,
        "form": form,
        "asked": MailInvitation.objects.filter(group=group).exists(),
    }
    return render(request, "groups/manage_invites.html", context, status=422 if form.is_bound else 200)


def _address(request: HttpRequest, link: Invitation) -> str:
    return request.build_absolute_uri(link.get_absolute_url())


def _shown(request: HttpRequest, link: Invitation) -> dict[str, Any]:
    """A link with how it stands."""
    return {"row": link, "url": _address(request, link), **invitations.standing(link, timezone.now())}


@require_POST
def manage_invite_new(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    invitations.renew(membership.group, by=person(request))
    messages.success(request, "Here is the new link. The old one lets nobody in any more.")
    return redirect("manage_invites", group)


@require_POST
def manage_link_new(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    form = LinkForm(request.POST, zone_name=membership.group.zone)
    if form.is_valid():
        try:
            made = invitations.make(
                membership.group,
                by=person(request),
                name=form.cleaned_data["name"],
                uses_limit=form.cleaned_data["uses_limit"],
                ends_at=form.ends_at,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"“{made.name}” is ready. Copy it, or print its code.")
            return redirect("manage_link", group, made.code)
    return _links(request, membership, form)


@require_safe
def manage_link(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """One link: to copy, to print, to take back."""
    membership = run_membership(request, group)
    found = _link(membership, code)
    context = around(membership, "manage") | {"manage_tab": "invites", "shown": _shown(request, found)}
    return render(request, "groups/manage_invites_link.html", context)


@require_safe
def manage_link_qr(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """The link as a picture that phones read; with `?download=1` as a file."""
    membership = run_membership(request, group)
    found = _link(membership, code)
    label = f"Join {membership.group.name}: {_address(request, found)}"
    response = HttpResponse(qr.svg(_address(request, found), label=label), content_type="image/svg+xml")
    if request.GET.get("download") == "1":
        name = slugify(found.name) or "invite"
        response["Content-Disposition"] = f'attachment; filename="{membership.group.slug}-{name}.svg"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def manage_link_revoke(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """First what happens, then it happens."""
    membership = run_membership(request, group)
    found = _link(membership, code)
    refusal = ""
    if request.method == "POST":
        try:
            invitations.revoke(found, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"“{found.name}” lets nobody in any more.")
            return redirect("manage_invites", group)
    context = around(membership, "manage") | {
        "manage_tab": "invites",
        "shown": _shown(request, found),
        "refusal": refusal,
    }
    return render(request, "groups/manage_invites_revoke.html", context, status=422 if refusal else 200)


def _link(membership: Membership, code: str) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("group"), group=membership.group, code=code)
