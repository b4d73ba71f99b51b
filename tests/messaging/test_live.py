"""Streams of hints: who hears what, without its words, and how they end. Real processes, real sockets."""

import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mentorship import membership, safety, scenarios
from messaging import live, streams
from messaging.models import Conversation
from messaging.services import conversations, corrections, notices
from messaging.services.conversations import ConversationClosed
from pairings.models import Pairing
from tests.streaming import Listener, Server, session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    started = Server().start()
    yield started
    started.stop()


@pytest.fixture
def pairing() -> Pairing:
    return scenarios.running(weeks=1)


def say(talk: Conversation, author: User, body: str = "Morning, you.") -> int:
    return conversations.say(talk, author=author, body=body, token=uuid.uuid4()).pk


def test_the_path_is_the_address() -> None:
    assert reverse("live") == streams.PATH


def test_words_ring_both_and_carry_no_words(server: Server, pairing: Pairing) -> None:
    topic = live.talk(pairing.conversation)
    mentor, mentee = (session_of(user) for user in (pairing.mentor_user, pairing.mentee_user))
    with Listener(server, mentor) as hers, Listener(server, mentee) as his:
        head = (hers.hears("hello"), hers.text)[1]
        his.hears("event: hello")
        say(pairing.conversation, pairing.mentor_user, "Secret words")
        assert his.hears(f"data: {topic} inbox\n\n") < 1
        hers.hears(f"data: {topic} inbox\n\n")
        assert "Secret" not in his.text + hers.text + head
        assert his.silent()


def test_what_the_answer_says_of_itself(server: Server, pairing: Pairing) -> None:
    with Listener(server, session_of(pairing.mentee_user)) as his:
        his.status()
        head = his.text.lower()
    assert "content-type: text/event-stream\r\n" in head
    assert "cache-control: no-cache" in head
    assert "x-accel-buffering: no\r\n" in head
    assert "content-length" not in head
    assert "content-security-policy: " in head
    assert "set-cookie" not in head


def test_changed_and_removed_words_ring_and_what_is_taken_back_does_not(
    server: Server, pairing: Pairing
) -> None:
    with Listener(server, session_of(pairing.mentee_user)) as his:
        his.hears("event: hello")
        pk = say(pairing.conversation, pairing.mentor_user)
        his.hears(live.talk(pairing.conversation))
        message = pairing.conversation.messages.get(pk=pk)
        corrections.edit(message, by=pairing.mentor_user, body="Evening, you.")
        his.hears(live.talk(pairing.conversation))
        corrections.remove(message, by=pairing.mentor_user)
        his.hears(live.talk(pairing.conversation))
        with transaction.atomic():
            say(pairing.conversation, pairing.mentor_user)
            transaction.set_rollback(True)
        assert his.silent()


def test_reading_rings_ones_own_other_pages_only(server: Server, pairing: Pairing) -> None:
    say(pairing.conversation, pairing.mentor_user)
    mentor, mentee = (session_of(user) for user in (pairing.mentor_user, pairing.mentee_user))
    with Listener(server, mentor) as hers, Listener(server, mentee) as his:
        hers.hears("event: hello")
        his.hears("event: hello")
        conversations.mark_read(pairing.conversation, pairing.mentee_user)
        his.hears("data: inbox\n\n")
        assert hers.silent()


def test_a_notice_rings(server: Server, pairing: Pairing) -> None:
    with Listener(server, session_of(pairing.mentee_user)) as his:
        his.hears("event: hello")
        notices.tell("paired", pairing.mentee_user, key="live:notice", url="/", line="Something")
        his.hears("data: notices\n\n")


def test_a_stranger_hears_nothing_of_it(server: Server, pairing: Pairing) -> None:
    """Whose channel it is, the session alone says: no address, no parameter, no header."""
    stranger = scenarios.person("Sly Stranger", "sly@live.example")
    with Listener(server, session_of(stranger)) as theirs:
        theirs.hears("event: hello")
        say(pairing.conversation, pairing.mentor_user)
        assert theirs.silent()


@pytest.mark.parametrize("how", ["block", "leave"])
def test_after_a_block_or_a_departure_nothing_rings(server: Server, pairing: Pairing, how: str) -> None:
    mentor, gone = pairing.mentor_user, pairing.mentee_user
    pk = say(pairing.conversation, mentor)
    if how == "block":
        safety.block(blocker=mentor, blocked=gone)
    else:
        membership.leave(gone.memberships.get(group=pairing.program.group), by=gone)
    with Listener(server, session_of(gone)) as theirs:
        theirs.hears("event: hello")
        with pytest.raises(ConversationClosed):
            say(pairing.conversation, mentor)
        corrections.remove(pairing.conversation.messages.get(pk=pk), by=mentor)
        assert theirs.silent()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_visitors_are_sent_to_log_in(server: Server, method: str) -> None:
    with Listener(server, "", method) as nobody:
        assert nobody.status() == 302
        assert "/login/" in nobody.text


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT"])
def test_it_is_only_listened_to(server: Server, pairing: Pairing, method: str) -> None:
    with Listener(server, session_of(pairing.mentee_user), method) as his:
        assert his.status() == (405 if method == "HEAD" else 403)  # 403: no form's token


def test_under_wsgi_polling_serves(pairing: Pairing) -> None:
    client = Client()
    client.force_login(pairing.mentee_user)
    answer = client.get(streams.PATH)
    assert (answer.status_code, answer.content) == (204, b"")
