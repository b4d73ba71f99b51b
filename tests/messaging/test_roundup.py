"""Once a day: one mail in the morning with what is still true, sent at least once and lost never."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from mentorship import scenarios
from mentorship.scenarios import build
from messaging import delivery, kinds, roundup
from messaging.delivery import drain
from messaging.models import Notice
from messaging.models.notices import MailState
from messaging.services import choices, conversations, notices
from messaging.services.again import send_again
from tests.messaging.kept import MORNING, fact, owed, states, untrue
from tests.messaging.sink import NOON, Sink
from tests.racing import at_once


def test_three_things_come_as_one_mail_in_the_morning(sink: Sink, daily: User) -> None:
    place = build.group(scenarios.person("Priya Raman", "priya@roundup.example"), "Riverside Makers")
    rows = [fact(daily, "Amara wrote to you", scope=place.pk), fact(daily, "Tom said hello", scope=place.pk)]
    rows.append(fact(daily, "You are on the list"))
    done = drain(NOON)
    assert (done.kept, done.sent, sink.took) == (3, 0, [])
    assert states(*rows) == ["digest"] * 3
    assert (owed(daily).key, owed(daily).not_before) == (f"roundup:{daily.pk}:2026-06-16", MORNING)
    assert drain(MORNING - timedelta(seconds=1)).sent == 0
    assert drain(MORNING).sent == 1
    (mail,) = sink.took
    assert (mail["To"], mail["Subject"]) == (daily.email, "Three things since yesterday")
    text = mail.get_payload()[0].get_payload(decode=True).decode()
    assert text.index("Riverside Makers") < text.index("Amara wrote to you") < text.index("Tom said hello")
    assert text.index("Tom said hello") < text.index("You are on the list")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"].startswith("roundup <")
    assert states(*rows) == ["sent"] * 3
    assert drain(MORNING + timedelta(days=3)).sent == 0


def test_a_message_names_the_person_and_never_the_words(sink: Sink, db: None) -> None:
    pairing = scenarios.running(weeks=1)
    writer, dani = pairing.mentor_user, pairing.mentee_user
    Notice.objects.all().delete()
    User.objects.filter(pk=dani.pk).update(zone="UTC")
    choices.set_one(dani, "message", "daily")
    conversations.say(pairing.conversation, author=writer, body="The secret recipe.", token=uuid.uuid4())
    Notice.objects.filter(user=dani).update(not_before=NOON, created_at=NOON)
    assert drain(NOON).kept == 1
    assert drain(MORNING).sent == 1
    (mail,) = sink.took
    whole = mail.as_string()
    assert f"{writer.first_name} wrote to you" in whole
    assert "secret recipe" not in whole
    assert mail["Subject"] == "One thing since yesterday"


@pytest.mark.quiet_hours
def test_what_comes_at_night_is_told_that_morning(sink: Sink, daily: User) -> None:
    row = fact(daily, at=datetime(2026, 6, 15, 23, 30, tzinfo=UTC))
    assert drain(datetime(2026, 6, 15, 23, 31, tzinfo=UTC)).kept == 1
    early = fact(daily, at=datetime(2026, 6, 16, 7, 59, tzinfo=UTC))
    drain(datetime(2026, 6, 16, 7, 59, tzinfo=UTC))
    assert drain(MORNING).sent == 1
    assert states(row, early) == ["sent", "sent"]


@pytest.mark.parametrize(
    ("zone", "now", "morning"),
    [
        ("UTC", datetime(2026, 6, 15, 7, 59, 59, tzinfo=UTC), datetime(2026, 6, 15, 8, tzinfo=UTC)),
        ("UTC", datetime(2026, 6, 15, 8, tzinfo=UTC), datetime(2026, 6, 16, 8, tzinfo=UTC)),
        # Clocks go forward, and back: it is eight o'clock there, whatever that is here.
        ("Europe/Lisbon", datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        ("Europe/Lisbon", datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 6, 15, 20, tzinfo=UTC), datetime(2026, 6, 16, 2, 15, tzinfo=UTC)),
        ("Not/AZone", datetime(2026, 6, 15, 9, tzinfo=UTC), datetime(2026, 6, 16, 8, tzinfo=UTC)),
    ],
)
def test_the_morning_is_the_readers(zone: str, now: datetime, morning: datetime) -> None:
    assert roundup.morning_after(now, zone) == morning


def test_what_became_untrue_or_read_is_left_out(sink: Sink, daily: User) -> None:
    kept, wrong, read = fact(daily, "Kept"), fact(daily, "Wrong", subject_id=77), fact(daily, "Read")
    drain(NOON)
    notices.mark_read(daily, [read.pk])
    untrue.add(77)
    try:
        assert drain(MORNING).sent == 1
    finally:
        untrue.clear()
    assert states(kept, wrong, read) == ["sent", "cancelled", "cancelled"]
    assert "Wrong" not in sink.took[0].as_string()


def test_nothing_left_to_say_is_no_mail(sink: Sink, daily: User) -> None:
    row = fact(daily)
    drain(NOON)
    notices.mark_read(daily)
    mail = owed(daily)
    done = drain(MORNING)
    assert (done.sent, done.cancelled, sink.took) == (0, 1, [])
    assert states(row, mail) == ["cancelled", "cancelled"]
    # And the day after, when there is something again, it comes.
    fact(daily, at=MORNING + timedelta(hours=1))
    drain(MORNING + timedelta(hours=1))
    assert drain(MORNING + timedelta(days=1)).sent == 1


def test_one_a_person_and_day(sink: Sink, daily: User) -> None:
    fact(daily)
    drain(NOON)
    assert drain(MORNING).sent == 1
    fact(daily, at=MORNING + timedelta(minutes=5))
    drain(MORNING + timedelta(minutes=5))
    assert owed(daily).key == f"roundup:{daily.pk}:2026-06-17"
    assert drain(MORNING + timedelta(hours=15)).sent == 0


def test_a_sender_killed_before_marking_loses_and_adds_nothing(sink: Sink, daily: User) -> None:
    """The server took it, our side never heard: the same again under the same Message-ID."""
    first = fact(daily, "The first")
    drain(NOON)
    sink.answers = ["250 lost"]
    drain(MORNING)
    assert states(first) == ["digest"]
    second = fact(daily, "The second", at=MORNING + timedelta(seconds=10))
    drain(MORNING + timedelta(seconds=10))
    drain(MORNING + timedelta(minutes=3))
    assert len(sink.took) == 2
    assert len({mail["Message-ID"] for mail in sink.took}) == 1
    assert "The second" not in sink.took[1].as_string()
    assert states(first, second) == ["sent", "digest"]
    assert drain(MORNING + timedelta(days=1)).sent == 1
    assert "The second" in sink.took[2].as_string()


def test_a_sender_killed_while_sending_is_taken_over(sink: Sink, daily: User) -> None:
    row = fact(daily)
    drain(NOON)
    (claimed,) = delivery._claim("killed", MORNING)
    roundup.gather(claimed, MORNING)
    assert drain(MORNING + timedelta(seconds=119)).sent == 0
    assert drain(MORNING + timedelta(seconds=121)).sent == 1
    assert roundup.sent(claimed, "killed", MORNING) is False  # it wakes up after all, and holds nothing
    assert states(row) == ["sent"]
    assert len(sink.took) == 1


def test_a_fact_whose_sender_was_killed_is_kept_by_the_next(sink: Sink, daily: User) -> None:
    row = fact(daily)
    (claimed,) = delivery._claim("killed", NOON)
    assert drain(NOON + timedelta(seconds=121)).kept == 1
    assert roundup.keep(claimed, "killed", NOON) is False
    assert states(row) == ["digest"]


def test_a_refused_one_is_seen_and_can_be_sent_again(sink: Sink, daily: User) -> None:
    row = fact(daily)
    drain(NOON)
    sink.answers = ["550 no such person"]
    assert drain(MORNING).failed == 1
    failed = Notice.objects.get(user=daily, kind=kinds.ROUNDUP)
    assert (failed.mail_state, states(row)) == (MailState.FAILED, ["digest"])
    send_again(failed)
    Notice.objects.filter(pk=failed.pk).update(not_before=NOON)
    assert drain(MORNING + timedelta(hours=1)).sent == 1
    assert states(row) == ["sent"]


def cost(sink: Sink, users: list[User], day: int) -> int:
    at = MORNING + timedelta(days=day)
    for user in users:
        fact(user, at=at - timedelta(hours=3))
        fact(user, "Another", at=at - timedelta(hours=3))
    drain(at - timedelta(hours=3))
    with CaptureQueriesContext(connection) as seen:
        assert drain(at).sent == len(users)
    return len(seen)


def test_the_price_of_a_person_does_not_grow_with_the_others(sink: Sink, daily: User) -> None:
    users = [daily]
    for number in range(19):
        users.append(scenarios.person(f"Reader {number}", f"r{number}@roundup.example", zone="UTC"))
        choices.set_one(users[-1], "fact", "daily")
    cost(sink, users[:1], 1)
    ten, twenty = cost(sink, users[:10], 2), cost(sink, users, 3)
    # Ten people more: their own statements and one more claim, nothing that looks at everybody.
    assert twenty - ten <= ten
    assert ten <= 10 * 13 + 6, ten


def test_what_waits_is_found_by_its_index(daily: User) -> None:
    for _ in range(3):
        fact(daily)
    drain(NOON)
    rows = Notice.objects.filter(roundup.KEPT, user=daily, mail_state=MailState.DIGEST)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "notice_roundup" in rows.explain()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_keep_each_fact_once_and_owe_one_roundup(sink: Sink, daily: User) -> None:
    rows = [fact(daily, f"Fact {number}") for number in range(24)]
    gave = at_once([lambda: drain(NOON)] * 3)
    assert [one for one in gave if isinstance(one, Exception)] == []
    assert states(*rows) == ["digest"] * 24
    assert Notice.objects.filter(user=daily, kind=kinds.ROUNDUP).count() == 1
    gave = at_once([lambda: drain(MORNING)] * 3)
    assert [one for one in gave if isinstance(one, Exception)] == []
    assert len(sink.took) == 1
    assert states(*rows) == ["sent"] * 24
