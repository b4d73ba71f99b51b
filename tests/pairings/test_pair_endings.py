"""How a pair begins with two yeses and ends: quietly, early and kindly, or all the way."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship import scenarios
from messaging.models import Notice
from pairings.models import Pairing
from pairings.models.pairings import State
from pairings.services import endings, launches, pairings, requests
from profiles.models import Profile
from programs.models import Program
from tests.talk_cases import HTMX, enter, url


@pytest.fixture
def pairing(db: None) -> Pairing:
    return scenarios.running(weeks=3)


def proposed(place) -> Pairing:
    """Two people an admin brought together, asked for a yes."""
    Program.objects.update(both_say_yes=True)
    place.program.refresh_from_db()
    made = pairings.draft(
        mentor=place.mentor("Amara Nwosu"), mentee=place.mentee("Dani Ferreira"), by=place.priya
    )
    launches.launch(place.program, by=place.priya)
    launches.release(timezone.now() + launches.HOLD)
    made.refresh_from_db()
    Pairing.objects.update(told_at=timezone.now())
    return made


# -- yes and no ---------------------------------------------------------------------------------
def test_a_proposal_waits_for_two_yeses(place) -> None:
    made = proposed(place)
    amara, dani = enter(made.mentor_user), enter(made.mentee_user)
    page = dani.get(url("pair", made)).content.decode()
    assert "Would you like to walk with <bdi>Amara</bdi>?" in page
    assert "What <bdi>Amara</bdi> wrote" in page
    assert dani.get(url("pair_week", made, 1)).status_code == 404
    dani.post(url("pair_yes", made))
    assert "Waiting for <bdi>Amara</bdi>" in dani.get(url("pair", made)).content.decode()
    dani.post(url("pair_yes", made))  # twice is once
    amara.post(url("pair_yes", made))
    made.refresh_from_db()
    assert made.state == State.ACTIVE
    assert "The light’s on" in amara.get(url("pair", made)).content.decode()
    assert amara.post(url("pair_yes", made)).status_code == 302  # twice is once


def test_a_quiet_no_within_five_days(place) -> None:
    made = proposed(place)
    answer = enter(made.mentee_user).post(url("pair_not_for_me", made))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.state == State.ENDED
    assert not Profile.objects.filter(seats_taken__gt=0).exists()
    assert "didn’t come about" in enter(made.mentor_user).get(url("pair", made)).content.decode()


def test_no_quiet_no_after_that_or_for_a_pair_that_agreed(place, pairing: Pairing) -> None:
    made = proposed(place)
    Pairing.objects.filter(pk=made.pk).update(told_at=timezone.now() - timedelta(days=6))
    for one in (made, pairing):
        page = enter(one.mentee_user).get(url("pair", one)).content.decode()
        assert "Not right for me" not in page
        answer = enter(one.mentee_user).post(url("pair_not_for_me", one))
        assert answer.status_code == 422
        assert "five days are over" in answer.content.decode()


# -- the ends -----------------------------------------------------------------------------------
def test_stepping_out_takes_a_link_and_a_button(pairing: Pairing) -> None:
    client = enter(pairing.mentee_user)
    assert url("pair_end", pairing) in client.get(url("pair", pairing)).content.decode()
    page = client.get(url("pair_end", pairing))
    note = page.context["form"].fields["note"].choices[0][0]
    answer = client.post(url("pair_end", pairing), {"note": note, "reason": "for the admins"})
    assert answer.url == url("pair", pairing)
    theirs = enter(pairing.mentor_user).get(url("pair", pairing)).content.decode()
    assert "<bdi>Dani</bdi> has stepped out" in theirs
    assert note in theirs
    assert "for the admins" not in theirs
    assert "We talked" not in theirs
    assert "You stepped out on" in client.get(url("pair", pairing)).content.decode()
    assert client.post(url("pair_talked", pairing, 3)).status_code == 422
    assert client.post(url("pair_end", pairing)).url == url("pair", pairing)  # twice is once
    assert Notice.objects.filter(kind="ended", user=pairing.mentor_user).count() == 1


def test_stepping_out_asks_for_nothing(pairing: Pairing) -> None:
    assert enter(pairing.mentor_user).post(url("pair_end", pairing), {}).status_code == 302
    pairing.refresh_from_db()
    assert (pairing.state, pairing.goodbye, pairing.reason) == (State.ENDED, "", "")


def test_an_ended_pair_is_written_to_for_a_week_then_read(pairing: Pairing) -> None:
    endings.end(pairing, by=pairing.mentor_user)
    client = enter(pairing.mentee_user)
    assert 'id="say"' in client.get(url("pair", pairing)).content.decode()
    pairing.conversation.open_until = timezone.now() - timedelta(minutes=1)
    pairing.conversation.save()
    page = client.get(url("pair", pairing)).content.decode()
    assert 'id="say"' not in page
    assert "This conversation is closed" in page


def test_all_the_way_and_the_look_back(db: None) -> None:
    pairing = scenarios.running(weeks=12)
    requests.say(
        pairing.conversation, author=pairing.mentee_user, body="Thank you for it all", token=uuid.uuid4()
    )
    client = enter(pairing.mentee_user)
    assert client.get(url("pair_finish", pairing)).url == url("pair", pairing)
    enter(pairing.mentor_user).post(url("pair_talked", pairing, 12))
    answer = client.post(url("pair_talked", pairing, 12), headers=HTMX)
    assert answer.headers["HX-Redirect"] == url("pair_finish", pairing)
    for user in (pairing.mentor_user, pairing.mentee_user):
        page = enter(user).get(url("pair_finish", pairing)).content.decode()
        assert "Look how far the path goes behind you" in page
        assert page.count('class="lit"') == 12
        assert "Dani Ferreira" in page
        assert "Amara Nwosu" in page
        assert "In 1 week you both said you talked" in page
        kept = enter(user).get(url("pair", pairing)).content.decode()
        assert "You walked all the way" in kept
        assert "Thank you for it all" in kept
        assert "You can write here until" in kept
    assert client.get(url("pair_end", pairing)).url == url("pair", pairing)
