"""What two people, or two tabs, could do to one message at the same instant. On both databases."""

import time
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from mentorship import safety, scenarios
from messaging.models import Conversation, Message, Notice, Participant
from messaging.services import conversations, corrections
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 5


def two_who_talk():
    pairing = scenarios.running()
    return pairing.conversation, pairing.mentor_user, pairing.mentee_user


def say(talk: Conversation, author, body: str) -> Message:
    return conversations.say(talk, author=author, body=body, token=uuid.uuid4())


def test_the_same_token_ten_times_at_once_is_one_message() -> None:
    talk, amara, _dani = two_who_talk()
    token = uuid.uuid4()
    gave = at_once([lambda: conversations.say(talk, author=amara, body="Once.", token=token)] * 10)
    assert [type(g).__name__ for g in gave] == ["Message"] * 10
    assert Message.objects.filter(conversation=talk).count() == 1
    assert Notice.objects.filter(kind="message").count() == 1


def test_the_same_token_with_two_texts_at_once_keeps_one_and_refuses_the_other() -> None:
    talk, amara, _dani = two_who_talk()
    token = uuid.uuid4()
    gave = at_once(
        [
            lambda b=b: conversations.say(talk, author=amara, body=b, token=token)
            for b in ("Thursday.", "Friday.")
        ]
    )
    assert sorted(type(g).__name__ for g in gave) == ["Message", "ValidationError"]
    assert Message.objects.filter(conversation=talk).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_edit_and_a_removal_at_once_leave_no_word(_round: int) -> None:
    """Whoever is first: what was taken back stays empty, in the thread and in the inbox."""
    talk, amara, _dani = two_who_talk()
    message = say(talk, amara, "A secret.")
    gave = at_once(
        [
            lambda: corrections.edit(Message.objects.get(pk=message.pk), by=amara, body="The secret."),
            lambda: corrections.remove(Message.objects.get(pk=message.pk), by=amara),
        ]
    )
    assert not [g for g in gave if not isinstance(g, Message | ValidationError)]
    message.refresh_from_db()
    assert (message.body, bool(message.removed_at)) == ("", True)
    assert set(Participant.objects.filter(conversation=talk).values_list("preview", flat=True)) == {""}


def test_without_the_lock_an_edit_brings_back_what_was_removed() -> None:
    """The negative control: read, wait, write, as one would without thinking, really does race."""
    talk, amara, _dani = two_who_talk()
    message = say(talk, amara, "A secret.")

    def careless() -> None:
        with transaction.atomic():
            row = Message.objects.get(pk=message.pk)
        time.sleep(0.3)
        if row.removed_at is None:
            row.body = "The secret."
            row.save(update_fields=["body"])

    def remove() -> None:
        time.sleep(0.1)
        corrections.remove(Message.objects.get(pk=message.pk), by=amara)

    at_once([careless, remove])
    assert Message.objects.get(pk=message.pk).body == "The secret."


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_removal_and_new_words_at_once_leave_the_new_line(_round: int) -> None:
    talk, amara, dani = two_who_talk()
    message = say(talk, amara, "Forget this.")
    at_once(
        [
            lambda: corrections.remove(Message.objects.get(pk=message.pk), by=amara),
            lambda: say(talk, amara, "Read this."),
        ]
    )
    rows = Participant.objects.filter(conversation=talk)
    assert set(rows.values_list("preview", flat=True)) == {"Read this."}
    # Whoever was first, there is one notice for the words that stand there.
    assert Notice.objects.filter(kind="message", user=dani).count() == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_an_edit_and_a_closing_wait_for_each_other(_round: int) -> None:
    talk, amara, _dani = two_who_talk()
    message = say(talk, amara, "Morning.")
    edited, _closed = at_once(
        [
            lambda: corrections.edit(Message.objects.get(pk=message.pk), by=amara, body="Evening."),
            lambda: conversations.close(talk.pk),
        ]
    )
    message.refresh_from_db()
    if isinstance(edited, Message):
        assert (message.body, bool(message.edited_at)) == ("Evening.", True)
    else:
        assert isinstance(edited, conversations.ConversationClosed)
        assert (message.body, message.edited_at) == ("Morning.", None)
    with pytest.raises(conversations.ConversationClosed):
        corrections.edit(message, by=amara, body="Too late.")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_words_edits_and_a_block_at_once(_round: int) -> None:
    """After the block nothing is said, nothing rewritten, and no mail is owed."""
    talk, amara, dani = two_who_talk()
    message = say(talk, amara, "Morning.")
    gave = at_once(
        [
            lambda: safety.block(blocker=dani, blocked=amara),
            lambda: corrections.edit(Message.objects.get(pk=message.pk), by=amara, body="Evening."),
            lambda: say(talk, amara, "One more thing."),
        ]
    )
    assert not isinstance(gave[0], Exception)
    for other in gave[1:]:
        assert isinstance(other, Message | conversations.ConversationClosed), other
    assert not Participant.objects.filter(conversation=talk, hidden=False).exists()
    assert not Notice.objects.filter(kind="message", mail_state__in=["queued", "leased", "digest"]).exists()
