"""From a link or a card to a group that asks first, or that has rules: every way, to its end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from groups.models import Group, JoinRequest, Membership
from groups.services import groups, join_requests
from mentorship import membership as departures
from programs.services import programs

QUESTION = "What do you make?"


@pytest.fixture
def asks(cast):
    """The group says yes to people one by one, and wants to know something."""

    def change(**more: Any) -> Group:
        cast.home = groups.update(cast.home, by=cast.priya, joining="ask", **more)
        return cast.home

    return change


def belongs(cast, user: User) -> bool:
    return Membership.objects.active().filter(group=cast.home, user=user).exists()


def seen(page) -> str:
    """What the page's form sends back about itself."""
    return str(page.context["form"]["seen"].value())


def send(client: Client, url: str, **said: str):
    """Fill in the door as it stands and press its button."""
    page = client.get(url)
    assert page.status_code == 200, page
    path, _mark, query = url.partition("?")
    to = dict(part.split("=") for part in query.split("&") if part)
    return client.post(path, {"seen": seen(page), **to, **said})


def asked_by(user: User) -> JoinRequest:
    return JoinRequest.objects.get(user=user)


# -- a link to a group that asks first -----------------------------------------------------------------
def test_the_invite_says_that_one_asks_first(cast, asks) -> None:
    asks()
    text = Client().get(cast.invite).content.decode()
    assert "says yes to people one by one" in text
    assert "Ask to join" in text
    assert "Just join the group" not in text


def test_from_the_link_to_the_sign_up_that_was_wanted(cast, asks) -> None:
    asks(join_questions=[QUESTION], rules="Be kind.")
    noor = cast.somebody("Noor Rahal")
    client = cast.by(noor)
    pressed = client.post(cast.invite + "join/", {"role": "mentor", "program": cast.program.slug})
    assert pressed.url == f"{cast.invite}door/?role=mentor&program={cast.program.slug}"
    page = client.get(pressed.url).content.decode()
    for words in (QUESTION, "Be kind.", "I agree", "Priya"):
        assert words in page
    waits = send(client, pressed.url, answer_1="Lampshades.", agreed="on")
    request = asked_by(noor)
    assert waits.url == f"/j/{request.code}/"
    assert request.said == [(QUESTION, "Lampshades."), ("What we agree on", "Accepted")]
    assert request.wants == f"mentor:{cast.program.slug}"
    text = client.get(waits.url).content.decode()
    assert "You’ve asked to join" in text
    assert "Lampshades." in text
    assert not belongs(cast, noor)
    assert client.get(f"/{cast.home.slug}/").status_code == 404

    join_requests.approve(request, by=cast.priya)
    arrived = client.get(waits.url, follow=True)
    sign_up = f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up"
    assert arrived.redirect_chain[-1][0] == f"{sign_up}/mentor/1/"
    assert not cast.membership(noor).owes_rules


def test_when_sign_up_has_closed_meanwhile_they_come_to_the_group(cast, asks) -> None:
    asks()
    noor = cast.somebody()
    client = cast.by(noor)
    send(client, f"{cast.invite}door/?role=mentee&program={cast.program.slug}")
    programs.close_sign_up(cast.program, by=cast.priya)
    join_requests.approve(asked_by(noor), by=cast.priya)
    assert client.get(f"/j/{asked_by(noor).code}/").url == f"/{cast.home.slug}/"


def test_a_visitor_makes_an_account_and_stands_at_the_questions(cast, asks, person_signs_up) -> None:
    asks(join_questions=[QUESTION])
    client = Client()
    pressed = client.post(cast.invite + "join/", {"role": "mentee", "program": cast.program.slug})
    arrived = person_signs_up(client, pressed.url, "Lin Wu", "lin@riverside.example")
    assert arrived.redirect_chain[-1][0] == f"{cast.invite}door/?role=mentee&program={cast.program.slug}"
    assert QUESTION in arrived.content.decode()
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("said", [{}, {"answer_1": "  "}, {"answer_1": "x" * 1001, "agreed": "on"}])
def test_what_is_missing_comes_back(cast, asks, said) -> None:
    asks(join_questions=[QUESTION], rules="Be kind.")
    noor = cast.somebody()
    page = send(cast.by(noor), cast.invite + "door/", **said)
    assert page.status_code == 422
    assert not JoinRequest.objects.exists()


