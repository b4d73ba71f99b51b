"""A mail server that listens, and somebody who waits for a code."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from accounts.models import User
from mentorship import scenarios
from messaging import kinds
from messaging.models import Notice
from messaging.services import choices, notices
from tests.messaging.kept import still_true
from tests.messaging.sink import Sink, due, free_port


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    sink = Sink()
    server = Controller(sink, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield sink
    server.stop()


@pytest.fixture
def dani(db: None) -> User:
    return scenarios.person("Dani Ferreira", "dani@delivery.example", zone="UTC")


@pytest.fixture
def code(dani: User) -> Notice:
    """A code that Dani waits for: no quiet hours, no choices, payload in the row."""
    return due(
        notices.tell_account(
            email=dani.email, user=dani, subject="Your code", text="123 456", html="<p>1</p>", code=True
        )
    )


@pytest.fixture
def reader(db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """Somebody who wants to hear of messages and joiners once a day, where there is a kind whose facts are
    the notice alone, so that a test says in a line what happened."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register("fact", label="Something new", load=lambda notice: {}, wanted=still_true)
    user = scenarios.person("Dani Ferreira", "dani@roundup.example", zone="UTC")
    choices.save_all(user, {"message": "daily", "join_let_in": "daily"})
    return user


@pytest.fixture
def daily(reader: User) -> User:
    """They want the made-up kind once a day as well."""
    choices.save_all(reader, {"fact": "daily"})
    return reader
