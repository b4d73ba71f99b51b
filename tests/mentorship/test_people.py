"""One person in a group; block, unblock, remove."""

import uuid

import pytest
from django.test import Client

from accounts.models import Block
from mentorship.scenarios import build
from pairings.services import pairings, requests
from programs.models import Program


def url(cast, user, tail: str = "") -> str:
    return f"/{cast.home.slug}/people/{user.code}/{tail}"


def test_what_somebody_shared_and_the_way_to_say_hello(cast) -> None:
    amara = cast.listed("Amara Nwosu", help_text="Glazing, and saying no.")
    text = cast.by(cast.member()).get(url(cast, amara.user)).content.decode()
    for words in (
        "Amara Nwosu",
        "mentor this season",
        "Glazing, and saying no.",
        "Say hello",
        "Report or block",
    ):
        assert words in text
    assert "Remove from the group" not in text
    assert "Remove from the group" in cast.by(cast.priya).get(url(cast, amara.user)).content.decode()


def test_those_who_talk_already_go_on_there_and_a_draft_stays_secret(cast) -> None:
    amara, dani = cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")
    client = cast.by(dani.user)
    pairings.draft(mentor=amara, mentee=dani, by=cast.priya)
    text = client.get(url(cast, amara.user)).content.decode()
    assert "Say hello" in text
    assert "Write to" not in text
    pair = build.pair(amara, dani)
    text = client.get(url(cast, amara.user)).content.decode()
    assert f"/c/{pair.conversation.code}/" in text
    assert "Say hello" not in text


def test_one_sees_oneself_without_buttons(cast) -> None:
    dani = cast.member("Dani Ferreira")
    text = cast.by(dani).get(url(cast, dani)).content.decode()
    assert "this is you" in text
    for words in ("Say hello", "Report or block", "Remove"):
        assert words not in text


def test_nothing_added_yet(cast) -> None:
    text = cast.by(cast.member()).get(url(cast, cast.priya)).content.decode()
    assert "Priya hasn’t added anything yet" in text
    assert "owner" in text


def test_narrowed_answers_stay_with_those_in_the_program(cast) -> None:
    amara = cast.listed("Amara Nwosu", help_text="Glazing.")
    Program.objects.filter(pk=cast.program.pk).update(readers="program")
    text = cast.by(cast.member()).get(url(cast, amara.user)).content.decode()
    assert "Glazing" not in text
    assert "Say hello" not in text


@pytest.mark.parametrize("tail", ["", "block/", "remove/"])
def test_strangers_leavers_and_the_unknown_are_not_found(cast, tail) -> None:
    dani = cast.member("Dani Ferreira")
    assert cast.by(cast.somebody()).get(url(cast, dani, tail)).status_code == 404
    assert cast.by(cast.priya).get(url(cast, cast.somebody("Olu Other"), tail)).status_code == 404
    cast.home.memberships.filter(user=dani).update(state="left")
    assert cast.by(cast.priya).get(url(cast, dani, tail)).status_code == (200 if tail == "block/" else 404)
    assert Client().get(url(cast, dani, tail)).status_code == 302


@pytest.mark.parametrize("turned", [False, True])
def test_across_a_block_nobody_is_found(cast, turned) -> None:
    amara, dani = cast.listed("Amara Nwosu").user, cast.member("Dani Ferreira")
    two = (dani, amara) if turned else (amara, dani)
    Block.objects.create(blocker=two[0], blocked=two[1])
    assert cast.by(dani).get(url(cast, amara)).status_code == 404
    assert cast.by(dani).get(url(cast, amara, "block/")).status_code == 404
    assert cast.by(dani).post(url(cast, amara, "block/")).status_code == 404


def test_block_ends_what_the_two_share_and_unblock_forgives(cast) -> None:
    pair = cast.pair()
    dani, amara = pair.mentee_user, pair.mentor_user
    client = cast.by(dani)
    page = client.get(url(cast, amara, "block/")).content.decode()
    assert "You won’t see each other anywhere on Bothy. They won’t be told. You can undo this." in page
    assert client.post(url(cast, amara, "block/")).url == f"/{cast.home.slug}/people/"
    pair.refresh_from_db()
    assert pair.state == "ended"
    assert client.get(url(cast, amara)).status_code == 404
    assert "Amara" in client.get("/me/privacy/").content.decode()
    unblock = f"/me/blocked/{amara.code}/unblock/"
    assert client.get(unblock).status_code == 405
    assert cast.by(amara).post(f"/me/blocked/{dani.code}/unblock/").status_code == 404
    assert client.post(unblock).url == "/me/privacy/"
    assert client.get(url(cast, amara)).status_code == 200
    pair.refresh_from_db()
    assert pair.state == "ended"


def test_nobody_blocks_or_removes_themselves(cast) -> None:
    client = cast.by(cast.priya)
    assert client.post(url(cast, cast.priya, "block/")).status_code == 404
    assert client.post(url(cast, cast.priya, "remove/")).status_code == 403


def test_an_admin_removes_and_everything_they_had_ends(cast) -> None:
    pair = cast.pair()
    dani = pair.mentee_user
    requests.send(
        sender=cast.member("Noor Haddad"),
        to_profile=pair.mentor,
        body="Hello, I'd love to ask something.",
        to_pair=False,
        token=uuid.uuid4(),
    )
    client = cast.by(cast.priya)
    page = client.get(url(cast, dani, "remove/")).content.decode()
    assert "Their pair with" in page
    assert "Amara Nwosu" in page
    assert client.post(url(cast, dani, "remove/")).status_code == 302
    pair.refresh_from_db()
    assert pair.state == "ended"
    assert cast.membership(dani).state == "removed"
    assert cast.by(dani).get(f"/{cast.home.slug}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "whom", "status"), [("member", "member", 403), ("admin", "owner", 403), ("admin", "member", 302)]
)
def test_who_may_remove_whom(cast, who, whom, status) -> None:
    gwen = cast.member("Gwen Ellis", role=who)
    theirs = cast.priya if whom == "owner" else cast.member("Dani Ferreira")
    assert cast.by(gwen).post(url(cast, theirs, "remove/")).status_code == status


@pytest.mark.parametrize("number", [1, 20])
def test_it_asks_the_same_however_many(cast, queries, number) -> None:
    amara = cast.listed("Amara Nwosu")
    for i in range(number):
        cast.listed(f"Joan {i}")
    assert len(queries(cast.by(cast.member()), url(cast, amara.user))) <= 7
