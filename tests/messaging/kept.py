"""Facts that wait for a morning: what the tests of the roundup share."""

import uuid
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from messaging import kinds
from messaging.models import Notice
from messaging.models.notices import MailState
from messaging.services import notices
from tests.messaging.sink import NOON

MORNING = datetime(2026, 6, 16, 8, tzinfo=UTC)
untrue: set[int] = set()


def still_true(notice: Notice) -> bool:
    return notice.subject_id not in untrue


def fact(user: User, line: str = "Amara said something", *, at: datetime = NOON, **more: Any) -> Notice:
    made = notices.tell("fact", user, key=str(uuid.uuid4()), url="/messages/", line=line, **more)
    Notice.objects.filter(pk=made.pk).update(created_at=at, not_before=at)
    made.refresh_from_db()
    return made


def states(*rows: Notice) -> list[str]:
    found = dict(Notice.objects.values_list("pk", "mail_state"))
    return [found[row.pk] for row in rows]


def owed(user: User) -> Notice:
    return Notice.objects.get(user=user, kind=kinds.ROUNDUP, mail_state=MailState.QUEUED)
