"""A mail about words that was taken back, and new words after it: whoever has not read them is told."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from mentorship import safety, scenarios
from messaging import delivery
from messaging.models import Notice
from messaging.models.notices import MailState
from messaging.services import choices, conversations
from pairings.services import lapses, requests
from profiles.models import Profile

from .sink import Sink

WORDS = "You wrote about saying it aloud, and I wonder how."


def hello(sender: Profile, to: Profile):
    return requests.send(sender=sender.user, to_profile=to, body=WORDS, to_pair=True, token=uuid.uuid4())


def two() -> tuple[Profile, Profile]:
    priya = scenarios.person("Priya Raman", "priya@told.example")
    group = scenarios.build.group(priya, "Makers")
    program = scenarios.started(group, priya, starts_on=None, signup_until=None)
    found = []
    for name, role in (("Amara Nwosu", "mentor"), ("Dani Ferreira", "mentee")):
        user = scenarios.person(name, f"{role}@told.example")
        scenarios.member(group, user)
        found.append(scenarios.signed_up(program, user, role))
    return found[0], found[1]


def say(talk, author: User, body: str) -> None:
    conversations.say(talk, author=author, body=body, token=uuid.uuid4())


def owed(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, kind="message").values_list("mail_state", flat=True))


def test_words_after_a_second_hello_are_told_though_the_first_one_lapsed(db) -> None:
    amara, dani = two()
    first = hello(dani, amara)
    say(first.conversation, dani.user, "And one more thing.")
    lapses.run(first.expires_at + timedelta(seconds=1))
    assert owed(amara.user) == [MailState.CANCELLED]
    second = hello(dani, amara)
    say(second.conversation, dani.user, "I’m asking once more.")
    assert owed(amara.user) == [MailState.QUEUED]


def test_words_after_a_block_was_taken_back_are_told_and_stand_on_the_site(db) -> None:
    amara, dani = two()
    say(hello(dani, amara).conversation, dani.user, "And one more thing.")
    safety.block(blocker=amara.user, blocked=dani.user)
    safety.unblock(blocker=amara.user, blocked=dani.user)
    say(hello(dani, amara).conversation, dani.user, "I’m asking once more.")
    told = Notice.objects.get(user=amara.user, kind="message")
    assert (told.mail_state, told.on_site) == (MailState.QUEUED, True)


def test_who_wants_no_mail_gets_none_for_all_that(db, sink: Sink) -> None:
    amara, dani = two()
    talk = hello(dani, amara).conversation
    choices.save_all(amara.user, {"message": "never", "hello": "never"})
    noon = (timezone.now() + timedelta(days=1)).replace(hour=12)
    for body in ("One.", "Two."):
        say(talk, dani.user, body)
        delivery.drain(noon)
    assert owed(amara.user) == [MailState.CANCELLED]
    assert not sink.took
