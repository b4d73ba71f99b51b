"""A person's own pages. They stand here because a new name reaches every directory they are listed in, and
because who reads their answers is the programs' to say."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms_me import PRONOUNS, PersonForm
from accounts.models import User
from accounts.services import people
from groups.access import person
from groups.models import Membership
from messaging import roundup
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services import profiles, spoken, weeks
from programs.models.programs import State

CHANGED = {
    "name": gettext_lazy("your name"),
    "said": gettext_lazy("how to say it"),
    "pronouns": gettext_lazy("your pronouns"),
    "languages": gettext_lazy("your languages"),
    "zone": gettext_lazy("your time zone"),
    "language": gettext_lazy("the language of the site"),
}


@transaction.atomic
def change(user: User, **wanted: Any) -> list[str]:
    """Change what a person says of themselves, and say what that was. Whoever searches a directory finds the
    new name and languages, the hours given at sign-up are hours of the new clock, and a roundup comes at
    eight o'clock there.
    """
    was = user.zone
    changed = people.update_person(user, **wanted)
    if "name" in changed:
        profiles.rename(user)
    if "languages" in changed:
        spoken.speak(user)
    if "zone" in changed:
        weeks.follow(user, was)
        roundup.set_the_hour(user)
    return changed


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, how to say it, pronouns, languages and clock."""
    user = person(request)
    form = PersonForm(request.POST if request.method == "POST" else None, person=user)
    if request.method == "POST" and form.is_valid():
        changed = [str(CHANGED[column]) for column in change(user, **form.said_now())]
        messages.success(request, _saved(changed))
        return redirect("me")
    context = {"form": form, "pronouns": PRONOUNS}
    return render(request, "accounts/me.html", context, status=422 if form.errors else 200)


def _saved(changed: list[str]) -> str:
    if not changed:
        return _("Nothing was different.")
    *rest, last = changed
    what = _("%(first)s and %(last)s") % {"first": ", ".join(rest), "last": last} if rest else last
    return _("Saved: %(what)s.") % {"what": what}


@require_safe
def me_appearance(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device likes it; the buttons post where the footer's do."""
    return render(request, "accounts/appearance.html")


@require_safe
def me_sign_in(request: HttpRequest) -> HttpResponse:
    """The ways in that this person has, each a door to its own page."""
    user = person(request)
    factors = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
        "has_app": Authenticator.Type.TOTP in factors,
        "has_password": user.has_usable_password(),
        "pending_email": EmailAddress.objects.filter(user=user, verified=False).first(),
    }
    return render(request, "accounts/sign_in.html", context)


@require_safe
def me_privacy(request: HttpRequest) -> HttpResponse:
    """Who reads this person's answers, and whom they have blocked."""
    user = person(request)
    here = Membership.objects.active().filter(user=user).values("group")
    answers = (
        Profile.objects.filter(user=user, program__group__in=here)
        .exclude(state__in=[ProfileState.DRAFT, ProfileState.WITHDRAWN])
        .exclude(program__state__in=[State.DRAFT, State.ARCHIVED])
        .select_related("program__group")
        .order_by("-program__pk", "-role")
    )
    context = {"answers": answers, "blocks": people.blocked_by(user)}
    return render(request, "accounts/privacy.html", context)
