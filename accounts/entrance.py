"""Coming in: allauth's sign-up, log-in and code pages, with one code for all and the way back never lost."""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from allauth.account.views import BaseReauthenticateView, LoginView, SignupView, password_set
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from . import onward
from .forms import CodeForm

CODE = "entrance_code"
TRIES = 3
RETRY_AFTER = 300  # seconds: the longest of allauth's windows for failed log-ins


class ComeIn:
    """What log-in and sign-up share: the way back is kept, and a half-done log-in is no trap."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            onward.remember(request)
        return super().dispatch(request, *args, **kwargs)

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponse | None:
        # allauth would send them back to the code page for an address that they mistyped.
        clear_login(request)
        return None


class LogIn(ComeIn, LoginView):
    """An e-mail address, then a mailed code; a password for those who set one."""


class SignUp(ComeIn, SignupView):
    """Name, address, 18 or over; then the same code page as for a log-in, so it tells nobody who is here."""


log_in = login_not_required(LogIn.as_view())
sign_up = login_not_required(SignUp.as_view())


@login_not_required
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """The log-in page is the page that asks for a code."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("account_login") + (f"?{query}" if query else ""))


@never_cache
def set_password(request: HttpRequest) -> HttpResponseBase:
    """Setting a first password is as sensitive as changing one: allauth asks again only for the latter."""
    guarded = reauthentication_required(password_set, app="allauth.account")
    return guarded(request)


class ConfirmByCode(BaseReauthenticateView):
    """A mailed code before sensitive acts, for people who have neither password nor second factor."""

    template_name = "account/reauthenticate_by_code.html"
    form_class = CodeForm

    def _pending(self) -> dict[str, Any]:
        pending = self.request.session.get(CODE) or {}
        fresh = pending.get("at", 0) > time.time() - settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        return pending if fresh else {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") == "send":
            code = get_adapter().generate_login_code()
            get_adapter().send_mail("account/email/reauthentication_code", request.user.email, {"code": code})
            request.session[CODE] = {"code": code, "at": int(time.time()), "tries": 0}
            return HttpResponseRedirect(self.passthrough_next_url(request.path))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: CodeForm) -> HttpResponse:
        expected = self._pending().get("code", "")
        typed = form.cleaned_data["code"]
        if not expected or not constant_time_compare(typed, expected):
            form.add_error("code", get_adapter().error_messages["incorrect_code"])
            return self.form_invalid(form)
        self.request.session.pop(CODE, None)
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        pending = self._pending()
        if pending:
            pending["tries"] += 1
            self.request.session[CODE] = pending
            if pending["tries"] >= TRIES:
                del self.request.session[CODE]
                messages.error(self.request, _("That didn't match three times. Get another code, please."))
                return HttpResponseRedirect(self.passthrough_next_url(self.request.path))
        response: HttpResponse = super().form_invalid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sent"] = bool(self._pending())
        context["email"] = self.request.user.email
        return context


confirm_by_code = ConfirmByCode.as_view()


class RefusedIs422:
    """allauth re-shows a refused form with 200; ours answer 422 (429 if too often), and so do these."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = self.get_response(request)
        return response

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        form = (response.context_data or {}).get("form") if request.method == "POST" else None
        if response.status_code == 200 and form is not None and form.is_bound and form.errors:
            codes = {error.code for errors in form.errors.as_data().values() for error in errors}
            response.status_code = 422
            if "too_many_login_attempts" in codes:
                response.status_code = 429
                response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
