"""What the mails of hellos and pairs say, and what they leave unsaid."""

import re
import uuid

import pytest

from accounts.models import Block
from mentorship import safety
from messaging.models import Notice
from messaging.services import conversations
from pairings.services import endings, requests
from tests.mail_cases import (
    WORDS,
    case_declined,
    check,
    drain,
    hello,
    html_of,
    launched,
    of_kind,
)


@pytest.fixture(autouse=True)
def sink(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


def test_the_partner_of_an_ending_reads_the_note_and_no_reason(place) -> None:
    pairing = launched(place)
    endings.end(pairing, by=pairing.mentee_user, note="Life got in the way.", reason="He never writes")
    (one,) = of_kind(drain(), "ended")
    assert one.to == [pairing.mentor_user.email]
    assert "Dani has stepped out. That's about Dani's season, not about you." in str(one.body)
    assert "Life got in the way." in one.body
    assert "never writes" not in one.body + html_of(one)


def test_both_are_told_who_of_the_admins_ended_it(place) -> None:
    pairing = launched(place)
    endings.end(pairing, by=place.priya, note="Thank you both.")
    sent = of_kind(drain(), "ended")
    assert len(sent) == 2
    for one in sent:
        check(one, 120)
        assert "Priya has ended your pair with" in str(one.body)


def test_after_a_block_the_mail_says_only_that_it_ended(place) -> None:
    pairing = launched(place)
    safety.block(blocker=pairing.mentee_user, blocked=pairing.mentor_user)
    sent = of_kind(drain(), "ended")
    assert Block.objects.exists()
    for one in sent:
        check(one, 120)
        text = str(one.body)
        assert "has ended" in text
        assert "stepped out" not in text
        assert "block" not in text.lower()
        assert "/p/" not in text


def test_a_hello_says_what_is_asked_and_lets_say_no(place) -> None:
    request = hello(place, to_pair=True)
    (one,) = of_kind(drain(), "hello")
    text = " ".join(str(one.body).split())
    assert one.subject == "Dani said hello"
    assert "would like you to be their mentor" in text
    assert WORDS in text
    assert "kind no" in text
    requests.withdraw(request, by=request.sender)
    Notice.objects.update(mail_state="queued")
    assert of_kind(drain(), "hello") == []  # nothing to answer any more


def test_a_declined_sender_is_shown_others_with_room(place) -> None:
    case_declined(place)
    (one,) = of_kind(drain(), "declined")
    assert one.to == ["dani@pairings.example"]
    assert "Joan Price" in one.body
    assert "deserve someone with time" in one.body
    assert "/directory/?role=mentor" in one.body


def test_a_pair_reads_when_week_one_comes_and_what_the_other_wrote(place) -> None:
    pairing = launched(place)
    for one in of_kind(drain(), "paired"):
        text = " ".join(str(one.body).split())
        assert re.search(r"Week 1 arrives on \w+ \d+ \w+( \d{4})? at 09:00, Lisbon time", text)
        role = "mentee" if one.to == [pairing.mentor_user.email] else "mentor"
        assert f"is your {role}." in text
        assert "quiet way out" in text


def test_long_messages_are_cut_at_a_word_and_say_that_there_is_more(place) -> None:
    pairing = launched(place)
    long = "A long story about a kiln. " * 60
    conversations.say(pairing.conversation, author=pairing.mentor_user, body=long, token=uuid.uuid4())
    (one,) = of_kind(drain(), "message")
    check(one, 140)
    assert "There is more to read." in one.body
    assert "…" in one.body
