"""From an invitation by e-mail to a place in the group, for the account that proved the invited address."""

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.access import person
from groups.models import MailInvitation
from groups.services import mail_invitations
from mentorship.forms import JoinForm
from mentorship.views import joining

PRESSED = "mail_invite_pressed"


@login_not_required
@require_safe
def mail_invite(request: HttpRequest, code: str) -> HttpResponse:
    """Who invites to what. A member goes straight on; nothing is joined by looking, nor by a mail scanner."""
    invitation = _found(code)
    if joining.belongs(request, invitation.group):
        return redirect("group_home", invitation.group.slug)
    return _show(request, invitation)


@login_not_required
@require_POST
def mail_invite_join(request: HttpRequest, code: str) -> HttpResponse:
    """One of the buttons was pressed. A visitor makes an account first, then `mail_invite_continue` finishes.

    SECURITY: the whole address reaches the sign-up form, so only whoever holds the mail's link sees it, and
    only by pressing; everything else shows it masked.
    """
    invitation = _found(code)
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _show(request, invitation, _("Press one of the buttons, please."))
    if not request.user.is_authenticated:
        if not _is_open(invitation):
            return _show(request, invitation)
        request.session[PRESSED] = {"code": code, "at": int(time.time()), **form.cleaned_data}
        onward = reverse("mail_invite_continue", args=[code])
        query = urlencode({"next": onward, "email": invitation.address})
        return redirect(f"{reverse('account_signup')}?{query}")
    return _join(request, invitation, **form.cleaned_data)


@require_safe
def mail_invite_continue(request: HttpRequest, code: str) -> HttpResponse:
    """Where a visitor comes back to with an account.

    SECURITY: as in `invite_continue`: this GET joins only because the same session pressed the button.
    """
    pressed: dict[str, Any] = request.session.pop(PRESSED, None) or {}
    fresh = pressed.get("code") == code and pressed.get("at", 0) > time.time() - joining.KEPT_FOR
    if not fresh:
        return redirect("mail_invite", code)
    return _join(request, _found(code), role=pressed.get("role", ""), program=pressed.get("program", ""))


def _join(request: HttpRequest, invitation: MailInvitation, *, role: str, program: str) -> HttpResponse:
    group = invitation.group
    was_in = joining.belongs(request, group)
    if was_in and not mail_invitations.proved(invitation, person(request)):
        return redirect(joining.onward(group, role, program))
    try:
        mail_invitations.accept(invitation, person(request))
    except ValidationError as error:
        return _show(request, invitation, error.messages[0])
    if not was_in:
        messages.success(request, joining.welcome(group))
    return redirect(joining.onward(group, role, program))


def _found(code: str) -> MailInvitation:
    return get_object_or_404(MailInvitation.objects.select_related("group"), code=code)


def _is_open(invitation: MailInvitation) -> bool:
    return MailInvitation.objects.open().filter(pk=invitation.pk).exists()


def _show(request: HttpRequest, invitation: MailInvitation, refusal: str = "") -> HttpResponse:
    """The invite; to another account how to go on; or, when it has ended, whom to ask for a new one."""
    asked = joining.whom_to_ask(request, invitation)
    if not _is_open(invitation):
        context: dict[str, Any] = {"name": asked.first_name if asked else ""}
        return render(request, "mentorship/invite_ended.html", context, status=422 if refusal else 410)
    masked = mail_invitations.masked(invitation.address)
    if request.user.is_authenticated and not mail_invitations.proved(invitation, person(request)):
        context = {"group": invitation.group, "inviter": asked, "for_address": masked}
        return render(request, "mentorship/mail_invite_other.html", context, status=422 if refusal else 200)
    context = joining.offer(invitation.group, asked) | {
        "join_url": reverse("mail_invite_join", args=[invitation.code]),
        "for_address": masked,
        "refusal": refusal,
    }
    return render(request, "mentorship/invite.html", context, status=422 if refusal else 200)
