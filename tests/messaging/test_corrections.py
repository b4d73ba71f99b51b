"""What its author may still change: the words for a quarter of an hour, all of it always."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Block, User
from mentorship import scenarios
from messaging import delivery
from messaging.models import Conversation, Message, Notice, Participant
from messaging.services import conversations, corrections
from messaging.services.conversations import UNREAD_AFTER, ConversationClosed
from messaging.services.corrections import TooLate


@pytest.fixture
def amara(db: None) -> User:
    return scenarios.person("Amara Nwosu", "amara@words.example")


@pytest.fixture
def dani(db: None) -> User:
    return scenarios.person("Dani Ferreira", "dani@words.example")


@pytest.fixture
def talk(amara: User, dani: User) -> Conversation:
    return conversations.between(program_id=1, scope=1, a=amara, b=dani)


def say(talk: Conversation, author: User, body: str = "Morning.", quote: str = "") -> Message:
    return conversations.say(talk, author=author, body=body, token=uuid.uuid4(), quote=quote)


def age(message: Message, **by: float) -> None:
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(**by))
    message.refresh_from_db()


def previews(talk: Conversation) -> set[str]:
    return set(Participant.objects.filter(conversation=talk).values_list("preview", flat=True))


def mailed(now: datetime | None = None) -> list[str]:
    """What the mails of a drain after the ten minutes say."""
    mail.outbox = []
    delivery.drain(now or timezone.now() + UNREAD_AFTER + timedelta(seconds=1))
    return [str(one.body) for one in mail.outbox]


@pytest.fixture(autouse=True)
def _outbox(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_other_words_stand_in_their_place_and_in_the_inbox(talk, amara) -> None:
    message = say(talk, amara, "See you Thursdya.", quote="When?")
    corrections.edit(message, by=amara, body="  See you Thursday.\r\n")
    message = Message.objects.get()
    assert (message.body, message.quote) == ("See you Thursday.", "When?")
    assert message.edited_at
    assert previews(talk) == {"See you Thursday."}


def test_an_earlier_one_leaves_the_inbox_line_alone(talk, amara) -> None:
    first = say(talk, amara, "One.")
    say(talk, amara, "Two.")
    corrections.edit(first, by=amara, body="Eins.")
    assert previews(talk) == {"Two."}
    corrections.remove(first, by=amara)
    assert previews(talk) == {"Two."}


def test_the_same_words_again_are_no_edit(talk, amara) -> None:
    message = say(talk, amara)
    corrections.edit(message, by=amara, body="Morning. ")
    assert Message.objects.get().edited_at is None


@pytest.mark.parametrize(("minutes", "passes"), [(14.9, True), (15.1, False), (60 * 24, False)])
def test_a_quarter_of_an_hour_by_the_servers_clock(talk, amara, minutes, passes) -> None:
    message = say(talk, amara)
    age(message, minutes=minutes)
    if passes:
        corrections.edit(message, by=amara, body="Evening.")
    else:
        with pytest.raises(TooLate, match="stays as it was sent"):
            corrections.edit(message, by=amara, body="Evening.")
    assert Message.objects.get().body == ("Evening." if passes else "Morning.")


@pytest.mark.parametrize("body", ["", " \n ", "\u3164", "x" * 10_001, "a\x00b"])
def test_what_is_no_message_is_no_edit(talk, amara, body) -> None:
    message = say(talk, amara)
    with pytest.raises(ValidationError):
        corrections.edit(message, by=amara, body=body)
    assert Message.objects.get().body == "Morning."


def test_only_its_author(talk, amara, dani) -> None:
    message = say(talk, amara)
    for change in (
        lambda: corrections.edit(message, by=dani, body="Mine."),
        lambda: corrections.remove(message, by=dani),
    ):
        with pytest.raises(PermissionError):
            change()
    assert Message.objects.get().body == "Morning."


def test_a_closed_conversation_takes_no_edit_and_gives_words_back(talk, amara) -> None:
    message = say(talk, amara)
    conversations.close(talk.pk)
    with pytest.raises(ConversationClosed):
        corrections.edit(message, by=amara, body="Evening.")
    assert corrections.remove(message, by=amara).removed_at


def test_a_block_stops_an_edit_even_before_it_closes_anything(talk, amara, dani) -> None:
    message = say(talk, amara)
    Block.objects.create(blocker=dani, blocked=amara)
    with pytest.raises(ConversationClosed):
        corrections.edit(message, by=amara, body="One more thing for you.")


def test_what_is_taken_back_is_gone_for_good(talk, amara) -> None:
    message = say(talk, amara, "A secret.", quote="Which secret?")
    corrections.edit(message, by=amara, body="The secret.")
    age(message, days=400)
    corrections.remove(message, by=amara)
    row = Message.objects.values().get()
    assert (row["body"], row["quote"], row["edited_at"]) == ("", "", None)
    assert row["removed_at"]
    assert previews(talk) == {""}
    assert "secret" not in str(list(Participant.objects.values())) + str(list(Notice.objects.values()))


def test_taken_back_twice_is_once_and_edited_never(talk, amara) -> None:
    message = say(talk, amara)
    first = corrections.remove(message, by=amara).removed_at
    assert corrections.remove(message, by=amara).removed_at == first
    with pytest.raises(ValidationError, match="took this message back"):
        corrections.edit(message, by=amara, body="Evening.")


def test_a_mail_still_owed_says_the_words_of_now(talk, amara) -> None:
    message = say(talk, amara, "See you Thursdya.")
    corrections.edit(message, by=amara, body="See you Friday.")
    (text,) = mailed()
    assert "See you Friday." in text
    assert "Thursdya" not in text


def test_a_mail_still_owed_leaves_out_what_was_taken_back(talk, amara) -> None:
    gone = say(talk, amara, "Forget this.")
    say(talk, amara, "Good morning.")
    corrections.remove(gone, by=amara)
    (text,) = mailed()
    assert "Good morning." in text
    assert "Forget" not in text


def test_nothing_left_to_tell_is_not_told_and_the_next_words_are(talk, amara, dani) -> None:
    corrections.remove(say(talk, amara, "Forget this."), by=amara)
    assert not Notice.objects.filter(kind="message").exists()
    assert mailed() == []
    say(talk, amara, "Good morning.")
    (text,) = mailed()
    assert "Good morning." in text
    assert "Forget" not in text


def test_what_was_mailed_is_not_mailed_again_after_taking_back(talk, amara) -> None:
    message = say(talk, amara, "Read this.")
    assert len(mailed()) == 1
    corrections.remove(message, by=amara)
    say(talk, amara, "And this.")
    assert mailed() == []


def test_one_mail_a_stretch_and_none_for_who_is_reading(talk, amara, dani) -> None:
    say(talk, amara, "One.")
    say(talk, amara, "Two.")
    (text,) = mailed()
    assert "One." in text
    say(talk, amara, "Three, and it stays unread.")
    assert mailed(timezone.now() + timedelta(hours=1)) == []
    conversations.mark_read(talk, dani)
    say(talk, amara, "Four, and Dani reads it at once.")
    conversations.mark_read(talk, dani)
    assert mailed(timezone.now() + timedelta(hours=1)) == []
    say(talk, amara, "Five.")
    (text,) = mailed(timezone.now() + timedelta(hours=1))
    assert "Five." in text
    assert "Three" not in text


def test_other_words_under_the_same_token_are_neither_lost_nor_doubled(talk, amara) -> None:
    """The answer got lost after the server had kept the words; they were changed and sent again."""
    token = uuid.uuid4()
    conversations.say(talk, author=amara, body="See you Thursday.", token=token)
    with pytest.raises(ValidationError, match="first words did arrive"):
        conversations.say(talk, author=amara, body="See you Friday.", token=token)
    assert Message.objects.get().body == "See you Thursday."


def test_the_same_token_after_an_edit_is_still_that_message(talk, amara) -> None:
    token = uuid.uuid4()
    message = conversations.say(talk, author=amara, body="Morning.", token=token)
    corrections.edit(message, by=amara, body="Evening.")
    assert conversations.say(talk, author=amara, body="Morning.", token=token).body == "Evening."
    corrections.remove(message, by=amara)
    assert conversations.say(talk, author=amara, body="Morning.", token=token).body == ""
