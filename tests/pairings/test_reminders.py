"""A hello that waits is brought up again on day 3 and on day 6, once each, and stops being so at once."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Block
from mentorship import safety
from messaging import delivery, kinds
from messaging.models import MailChoice, Notice
from messaging.services import choices
from pairings import dispatch, passes
from pairings.models import DispatchState, Request
from pairings.services import lapses, pairings, reminders, requests
from tests.racing import at_once

WORDS = "You wrote about the studio key and I keep thinking about it."


def hello(sender, to_profile, *, to_pair: bool = False) -> Request:
    return requests.send(
        sender=sender, to_profile=to_profile, body=WORDS, to_pair=to_pair, token=uuid.uuid4()
    )


def told() -> list[str]:
    return list(Notice.objects.filter(kind="hello_reminder").order_by("pk").values_list("key", flat=True))


def test_day_three_and_day_six_and_never_twice(place) -> None:
    request = hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"))
    said = request.created_at
    assert reminders.run(said + timedelta(days=2, hours=23)) == 0
    third = said + timedelta(days=3, minutes=1)
    assert [reminders.run(third), reminders.run(third)] == [1, 0]
    assert reminders.run(said + timedelta(days=5, hours=23)) == 0
    sixth = said + timedelta(days=6, minutes=1)
    assert [reminders.run(sixth), reminders.run(sixth)] == [1, 0]
    amara = request.recipient_id
    assert told() == [f"request:{request.pk}:reminder:{day}:user:{amara}" for day in (3, 6)]
    notice = Notice.objects.filter(kind="hello_reminder").first()
    assert (notice.user_id, notice.line) == (amara, "Sam is hoping to hear from you")
    assert (notice.mail_state, notice.not_before) == ("queued", third)
    assert reminders.run(said + timedelta(days=7, minutes=1)) == 0  # then it lapses


def test_after_an_outage_only_the_latest_is_told(place) -> None:
    request = hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"))
    late = request.created_at + timedelta(days=6, hours=5)
    assert [reminders.run(late), reminders.run(late)] == [1, 0]
    assert told() == [f"request:{request.pk}:reminder:6:user:{request.recipient_id}"]


def test_an_outage_over_the_whole_week_tells_of_the_end_alone(place) -> None:
    request = hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"))
    done = dispatch.tick(request.expires_at + timedelta(hours=1))
    assert (done.lapsed, done.reminded, told()) == (1, 0, [])


def answered(request: Request) -> None:
    requests.say(request.conversation, author=request.recipient, body="Hello to you", token=uuid.uuid4())


ENDS = {
    "answered": answered,
    "accepted": lambda r: requests.accept(r, by=r.recipient),
    "declined": lambda r: requests.decline(r, by=r.recipient, note="Not now"),
    "withdrawn": lambda r: requests.withdraw(r, by=r.sender),
    "blocked": lambda r: safety.block(blocker=r.sender, blocked=r.recipient),
    "blocked back": lambda r: safety.block(blocker=r.recipient, blocked=r.sender),
    "lapsed": lambda r: lapses.run(r.expires_at),
    "paired by an admin": lambda r: pairings.agree(
        mentor=r.to_profile, mentee=r.sender_profile, conversation=r.conversation
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_whatever_ends_the_wait_stops_the_mail_that_is_owed_and_the_next(place, end: str) -> None:
    dani = place.mentee("Dani Ferreira")
    request = hello(dani.user, place.mentor("Amara Nwosu"), to_pair=True)
    third = request.created_at + timedelta(days=3, minutes=1)
    assert reminders.run(third) == 1
    ENDS[end](request)
    mail.outbox = []
    delivery.drain(third + timedelta(days=1))
    assert not [one for one in mail.outbox if "hoping to hear" in one.subject]
    assert reminders.run(request.created_at + timedelta(days=6, minutes=1)) == 0


def test_a_block_without_a_word_to_anybody_is_seen_by_the_last_check(place) -> None:
    request = hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"))
    third = request.created_at + timedelta(days=3, minutes=1)
    reminders.run(third)
    Block.objects.create(blocker=request.sender, blocked=request.recipient)  # past every service
    mail.outbox = []
    delivery.drain(third + timedelta(days=1))
    assert mail.outbox == []
    assert Notice.objects.get(kind="hello_reminder").mail_state == "cancelled"


def test_the_mail_says_the_words_once_more_and_how_to_say_no(place) -> None:
    amara = place.mentor("Amara Nwosu", places=2)
    first = hello(place.mentee("Dani Ferreira").user, amara, to_pair=True)
    second = hello(place.mentee("Elif Vural").user, amara)
    third = second.created_at + timedelta(days=3, minutes=1)
    assert reminders.run(third) == 2
    Notice.objects.filter(kind="hello").delete()
    mail.outbox = []
    noon = (third + timedelta(days=1)).replace(hour=12)
    delivery.drain(noon)
    (one,) = mail.outbox  # one a day, and it says that somebody else waits
    assert one.subject == "Dani is hoping to hear from you"
    assert WORDS in " ".join(one.body.split())
    assert "Somebody else waits for an answer too." in " ".join(one.body.split())
    assert f"/c/{first.conversation.code}/full/" in one.body
    assert Notice.objects.filter(kind="hello_reminder", mail_state="cancelled").count() == 1
    assert Notice.objects.visible_to(amara.user).filter(kind="hello_reminder").count() == 2


def test_it_can_be_stopped_and_waits_for_the_morning(place) -> None:
    kind = kinds.get("hello_reminder")
    assert (kind.mail, kind.can_stop, kind.quiet) == (True, True, True)
    request = hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"))
    Notice.objects.filter(kind="hello").delete()
    third = request.created_at + timedelta(days=3, minutes=1)
    reminders.run(third)
    choices.save_all(request.recipient, {"hello_reminder": MailChoice.How.NEVER})
    mail.outbox = []
    delivery.drain(third + timedelta(days=1))
    assert mail.outbox == []


def test_a_pass_that_fails_stops_no_other_and_doctor_hears_of_it(place, monkeypatch, caplog) -> None:
    request = hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"))

    def breaks(now, program_id) -> int:
        raise ZeroDivisionError("of no use")

    monkeypatch.setitem(passes.BEFORE, "lapses", breaks)
    done = dispatch.tick(request.created_at + timedelta(days=3, minutes=1))
    assert (done.reminded, list(done.broken)) == (1, ["lapses"])
    kept = DispatchState.now().troubles["lapses"]
    assert kept["error"] == "ZeroDivisionError: of no use"
    assert "a pass of the tick failed" in caplog.text
    later = dispatch.tick(request.created_at + timedelta(days=4))
    assert later.broken
    assert DispatchState.now().troubles["lapses"]["since"] == kept["since"]
    with pytest.raises(ZeroDivisionError):  # who ticks one program is told
        dispatch.tick(timezone.now(), program_id=place.program.pk)
    monkeypatch.undo()
    dispatch.tick(timezone.now())
    assert DispatchState.now().troubles == {}


@pytest.mark.race
def test_eight_ticks_at_once_remind_once(committed_place) -> None:
    amara = committed_place.mentor("Amara Nwosu")
    asked = [hello(committed_place.person(f"Sam{n} Okafor"), amara) for n in range(5)]
    third = asked[-1].created_at + timedelta(days=3, minutes=1)
    gave = at_once([lambda: reminders.run(third)] * 8)
    assert sum(gave) == len(told()) == 5


@pytest.mark.race
def test_a_reminder_and_a_taking_back_at_once_leave_no_mail(committed_place) -> None:
    for number in range(3):
        amara = committed_place.mentor(f"Amara{number} Nwosu")
        request = hello(committed_place.person(f"Sam{number} Okafor"), amara)
        third = request.created_at + timedelta(days=3, minutes=1)
        gave = at_once(
            [lambda t=third: reminders.run(t), lambda r=request: requests.withdraw(r, by=r.sender)]
        )
        assert not any(isinstance(one, Exception) for one in gave), gave
    assert not Notice.objects.owed().filter(kind__in=["hello", "hello_reminder"]).exists()
