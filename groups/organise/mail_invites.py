"""Inviting by e-mail: a list goes in, everybody in it is looked at, and only then anything is sent."""

import time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from accounts.codes import new_code
from accounts.templatetags.bothy import day_words

from .. import paging
from ..access import person, posted, run_membership
from ..forms_invites import ListForm
from ..models import MailInvitation, Membership
from ..services import mail_invitations
from ..services.mail_invitations import Look, Sent
from ..views import around

PAGE = 30
LOOKED_AT = "invite_list"
KEPT_FOR = 3600  # seconds between looking at a list and sending it
GONE = "That list isn’t here any more. Put it in again, nothing was sent."


@require_safe
def manage_mail_invites(request: HttpRequest, group: str) -> HttpResponse:
    return _asked(request, run_membership(request, group))


def _asked(request: HttpRequest, membership: Membership, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    query = request.GET.get("q", "").strip()[:80]
    rows = MailInvitation.objects.filter(group=membership.group).order_by("-pk")
    if query:
        limits.spend("search", membership.user_id)
        rows = rows.filter(Q(address__icontains=query) | Q(name__icontains=query))
    found = rows.count()
    if before := paging.number(request.GET.get("before")):
        rows = rows.filter(pk__lt=before)
    shown, more = paging.some(rows.select_related("group", "created_by"), PAGE)
    stands = mail_invitations.standing(membership.group, shown)
    context = around(membership, "manage") | {
        "manage_tab": "invites",
        "rows": [(row, stands[row.pk].value) for row in shown],
        "found": found,
        "query": query,
        "more": more,
        "most": mail_invitations.SENDS,
    }
    return render(request, "groups/manage_invites_mail.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_mail_new(request: HttpRequest, group: str) -> HttpResponse:
    """A list, pasted or in a file. It is kept in the session: what is sent later is what was looked at."""
    membership = run_membership(request, group)
    form = ListForm(posted(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST":
        limits.spend("invite-list", membership.user_id)
    if form.is_valid():
        looks = mail_invitations.look(membership.group, form.rows)
        request.session[LOOKED_AT] = {
            "group": membership.group_id,
            "token": new_code(),
            "at": int(time.time()),
            "rows": [
                {
                    "line": row.line,
                    "typed": "" if look in (Look.NEW, Look.MEMBER, Look.BEFORE) else row.typed,
                    "address": row.address,
                    "name": row.name,
                    "look": look.value,
                    "problem": row.problem.value if row.problem else "",
                    "first": row.first_line,
                }
                for row, look in zip(form.rows, looks, strict=True)
            ],
        }
        return redirect("manage_mail_check", group)
    context = around(membership, "manage") | {
        "manage_tab": "invites",
        "form": form,
        "most": mail_invitations.ROWS,
    }
    return render(request, "groups/manage_invites_new.html", context, status=422 if form.is_bound else 200)


@require_safe
def manage_mail_check(request: HttpRequest, group: str) -> HttpResponse:
    """What will happen to each row. Nothing has been sent yet."""
    membership = run_membership(request, group)
    kept = _kept(request, membership)
    if kept is None:
        messages.info(request, GONE)
        return redirect("manage_mail_new", group)
    return _check(request, membership, kept)


def _kept(request: HttpRequest, membership: Membership) -> dict[str, Any] | None:
    kept: dict[str, Any] = request.session.get(LOOKED_AT) or {}
    fresh = kept.get("at", 0) > time.time() - KEPT_FOR
    return kept if fresh and kept.get("group") == membership.group_id else None


def _check(
    request: HttpRequest, membership: Membership, kept: dict[str, Any], refusal: str = ""
) -> HttpResponse:
    rows = kept["rows"]
    context = around(membership, "manage") | {
        "manage_tab": "invites",
        "token": kept["token"],
        "wrong": [row for row in rows if row["look"] == Look.WRONG],
        "new": [row for row in rows if row["look"] == Look.NEW],
        "left": [row for row in rows if row["look"] in (Look.MEMBER, Look.BEFORE)],
        "refusal": refusal,
    }
    return render(request, "groups/manage_invites_check.html", context, status=422 if refusal else 200)


@require_POST
def manage_mail_send(request: HttpRequest, group: str) -> HttpResponse:
    """Invite those whom the preview showed as to be invited: nobody else, whatever the form says."""
    membership = run_membership(request, group)
    kept = _kept(request, membership)
    if kept is None:
        messages.info(request, GONE)
        return redirect("manage_mail_new", group)
    if request.POST.get("token") != kept["token"]:
        return _check(request, membership, kept, "You put in another list meanwhile. This is it: look again.")
    people = [(row["address"], row["name"]) for row in kept["rows"] if row["look"] == Look.NEW]
    try:
        sent = mail_invitations.invite(membership.group, by=person(request), people=people)
    except ValidationError as error:
        return _check(request, membership, kept, error.messages[0])
    except limits.TooMany:
        most = limits.LIMITS["invite"][0]
        words = f"{most} invitations a day are the most. Send fewer now, or send these tomorrow."
        return _check(request, membership, kept, words)
    del request.session[LOOKED_AT]
    messages.success(request, _told(sent))
    return redirect("manage_mail_invites", group)


def _told(sent: Sent) -> str:
    if not sent.invited:
        return "Everybody on that list is invited by now. Nothing was sent twice."
    words = f"{sent.invited} {'invitation is' if sent.invited == 1 else 'invitations are'} on the way."
    if sent.left_out:
        words += f" {sent.left_out} had been invited meanwhile."
    return words


@require_POST
def manage_mail_again(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    row = _row(membership, code)
    try:
        goes = mail_invitations.send_again(row, by=person(request))
    except ValidationError as error:
        return _asked(request, membership, error.messages[0])
    soon = goes <= timezone.now()
    when = "is on its way" if soon else f"goes on {day_words(goes)}: one mail a day to an address"
    messages.success(request, f"The second mail to {row.address} {when}.")
    return redirect("manage_mail_invites", group)


@require_POST
def manage_mail_revoke(request: HttpRequest, group: str, code: str) -> HttpResponse:
    membership = run_membership(request, group)
    row = _row(membership, code)
    try:
        mail_invitations.take_back(row, by=person(request))
    except ValidationError as error:
        return _asked(request, membership, error.messages[0])
    messages.success(request, f"Taken back. The mail to {row.address} lets nobody in any more.")
    return redirect("manage_mail_invites", group)


def _row(membership: Membership, code: str) -> MailInvitation:
    rows = MailInvitation.objects.filter(group=membership.group).select_related("group")
    return get_object_or_404(rows, code=code)
