"""Who asks to join, what they answered, and the two things to say to them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from .. import paging
from ..access import person, run_membership
from ..models import JoinRequest, Membership
from ..services import join_requests
from ..views import around

PAGE = 20
State = JoinRequest.State


@require_safe
def manage_requests(request: HttpRequest, group: str) -> HttpResponse:
    return _queue(request, run_membership(request, group))


def _queue(request: HttpRequest, membership: Membership, refusal: str = "") -> HttpResponse:
    """Who waits, longest first; with `?earlier=1` who was told "not now" and is not in yet, newest first."""
    if refusal:
        messages.error(request, refusal)
    earlier = request.GET.get("earlier") == "1"
    rows = _requests(request, membership)
    rows = _declined(rows).order_by("-pk") if earlier else rows.waiting().order_by("pk")
    if after := paging.number(request.GET.get("after")):
        rows = rows.filter(pk__lt=after) if earlier else rows.filter(pk__gt=after)
    page, more = paging.some(rows, PAGE)
    context = around(membership, "manage") | {
        "manage_tab": "requests",
        "requests": page,
        "more": more,
        "earlier": earlier,
        "days": join_requests.AGAIN_AFTER.days,
    }
    return render(request, "groups/manage_requests.html", context, status=422 if refusal else 200)


def _requests(request: HttpRequest, membership: Membership) -> "QuerySet[JoinRequest]":
    mine = JoinRequest.objects.run_by(person(request)).filter(group=membership.group, user__is_active=True)
    return mine.select_related("user", "decided_by")


def _declined(rows: "QuerySet[JoinRequest]") -> "QuerySet[JoinRequest]":
    """The newest of each who was told "not now" and neither came in nor asked again."""
    later = JoinRequest.objects.filter(group=OuterRef("group"), user=OuterRef("user"), pk__gt=OuterRef("pk"))
    inside = Membership.objects.active().filter(group=OuterRef("group"), user=OuterRef("user"))
    return rows.filter(~Exists(later), ~Exists(inside), state=State.DECLINED)


@require_POST
def manage_request_let_in(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    asked = get_object_or_404(_requests(request, membership), code=code)
    try:
        join_requests.approve(asked, by=person(request))
    except ValidationError as error:
        return _queue(request, membership, error.messages[0])
    messages.success(request, f"{asked.user.name} is in. We’ve told them where to go on.")
    return redirect("manage_requests", group)


@require_POST
def manage_request_decline(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    asked = get_object_or_404(_requests(request, membership), code=code)
    try:
        join_requests.decline(asked, by=person(request))
    except ValidationError as error:
        return _queue(request, membership, error.messages[0])
    messages.success(request, f"We’ve told {asked.user.first_name} kindly. You can still let them in later.")
    return redirect("manage_requests", group)
