"""Handing a group over: the owner's page for asking, and the heir's for answering."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import own_membership, person, run_membership
from ..models import OwnerOffer
from ..models.groups import Role
from ..services import owner_offers
from ..views import around
from .people import member_of


@require_http_methods(["GET", "HEAD", "POST"])
def manage_owner(request: HttpRequest, group: str, code: str) -> HttpResponse:
    """Ask somebody to own the group in one's own place, after a page that says what that does."""
    membership = run_membership(request, group)
    if membership.role != Role.OWNER:
        raise PermissionDenied
    theirs = member_of(membership, code)
    if theirs.role == Role.OWNER:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            owner_offers.offer(theirs, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"{theirs.user.name} has been asked. We’ll tell you what they say.")
            return redirect("manage_people", group)
    context = around(membership, "manage") | {
        "somebody": theirs.user,
        "refusal": refusal,
        "offer": OwnerOffer.objects.made_to(theirs.user).filter(group=membership.group).first(),
    }
    return render(request, "groups/manage_owner.html", context, status=422 if refusal else 200)


@require_POST
def manage_owner_back(request: HttpRequest, group: str) -> HttpResponse:
    membership = run_membership(request, group)
    if owner_offers.take_back(membership.group, by=person(request)):
        messages.success(request, "Taken back. The group stays as it is.")
    else:
        messages.info(request, "Nobody is asked at the moment. If they said yes, you see it here.")
    return redirect("manage_people", group)


@require_safe
def owner_offer(request: HttpRequest, group: str) -> HttpResponse:
    """What the heir reads before they answer. Whoever is not asked, or not any more, reads that."""
    membership = own_membership(request, group)
    mine = OwnerOffer.objects.made_to(person(request)).filter(group=membership.group)
    context = around(membership, "home") | {"offer": mine.select_related("giver").first()}
    return render(request, "groups/owner_offer.html", context)


@require_POST
def owner_offer_accept(request: HttpRequest, group: str) -> HttpResponse:
    membership = own_membership(request, group)
    if membership.role == Role.OWNER:  # pressed twice
        return redirect("group_manage", group)
    try:
        owner_offers.accept(membership.group, by=person(request))
    except ValidationError as error:
        messages.info(request, error.messages[0])
        return redirect("owner_offer", group)
    messages.success(request, f"{membership.group.name} is yours. Thank you for looking after it.")
    return redirect("group_manage", group)


@require_POST
def owner_offer_decline(request: HttpRequest, group: str) -> HttpResponse:
    membership = own_membership(request, group)
    try:
        owner_offers.decline(membership.group, by=person(request))
    except ValidationError as error:
        messages.info(request, error.messages[0])
        return redirect("owner_offer", group)
    messages.success(request, "That’s fine, and they know. Nothing has changed.")
    return redirect("group_home", group)
