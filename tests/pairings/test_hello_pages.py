"""Saying hello and answering one, through the browser's door."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from accounts.templatetags.bothy import icon
from mentorship import scenarios
from messaging.models import Message
from pairings.models import Pairing, Request
from pairings.models.requests import State
from pairings.services import lapses, requests
from profiles.models import Profile
from profiles.services import profiles
from programs.models import Program

WORDS = "You wrote about saying it out loud, and I keep thinking about it."


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, thing, *more) -> str:
    program = thing.program
    return reverse(name, args=[program.group.slug, program.slug, thing.code, *more])


def send(client: Client, profile: Profile, **data):
    data = {"opener": "", "words": WORDS, "asks": "question", "token": str(uuid.uuid4()), **data}
    return client.post(url("hello_new", profile), data)


def sent(sender, profile: Profile, *, to_pair: bool = False) -> Request:
    return requests.send(sender=sender, to_profile=profile, body=WORDS, to_pair=to_pair, token=uuid.uuid4())


def test_a_hello_is_an_opener_and_own_words(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    client = enter(sam)
    page = client.get(url("hello_new", amara))
    assert amara.help_text in page.content.decode()
    opener = page.context["form"].fields["opener"].choices[0][0]
    answer = send(client, amara, opener=opener, words="Could we talk?")
    hello = Request.objects.get()
    assert answer.status_code == 302
    assert answer.url == url("hello", hello)
    assert Message.objects.get().body == f"{opener}\n\nCould we talk?"
    assert "Waiting for Amara, until" in client.get(answer.url).content.decode()


def test_an_opener_alone_is_enough_and_one_click(place) -> None:
    dani, amara = place.mentee("Dani Ferreira"), place.mentor("Amara Nwosu")
    client = enter(dani.user)
    form = client.get(url("hello_new", amara)).context["form"]
    assert (
        send(client, amara, words="", **{k: form[k].value() for k in ("opener", "asks", "token")}).status_code
        == 302
    )
    assert Request.objects.get().asks == "mentor"


def test_the_same_press_twice_is_one_hello(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    token = str(uuid.uuid4())
    first, again = (send(enter(sam), amara, token=token) for _ in range(2))
    assert first.url == again.url
    assert Request.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"words": "Hi"}, "Add a little more"),
        ({"opener": "Not one of ours, and long enough"}, "Their answers have changed"),
        ({"asks": "everything"}, "Choose one of these"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_words(place, data, words: str) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    answer = send(enter(sam), amara, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert data.get("words", WORDS) in answer.content.decode()
    assert not Request.objects.exists()


def test_a_fourth_hello_waits(place) -> None:
    sam = place.person("Sam Okafor")
    for name in ("Amara", "Bea", "Cleo"):
        sent(sam, place.mentor(name))
    answer = send(enter(sam), place.mentor("Dora"))
    assert answer.status_code == 422
    assert "three hellos waiting" in answer.content.decode()


def test_somebody_full_can_still_be_asked(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    Profile.objects.filter(pk=amara.pk).update(seats_taken=1)
    client = enter(sam)
    page = client.get(url("hello_new", amara))
    assert "is full for now" in page.content.decode()
    assert [value for value, _ in page.context["form"].fields["asks"].choices] == ["question"]
    refused = send(client, amara, words="hi")
    assert refused.status_code == 422
    assert [value for value, _ in refused.context["form"].fields["asks"].choices] == ["question"]
    assert send(client, amara).status_code == 302


def test_where_admins_pair_nobody_asks_to_be_paired(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    Program.objects.update(forming="admins")
    assert send(enter(dani.user), amara, asks="mentor").status_code == 422
    assert send(enter(dani.user), amara).status_code == 302


def test_who_may_not_read_the_answers_may_not_say_hello(place) -> None:
    amara = place.mentor("Amara Nwosu")
    stranger = scenarios.person("Zed Stranger", "zed@else.example")
    blocked = place.person("Bo Blocked")
    Block.objects.create(blocker=amara.user, blocked=blocked)
    for user in (stranger, blocked, amara.user):
        assert enter(user).get(url("hello_new", amara)).status_code == 404
        assert send(enter(user), amara).status_code == 404
    profiles.withdraw(amara)
    assert send(enter(place.person("Sam Okafor")), amara).status_code == 404


def test_an_open_hello_is_gone_on_with(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    hello = sent(sam, amara)
    assert enter(sam).get(url("hello_new", amara)).url == url("hello", hello)


def test_only_the_two_find_a_hello(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara, to_pair=True)
    for user in (place.priya, place.person("Sam Okafor"), scenarios.person("Zed", "zed@else.example")):
        client = enter(user)
        assert client.get(url("hello", hello)).status_code == 404
        for verb in ("accept", "decline", "withdraw", "pair_up"):
            assert client.post(url(f"hello_{verb}", hello)).status_code == 404
    # The other one's verb does not exist either.
    assert enter(dani.user).post(url("hello_accept", hello)).status_code == 404
    assert enter(dani.user).post(url("hello_decline", hello)).status_code == 404
    assert enter(amara.user).post(url("hello_withdraw", hello)).status_code == 404
    assert Request.objects.get().state == State.OPEN


def test_yes_makes_a_pair_and_twice_is_one(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara, to_pair=True)
    client = enter(amara.user)
    page = client.get(url("hello", hello)).content.decode()
    assert "Yes, let’s pair up" in page
    answer = client.post(url("hello_accept", hello))
    pairing = Pairing.objects.get()
    assert answer.url == url("pair", pairing)
    again = client.post(url("hello_accept", hello))
    assert again.url == answer.url
    assert Pairing.objects.count() == 1
    assert "Go to your pair" in enter(dani.user).get(url("hello", hello)).content.decode()


def test_a_seat_that_went_meanwhile_leaves_the_hello_open(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara, to_pair=True)
    Profile.objects.filter(pk=amara.pk).update(seats_taken=1)
    answer = enter(amara.user).post(url("hello_accept", hello))
    assert answer.status_code == 422
    assert "no place left" in answer.content.decode()
    assert Request.objects.get().state == State.OPEN


def test_a_kind_no_is_read_by_the_one_who_asked_with_others_beside_it(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    place.mentor("Bea Other")
    hello = sent(sam, amara)
    page = enter(amara.user).get(url("hello", hello))
    note = page.context["decline"].fields["note"].choices[1][0]
    answer = enter(amara.user).post(url("hello_decline", hello), {"note": note, "words": "Be well."})
    assert answer.status_code == 302
    page = enter(sam).get(url("hello", hello)).content.decode()
    assert "Be well." in page
    assert "Bea Other" in page
    assert "This conversation is closed" in page
    assert enter(amara.user).post(url("hello_decline", hello), {"note": "Made up"}).status_code == 422


def test_taking_it_back(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    hello = sent(sam, amara)
    assert enter(sam).post(url("hello_withdraw", hello)).status_code == 302
    assert "You took it back" in enter(sam).get(url("hello", hello)).content.decode()
    assert enter(sam).post(url("hello_withdraw", hello)).status_code == 302  # twice is once
    late = enter(amara.user).post(url("hello_decline", hello), {"words": "Not this season."})
    assert late.status_code == 422
    assert "isn’t waiting any more" in late.content.decode()


def test_a_lapsed_hello_stays_readable_and_shows_others(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    place.mentor("Bea Other")
    hello = sent(sam, amara)
    lapses.run(timezone.now() + timedelta(days=8))
    page = enter(sam).get(url("hello", hello)).content.decode()
    assert "couldn’t reply in time" in page
    assert "Bea Other" in page
    assert WORDS in page


def test_after_talking_either_may_ask_to_pair_up(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara)
    client = enter(amara.user)
    assert "Let’s pair up" in client.get(url("hello", hello)).content.decode()
    answer = client.post(url("hello_pair_up", hello))
    new = Request.objects.get(state=State.OPEN)
    assert answer.url == url("hello", new)
    assert (new.sender, new.recipient) == (amara.user, dani.user)
    assert enter(dani.user).post(url("hello_accept", new)).url == url("pair", Pairing.objects.get())


def test_a_question_is_answered_before_it_becomes_a_pair(place) -> None:
    """ "Let's pair up" is the main button only once the two have talked."""
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara)
    main = '<button class="btn btn-1">' + icon("roof") + "Let’s pair up"
    for user in (amara.user, dani.user):
        page = enter(user).get(url("hello", hello)).content.decode()
        assert "Let’s pair up" in page
        assert main not in page
    requests.say(hello.conversation, author=amara.user, body="Ask away.", token=uuid.uuid4())
    for user in (amara.user, dani.user):
        assert main in enter(user).get(url("hello", hello)).content.decode()


def test_pairing_up_without_a_sign_up_leads_through_it(place) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    hello = sent(sam, amara)
    answer = enter(sam).post(url("hello_pair_up", hello))
    assert answer.url.endswith("/sign-up/?as=mentee")
    assert Request.objects.get().state == State.OPEN


def test_the_list_says_in_words_where_each_stands(place, django_assert_max_num_queries) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    where = reverse("hellos", args=[place.group.slug, place.program.slug])
    assert "No hellos yet" in enter(sam).get(where).content.decode()
    sent(sam, amara)
    assert "Waiting for Amara, until" in enter(sam).get(where).content.decode()
    for number in range(20):
        sent(place.person(f"P{number} Person"), amara)
    client = enter(amara.user)
    with django_assert_max_num_queries(7):
        page = client.get(where).content.decode()
    assert page.count("Waiting for you</span>") == 21
    assert enter(scenarios.person("Zed", "zed@else.example")).get(where).status_code == 404
