"""What one does while another does something else: nothing leaks, nothing ends that should go on."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from mentorship import membership as departures
from messaging.models import Notice
from messaging.models.notices import OWED
from messaging.services import conversations
from pairings import dispatch
from pairings.models import Pairing, Request
from pairings.models.pairings import State
from pairings.services import launches, pairings, requests
from programs.services import programs

WORDS = "You wrote about the studio key and I keep thinking about it."


def hello(sender, to, *, to_pair: bool) -> Request:
    return requests.send(sender=sender.user, to_profile=to, body=WORDS, to_pair=to_pair, token=uuid.uuid4())


def test_a_draft_shows_on_no_card(place, client) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    draft = pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    client.force_login(dani.user)
    where = [place.group.slug, place.program.slug]
    page = client.get(reverse("directory", args=where)).content.decode()
    assert draft.conversation.code not in page
    assert reverse("hello_new", args=[*where, amara.code]) in page


@pytest.mark.parametrize("both_say_yes", [False, True])
def test_once_they_are_told_the_two_can_talk(place, both_say_yes: bool) -> None:
    type(place.program).objects.filter(pk=place.program.pk).update(both_say_yes=both_say_yes)
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    draft = pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    launches.launch(place.program, by=place.priya)
    assert launches.release(timezone.now() + timedelta(minutes=11)) == 1
    assert Pairing.objects.get(pk=draft.pk).conversation.is_open()


def test_a_hello_between_two_who_became_a_pair_closes_no_conversation(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    asked = hello(dani, amara, to_pair=False)
    pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    launches.launch(place.program, by=place.priya)
    launches.release(timezone.now() + timedelta(minutes=11))
    asked.refresh_from_db()
    amara.refresh_from_db()
    assert (asked.state, amara.waiting_requests) == ("closed", 0)
    assert not Notice.objects.filter(kind="hello", mail_state__in=OWED).exists()
    dispatch.tick(timezone.now() + timedelta(days=8), program_id=place.program.pk)
    pair = Pairing.objects.get()
    assert pair.state == State.ACTIVE
    assert pair.conversation.is_open(timezone.now() + timedelta(days=30))


def test_after_the_end_of_a_program_nobody_is_paired(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    asked = hello(dani, amara, to_pair=True)
    programs.finish(place.program, by=place.priya)
    asked = Request.objects.get(pk=asked.pk)
    with pytest.raises(ValidationError):
        requests.accept(asked, by=amara.user)
    asked.refresh_from_db()
    assert (asked.state, Pairing.objects.count()) == ("open", 0)


def test_a_launch_that_was_a_moment_faster_than_a_departure_holds_no_seat(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    as_read = pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    launches.launch(place.program, by=place.priya)
    departures._stop(as_read, dani.user)
    amara.refresh_from_db()
    assert (Pairing.objects.get().state, amara.seats_taken) == (State.ENDED, 0)


def test_no_words_follow_somebody_out_of_a_group(place, client) -> None:
    amara, dani = place.mentor("Amara Nwosu", 2), place.mentee("Dani Ferreira")
    asked = hello(dani, amara, to_pair=True)
    pair = requests.accept(asked, by=amara.user)
    requests.say(pair.conversation, author=amara.user, body="Between us two", token=uuid.uuid4())
    client.force_login(dani.user)
    assert "Between us two" in client.get(reverse("inbox")).content.decode()
    departures.remove(place.group.memberships.get(user=dani.user), by=place.priya)
    assert "Between us two" not in client.get(reverse("today")).content.decode()
    page = client.get(reverse("inbox")).content.decode()
    assert "Between us two" not in page
    assert "</b>new</span>" not in page
    with pytest.raises(conversations.ConversationClosed):
        requests.say(pair.conversation, author=amara.user, body="Are you there?", token=uuid.uuid4())
