"""What two people do with one hello at the same instant: one of them is first, and nothing is half done."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from mentorship import safety
from messaging.models import Notice
from pairings.models import Pairing, Request, Schedule
from pairings.models.requests import State
from pairings.services import fullness, lapses, requests
from profiles.models import Profile
from profiles.services import profiles
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORDS = "Would you be my mentor this winter?"


def hello(sender: Profile, to_profile: Profile, *, to_pair: bool = True) -> Request:
    return requests.send(
        sender=sender.user, to_profile=to_profile, body=WORDS, to_pair=to_pair, token=uuid.uuid4()
    )


def two(place, number: int) -> tuple[Profile, Profile]:
    return place.mentor(f"Amara{number} Nwosu"), place.mentee(f"Dani{number} Ferreira")


def sound(gave: list[object]) -> None:
    """Nobody got an error that is not a refusal in words."""
    assert not [one for one in gave if isinstance(one, Exception) and not isinstance(one, ValidationError)]


def whole() -> None:
    """Seats, counts, schedules and states tell one story."""
    for profile in Profile.objects.all():
        pairs = Pairing.objects.filter(state="active", **{profile.role: profile}).count()
        waiting = Request.objects.waiting().filter(to_profile=profile).count()
        assert (profile.seats_taken, profile.waiting_requests) == (pairs, waiting)
    assert Schedule.objects.count() == Pairing.objects.filter(state="active").count()
    assert Request.objects.filter(state=State.ACCEPTED).count() == Pairing.objects.count()


def test_a_yes_and_a_taking_back(committed_place) -> None:
    for number in range(4):
        amara, dani = two(committed_place, number)
        asked = hello(dani, amara)
        gave = at_once(
            [
                lambda r=asked: requests.accept(r, by=r.recipient),
                lambda r=asked: requests.withdraw(r, by=r.sender),
            ]
        )
        sound(gave)
        assert sum(isinstance(one, ValidationError) for one in gave) == 1
    whole()


def test_a_yes_and_a_lapse(committed_place) -> None:
    for number in range(4):
        amara, dani = two(committed_place, number)
        asked = hello(dani, amara)
        gave = at_once(
            [
                lambda r=asked: requests.accept(r, by=r.recipient),
                lambda r=asked: lapses.run(r.expires_at + timedelta(seconds=1)),
                lambda r=asked: lapses.run(r.expires_at + timedelta(seconds=1)),
            ]
        )
        sound(gave)
        asked.refresh_from_db()
        assert asked.state in (State.ACCEPTED, State.LAPSED)
    whole()
    told = Notice.objects.filter(kind="lapsed").count()
    assert told == 2 * Request.objects.filter(state=State.LAPSED).count()


def test_a_yes_a_no_and_a_reply(committed_place) -> None:
    for number in range(3):
        amara, dani = two(committed_place, number)
        asked = hello(dani, amara)
        gave = at_once(
            [
                lambda r=asked: requests.accept(r, by=r.recipient),
                lambda r=asked: requests.decline(r, by=r.recipient, note="Not now"),
                lambda r=asked: requests.say(
                    r.conversation, author=r.recipient, body="Hello", token=uuid.uuid4()
                ),
            ]
        )
        sound(gave)
    whole()


def test_a_yes_and_being_full_are_both_true(committed_place) -> None:
    for number in range(3):
        amara, dani = two(committed_place, number)
        asked = hello(dani, amara)
        gave = at_once(
            [
                lambda r=asked: requests.accept(r, by=r.recipient),
                lambda a=amara: fullness.say(a, by=a.user, until=profiles.FAR),
            ]
        )
        assert not [one for one in gave if isinstance(one, Exception)]
        amara.refresh_from_db()
        assert amara.accepting_from == profiles.FAR
    assert Pairing.objects.filter(state="active").count() == 3
    whole()


def test_whoever_comes_after_full_is_refused(committed_place) -> None:
    """The one who says it is waited for: a hello is before it, or it is refused, and never between."""
    for number in range(4):
        amara, dani = two(committed_place, number)
        stale = Profile.objects.select_related("user", "program").get(
            pk=amara.pk
        )  # read while there was room
        gave = at_once(
            [
                lambda a=amara: fullness.say(a, by=a.user, until=profiles.FAR),
                lambda d=dani, s=stale: hello(d, s),
            ]
        )
        sound(gave)
    amara, dani = two(committed_place, 9)
    stale = Profile.objects.select_related("user", "program").get(pk=amara.pk)
    fullness.say(amara, by=amara.user, until=profiles.FAR)
    with pytest.raises(ValidationError, match="full for now"):
        hello(dani, stale)
    whole()


def test_both_press_let_us_pair_up(committed_place) -> None:
    for number in range(3):
        amara, dani = two(committed_place, number)
        asked = hello(dani, amara, to_pair=False)
        gave = at_once(
            [
                lambda r=asked, d=dani: requests.pair_up(Request.objects.get(pk=r.pk), by=d.user),
                lambda r=asked, a=amara: requests.pair_up(Request.objects.get(pk=r.pk), by=a.user),
            ]
        )
        sound(gave)
        assert sum(isinstance(one, Request) for one in gave) == 1
        assert Request.objects.open().filter(low_id=asked.low_id, high_id=asked.high_id).count() == 1
    whole()


def test_a_hello_and_a_block(committed_place) -> None:
    for number in range(4):
        amara, dani = two(committed_place, number)
        gave = at_once(
            [
                lambda a=amara, d=dani: hello(d, a),
                lambda a=amara, d=dani: safety.block(blocker=a.user, blocked=d.user),
            ]
        )
        sound(gave)
    assert not Request.objects.open().exists()
    assert not Notice.objects.owed().filter(kind="hello").exists()
    whole()


def test_two_hellos_towards_each_other(committed_place) -> None:
    for number in range(3):
        amara, dani = two(committed_place, number)
        gave = at_once([lambda a=amara, d=dani: hello(d, a), lambda a=amara, d=dani: hello(a, d)])
        sound(gave)
        assert sum(isinstance(one, Request) for one in gave) == 1
    whole()


def test_kind_notes_and_a_taking_back(committed_place) -> None:
    amara = committed_place.mentor("Amara Nwosu")
    asked = [hello(committed_place.mentee(f"Dani{n} Ferreira"), amara) for n in range(4)]
    gave = at_once(
        [
            lambda: fullness.send_notes(asked, by=amara.user, note="I’m full just now."),
            lambda: fullness.send_notes(asked, by=amara.user, note="I’m full just now."),
            lambda: requests.withdraw(asked[2], by=asked[2].sender),
        ]
    )
    sound(gave)
    assert not Request.objects.open().exists()
    declined = Request.objects.filter(state=State.DECLINED).count()
    assert Notice.objects.filter(kind="declined").count() == declined >= 3
    whole()
