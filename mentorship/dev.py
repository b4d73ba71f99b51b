"""The demo's own pages: come in as anybody with one click, read the mails, see the error pages.

SECURITY: they exist only with DEMO=1, and answer only a browser on this very machine.
"""

import email
import email.policy
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from allauth.account.utils import perform_login
from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import TooMany
from accounts.models import User

DEMO_TOTP_SECRET = "BOTHYDEMOSTAFFSECRET234567BOTHYX"  # noqa: S105 the demo's staff person, known to all
LOOPBACK = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
NAME = re.compile(r"[0-9a-f-]{20,60}")
MAILS = 100
SANDBOX = (
    "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
)

# who: what they are, the address in the demo's data, where they land.
CAST = {
    "admin": (_("Group admin"), "priya@bothy.example", "/"),
    "mentor": (_("Mentor"), "amara@bothy.example", "/"),
    "mentee": (_("Mentee"), "dani@bothy.example", "/"),
    "newcomer": (_("Newcomer"), "sam@bothy.example", "/"),
    "staff": (_("Site staff"), "jun@bothy.example", "/admin/"),
}

View = Callable[..., HttpResponseBase]


def here_only(view: View) -> View:
    """404 unless this is the demo and the browser runs on the same machine, with no proxy in between."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        near = request.META.get("REMOTE_ADDR") in LOOPBACK
        if not settings.DEMO or not near or any(header in request.META for header in FORWARDED):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def current_code() -> str:
    """What the demo staff's authenticator app shows now."""
    return format_hotp_value(hotp_value(DEMO_TOTP_SECRET, int(time.time()) // mfa.TOTP_PERIOD))


def known_factor(user: User) -> None:
    """Give the demo's staff person the authenticator app whose codes /dev/ shows."""
    if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        TOTP.activate(user, DEMO_TOTP_SECRET)


@here_only
@require_safe
def dev(request: HttpRequest) -> HttpResponse:
    """One button a person, the staff's present code, and the ways to mails and error pages."""
    people = {user.email: user for user in User.objects.filter(email__in=[row[1] for row in CAST.values()])}
    cast = [(who, what, people[address]) for who, (what, address, _url) in CAST.items() if address in people]
    context = {
        "cast": cast,
        "code": current_code(),
        "seconds": mfa.TOTP_PERIOD - int(time.time()) % mfa.TOTP_PERIOD,
        "errors": (400, 403, 404, 429, 500, 503),
    }
    return render(request, "dev/dev.html", context)


@here_only
@require_POST
def dev_enter(request: HttpRequest, who: str) -> HttpResponseBase:
    """Come in as one of the cast. Staff still type their second factor."""
    if who not in CAST:
        raise Http404
    _what, address, url = CAST[who]
    user = get_object_or_404(User, email=address)
    logout(request)
    response: HttpResponseBase = perform_login(
        request, user, email_verification="none", redirect_url=url, email=address
    )
    return response


@dataclass(frozen=True)
class Mail:
    """One mail of the demo, as its file holds it."""

    name: str
    message: EmailMessage

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return Mail(path.stem, message)


def _mail(name: str) -> Mail:
    path = settings.MAIL_DIR / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return _read(path)


@here_only
@require_safe
def dev_mail(request: HttpRequest) -> HttpResponse:
    """The newest mails, newest first."""
    paths = sorted(settings.MAIL_DIR.glob("*.eml"), reverse=True) if settings.MAIL_DIR.is_dir() else []
    context = {"mails": [_read(path) for path in paths[:MAILS]], "more": max(0, len(paths) - MAILS)}
    return render(request, "dev/mail.html", context)


@here_only
@require_safe
def dev_mail_one(request: HttpRequest, name: str) -> HttpResponse:
    """One mail: its headers and its text."""
    return render(request, "dev/mail_one.html", {"mail": _mail(name)})


@here_only
@require_safe
def dev_mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML half of one mail, alone in a sandbox: no script, no form, nothing fetched."""
    return HttpResponse(_mail(name).html, headers={"Content-Security-Policy": SANDBOX})


@here_only
@require_safe
def dev_error(request: HttpRequest, status: int) -> HttpResponse:
    """Break on purpose, to see what people would see."""
    errors: dict[int, Exception] = {
        400: SuspiciousOperation("on purpose"),
        403: PermissionDenied("on purpose"),
        404: Http404("on purpose"),
        429: TooMany(600),
        500: RuntimeError("on purpose, from /dev/500/"),
        503: OperationalError("on purpose"),
    }
    raise errors.get(status, Http404())
