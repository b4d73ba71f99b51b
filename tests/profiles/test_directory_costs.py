"""The directory: who reads it, what it shows, how it is asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services import people
from profiles import overlap
from profiles.overlap import Facts
from profiles.services import profiles

WHERE = ("riverside", "autumn")


def url(name="directory", *more):
    return reverse(name, args=[*WHERE, *more])


def body(client, address=None, **query):
    return client.get(address or url(), query).content.decode()


@pytest.mark.parametrize("number", [1, 12, 30])
def test_queries_are_the_same_for_any_number(client, listed, member, number):
    reader = listed("Reader", "mentee")
    for n in range(number):
        listed(f"Person {n}")
    client.force_login(reader.user)
    client.get(url())  # the session is in the cache from here on
    with CaptureQueriesContext(
        connection,
    ) as page:
        client.get(url(), {"topic": "Screen printing"})
    # user; the place; who fits; what was said; counts and topics; the bar of the shell.
    assert len(page) <= 6, [query["sql"][:80] for query in page]
    with CaptureQueriesContext(connection) as part:
        client.get(url(), {"after": "2" * 12}, headers={"HX-Request": "true"})
    assert len(part) <= 4


@pytest.mark.parametrize("number", [1, 20])
def test_answers_and_sign_ups_cost_the_same_for_any_number(client, listed, owner, number):
    for n in range(number):
        mentor = listed(f"Person {n}")
    client.force_login(owner)
    for address, most in ((url("answers", mentor.code), 9), (url("sign_ups"), 8), (url("sign_up"), 6)):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= most, (address, [query["sql"][:80] for query in queries])


def test_admins_read_who_signed_up(client, listed, member, owner, program):
    listed(), profiles.begin(program, member("Draft Person"), "mentee")
    client.force_login(owner)
    page = body(client, url("sign_ups"))
    assert "1 mentor and 0 mentees. 1 is still writing." in page
    assert "Draft Person" not in page
    client.force_login(member("Reader"))
    assert client.get(url("sign_ups")).status_code == 403


def test_an_empty_list_shows_the_invite_link(client, owner, program):
    client.force_login(owner)
    assert "/i/" in body(client, url("sign_ups")) or "Share this link" in body(client, url("sign_ups"))


@pytest.mark.parametrize(
    "value", ["x" * 3000, "a\u202eb", "<script>alert(1)</script>", "' OR 1=1 --", "9" * 30, "%"]
)
def test_hostile_questions_break_nothing(client, listed, member, value):
    listed()
    client.force_login(member("Reader"))
    names = ("q", "topic", "time", "room", "after", "role", "page")
    page = client.get(url(), dict.fromkeys(names, value))
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert client.get(url("sign_ups"), {"page": value}).status_code == 403


def test_reasons_by_name_and_by_weight():
    mine = Facts("Dani", "mentee", ["A", "B"], ["evening"], ["call"], ["English", "Português"], "60")
    theirs = Facts("Amara", "mentor", ["a", "C"], ["evening", "day"], ["video", "call"], ["português"], "60")
    assert overlap.reasons(mine, theirs) == [
        "\u2068Amara\u2069 helps with 1 of your 2 topics",
        "You both like weekday evenings and a call",
        "You both speak português",
        "You both have 1 hour a week",
    ]
    assert overlap.reasons(theirs, mine)[0] == "\u2068Dani\u2069 asks about 1 of your 2 topics"
    assert overlap.reasons(Facts("A", "mentee"), Facts("B", "mentor")) == []
    assert overlap.sentence([]) == ""
    assert overlap.sentence(["You both like video"]) == "You both like video"


def test_the_new_name_of_a_person_is_on_the_card_at_once(client, listed, member):
    amara = listed()
    people.update_person(amara.user, name="Amara Obi", zone="UTC", language="en-gb")
    client.force_login(member("Reader"))
    assert "Amara Obi" in body(client)
