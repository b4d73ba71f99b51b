"""Mails that are owed, against a real mail server that is kind, busy, strict or away."""

from datetime import timedelta

import pytest

from accounts.models import User
from mentorship import scenarios
from messaging import delivery
from messaging.delivery import drain
from messaging.models import Notice
from messaging.models.notices import MailState
from messaging.services import notices
from tests.messaging.sink import NOON, Sink, due, week


def test_a_mail_is_sent_once_and_its_words_are_blanked(sink: Sink, code: Notice) -> None:
    assert code.payload
    assert "123 456" not in code.payload
    assert drain(NOON).sent == 1
    assert drain(NOON).sent == 0
    code.refresh_from_db()
    assert (code.mail_state, code.payload, code.lease, code.attempts) == (MailState.SENT, "", "", 1)
    (mail,) = sink.took
    assert (mail["To"], mail["Subject"]) == ("dani@delivery.example", "Your code")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_week_says_how_to_stop_it_and_never_names_an_address(sink: Sink, db: None) -> None:
    notice = week()
    assert drain(NOON).sent == 1
    (mail,) = sink.took
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http")
    assert mail["Reply-To"] is None
    partner = scenarios.running().mentor_user
    assert partner.email not in mail.as_string()
    notice.refresh_from_db()
    assert notice.mail_state == MailState.SENT


@pytest.mark.parametrize("answer", ["451 try again", "450 busy", "452 full", "RCPT 451 greylisted"])
def test_a_busy_server_is_asked_again_later_with_the_same_id(sink: Sink, code: Notice, answer: str) -> None:
    sink.answers = [answer]
    assert (drain(NOON).sent, len(sink.took)) == (0, 0)
    code.refresh_from_db()
    wait = (code.not_before - NOON).total_seconds()
    assert (code.mail_state, code.attempts, code.lease) == (MailState.QUEUED, 1, "")
    assert 24 <= wait <= 36
    assert code.payload
    assert drain(NOON + timedelta(seconds=10)).sent == 0
    assert drain(NOON + timedelta(seconds=40)).sent == 1


@pytest.mark.parametrize("answer", ["550 no such person", "554 spam", "RCPT 550 no such person"])
def test_a_refusal_is_final_and_seen(sink: Sink, code: Notice, answer: str) -> None:
    sink.answers = [answer]
    done = drain(NOON)
    code.refresh_from_db()
    assert (done.failed, code.mail_state, code.payload) == (1, MailState.FAILED, "")
    assert "55" in code.last_error
    assert drain(NOON + timedelta(hours=1)).sent == 0


@pytest.mark.parametrize("answer", ["421 closing", "cut"])
def test_a_connection_that_breaks_loses_nothing(sink: Sink, code: Notice, answer: str) -> None:
    sink.answers = [answer]
    drain(NOON)
    code.refresh_from_db()
    assert (code.mail_state, code.attempts) == (MailState.QUEUED, 1)
    assert drain(NOON + timedelta(seconds=40)).sent == 1
    assert len(sink.took) == 1


def test_a_lost_answer_gives_a_duplicate_with_the_same_id(sink: Sink, code: Notice) -> None:
    sink.answers = ["250 lost"]
    drain(NOON)
    drain(NOON + timedelta(seconds=40))
    assert len(sink.took) == 2
    assert len({mail["Message-ID"] for mail in sink.took}) == 1
    assert code.key not in sink.took[0]["Message-ID"]


def test_back_off_grows_and_ends_visibly(sink: Sink, dani: User) -> None:
    notice = due(notices.tell_account(email=dani.email, user=dani, subject="Changed", text="Hm."))
    Notice.objects.filter(pk=notice.pk).update(expires_at=NOON + timedelta(days=9))
    now, waits = NOON, []
    for _try in range(delivery.TRIES):
        sink.answers = ["451 busy"]
        drain(now)
        notice.refresh_from_db()
        waits.append((notice.not_before - now).total_seconds())
        now = max(now, notice.not_before)
    assert notice.mail_state == MailState.DEAD
    assert (notice.payload, notice.attempts) == ("", delivery.TRIES)
    for wait, about in zip(waits, (*delivery.BACK_OFF, 21600), strict=False):
        assert 0.8 * about <= wait <= 1.2 * about


def test_the_lease_is_committed_before_sending_and_runs_out(sink: Sink, code: Notice) -> None:
    """A sender that was killed after claiming: nobody takes its mails for two minutes, then somebody does."""
    (claimed,) = delivery._claim("killed", NOON)
    assert claimed.pk == code.pk
    code.refresh_from_db()
    assert (code.mail_state, code.lease, code.attempts) == (MailState.LEASED, "killed", 1)
    assert drain(NOON + timedelta(seconds=119)).sent == 0
    assert drain(NOON + timedelta(seconds=121)).sent == 1
    # The first one wakes up after all: it holds nothing any more.
    assert delivery._mark(claimed, "killed", mail_state=MailState.QUEUED) is False
