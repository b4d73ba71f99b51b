"""Mails that are owed, against a real mail server that is kind, busy, strict or away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from messaging import delivery
from messaging.delivery import BREAK_AFTER, drain, quiet_until
from messaging.models import MailChoice, Notice
from messaging.models.notices import MailState
from messaging.services import choices, notices
from tests.messaging.sink import NIGHT, NOON, Sink, due, week


def test_an_expired_code_is_dropped(sink: Sink, code: Notice) -> None:
    assert drain(NOON + timedelta(minutes=11)).cancelled == 1
    code.refresh_from_db()
    assert (code.mail_state, code.payload, sink.took) == (MailState.CANCELLED, "", [])


def test_codes_go_first(sink: Sink, code: Notice) -> None:
    week()
    assert drain(NOON).sent == 2
    assert sink.took[0]["Subject"] == "Your code"


@pytest.mark.quiet_hours
def test_quiet_hours_are_the_readers(sink: Sink, db: None) -> None:
    notice = week()
    assert drain(NIGHT).postponed == 1
    notice.refresh_from_db()
    assert notice.not_before == datetime(2026, 6, 16, 8, tzinfo=UTC)
    assert notice.attempts == 0
    User.objects.filter(pk=notice.user_id).update(zone="Asia/Tokyo")  # half past eight there
    due(notice, NIGHT)
    assert drain(NIGHT).sent == 1


@pytest.mark.quiet_hours
@pytest.mark.parametrize(
    ("zone", "at", "until"),
    [
        ("UTC", datetime(2026, 6, 15, 20, 59, tzinfo=UTC), None),
        ("UTC", datetime(2026, 6, 15, 21, 0, tzinfo=UTC), datetime(2026, 6, 16, 8, tzinfo=UTC)),
        ("UTC", datetime(2026, 6, 15, 7, 59, tzinfo=UTC), datetime(2026, 6, 15, 8, tzinfo=UTC)),
        ("UTC", datetime(2026, 6, 15, 8, 0, tzinfo=UTC), None),
        # The night in which the clocks go forward in Lisbon: eight o'clock comes an hour sooner.
        ("Europe/Lisbon", datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 6, 15, 20, tzinfo=UTC), datetime(2026, 6, 16, 2, 15, tzinfo=UTC)),
    ],
)
def test_when_the_quiet_ends(zone: str, at: datetime, until: datetime | None) -> None:
    assert quiet_until(at, zone) == until


def test_what_somebody_stopped_or_paused_or_read_is_not_sent(sink: Sink, db: None) -> None:
    notice = week()
    user = notice.user
    assert user is not None

    def sent_after(change: str) -> int:
        Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.QUEUED, read_at=None)
        MailChoice.objects.all().delete()
        User.objects.filter(pk=user.pk).update(mail_paused_until=None, is_active=True)
        due(notice)
        if change == "stopped":
            choices.set_one(user, "week", "never")
        elif change == "paused":
            User.objects.filter(pk=user.pk).update(mail_paused_until=NOON + timedelta(days=1))
        elif change == "read":
            Notice.objects.filter(pk=notice.pk).update(read_at=NOON)
        elif change == "gone":
            User.objects.filter(pk=user.pk).update(is_active=False)
        return drain(NOON).sent

    assert [sent_after(change) for change in ("stopped", "paused", "read", "gone")] == [0, 0, 0, 0]
    assert sink.took == []
    assert sent_after("nothing") == 1


def test_a_pause_holds_no_code_back(sink: Sink, code: Notice, dani: User) -> None:
    User.objects.filter(pk=dani.pk).update(mail_paused_until=NOON + timedelta(days=1))
    assert drain(NOON).sent == 1


def test_a_cancelled_mail_is_not_sent(sink: Sink, code: Notice, dani: User) -> None:
    assert notices.cancel(user=dani) == 1
    assert (drain(NOON).sent, sink.took) == (0, [])


def test_a_kind_of_another_version_is_left_for_staff(sink: Sink, code: Notice) -> None:
    Notice.objects.filter(pk=code.pk).update(kind="from the future")
    assert drain(NOON).sent == 0
    code.refresh_from_db()
    assert code.mail_state == MailState.DEAD


def test_a_server_that_is_away_stops_the_sending_for_a_minute(settings: Any, dani: User) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for number in range(BREAK_AFTER + 2):
        due(notices.tell_account(email=dani.email, user=dani, subject=f"{number}", text="Hm."))
    Notice.objects.update(expires_at=NOON + timedelta(days=9))
    drain(NOON)
    assert cache.get(delivery.BREAKER)
    tried = Notice.objects.filter(attempts=1, mail_state=MailState.QUEUED)
    untouched = Notice.objects.filter(attempts=0, mail_state=MailState.QUEUED, lease="")
    assert (tried.count(), untouched.count()) == (BREAK_AFTER, 2)
    assert drain(NOON).errors == []  # nothing was tried
    cache.delete(delivery.BREAKER)
    assert drain(NOON + timedelta(minutes=2)).errors


def test_a_line_break_in_a_name_adds_no_header(sink: Sink, dani: User) -> None:
    due(notices.tell_account(email=dani.email, user=dani, subject="Hi\r\nBcc: all@example.org", text="Hm."))
    assert drain(NOON).sent == 1
    assert sink.took[0]["Bcc"] is None
    assert sink.took[0]["Subject"] == "Hi Bcc: all@example.org"


def test_an_address_that_no_server_takes_stops_nobody_elses_mail(sink: Sink, code: Notice) -> None:
    # A domain too long to be said in ASCII: refused on our side, before a word is sent.
    odd = due(notices.tell_account(email=f"d@{64 * 'ä'}.example", user=None, subject="x", text="y"))
    Notice.objects.filter(pk=odd.pk).update(rank=-1)
    assert drain(NOON).sent == 1
    odd.refresh_from_db()
    assert (odd.mail_state, odd.payload) == (MailState.FAILED, "")


def test_nothing_is_sent_before_its_time(sink: Sink, code: Notice) -> None:
    Notice.objects.filter(pk=code.pk).update(not_before=NOON + timedelta(seconds=1))
    assert drain(NOON).sent == 0
    assert drain(NOON + timedelta(seconds=1)).sent == 1
    assert timezone.now() > datetime(2026, 1, 1, tzinfo=UTC)
