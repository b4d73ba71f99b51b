"""A tired hand presses twice: the second press leads where the first one led, and nothing happens twice."""

import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from messaging.models import Notice
from pairings.models import Pairing, Request
from pairings.services import requests
from profiles.models import Profile
from tests.racing import at_once

from .conftest import make_cast

WORDS = "Would you be my mentor this winter?"


def hello(sender: Profile, to: Profile, *, to_pair: bool = True) -> Request:
    return requests.send(sender=sender.user, to_profile=to, body=WORDS, to_pair=to_pair, token=uuid.uuid4())


def url(name: str, asked: Request) -> str:
    program = asked.program
    return reverse(name, args=[program.group.slug, program.slug, asked.code])


ANSWERS = [
    ("hello_accept", "recipient", {}),
    ("hello_decline", "recipient", {"words": "Not this season, sorry."}),
    ("hello_withdraw", "sender", {}),
]


@pytest.mark.parametrize(("name", "who", "said"), ANSWERS)
def test_one_after_the_other(cast, name, who, said) -> None:
    asked = hello(cast.listed("Dani Ferreira", "mentee"), cast.listed("Amara Nwosu"))
    client = cast.by(getattr(asked, who))
    first, second = (client.post(url(name, asked), said) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    keys = Notice.objects.values_list("key", flat=True)
    assert len(keys) == len(set(keys))


def test_another_answer_after_the_first_is_told(cast) -> None:
    asked = hello(cast.listed("Dani Ferreira", "mentee"), cast.listed("Amara Nwosu"))
    requests.decline(asked, by=asked.recipient, note="Not now.")
    for late in (
        lambda: requests.accept(asked, by=asked.recipient),
        lambda: requests.withdraw(asked, by=asked.sender),
    ):
        with pytest.raises(ValidationError):
            late()


def test_lets_pair_up(cast) -> None:
    asked = hello(cast.listed("Dani Ferreira", "mentee"), cast.listed("Amara Nwosu"), to_pair=False)
    client = cast.by(asked.sender)
    first, second = (client.post(url("hello_pair_up", asked)) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Request.objects.open().count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("name", "who", "said"), ANSWERS)
def test_at_the_same_instant(name, who, said) -> None:
    cast = make_cast()
    asked = hello(cast.listed("Dani Ferreira", "mentee"), cast.listed("Amara Nwosu"))
    browsers = [cast.by(getattr(asked, who)) for _ in range(5)]

    def press(browser: Client) -> Callable[[], tuple[int, str]]:
        def pressed() -> tuple[int, str]:
            answer = browser.post(url(name, asked), said)
            return answer.status_code, answer.headers.get("Location", "")

        return pressed

    gave = at_once([press(browser) for browser in browsers])
    assert len(set(gave)) == 1, gave
    assert gave[0][0] == 302  # type: ignore[index]
    assert Pairing.objects.count() == (1 if name == "hello_accept" else 0)
