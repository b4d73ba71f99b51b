"""A mail server of the tests, and mails that are owed to it."""

import email
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from mentorship import scenarios
from messaging.models import Notice
from messaging.models.notices import MailState

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
NIGHT = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)


class Sink:
    """A mail server: answers what the test says, keeps what it took, and what our database said meanwhile."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.took: list[Any] = []
        self.cut = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer == "cut":
            server.transport.abort()
            return "421 gone"
        if answer == "250 lost":  # taken, but our side never hears of it
            self.took.append(email.message_from_bytes(envelope.content))
            server.transport.abort()
            return "250 OK"
        if answer.startswith("250"):
            self.took.append(email.message_from_bytes(envelope.content))
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def due(notice: Notice, at: datetime = NOON) -> Notice:
    Notice.objects.filter(pk=notice.pk).update(
        created_at=at, not_before=at, expires_at=at + timedelta(minutes=10) if notice.expires_at else None
    )
    notice.refresh_from_db()
    return notice


def week() -> Notice:
    """A kind that keeps quiet hours and can be stopped: this week's question, from a pair that walks."""
    pairing = scenarios.running(weeks=1)
    found = Notice.objects.get(kind="week", user=pairing.mentee_user)
    Notice.objects.filter(scope=found.scope).exclude(pk=found.pk).update(mail_state=MailState.NONE)
    User.objects.filter(pk=pairing.mentee_user_id).update(zone="UTC")
    Notice.objects.filter(pk=found.pk).update(mail_state=MailState.QUEUED, read_at=None, attempts=0)
    return due(found)
