"""Messages: one's own conversations, newest first, for little."""

import uuid

import pytest
from django.test import Client

from mentorship import safety
from messaging.models import Participant
from messaging.services import conversations


def talk(cast, a, b, *bodies: str):
    """A conversation in which `a` said these things."""
    made = conversations.between(program_id=cast.program.pk, scope=cast.home.pk, a=a, b=b)
    for body in bodies:
        conversations.say(made, author=a, body=body, token=uuid.uuid4())
    return made


def inbox(cast, user, query: str = "") -> str:
    page = cast.by(user).get(f"/messages/{query}")
    assert page.status_code == 200
    return str(page.content.decode())


def test_an_empty_one(cast) -> None:
    assert "When someone writes, it lands here." in inbox(cast, cast.member())


def test_newest_first_with_the_last_line_and_what_is_new(cast) -> None:
    dani, amara, tomasz = (cast.member(name) for name in ("Dani Ferreira", "Amara Nwosu", "Tomasz Z"))
    first = talk(cast, amara, dani, "Hello Dani.", "Are <you> well?")
    talk(cast, tomasz, dani, "Good morning.")
    text = inbox(cast, dani)
    assert text.index("Tomasz Z") < text.index("Amara Nwosu")
    assert "Are &lt;you&gt; well?" in text
    assert "Hello Dani." not in text
    assert text.count("</b>new</span>") == 2
    assert f'href="/c/{first.code}/"' in text
    conversations.mark_read(first, dani)
    assert inbox(cast, dani).count("</b>new</span>") == 1
    mine = inbox(cast, amara)
    assert "You: " in mine
    assert "</b>new</span>" not in mine
    assert "Tomasz" not in mine


def test_nothing_said_and_what_a_block_hides_are_not_listed(cast) -> None:
    dani, amara, tomasz = (cast.member(name) for name in ("Dani Ferreira", "Amara Nwosu", "Tomasz Z"))
    talk(cast, amara, dani)
    talk(cast, tomasz, dani, "Good morning.")
    assert "Amara" not in inbox(cast, dani)
    safety.block(blocker=dani, blocked=tomasz)
    assert "Tomasz" not in inbox(cast, dani)
    assert "Dani" not in inbox(cast, tomasz).replace("Dani’s", "")


def test_thirty_a_page(cast) -> None:
    dani = cast.member("Dani Ferreira")
    for i in range(31):
        talk(cast, cast.member(f"Writer {i:02}"), dani, f"Words {i:02}.")
    text = inbox(cast, dani)
    assert "Writer 30" in text
    assert "Writer 00" not in text
    oldest = Participant.objects.filter(user=dani).order_by("-last_message_id")[29].last_message_id
    assert f'href="?before={oldest}"' in text
    text = inbox(cast, dani, f"?before={oldest}")
    assert "Writer 00" in text
    assert "Writer 01" not in text
    assert "the beginning" in inbox(cast, dani, "?before=1")


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40, "1;drop"])
def test_odd_pages(cast, before) -> None:
    assert cast.by(cast.priya).get("/messages/", {"before": before}).status_code == 200


def test_a_visitor_logs_in(db) -> None:
    assert Client().get("/messages/").url == "/account/login/?next=/messages/"


@pytest.mark.parametrize("number", [1, 20])
def test_two_statements_of_its_own_however_many(cast, queries, number) -> None:
    dani = cast.member("Dani Ferreira")
    for i in range(number):
        talk(cast, cast.member(f"Writer {i}"), dani, "Words.")
    asked = queries(cast.by(dani), "/messages/")
    own = [sql for sql in asked if sql.startswith('SELECT "messaging_participant"')]
    assert len(own) == 2
    assert len(asked) == 4
