"""A mail server that listens, and somebody who waits for a code."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from accounts.models import User
from mentorship import scenarios
from messaging.models import Notice
from messaging.services import notices
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
