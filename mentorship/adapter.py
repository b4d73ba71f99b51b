"""allauth's doors to the rest of Bothy: its mails become notices, its secrets sealed, its words ours."""

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as current
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import onward
from accounts.models import User
from mentorship import errors
from messaging import sealed
from messaging.services import notices
from profiles.services import profiles

STAFF_SESSION = 8 * 3600  # seconds
SLOW_DOWN = 300  # seconds: the longest of the short windows
CODE_WRONG = _("That code didn't match. Use the newest mail, or get another code")
APP_CODE_WRONG = _("That code didn't match. Wait for the next one in your app, then try again")


class AccountAdapter(DefaultAccountAdapter):
    """How accounts behave here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed"),
        "cannot_remove_primary_email": _("Choose another main address first, then remove this one"),
        "duplicate_email": _("You use that address already"),
        "email_password_mismatch": _(
            "That address and password don't belong together. Or ask for a code instead"
        ),
        "email_taken": _("That address belongs to another account. Choose a different one"),
        "enter_current_password": _("That isn't your present password"),
        "incorrect_code": CODE_WRONG,
        "incorrect_password": _("That isn't your password"),
        "invalid_or_expired_key": _("That link has run out. Get another, it takes a few seconds"),
        "invalid_password_reset": _("That link has run out. Get another, it takes a few seconds"),
        "too_many_login_attempts": _("That's a lot of tries. Wait a few minutes, then try again"),
        "rate_limited": _("We've just sent a code. Wait a moment before you ask for another"),
    }

    def format_email_subject(self, subject: str) -> str:
        """Subjects stand as they are written: no "[site]" in front."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the mail: no request talks to a mail server, so sign-in is quick and its time says nothing."""
        user = User.objects.filter(email=email).first() or context.get("user")
        if template_prefix == "account/email/login_code" and user and user.last_login is None:
            template_prefix = "account/email/welcome_code"
        code = str(context.get("code", ""))
        words: dict[str, Any] = {
            **context,
            "email": email,
            "you": user,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "sessions_path": reverse("usersessions_list"),
            "login_path": reverse("account_login"),
            "code_words": f"{code[:3]} {code[3:]}",
        }
        if "signup_url" in words:  # where they were going comes along into the mail
            words["signup_url"] = settings.SITE_URL + self._sign_up_path(email)
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
        text = render_to_string(f"{template_prefix}_message.txt", words)
        notices.tell_account(
            email=email,
            user=user,
            subject=subject,
            text=text,
            html=render_to_string(
                "emails/account.html", {**words, "subject": subject, "paragraphs": paragraphs(text)}
            ),
            code=bool(code),
        )

    def _sign_up_path(self, email: str) -> str:
        query = {"email": email}
        if url := onward.going_to(current.request):
            query["next"] = url
        return f"{reverse('account_signup')}?{urlencode(query)}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where they were going when we asked them to sign in, even if the address lost it on the way."""
        return onward.going_to(request) or super().get_login_redirect_url(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Straight back to where they were going; staff sessions end after a working day."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        onward.forget(request)
        if user.is_staff:
            request.session.set_expiry(STAFF_SESSION)
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuse an address that somebody else signs in with, even if they never confirmed it; sign-ups
        that waited for nothing else go on the list."""
        others = User.objects.filter(email=email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            self.add_message(
                request,
                messages.ERROR,
                "account/messages/email_confirmation_failed.txt",
                {"email": email_address.email},
            )
            return False
        if not super().confirm_email(request, email_address):
            return False
        profiles.confirmed_by(User.objects.get(pk=email_address.user_id))
        return True

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Password, authenticator or key; a mailed code for people who have none of them."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if methods or not user.is_authenticated:
            return methods
        return [
            {
                "id": "code",
                "description": _("Use a code from your mail"),
                "url": reverse("account_reauthenticate_by_code"),
            }
        ]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before sensitive acts, of everybody.

        SECURITY: allauth lets people without password or factor through (did_recently_reauthenticate() is
        True for them), so they are stopped here, where it asks us first.
        """
        request = current.request
        if not super().get_reauthentication_methods(request.user) and not confirmed_lately(request):
            raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": APP_CODE_WRONG,
        "unverified_email": _("Confirm your e-mail address first"),
    }

    def encrypt(self, text: str) -> str:
        """The secret, so that a stolen backup opens no account."""
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again; an empty one, which no code matches, when the key is gone."""
        return sealed.unseal(encrypted_text) or ""


def paragraphs(text: str) -> list[str]:
    """The parts of a plain mail between greeting and foot: its HTML twin has its own of both."""
    body = text.split("\n--\n", 1)[0].strip()
    return [part.strip() for part in body.split("\n\n") if part.strip()][1:]


def confirmed_lately(request: HttpRequest) -> bool:
    """Did this session pass a reauthentication within the last minutes?"""
    records = get_authentication_records(request, request.user)
    last = max((r["at"] for r in records if r.get("reauthenticated")), default=0)
    return time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT


def slow_down(request: HttpRequest) -> HttpResponse:
    """What allauth answers when somebody tries too often (handler429 of the URLs)."""
    return errors.too_many(request, SLOW_DOWN)
