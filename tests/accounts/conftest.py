"""People who may sign in, and the mails that reach them through the real drain."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from accounts.models import User
from messaging import delivery
from tests.accounts.steps import SECRET, Person, Post


@pytest.fixture
def person(db: None) -> Person:
    """Makes somebody who can sign in."""

    def make(email: str = "dani@example.org", name: str = "Dani Ferreira", **extra: object) -> User:
        values = {"adult_affirmed_at": timezone.now(), "last_login": timezone.now(), **extra}
        user = User.objects.create_user(email, name, **values)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user

    return make


@pytest.fixture
def staff(person: Person) -> User:
    """Site staff with an authenticator app."""
    user = person("jun@example.org", "Jun Ito", is_staff=True, is_superuser=True)
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def postman(settings: object, db: None) -> Post:
    """Delivers what is owed and gives the new mails."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    mail.outbox = []

    def bring() -> list[EmailMultiAlternatives]:
        before = len(mail.outbox)
        delivery.drain()
        return list(mail.outbox[before:])  # type: ignore[arg-type]

    return bring