def test_answers_to_other_questions_than_the_group_asks_now_are_refused_once(cast, asks) -> None:
    asks(join_questions=[QUESTION])
    client = cast.by(cast.somebody())
    page = client.get(cast.invite + "door/")
    asks(join_questions=["Why us?"])
    late = client.post(cast.invite + "door/", {"seen": seen(page), "answer_1": "Lampshades."})
    assert late.status_code == 422
    assert "changed a moment ago" in late.content.decode()
    assert not JoinRequest.objects.exists()
    assert client.post(cast.invite + "door/", {"seen": seen(late), "answer_1": "You."}).status_code == 302
    assert JoinRequest.objects.get().said == [("Why us?", "You.")]


@pytest.mark.parametrize(
    "to", [{"role": "owner"}, {"role": "mentor", "program": "//evil.example/"}, {"program": "\x00"}]
)
def test_they_can_want_no_place_that_is_not_ours(cast, asks, to) -> None:
    asks()
    noor = cast.somebody()
    client = cast.by(noor)
    form = {"seen": seen(client.get(cast.invite + "door/"))}
    client.post(cast.invite + "door/", form | to)
    assert asked_by(noor).wants == ""
    join_requests.approve(asked_by(noor), by=cast.priya)
    assert client.get(f"/j/{asked_by(noor).code}/").url == f"/{cast.home.slug}/"


def test_the_door_leads_who_waits_to_their_request_and_members_home(cast, asks) -> None:
    asks()
    noor = cast.somebody()
    client = cast.by(noor)
    send(client, cast.invite + "door/")
    code = asked_by(noor).code
    assert client.get(cast.invite + "door/").url == f"/j/{code}/"
    assert cast.by(cast.priya).get(cast.invite + "door/").url == f"/{cast.home.slug}/"


# -- waiting, taking back, not now --------------------------------------------------------------------
def test_taking_it_back_and_asking_again(cast, asks) -> None:
    asks()
    noor = cast.somebody()
    client = cast.by(noor)
    first = send(client, cast.invite + "door/").url
    assert client.post(first + "withdraw/").url == first
    assert "You took it back" in client.get(first).content.decode()
    again = send(client, cast.invite + "door/").url
    assert again != first
    assert "You’ve asked to join" in client.get(again).content.decode()


def test_not_now_says_when_to_ask_again(cast, asks) -> None:
    asks(visibility="listed")
    noor = cast.somebody()
    client = cast.by(noor)
    place = send(client, f"/{cast.home.slug}/join/").url
    request = join_requests.decline(asked_by(noor), by=cast.priya)
    text = client.get(place).content.decode()
    assert "Not just now" in text
    assert "You can ask again from" in text
    assert "Ask again" not in text
    for door in (cast.invite + "door/", f"/{cast.home.slug}/join/"):
        page = client.get(door).content.decode()
        assert "You can ask again from" in page
        assert "<textarea" not in page
    JoinRequest.objects.filter(pk=request.pk).update(decided_at=timezone.now() - timedelta(days=31))
    assert "Ask again" in client.get(place).content.decode()
    assert send(client, f"/{cast.home.slug}/join/").status_code == 302


def test_a_request_is_its_askers_and_the_admins(cast, asks) -> None:
    asks()
    noor, dani = cast.somebody(), cast.somebody("Dani Ferreira")
    place = send(cast.by(noor), cast.invite + "door/").url
    assert cast.by(cast.priya).get(place).url == f"/{cast.home.slug}/manage/requests/"
    assert cast.by(dani).get(place).status_code == 404
    for other in (dani, cast.priya):
        assert cast.by(other).post(place + "withdraw/").status_code == 404
    assert asked_by(noor).state == "waiting"
    join_requests.approve(asked_by(noor), by=cast.priya)
    departures.leave(cast.membership(noor), by=noor)
    assert cast.by(noor).get(place).status_code == 404


