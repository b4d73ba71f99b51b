"""What waits for the morning follows its reader: other choices, a pause, a block, a departure."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from accounts.services import people
from mentorship import membership as departures
from mentorship import safety, scenarios
from messaging import kinds, roundup
from messaging.delivery import drain
from messaging.models import Notice
from messaging.models.notices import MailState
from messaging.services import choices, conversations, notices
from tests.messaging.kept import MORNING, fact, owed, states
from tests.messaging.sink import NOON, Sink


@pytest.mark.parametrize(("how", "state"), [("now", "queued"), ("never", "cancelled"), ("daily", "digest")])
def test_another_choice_moves_what_waits(daily: User, how: str, state: str) -> None:
    row = fact(daily)
    drain(NOON)
    choices.set_one(daily, "fact", how)
    assert states(row) == [state]


def test_now_again_sends_it_at_once_and_no_roundup(sink: Sink, daily: User) -> None:
    fact(daily, "Amara said something")
    drain(NOON)
    choices.set_one(daily, "fact", "now")
    Notice.objects.filter(kind="fact").update(not_before=NOON, mail_state=MailState.CANCELLED)
    assert drain(MORNING).cancelled == 1  # the roundup, which has nothing left
    assert sink.took == []


def test_a_pause_holds_it_until_its_end(sink: Sink, daily: User) -> None:
    row = fact(daily)
    drain(NOON)
    until = MORNING + timedelta(days=5, hours=3)
    User.objects.filter(pk=daily.pk).update(mail_paused_until=until)
    during = fact(daily, "In the pause", at=MORNING + timedelta(days=2))
    assert drain(MORNING + timedelta(days=2)).sent == 0
    assert owed(daily).not_before == MORNING + timedelta(days=6)
    assert drain(MORNING + timedelta(days=6)).sent == 1
    assert sink.took[0]["Subject"] == "Two things for you"
    assert states(row, during) == ["sent", "sent"]


def test_the_end_of_a_pause_and_another_zone_move_the_hour(daily: User) -> None:
    fact(daily)
    drain(NOON)
    choices.pause(daily)
    assert owed(daily).not_before > daily.mail_paused_until - timedelta(days=1)
    choices.resume(daily)
    assert owed(daily).not_before == roundup.next_for(daily, datetime.now(UTC))
    people.update_person(daily, name=daily.name, zone="Asia/Tokyo", language="en-gb")
    roundup.set_the_hour(daily)
    assert owed(daily).not_before.hour == 23  # eight in the morning there


def test_stopping_the_roundup_stops_what_it_holds_and_undo_brings_it_back(sink: Sink, daily: User) -> None:
    first = fact(daily)
    drain(NOON)
    choices.set_one(daily, kinds.ROUNDUP, "never")
    assert choices.chosen(daily)["fact"] == "never"
    drain(MORNING)
    second = fact(daily, at=MORNING + timedelta(hours=1))
    drain(MORNING + timedelta(hours=1))
    assert (states(first, second), sink.took) == (["cancelled", "cancelled"], [])
    choices.let_come(daily, kinds.ROUNDUP)
    assert choices.chosen(daily)["fact"] == "daily"
    choices.set_one(daily, kinds.ROUNDUP, "never")
    choices.save_all(daily, {"message": "daily"})  # whoever chooses it wants it again
    assert choices.chosen(daily)["fact"] == "daily"


def test_a_person_who_may_not_sign_in_gets_none(sink: Sink, daily: User) -> None:
    row = fact(daily)
    drain(NOON)
    User.objects.filter(pk=daily.pk).update(is_active=False)
    assert drain(MORNING).sent == 0
    assert states(row) == ["cancelled"]


def test_codes_and_safety_are_never_kept(daily: User) -> None:
    for name in ("account", "report", "report_update"):
        choices.set_one(daily, name, "daily")
        assert notices.how(daily, kinds.get(name)) == "now"
    choices.set_one(daily, kinds.ROUNDUP, "daily")
    assert notices.how(daily, kinds.get(kinds.ROUNDUP)) == "now"


@pytest.mark.parametrize("way", ["block", "leave"])
def test_a_block_and_a_departure_take_back_what_waits(sink: Sink, db: None, way: str) -> None:
    pairing = scenarios.running(weeks=1)
    writer, dani = pairing.mentor_user, pairing.mentee_user
    Notice.objects.all().delete()
    choices.set_one(dani, "message", "daily")
    conversations.say(pairing.conversation, author=writer, body="Morning.", token=uuid.uuid4())
    row = Notice.objects.get(user=dani, kind="message")
    Notice.objects.filter(pk=row.pk).update(not_before=NOON)
    drain(NOON)
    assert states(row) == ["digest"]
    if way == "block":
        safety.block(blocker=writer, blocked=dani)
    else:
        departures.leave(dani.memberships.get(group=pairing.program.group), by=dani)
    assert states(row) == ["cancelled"]
    Notice.objects.filter(kind="ended").delete()
    assert drain(MORNING + timedelta(days=1)).sent == 0


def test_more_than_one_mail_holds_is_counted_and_the_rest_comes_the_day_after(
    sink: Sink, daily: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roundup, "LINES", 2)
    monkeypatch.setattr(roundup, "ASKED", 3)
    for number in range(5):
        fact(daily, f"Fact {number}")
    drain(NOON)
    drain(MORNING)
    assert sink.took[0]["Subject"] == "Three things since yesterday"
    assert "And one more, on the site." in sink.took[0].as_string()
    drain(MORNING + timedelta(days=1))
    assert len(sink.took) == 2
    assert Notice.objects.filter(kind="fact", mail_state="sent").count() == 5
