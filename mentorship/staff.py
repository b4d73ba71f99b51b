"""The Django admin for site staff: entered only with a second factor used in this session."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.admin_base import StaffAdmin
from accounts.models import User
from groups.services import audit

SECTIONS = {
    "People": ["User"],
    "Groups": ["Group", "Membership"],
    "Programs": ["Program", "Profile"],
    "Pairs": ["Pairing", "Request", "Schedule", "DispatchState"],
    "Safety": ["Report"],
    "Words": ["Week", "Question"],
    "Mail": ["Notice", "MailChoice"],
    "Log": ["AuditEntry"],
}
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffSite(admin.AdminSite):
    site_header = "Bothy, for site staff"
    site_title = "Bothy staff"
    index_title = "What needs looking after"

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: "type[admin.ModelAdmin[Any]] | None" = None,
        **options: Any,
    ) -> None:
        """Only admins that stand on our own base.

        SECURITY: packages bring admins of session keys, confirmation keys and second factors; Django's own
        would give permissions away. None of it is for staff.
        """
        if admin_class is not None and issubclass(admin_class, StaffAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def audit(self, actor: User, verb: str, subject: str) -> None:
        """Every write of the staff admin ends here. No group: what staff do is not in a group's own log."""
        audit.log(None, actor, verb[:40], subject)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """On the front page by job instead of by app, in the order of how often it is needed."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        found = {model["object_name"]: (app, model) for app in apps for model in app["models"]}
        sections = []
        for title, names in SECTIONS.items():
            here = [found[name] for name in names if name in found]
            if here:
                label = f"job-{title.lower()}"
                sections.append(
                    {**here[0][0], "name": title, "app_label": label, "models": [model for _, model in here]}
                )
        return sections

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, active, and a second factor used in this very session.

        SECURITY: allauth's secure_admin_login alone does not ask for the factor.
        """
        return super().has_permission(request) and used_second_factor(request)

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """No password form of its own: to the site's log-in, to set a factor up, or to use it."""
        onward = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
            onward = reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return _go("account_login", onward)
        if self.has_permission(request):
            return HttpResponseRedirect(onward)
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied
        if is_mfa_enabled(request.user, FACTORS):
            has_app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
            return _go("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn", onward)
        messages.warning(
            request, _("Staff use a second factor. Set up an authenticator app or a passkey first.")
        )
        return HttpResponseRedirect(reverse("mfa_index"))

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """The site's own way out."""
        return HttpResponseRedirect(reverse("account_logout"))


def used_second_factor(request: HttpRequest) -> bool:
    """Did this session include TOTP, a recovery code or a passkey of this person?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _go(name: str, onward: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'next': onward})}")
