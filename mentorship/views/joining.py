"""From a shared link to a place in the group, and to the sign-up that was asked for."""

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User, not_blocked
from groups.access import person
from groups.models import Group, Invitation, MailInvitation, Membership
from groups.services import memberships
from mentorship.forms import JoinForm
from mentorship.outline import outline
from programs.models import Program, Week

PRESSED = "invite_pressed"
KEPT_FOR = 3600  # seconds between pressing the button and coming back with an account


@login_not_required
@require_safe
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Who invites to what, and one button a role. A member goes straight on; nothing is joined by looking."""
    invitation = get_object_or_404(Invitation.objects.select_related("group"), code=code)
    if belongs(request, invitation.group):
        return redirect("group_home", invitation.group.slug)
    return show(request, invitation)


@login_not_required
@require_POST
def invite_join(request: HttpRequest, code: str) -> HttpResponse:
    """One of the buttons was pressed. A visitor makes an account first, then `invite_continue` finishes."""
    invitation = get_object_or_404(Invitation.objects.select_related("group"), code=code)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return show(request, invitation, _("Press one of the buttons, please."))
    if not request.user.is_authenticated:
        if not lets_in(invitation):
            return show(request, invitation)
        request.session[PRESSED] = {"code": code, "at": int(time.time()), **form.cleaned_data}
        onward = reverse("invite_continue", args=[code])
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': onward})}")
    return _join(request, invitation, **form.cleaned_data)


@require_safe
def invite_continue(request: HttpRequest, code: str) -> HttpResponse:
    """Where a visitor comes back to with an account.

    SECURITY: this GET joins only because the same session pressed the button by POST within the hour; that
    is taken out of the session first, so it works once. Without it, the invite is shown again.
    """
    pressed: dict[str, Any] = request.session.pop(PRESSED, None) or {}
    fresh = pressed.get("code") == code and pressed.get("at", 0) > time.time() - KEPT_FOR
    if not fresh:
        return redirect("invite", code)
    invitation = get_object_or_404(Invitation.objects.select_related("group"), code=code)
    return _join(request, invitation, role=pressed.get("role", ""), program=pressed.get("program", ""))


def _join(request: HttpRequest, invitation: Invitation, *, role: str, program: str) -> HttpResponse:
    """Straight in, where nothing stands between; else to the page with the rules and the questions."""
    group = invitation.group
    if not belongs(request, group):
        if not lets_in(invitation):
            return show(request, invitation, _("This link lets nobody in."))
        if group.rules or group.joining == Group.Joining.ASK:
            wants = urlencode({"role": role, "program": program})
            return redirect(f"{reverse('invite_door', args=[invitation.code])}?{wants}")
        try:
            memberships.join(invitation, person(request), rules=0)
        except ValidationError as error:
            return show(request, invitation, error.messages[0])
        messages.success(request, welcome(group))
    return redirect(onward(group, role, program))


def welcome(group: Group) -> str:
    """What somebody who has just come in reads first."""
    return _("You’re in. Welcome to %(group)s.") % {"group": group.name}


def onward(group: Group, role: str, program: str) -> str:
    """Where a member goes on: to the sign-up that they asked for while it is open, else to the group."""
    if role:
        found = open_programs(group)
        chosen = next((row for row in found if row.slug == program), found[0] if found else None)
        if chosen:
            return f"{reverse('sign_up', args=[group.slug, chosen.slug])}?{urlencode({'as': role})}"
    return group.get_absolute_url()


def belongs(request: HttpRequest, group: Group) -> bool:
    """Is the person of this request a member already?"""
    mine = Membership.objects.active().filter(group=group)
    return request.user.is_authenticated and mine.filter(user=person(request)).exists()


def lets_in(invitation: Invitation) -> bool:
    """Does the link work, in a group that lets people in by link at all?"""
    return invitation.group.joining != Group.Joining.INVITED and _usable(invitation)


def _usable(invitation: Invitation) -> bool:
    return Invitation.objects.usable(timezone.now()).filter(pk=invitation.pk).exists()


def open_programs(group: Group) -> list[Program]:
    """What takes sign-ups now, the one that closes first on top."""
    found = list(
        Program.objects.open_for_sign_up(timezone.now()).filter(group=group).order_by("signup_until", "pk")
    )
    for program in found:
        program.group = group
    return found


def show(request: HttpRequest, invitation: Invitation, refusal: str = "") -> HttpResponse:
    """The invite, or, when it has ended, whom to ask for a new one: no more than their first name."""
    group = invitation.group
    asked = whom_to_ask(request, invitation)
    if not lets_in(invitation):
        by_mail = group.joining == Group.Joining.INVITED and group.archived_at is None
        context = {"name": asked.first_name if asked else "", "by_mail": by_mail}
        return render(request, "mentorship/invite_ended.html", context, status=422 if refusal else 410)
    context = offer(group, asked) | {
        "join_url": reverse("invite_join", args=[invitation.code]),
        "asks": group.joining == Group.Joining.ASK,
        "refusal": refusal,
    }
    return render(request, "mentorship/invite.html", context, status=422 if refusal else 200)


def offer(group: Group, inviter: User | None) -> dict[str, Any]:
    """What an invite shows, whichever way it came: the group, who invites, what is open."""
    weeks: dict[int, list[Week]] = {}
    programs, name = open_programs(group), inviter.first_name if inviter else ""
    for week in Week.objects.live().filter(program__in=programs):
        weeks.setdefault(week.program_id, []).append(week)
    return {
        "group": group,
        "inviter": inviter,
        "open": [outline(program, weeks.get(program.pk, []), name) for program in programs],
    }


def whom_to_ask(request: HttpRequest, invitation: Invitation | MailInvitation) -> User | None:
    """Who made it, while they belong to the group; else the one who looks after it longest. Nobody across a
    block of the reader's."""
    rows = Membership.objects.active().filter(group=invitation.group_id).select_related("user")
    if request.user.is_authenticated:
        rows = rows.filter(not_blocked(person(request).pk, "user_id"))
    if maker := rows.filter(user=invitation.created_by_id).first():
        return maker.user
    first = rows.looking_after().first()
    return first.user if first else None