# -- rules, and a link that lets straight in ---------------------------------------------------------
def test_rules_are_read_and_accepted_on_the_way_in(cast) -> None:
    cast.home = groups.update(cast.home, by=cast.priya, rules="Be kind.\n\nWash up.")
    noor = cast.somebody()
    client = cast.by(noor)
    pressed = client.post(cast.invite + "join/", {"role": "mentee", "program": cast.program.slug})
    page = client.get(pressed.url)
    text = page.content.decode()
    assert "Wash up." in text
    assert "Accept the rules and join" in text
    assert not belongs(cast, noor)
    response = send(client, pressed.url)
    assert response.url == f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up/?as=mentee"
    assert cast.membership(noor).rules_accepted == cast.home.rules_version == 1


def test_rules_that_changed_meanwhile_are_shown_once_more(cast) -> None:
    groups.update(cast.home, by=cast.priya, rules="Be kind.")
    noor = cast.somebody()
    client = cast.by(noor)
    page = client.get(cast.invite + "door/")
    groups.update(cast.home, by=cast.priya, rules="Be kind. Wash up.")
    late = client.post(cast.invite + "door/", {"seen": seen(page)})
    assert late.status_code == 422
    assert "Wash up." in late.content.decode()
    assert not belongs(cast, noor)


def test_without_rules_and_questions_there_is_no_door(cast) -> None:
    noor = cast.somebody()
    assert cast.by(noor).get(cast.invite + "door/").url == cast.invite
    assert cast.by(noor).post(cast.invite + "door/").url == cast.invite
    assert not belongs(cast, noor)


# -- the card of a listed group -----------------------------------------------------------------------
CARD = {
    "link": ("lets people in by invite", "I have an invite"),
    "ask": ("Anyone may ask", "Ask to join"),
    "invited": ("invites people one by one, by e-mail", ""),
}


@pytest.mark.parametrize("joining", CARD)
def test_the_card_offers_the_right_way_in(cast, joining) -> None:
    groups.update(cast.home, by=cast.priya, joining=joining, visibility="listed")
    words, action = CARD[joining]
    for client in (Client(), cast.by(cast.somebody())):
        text = client.get(f"/{cast.home.slug}/").content.decode()
        assert words in text
        assert "Autumn Skill Share" in text
        assert "Priya" not in text
        for other in ("Ask to join", "I have an invite"):
            assert (other in text) == (other == action), other


def test_the_card_leads_to_the_question_and_shows_who_waits(cast, asks) -> None:
    asks(visibility="listed")
    noor = cast.somebody()
    client = cast.by(noor)
    home = f"/{cast.home.slug}/"
    assert f'href="{home}join/"' in client.get(home).content.decode()
    visitor = Client().get(home).content.decode()
    assert f"/account/signup/?next=/{cast.home.slug}/join/" in visitor
    assert Client().get(f"{home}join/").url.startswith("/account/login/")
    place = send(client, f"{home}join/").url
    text = client.get(home).content.decode()
    assert place in text
    assert "Ask to join" not in text


def test_a_group_that_is_not_listed_has_no_door_of_its_own(cast, asks) -> None:
    asks()
    noor = cast.somebody()
    assert cast.by(noor).get(f"/{cast.home.slug}/join/").status_code == 404
    assert cast.by(noor).post(f"/{cast.home.slug}/join/").status_code == 404
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("joining", ["link", "invited"])
def test_a_listed_group_that_takes_no_requests_shows_its_card_again(cast, joining) -> None:
    groups.update(cast.home, by=cast.priya, joining=joining, visibility="listed")
    noor = cast.somebody()
    for ask in (cast.by(noor).get, cast.by(noor).post):
        assert ask(f"/{cast.home.slug}/join/").url == f"/{cast.home.slug}/"
    assert not belongs(cast, noor)


def test_who_was_removed_is_told_before_they_write_anything(cast, asks) -> None:
    dani = cast.member("Dani Ferreira")
    departures.remove(cast.membership(dani), by=cast.priya)
    asks(join_questions=[QUESTION])
    page = cast.by(dani).get(cast.invite + "door/").content.decode()
    assert "The people who look after the group can" in page
    assert QUESTION not in page
