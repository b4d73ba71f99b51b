"""Messages: one's own conversations, newest first, for little."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail as mail_box
from django.test import Client
from django.utils import timezone

from accounts.models import Bucket
from mentorship import membership, safety, talks
from mentorship.scenarios import build
from messaging import delivery, kinds
from messaging.models import Conversation, Notice, Participant
from messaging.services import conversations, notices
from pairings.models import Pairing
from pairings.services import endings, requests


def talk(cast, a, b, *bodies: str):
    """A conversation in which `a` said these things."""
    made = conversations.between(program_id=cast.program.pk, scope=cast.home.pk, a=a, b=b)
    for body in bodies:
        say(made, a, body)
    return made


def say(made, author, body: str) -> None:
    conversations.say(made, author=author, body=body, token=uuid.uuid4())
    Bucket.objects.all().delete()  # nobody writes thirty a minute; a test does


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
    assert len(asked) == 5  # the person, the bar, and the notes from admins


# -- what stands where --------------------------------------------------------------------------------
def test_pairs_stand_first_then_hellos_then_notes(cast) -> None:
    pair = cast.pair()
    dani = pair.mentee_user
    talk(cast, pair.mentor_user, dani, "From your mentor.")
    talk(cast, cast.member("Tomasz Z"), dani, "Later than the pair.")
    notices.tell("join_let_in", dani, key="join:1", url="/", line="Riverside Makers let you in")
    text = inbox(cast, dani)
    places = [
        text.index(words)
        for words in (
            "Your pair<",
            "From your mentor.",
            "Hellos and other",
            "Later than",
            "Notes from",
            "let you in",
        )
    ]
    assert places == sorted(places)
    assert f"<bdi>{cast.program.name}</bdi>" in text
    endings.end(pair, by=dani)
    text = inbox(cast, dani)
    assert "Your pair<" not in text
    assert text.index("Later than the pair.") < text.index("From your mentor.")


def test_a_line_of_a_kind_that_nobody_is_told_any_more_still_stands(cast) -> None:
    """A group was handed over at once before it was offered first: those who got one then still read it."""
    dani, now = cast.member("Dani Ferreira"), timezone.now()
    Notice.objects.create(
        user=dani,
        kind="made_owner",
        key="m:1",
        url=f"/{cast.home.slug}/",
        line="Gwen handed you Riverside Makers",
        scope=cast.home.pk,
        mail_state="queued",
        not_before=now,
    )
    assert not kinds.known("made_owner")
    assert "Gwen handed you Riverside Makers" in inbox(cast, dani)
    for address in ("/", "/notices/", "/me/mail/"):
        assert cast.by(dani).get(address).status_code == 200
    delivery.drain(now + timedelta(minutes=1))
    assert not [mail for mail in mail_box.outbox if "Riverside" in mail.subject]
    assert "Gwen handed you Riverside Makers" in inbox(cast, dani)


def test_a_hello_says_whose_turn_it_is(cast) -> None:
    amara, sam = cast.listed("Amara Nwosu"), cast.member("Sam Okafor")
    requests.send(
        sender=sam,
        to_profile=amara,
        body="A question about glazes, please.",
        to_pair=False,
        token=uuid.uuid4(),
    )
    assert "waits for your answer" in inbox(cast, amara.user)
    assert "waits for your answer" not in inbox(cast, sam)


def test_every_conversation_stands_on_one_page_pairs_and_all(cast) -> None:
    priya = cast.listed("Amara Nwosu", capacity=5)
    for number in range(3):
        build.pair(priya, cast.listed(f"Mentee {number}", "mentee"))
    for number, pairing in enumerate(Pairing.objects.all()):
        say(pairing.conversation, pairing.mentee_user, f"Pair words {number}.")
    for number in range(64):
        talk(cast, cast.member(f"Writer {number:02}"), priya.user, f"Words {number:02}.")
    seen, query = [], ""
    for _page in range(5):
        text = inbox(cast, priya.user, query)
        seen += re.findall(r"(?:Pair words \d|Words \d\d)\.", text)
        more = re.search(r'href="(\?before=[^"]+)"', text)
        if not more:
            break
        query = more[1]
    assert seen[:3] == ["Pair words 2.", "Pair words 1.", "Pair words 0."]
    assert seen[3:] == [f"Words {number:02}." for number in range(63, -1, -1)]


def test_a_whole_page_of_pairs_leads_on_to_the_others(cast, monkeypatch) -> None:
    monkeypatch.setattr(talks, "PAGE", 2)
    amara = cast.listed("Amara Nwosu", capacity=5)
    for number in range(3):
        pairing = build.pair(amara, cast.listed(f"Mentee {number}", "mentee"))
        say(pairing.conversation, pairing.mentee_user, f"Pair words {number}.")
    talk(cast, cast.member("Tomasz Z"), amara.user, "Good morning.")
    first, more = talks.lines(amara.user)
    second, end = talks.lines(amara.user, more)
    assert more.startswith("p")
    assert [line.row.preview for line in [*first, *second]] == [
        *("Pair words 2.", "Pair words 1.", "Pair words 0."),
        "Good morning.",
    ]
    assert end == ""


def test_words_that_are_gone_are_not_told_as_taken_back(cast) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    made = talk(cast, amara, dani, "Long ago.")
    long_ago = timezone.now() - timedelta(days=400)
    Conversation.objects.filter(pk=made.pk).update(closed_at=long_ago)
    conversations.forget(timezone.now())
    text = inbox(cast, dani)
    assert "Its words are gone" in text
    assert "took a message back" not in text


def test_a_group_that_was_left_takes_its_words_along(cast) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    talk(cast, amara, dani, "Glazes and kilns.")
    membership.leave(cast.membership(dani), by=dani)
    assert "Glazes" not in inbox(cast, dani)
    assert "Glazes" not in inbox(cast, dani, "?q=glazes")
    assert "Glazes" in inbox(cast, amara)
    assert "</mark> and kilns" in inbox(cast, amara, "?q=glazes")
