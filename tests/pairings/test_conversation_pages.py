"""A conversation with JavaScript and without: saying, hearing, reading, and who finds it at all."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block
from mentorship import scenarios
from messaging.models import Message, Participant
from messaging.services import conversations
from pairings.models import Pairing, Request
from pairings.services import endings, requests
from tests.talk_cases import HTMX, enter, fill, home


@pytest.fixture
def pairing(db: None) -> Pairing:
    return scenarios.running(weeks=1)


def at(name: str, conversation) -> str:
    return reverse(f"conversation_{name}", args=[conversation.code])


def say(client: Client, pairing: Pairing, body: str = "Good morning", headers=None, **data):
    data = {"body": body, "token": str(uuid.uuid4()), **data}
    return client.post(at("say", pairing.conversation), data, headers=headers)


def test_a_plain_form_says_it_and_comes_back(pairing: Pairing) -> None:
    answer = say(enter(pairing.mentee_user), pairing, "Hello <b>you</b>")
    assert (answer.status_code, answer.url) == (302, home(pairing) + "#say")
    page = enter(pairing.mentor_user).get(home(pairing)).content.decode()
    assert "Hello &lt;b&gt;you&lt;/b&gt;" in page
    assert "wrote</p>" in page


def test_htmx_gets_the_talk_with_an_empty_composer_in_focus(pairing: Pairing) -> None:
    answer = say(enter(pairing.mentee_user), pairing, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in html
    assert "Good morning" in html
    assert "data-focus></textarea>" in html
    assert "<p>Sent</p>" in html


def test_the_same_press_twice_is_one_message(pairing: Pairing) -> None:
    token = str(uuid.uuid4())
    for _ in range(2):
        assert say(enter(pairing.mentee_user), pairing, token=token).status_code == 302
    assert Message.objects.count() == 1


@pytest.mark.parametrize("headers", [None, HTMX])
def test_nothing_written_is_refused_where_it_was_written(pairing: Pairing, headers) -> None:
    answer = say(enter(pairing.mentee_user), pairing, "   ", headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Write a few words first" in html
    assert 'aria-describedby="say_error"' in html
    assert ("<html" in html) is (headers is None)


def test_a_way_in_stands_above_the_first_answer_only(pairing: Pairing) -> None:
    client = enter(pairing.mentee_user)
    say(client, pairing, "First", quote="What was your first job?")
    say(client, pairing, "Second", quote="What was your first job?")
    assert list(Message.objects.order_by("pk").values_list("quote", flat=True)) == [
        "What was your first job?",
        "",
    ]


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_closed_conversation_takes_nothing_more_and_stays_readable(pairing: Pairing, headers) -> None:
    say(enter(pairing.mentee_user), pairing, "Kept words")
    conversations.close(pairing.conversation_id)
    answer = say(enter(pairing.mentee_user), pairing, "Too late", headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "This conversation is closed" in html
    assert "Kept words" in html
    assert Message.objects.count() == 1


def test_news_are_what_came_after(pairing: Pairing) -> None:
    say(enter(pairing.mentee_user), pairing, "Old words")
    last = Message.objects.get().pk
    client, url = enter(pairing.mentee_user), at("news", pairing.conversation)
    assert client.get(url, {"after": last}).status_code == 204
    say(enter(pairing.mentor_user), pairing, "New <i>words</i>")
    html = client.get(url, {"after": last}, headers=HTMX).content.decode()
    assert "New &lt;i&gt;words&lt;/i&gt;" in html
    assert "Old words" not in html
    assert 'class="day"' not in html  # it is the same day still
    assert "Amara wrote: New &lt;i&gt;words&lt;/i&gt;" in html
    assert f"after={Message.objects.latest('pk').pk}" in html
    assert at("read", pairing.conversation) in html


def test_reading_is_said_by_a_post_never_by_a_get(pairing: Pairing) -> None:
    say(enter(pairing.mentor_user), pairing)
    client = enter(pairing.mentee_user)
    read = at("read", pairing.conversation)
    unread = Participant.objects.unread().filter(user=pairing.mentee_user)
    assert read in client.get(home(pairing)).content.decode()
    assert unread.exists()
    assert client.get(read).status_code == 405
    assert client.post(read, headers=HTMX).status_code == 204
    assert not unread.exists()
    assert read not in client.get(home(pairing)).content.decode()
    assert client.post(read).url == reverse("inbox")


def test_earlier_pages_with_and_without_javascript(pairing: Pairing) -> None:
    fill(pairing, 70)
    client = enter(pairing.mentee_user)
    page = client.get(home(pairing)).content.decode()
    assert page.count('class="msg') == 30
    assert "message number 40." in page
    cursor = Message.objects.get(body="message number 40.").pk
    assert f"?before={cursor}" in page
    plain = client.get(home(pairing), {"before": cursor}).content.decode()
    part = client.get(at("news", pairing.conversation), {"before": cursor}, headers=HTMX).content.decode()
    for html in (plain, part):
        assert html.count('class="msg') == 30
        assert "message number 10." in html
        assert "message number 40." not in html
    assert "Back to the newest" in plain
    assert "data-focus" in part


@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "1e3", "٣", "0"])
def test_odd_numbers_in_addresses_do_no_harm(pairing: Pairing, value: str) -> None:
    say(enter(pairing.mentee_user), pairing)
    client = enter(pairing.mentee_user)
    for key in ("after", "before"):
        assert client.get(at("news", pairing.conversation), {key: value}).status_code in (200, 204)
    assert client.get(home(pairing), {"before": value}).status_code == 200


def test_nobody_but_the_two_finds_it(pairing: Pairing) -> None:
    say(enter(pairing.mentee_user), pairing)
    group = pairing.program.group
    member = scenarios.person("Mo Member", "mo@else.example")
    scenarios.member(group, member)
    admin = group.memberships.get(role="owner").user
    stranger = scenarios.person("Zed Stranger", "zed@else.example")
    missing = enter(stranger).get(reverse("conversation_news", args=["2" * 12]))
    for user in (member, admin, stranger):
        client = enter(user)
        answers = [
            client.get(at("short", pairing.conversation)),
            client.get(at("news", pairing.conversation)),
            client.post(at("read", pairing.conversation)),
            say(client, pairing),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
    assert len(enter(stranger).get(at("news", pairing.conversation)).content) == len(missing.content)
    assert Message.objects.count() == 1


def test_a_block_and_a_departure_take_it_away(pairing: Pairing) -> None:
    say(enter(pairing.mentee_user), pairing)
    Block.objects.create(blocker=pairing.mentor_user, blocked=pairing.mentee_user)
    for user in (pairing.mentor_user, pairing.mentee_user):
        assert enter(user).get(at("news", pairing.conversation)).status_code == 404
        assert say(enter(user), pairing).status_code == 404
    Block.objects.all().delete()
    pairing.program.group.memberships.filter(user=pairing.mentee_user).update(state="left")
    assert enter(pairing.mentee_user).get(at("news", pairing.conversation)).status_code == 404


def test_the_short_address_leads_home(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = requests.send(
        sender=dani.user,
        to_profile=amara,
        body="You wrote about saying it out loud.",
        to_pair=True,
        token=uuid.uuid4(),
    )
    client, short = enter(dani.user), at("short", hello.conversation)
    assert client.get(short).url == hello.get_absolute_url() + "#talk"
    answer = client.post(at("say", hello.conversation), {"body": " ", "token": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert "Waiting for Amara" in answer.content.decode()
    pairing = requests.accept(Request.objects.get(), by=amara.user)
    assert client.get(short).url == home(pairing) + "#talk"
    endings.end(pairing, by=amara.user)
    assert client.get(short).url == home(pairing) + "#talk"
    again = requests.send(
        sender=dani.user, to_profile=amara, body="Shall we try this again?", to_pair=True, token=uuid.uuid4()
    )
    assert client.get(short).url == again.get_absolute_url() + "#talk"


@pytest.mark.parametrize("count", [1, 30, 90])
def test_a_page_asks_little_however_long_the_talk(
    pairing: Pairing, count: int, django_assert_max_num_queries
) -> None:
    fill(pairing, count)
    client = enter(pairing.mentee_user)
    with django_assert_max_num_queries(12):
        assert client.get(home(pairing)).status_code == 200
    with django_assert_max_num_queries(6):
        client.get(at("news", pairing.conversation), {"after": "1"})


@pytest.mark.parametrize("count", [1, 30])
def test_a_hello_asks_six_questions_at_most(place, count: int, django_assert_max_num_queries) -> None:
    amara, sam = place.mentor("Amara Nwosu"), place.person("Sam Okafor")
    hello = requests.send(
        sender=sam, to_profile=amara, body="A question about glazes.", to_pair=False, token=uuid.uuid4()
    )
    for number in range(count - 1):
        requests.say(hello.conversation, author=sam, body=f"And {number}", token=uuid.uuid4())
    client = enter(sam)
    with django_assert_max_num_queries(6):
        assert client.get(hello.get_absolute_url()).status_code == 200
