"""A page of a talk around any message, the line where reading stopped, and what an open page hears."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from mentorship import scenarios
from messaging.models import Message, Participant
from messaging.services import conversations, corrections
from pairings.models import Pairing, Step
from tests.talk_cases import HTMX, at, enter, fill, home, page_of, say


@pytest.fixture
def pairing(db: None) -> Pairing:
    return scenarios.running(weeks=1)


# -- where it stands ---------------------------------------------------------------------------------
def test_the_address_of_a_message_opens_its_page_around_it(pairing: Pairing) -> None:
    rows = fill(pairing, 90)
    client = enter(pairing.mentee_user)
    assert client.get(at("message", rows[-1])).url == f"{home(pairing)}#m{rows[-1].pk}"
    assert client.get(at("message", rows[60])).url == f"{home(pairing)}#m{rows[60].pk}"
    assert client.get(at("message", rows[59])).url == f"{home(pairing)}?at={rows[59].pk}#m{rows[59].pk}"
    page = page_of(client, pairing, f"?at={rows[40].pk}")
    assert page.count('class="msg') == 30
    assert f'id="m{rows[40].pk}" data-focus tabindex="-1"' in page
    assert page.count("data-focus tabindex") == 1
    assert "message number 25." in page
    assert "message number 54." in page
    assert f"?before={rows[25].pk}" in page
    assert f"?later={rows[54].pk}" in page
    assert 'id="news"' not in page
    later = page_of(client, pairing, f"?later={rows[54].pk}")
    assert [n for n in range(90) if f"message number {n}." in later] == list(range(55, 85))
    last = page_of(client, pairing, f"?later={rows[84].pk}")
    assert [n for n in range(90) if f"message number {n}." in last] == list(range(85, 90))
    assert 'id="news"' in last
    assert "Back to the newest" not in last


def test_near_an_end_the_page_is_full_all_the_same(pairing: Pairing) -> None:
    rows = fill(pairing, 40)
    client = enter(pairing.mentee_user)
    for place in (rows[0], rows[39]):
        assert 15 <= page_of(client, pairing, f"?at={place.pk}").count('class="msg') <= 30
    assert (
        page_of(client, pairing, f"?later={rows[39].pk}").count('class="msg') == 30
    )  # nothing later: newest


@pytest.mark.parametrize(("after", "shown"), [(55, [1, 0]), (59, [0, 1]), (70, [0, 1])])
def test_every_week_stands_on_one_page_whichever_way_one_turns(pairing: Pairing, after, shown) -> None:
    rows = fill(pairing, 90)
    Step.objects.update(delivered_at=rows[after].created_at + timedelta(seconds=30))
    client = enter(pairing.mentee_user)
    pages = [page_of(client, pairing, query) for query in (f"?before={rows[60].pk}", f"?later={rows[59].pk}")]
    assert [page.count("Week 1 arrived") for page in pages] == shown


# -- the line of the new -------------------------------------------------------------------------------
def read_upto(pairing: Pairing, message: Message, last: Message) -> None:
    rows = Participant.objects.filter(conversation=pairing.conversation)
    rows.update(last_message_id=last.pk, last_read_id=last.pk)
    rows.filter(user=pairing.mentee_user).update(last_read_id=message.pk)


def test_a_line_stands_where_reading_stopped(pairing: Pairing) -> None:
    rows = fill(pairing, 10)
    read_upto(pairing, rows[4], rows[-1])
    page = page_of(enter(pairing.mentee_user), pairing)
    assert page.count('id="new"') == 1
    place = page.index('id="new"')
    assert page.index("message number 4.") < place < page.index("message number 5.")
    assert 'id="new"' not in page_of(enter(pairing.mentor_user), pairing)
    short = reverse("conversation_short", args=[pairing.conversation.code])
    assert enter(pairing.mentee_user).get(short).url.endswith("#new")
    assert enter(pairing.mentor_user).get(short).url.endswith("#talk")


def test_the_line_stands_further_back_when_more_is_new_than_a_page_shows(pairing: Pairing) -> None:
    rows = fill(pairing, 70)
    read_upto(pairing, rows[20], rows[-1])
    client = enter(pairing.mentee_user)
    page = page_of(client, pairing)
    assert 'id="new"' not in page
    assert "Earlier, and new" in page
    conversations.mark_read(pairing.conversation, pairing.mentee_user)  # as the page itself says
    earlier = f"?before={rows[40].pk}&new={rows[20].pk}"
    assert earlier.replace("&", "&amp;") in page
    for html in (
        page_of(client, pairing, earlier),
        client.get(
            reverse("conversation_news", args=[pairing.conversation.code]) + earlier, headers=HTMX
        ).content.decode(),
    ):
        assert html.index("message number 20.") < html.index('id="new"') < html.index("message number 21.")
        assert "Earlier, and new" not in html


# -- an open page hears of it ----------------------------------------------------------------------------
def test_a_change_reaches_the_page_that_is_open(pairing: Pairing) -> None:
    first = say(pairing, pairing.mentor_user, "One")
    second = say(pairing, pairing.mentor_user, "Two")
    client = enter(pairing.mentee_user)
    ask = re.search(r'id="news"[^>]* hx-get="([^"]+)"', page_of(client, pairing))
    assert ask
    address = ask[1].replace("&amp;", "&")
    assert client.get(address, headers=HTMX).status_code == 204
    corrections.edit(first, by=pairing.mentor_user, body="Eins")
    corrections.remove(second, by=pairing.mentor_user)
    html = client.get(address, headers=HTMX).content.decode()
    assert html.count('hx-swap-oob="true"') == 2
    assert "Eins" in html
    assert "took a message back" in html
    assert f"after={second.pk}" in html
    own = enter(pairing.mentor_user).get(address, headers=HTMX)
    assert own.status_code == 204  # their own page has swapped it already


@pytest.mark.parametrize("count", [3, 300])
def test_pages_ask_the_same_however_long_the_talk(
    pairing: Pairing, count, django_assert_max_num_queries
) -> None:
    rows = fill(pairing, count)
    client = enter(pairing.mentee_user)
    for name in ("message", "message_edit"):
        with django_assert_max_num_queries(8):
            client.get(at(name, rows[-1 if rows[-1].author_id == pairing.mentee_user_id else -2]))
    with django_assert_max_num_queries(12):
        page_of(client, pairing, f"?at={rows[0].pk}")
