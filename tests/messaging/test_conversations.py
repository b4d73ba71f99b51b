"""Words between two: said once, read by nobody else, closed when there is a reason."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.limits import LIMITS, TooMany
from accounts.models import Block, User
from mentorship import scenarios
from messaging.models import Conversation, Message, Notice, Participant
from messaging.services import conversations
from messaging.services.conversations import ConversationClosed


@pytest.fixture
def amara(db: None) -> User:
    return scenarios.person("Amara Nwosu", "amara@words.example")


@pytest.fixture
def dani(db: None) -> User:
    return scenarios.person("Dani Ferreira", "dani@words.example")


@pytest.fixture
def talk(amara: User, dani: User) -> Conversation:
    return conversations.between(program_id=1, scope=1, a=amara, b=dani)


def say(talk: Conversation, author: User, body: str = "Morning.", token: uuid.UUID | None = None) -> Message:
    return conversations.say(talk, author=author, body=body, token=token or uuid.uuid4())


def test_two_people_have_one_conversation_a_program(talk: Conversation, amara: User, dani: User) -> None:
    assert conversations.between(program_id=1, scope=1, a=dani, b=amara) == talk
    assert conversations.between(program_id=2, scope=1, a=dani, b=amara) != talk
    assert Participant.objects.filter(conversation=talk).count() == 2


def test_words_reach_both_and_count_as_new_for_one(talk: Conversation, amara: User, dani: User) -> None:
    message = say(talk, amara, "  Morning.\r\nHow are you?\n\n")
    assert message.body == "Morning.\nHow are you?"
    theirs, own = (Participant.objects.get(conversation=talk, user=user) for user in (dani, amara))
    assert (theirs.is_unread, own.is_unread) == (True, False)
    assert {theirs.preview, own.preview} == {"Morning. How are you?"}
    assert conversations.mark_read(talk, dani) is True
    assert conversations.mark_read(talk, dani) is False


def test_the_same_token_twice_is_one_message(talk: Conversation, amara: User, dani: User) -> None:
    token = uuid.uuid4()
    first = say(talk, amara, "Once.", token)
    assert say(talk, amara, " Once. ", token) == first
    assert say(talk, dani, "The same token, somebody else.", token) != first
    assert Message.objects.count() == 2


def test_a_stretch_of_unread_words_is_told_once(talk: Conversation, amara: User, dani: User) -> None:
    for body in ("One.", "Two.", "Three."):
        say(talk, amara, body)
    notice = Notice.objects.get(kind="message")
    assert (notice.user, notice.mail_state) == (dani, "queued")
    assert notice.not_before >= timezone.now() + timedelta(minutes=9)
    conversations.mark_read(talk, dani)
    say(talk, amara, "Four.")
    assert Notice.objects.filter(kind="message", user=dani).count() == 2
    assert not Notice.objects.filter(user=amara).exists()


@pytest.mark.parametrize("body", ["", " \n\t ", "\u3164", "x" * 10_001, "a\x00b", "bell\x07"])
def test_what_is_no_message_is_refused(talk: Conversation, amara: User, body: str) -> None:
    with pytest.raises(ValidationError):
        say(talk, amara, body)
    assert not Message.objects.exists()


def test_the_longest_message_passes(talk: Conversation, amara: User) -> None:
    assert len(say(talk, amara, "x" * 10_000).body) == 10_000


def test_nobody_else_writes_there(talk: Conversation, db: None) -> None:
    with pytest.raises(PermissionError):
        say(talk, scenarios.person("Sam Okafor", "sam@words.example"))
    assert not Message.objects.exists()


def test_nobody_else_reads_there(talk: Conversation, amara: User) -> None:
    staff = scenarios.person("Jun Park", "jun@words.example")
    staff.is_staff = staff.is_superuser = True
    staff.save()
    assert Conversation.objects.visible_to(amara).get() == talk
    assert not Conversation.objects.visible_to(staff).exists()


def test_a_closed_one_can_be_read_and_not_written(talk: Conversation, amara: User, dani: User) -> None:
    say(talk, amara)
    conversations.close(talk.pk)
    with pytest.raises(ConversationClosed):
        say(talk, dani)
    assert Conversation.objects.visible_to(dani).get() == talk
    first = Conversation.objects.get(pk=talk.pk).closed_at
    conversations.close(talk.pk)
    assert Conversation.objects.get(pk=talk.pk).closed_at == first


def test_it_closes_by_itself_when_its_time_is_over(talk: Conversation, amara: User) -> None:
    conversations.keep_open([talk.pk], timezone.now() + timedelta(days=7))
    say(talk, amara)
    conversations.keep_open([talk.pk], timezone.now() - timedelta(seconds=1))
    with pytest.raises(ConversationClosed):
        say(talk, amara)


def test_keeping_it_open_does_not_open_what_was_closed(talk: Conversation, amara: User) -> None:
    conversations.close(talk.pk)
    conversations.keep_open([talk.pk], timezone.now() + timedelta(days=7))
    with pytest.raises(ConversationClosed):
        say(talk, amara)
    conversations.reopen(talk)
    assert say(talk, amara)


def test_a_block_stops_words_even_before_it_closes_anything(
    talk: Conversation, amara: User, dani: User
) -> None:
    Block.objects.create(blocker=amara, blocked=dani)
    for author in (amara, dani):
        with pytest.raises(ConversationClosed):
            say(talk, author)


def test_hiding_takes_it_from_both(talk: Conversation, amara: User, dani: User) -> None:
    conversations.close(talk.pk, hide=True)
    assert not Conversation.objects.visible_to(amara).exists()
    assert not Conversation.objects.visible_to(dani).exists()


def test_a_flood_is_held_back(talk: Conversation, amara: User) -> None:
    most = LIMITS["message-burst"][0]

    def flood() -> None:
        for _number in range(2 * most + 1):  # the window may turn once meanwhile
            say(talk, amara)

    with pytest.raises(TooMany):
        flood()
    assert most <= Message.objects.count() <= 2 * most
