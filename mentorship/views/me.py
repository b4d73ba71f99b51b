"""A person's own page. It stands here because a new name reaches every directory they are listed in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import PersonForm
from accounts.models import User
from accounts.services import people
from profiles.services import profiles


@transaction.atomic
def change(user: User, *, name: str, zone: str, language: str) -> None:
    """Change a person's name, clock and language; whoever searches a directory finds the new name."""
    renamed = user.name != name
    people.update_person(user, name=name, zone=zone, language=language)
    if renamed:
        profiles.rename(user)


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, clock and language; and the doors to mail, sign-in and blocked people."""
    user = request.user
    values = {"name": user.name, "zone": user.zone, "language": user.language}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=values)
    if request.method == "POST" and form.is_valid():
        change(user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("me")
    factors = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    context = {
        "form": form,
        "passkeys": factors.count(Authenticator.Type.WEBAUTHN),
        "has_app": Authenticator.Type.TOTP in factors,
        "has_password": user.has_usable_password(),
        "sessions": UserSession.objects.filter(user=user).count(),
        "pending_email": EmailAddress.objects.filter(user=user, verified=False).first(),
    }
    return render(request, "accounts/me.html", context, status=422 if form.errors else 200)
