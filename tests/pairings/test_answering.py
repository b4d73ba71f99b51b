"""How soon somebody usually answers: said once there is enough, and only what is true."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship import purge, scenarios
from mentorship.scenarios import build
from pairings.models import Request
from pairings.services import answering, lapses, requests
from pairings.words import promise_words, usual_words
from profiles.models import Profile
from tests.racing import at_once

WORDS = "You wrote about the studio key and I keep thinking about it."


@pytest.mark.parametrize(
    ("hours", "usual"),
    [
        ([], None),
        ([1, 2, 3, 4], None),
        ([1, 2, 3, 4, 5], 3),
        ([0, 0, 0, 0, 0], 1),
        ([10.2, 10.2, 10.2, 10.2, 168], 11),
        ([1, 1, 50, 60, 168, 168], 55),
        ([1, 1, 168, 168, 168], None),  # mostly they lapse: there is nothing kind to say
    ],
)
def test_the_median_of_at_least_five(hours, usual) -> None:
    assert answering.usual(hours) == usual


def test_one_that_lapsed_took_its_whole_life() -> None:
    said = timezone.now()
    assert answering.taken(said, said + timedelta(hours=30)) == 30
    assert answering.taken(said, None) == 168


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (None, ""),
        (1, "Amara usually answers within a day."),
        (24, "Amara usually answers within a day."),
        (25, "Amara usually answers within 2 days."),
        (144, "Amara usually answers within 6 days."),
        (145, "Amara usually answers within a week."),
    ],
)
def test_in_words(hours, words: str) -> None:
    assert usual_words("Amara", hours) == words


def test_the_promise_is_as_large_as_it_can_be_kept() -> None:
    until = timezone.now()
    said = [promise_words("Amara", until, number).split("reply, ")[1] for number in range(4)]
    assert said == [
        "it lapses kindly.",
        "we’ll show you one other.",
        "we’ll show you two others.",
        "we’ll show you three others.",
    ]


def asked(place, amara: Profile, number: int, hours: int) -> Request:
    request = requests.send(
        sender=place.person(f"Sam{number} Okafor"),
        to_profile=amara,
        body=WORDS,
        to_pair=False,
        token=uuid.uuid4(),
    )
    Request.objects.filter(pk=request.pk).update(created_at=request.created_at - timedelta(hours=hours))
    return request


def reply(request: Request) -> None:
    requests.say(request.conversation, author=request.recipient, body="Hello to you", token=uuid.uuid4())


def usual_of(profile: Profile) -> int | None:
    profile.refresh_from_db()
    return profile.usual_answer


def test_replies_and_noes_and_lapses_count_and_a_taking_back_does_not(
    place, django_capture_on_commit_callbacks
) -> None:
    amara = place.mentor("Amara Nwosu")
    with django_capture_on_commit_callbacks(execute=True):
        for number, hours in enumerate((10, 20, 30)):
            reply(asked(place, amara, number, hours))
        requests.decline(request := asked(place, amara, 3, 40), by=request.recipient, note="Not now")
        back = asked(place, amara, 4, 50)
        requests.withdraw(back, by=back.sender)
    assert usual_of(amara) is None  # four
    with django_capture_on_commit_callbacks(execute=True):
        lapses.run(asked(place, amara, 5, 0).expires_at)
    assert usual_of(amara) == 31  # 10 20 30 40 168, and a moment


def test_a_yes_counts_and_letting_two_more_lapse_takes_it_away(
    place, django_capture_on_commit_callbacks
) -> None:
    amara, dani = place.mentor("Amara Nwosu", places=2), place.mentee("Dani Ferreira")
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(4):
            reply(asked(place, amara, number, 5))
        wish = requests.send(sender=dani.user, to_profile=amara, body=WORDS, to_pair=True, token=uuid.uuid4())
        requests.accept(wish, by=amara.user)
    assert usual_of(amara) == 6
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(4, 10):
            asked(place, amara, number, 0)
        lapses.run(timezone.now() + timedelta(days=7, minutes=1))
    assert usual_of(amara) is None


def test_only_the_last_twenty_count(place) -> None:
    amara = place.mentor("Amara Nwosu")
    sam = place.person("Sam Okafor")
    now = timezone.now()
    talk = asked(place, amara, 0, 0).conversation
    low, high = sorted((sam.pk, amara.user_id))
    Request.objects.all().delete()
    Request.objects.bulk_create(
        Request(
            program=place.program, sender=sam, recipient=amara.user, to_profile=amara, conversation=talk,
            asks="question", state="closed", low_id=low, high_id=high, client_token=uuid.uuid4(),
            created_at=now - timedelta(hours=hours), answered_at=now,
        )
        for hours in [100] * 20 + [2] * 11 + [100] * 9
    )  # fmt: skip
    assert answering.refresh(amara.user_id, place.group.pk) == 2


def test_each_group_for_itself_and_a_new_season_begins_with_it(
    place, django_capture_on_commit_callbacks
) -> None:
    amara = place.mentor("Amara Nwosu")
    elsewhere = build.group(place.priya, "Elsewhere")
    scenarios.member(elsewhere, amara.user)
    there = scenarios.started(elsewhere, place.priya, starts_on=None, signup_until=None)
    other = scenarios.signed_up(there, amara.user, "mentor")
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            reply(asked(place, amara, number, 30))
    assert (usual_of(amara), usual_of(other)) == (31, None)
    spring = scenarios.started(place.group, place.priya, name="Spring", starts_on=None, signup_until=None)
    again = scenarios.signed_up(spring, amara.user, "mentor")
    assert again.usual_answer is None
    purge.purge()
    assert (usual_of(again), usual_of(other)) == (31, None)


@pytest.mark.race
def test_answers_at_once_leave_the_right_number(committed_place) -> None:
    amara = committed_place.mentor("Amara Nwosu")
    waiting = [asked(committed_place, amara, number, 30) for number in range(6)]
    gave = at_once([lambda r=request: reply(r) for request in waiting])
    assert gave == [None] * 6
    assert answering.refresh(amara.user_id, committed_place.group.pk) == usual_of(amara) == 31
