"""Saying hello: who may, what it refuses, and what becomes of it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship import scenarios
from messaging.models import Notice
from messaging.services import conversations
from pairings.models import Pairing, Request, Schedule
from pairings.models.pairings import State as PairingState
from pairings.models.requests import State
from pairings.services import lapses, pairings, requests
from profiles.services import profiles, seats

WORDS = "You wrote about the studio key and I keep thinking about it."


def hello(sender, to_profile, *, to_pair=False, body=WORDS, token=None):
    return requests.send(
        sender=sender, to_profile=to_profile, body=body, to_pair=to_pair, token=token or uuid.uuid4()
    )


def test_any_member_may_ask_something_without_signing_up(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    request = hello(sam, amara)
    amara.refresh_from_db()
    assert (request.state, request.asks, amara.waiting_requests) == ("open", "question", 1)
    assert request.conversation.messages.get().body == WORDS
    notice = Notice.objects.get(kind="hello")
    assert (notice.user, notice.mail_state, notice.line) == (amara.user, "queued", "Sam Okafor said hello")


def test_asking_to_be_paired_needs_a_sign_up_of_the_other_role(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    with pytest.raises(requests.NeedsSignUp) as refused:
        hello(sam, amara, to_pair=True)
    assert refused.value.role == "mentee"
    assert not Request.objects.exists()
    scenarios.signed_up(place.program, sam, "mentee")
    assert hello(sam, amara, to_pair=True).asks == "mentor"


def test_the_same_token_twice_is_one_hello(place) -> None:
    amara, sam, token = place.mentor("Amara Nwosu"), place.person("Sam Okafor"), uuid.uuid4()
    assert hello(sam, amara, token=token) == hello(sam, amara, token=token)
    assert Request.objects.count() == 1


@pytest.mark.parametrize("body", ["", "  ", "too short"])
def test_too_few_words_are_refused_kindly(place, body: str) -> None:
    with pytest.raises(ValidationError, match="one sentence about what caught your eye"):
        hello(place.person("Sam Okafor"), place.mentor("Amara Nwosu"), body=body)


def test_three_wait_at_a_time_and_an_answer_frees_one(place) -> None:
    sam = place.person("Sam Okafor")
    mentors = [place.mentor(name) for name in ("Amara Nwosu", "Bill Kirby", "Cleo Diaz", "Ed Moss")]
    first = hello(sam, mentors[0])
    for mentor in mentors[1:3]:
        hello(sam, mentor)
    with pytest.raises(ValidationError, match="three hellos waiting"):
        hello(sam, mentors[3])
    requests.say(first.conversation, author=mentors[0].user, body="Hello to you", token=uuid.uuid4())
    hello(sam, mentors[3])
    mentors[0].refresh_from_db()
    assert mentors[0].waiting_requests == 0


def test_one_open_hello_between_two_people_in_either_direction(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello(dani.user, amara)
    with pytest.raises(ValidationError, match="talking already"):
        hello(amara.user, dani)


def test_yes_makes_a_walking_pair_with_seats_schedule_and_notices(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    request = hello(dani.user, amara, to_pair=True)
    pairing = requests.accept(request, by=amara.user)
    amara.refresh_from_db()
    dani.refresh_from_db()
    assert (pairing.state, amara.seats_taken, dani.seats_taken, amara.waiting_requests) == ("active", 1, 1, 0)
    assert Schedule.objects.get(pairing=pairing).next_on == pairing.starts_on
    assert pairing.conversation == request.conversation
    assert Notice.objects.filter(kind="paired").count() == 2
    request.refresh_from_db()
    assert request.state == State.ACCEPTED
    assert requests.accept(request, by=amara.user) == pairing  # yes twice is once
    assert Pairing.objects.count() == 1
    with pytest.raises(ValidationError):
        requests.decline(request, by=amara.user, note="")


def test_only_the_one_who_was_asked_says_yes_or_no(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    request = hello(dani.user, amara, to_pair=True)
    for act in (requests.accept, lambda r, by: requests.decline(r, by=by, note="")):
        with pytest.raises(ValidationError):
            act(request, by=dani.user)
    with pytest.raises(ValidationError):
        requests.withdraw(request, by=amara.user)
    request.refresh_from_db()
    assert request.state == State.OPEN


def test_a_kind_no_reaches_the_sender_and_closes_the_conversation(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    request = hello(dani.user, amara, to_pair=True)
    requests.decline(request, by=amara.user, note="Not this season. I hope you find your person.")
    request.refresh_from_db()
    assert (request.state, request.decline_note[:15]) == (State.DECLINED, "Not this season")
    assert Notice.objects.get(kind="declined").user == dani.user
    with pytest.raises(conversations.ConversationClosed):
        requests.say(request.conversation, author=dani.user, body="Oh well", token=uuid.uuid4())
    again = hello(dani.user, amara)  # later, about something else: the conversation opens again
    assert again.conversation_id == request.conversation_id
    assert again.conversation.is_open()


def test_a_hello_lapses_after_seven_days_unless_it_was_answered(place) -> None:
    amara, bill = place.mentor("Amara Nwosu"), place.mentor("Bill Kirby")
    sam = place.person("Sam Okafor")
    silent, answered = hello(sam, amara), hello(sam, bill)
    requests.say(answered.conversation, author=bill.user, body="Hello Sam", token=uuid.uuid4())
    now = timezone.now()
    assert lapses.run(now + timedelta(days=6, hours=23)) == 0
    assert lapses.run(now + timedelta(days=7, minutes=1)) == 1
    assert lapses.run(now + timedelta(days=7, minutes=1)) == 0
    silent.refresh_from_db()
    answered.refresh_from_db()
    amara.refresh_from_db()
    assert (silent.state, answered.state, amara.waiting_requests) == (State.LAPSED, State.OPEN, 0)
    assert {n.user for n in Notice.objects.filter(kind="lapsed")} == {sam, amara.user}


def test_when_the_seat_goes_the_other_hellos_that_want_it_are_closed_by_the_tick(place) -> None:
    amara = place.mentor("Amara Nwosu")
    dani, elif_ = place.mentee("Dani Ferreira"), place.mentee("Elif Vural")
    first, second = hello(dani.user, amara, to_pair=True), hello(elif_.user, amara, to_pair=True)
    requests.accept(first, by=amara.user)
    with pytest.raises(seats.SeatsGone):
        requests.accept(second, by=amara.user)
    second.refresh_from_db()
    assert second.state == State.OPEN  # a refusal changes nothing
    lapses.run(timezone.now())
    second.refresh_from_db()
    assert second.state == State.CLOSED
    assert Notice.objects.filter(kind="lapsed", user=elif_.user).exists()


def test_after_talking_either_may_ask_to_pair_up(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    asked = hello(dani.user, amara)
    new = requests.pair_up(asked, by=amara.user)
    assert (new.sender, new.recipient, new.asks) == (amara.user, dani.user, "mentee")
    pairing = requests.accept(new, by=dani.user)
    assert (pairing.mentor, pairing.mentee, pairing.state) == (amara, dani, "active")


def test_an_agreed_pair_takes_over_an_admins_draft_of_the_same_two(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    requests.accept(hello(dani.user, amara, to_pair=True), by=amara.user)
    assert list(Pairing.objects.values_list("state", flat=True)) == [PairingState.ACTIVE]


def test_a_full_mentor_can_be_asked_something_but_not_to_pair(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    profiles.set_accepting(amara, profiles.FAR)
    with pytest.raises(ValidationError, match="full for now"):
        hello(dani.user, amara, to_pair=True)
    hello(dani.user, amara)
