"""The shape of what people tell about themselves."""

import re
from datetime import timedelta
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import ratelimit
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import User
from .services import people
from .text import one_line

CODE_ATTRS = {
    "class": "digits",
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "maxlength": "12",
    "spellcheck": "false",
}
EMAIL_ATTRS = {"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
ADDRESS_ERRORS = {
    "required": _("Tell us your e-mail address"),
    "invalid": _("Check the address, it needs an @ and a full stop, like dani@example.org"),
}


def email_field() -> forms.EmailField:
    """An address, with an error that says what to do."""
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs=EMAIL_ATTRS),
        error_messages=ADDRESS_ERRORS,
    )


def name_field() -> forms.CharField:
    """What somebody is called, up to 80 characters on one line."""
    return forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As people should call you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell us what people should call you")},
    )


def plain_address(value: str) -> str:
    """An address as we keep it; refuses what a mail header could not carry."""
    value = value.strip().lower()
    if not value.isprintable() or not value.isascii():
        raise ValidationError(ADDRESS_ERRORS["invalid"], code="invalid")
    return value


class Named(forms.Form):
    """A form with a person's name in it."""

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class SignUpForm(allauth_forms.SignupForm):
    """Name, address, 18 or over. The zone comes from the browser; `website` is a trap for robots."""

    name = name_field()
    adult = forms.BooleanField(
        label=_("I'm 18 or over"),
        error_messages={"required": _("Bothy is for people who are 18 or over. Tick the box if you are")},
    )
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""}))
    field_order = ["name", "email", "adult", "zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field()
        trap = settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD
        self.fields[trap] = forms.CharField(
            required=False,
            label=_("Leave this empty"),
            widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
        )
        self.order_fields([*self.field_order, trap])

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_email(self) -> str:
        # No look at who is here: the answer is the same for everybody.
        return plain_address(self.cleaned_data["email"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse]:
        """Mail a code, to new people and to people who are here already: only the mailbox learns which."""
        email = self.cleaned_data["email"]
        onward = HttpResponseRedirect(
            passthrough_next_redirect_url(request, reverse("account_confirm_login_code"), "next")
        )
        if refusal := ratelimit.consume_or_429(request, action="request_login_code", key=email):
            return None, refusal
        if self.cleaned_data[settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD]:
            return None, onward  # a robot: the page after this one asks it to start again
        user = people.sign_up(email=email, name=self.cleaned_data["name"], zone=self.cleaned_data["zone"])
        known = user if user.is_active else None
        LoginCodeVerificationProcess.initiate(request=request, user=known, email=email)
        return known, onward


class LoginForm(allauth_forms.LoginForm):
    """An address; a mailed code follows, unless a password was typed as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field()
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            required=False,
            strip=False,
            max_length=256,
            help_text=_("Only if you set one. Leave it empty to get a code."),
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.fields.pop("remember", None)
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        return plain_address(self.cleaned_data["login"])

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict[str, Any]:
        # As allauth does it, but keeping the errors' codes: "too often" is answered with 429.
        form = allauth_forms.RequestLoginCodeForm({"email": email})
        if form.is_valid():
            self.user = form._user
        for error in form.errors.as_data().get("email", []):
            self.add_error("login", error)
        return self.cleaned_data


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """Six digits, typed or pasted, with or without a space."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()


class ConfirmEmailVerificationCodeForm(allauth_forms.ConfirmEmailVerificationCodeForm):
    """Six digits that show that a new address is theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()


class AuthenticateForm(factor_forms.AuthenticateForm):
    """Six digits of the authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = app_code_field()


class ReauthenticateForm(factor_forms.ReauthenticateForm):
    """The same, before a sensitive act."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = app_code_field()


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()
        self.fields["code"].label = _("The six digits that your app shows")


class AddKeyForm(key_forms.AddWebAuthnForm):
    """A passkey: it signs in alone, unless they want it as a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Where it lives, so that you know it again: my phone, my key ring.")
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = _("Sign in with it alone")
        passwordless.help_text = _("Untick it for a plain security key that only comes after a mailed code.")


def code_field() -> forms.CharField:
    """A mailed code."""
    return forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("Six digits."),
        widget=forms.TextInput(attrs=CODE_ATTRS),
        error_messages={"required": _("Type the six digits from the mail")},
    )


def app_code_field() -> forms.CharField:
    """A code of an authenticator app, or one of the recovery codes."""
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": _("Type the code that your app shows")},
    )


class CodeForm(forms.Form):
    """A mailed code before a sensitive act."""

    code = code_field()

    def clean_code(self) -> str:
        return re.sub(r"\D", "", self.cleaned_data["code"])


class AdultForm(forms.Form):
    """18 or over, for people who came in without the sign-up form."""

    adult = forms.BooleanField(
        label=_("I'm 18 or over"), error_messages={"required": _("Tick the box if you are 18 or over")}
    )


class PauseForm(forms.Form):
    """No mail until a day within the next year."""

    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Codes and safety mails still come."),
        error_messages={"invalid": _("Choose a day, like 2026-12-24")},
    )

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        today = timezone.localdate()
        if day and not today < day <= today + timedelta(days=366):
            raise ValidationError(_("Choose a day from tomorrow on, within a year"), code="range")
        return day
