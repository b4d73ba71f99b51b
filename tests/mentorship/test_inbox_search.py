"""One's own conversations searched: in every script, bounded, and only what one may see now."""

import html
import random
import re
import time
import uuid
from urllib.parse import quote

import pytest

from accounts import search
from accounts.limits import LIMITS
from accounts.models import Bucket
from mentorship import safety, talks
from messaging.models import Message, Participant
from messaging.services import conversations, corrections


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


# -- search ----------------------------------------------------------------------------------------------
def found(cast, user, query: str) -> list[str]:
    """The lines that a search shows, without the marks."""
    lines = re.findall(
        r'class="last">(?:You: )?<span dir="auto">(.*?)</span>', inbox(cast, user, f"?q={query}")
    )
    return [html.unescape(line.replace("<mark>", "").replace("</mark>", "")) for line in lines]


@pytest.mark.parametrize(
    ("said", "query", "marked"),
    [
        ("I met Zieliński today.", "zielinski", "Zieliński"),
        ("ÉTÉ à Paris", "ete", "ÉTÉ"),
        ("أحتاج إلى كِتَابٍ جديد", "كتاب", "كِتَابٍ"),
        ("Встретимся у ёлки", "елки", "ёлки"),
        ("明日は日本語の本を読む", "日本語", "日本語"),
        ("한국어를 배운다", "한국", "한국"),
        ("The (glazed) bowl.", "glaze", "glazed"),
    ],
)
def test_words_are_found_as_in_the_directory_and_marked(cast, said, query, marked) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    made = talk(cast, amara, dani, "Something else.", said)
    for user in (dani, amara):
        text = inbox(cast, user, f"?q={quote(query)}")
        assert f"<mark>{marked}</mark>" in text
        assert "Something else" not in text
        assert f'href="/c/{made.code}/{made.messages.latest("pk").pk}/"' in text
    assert "1 message with" in text


def test_names_are_found_too_and_all_words_have_to_be_there(cast) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    made = talk(cast, amara, dani, "Bring the blue glaze.", "Bring the red one.")
    text = inbox(cast, dani, "?q=nwos")
    assert f'href="/c/{made.code}/"' in text
    assert found(cast, dani, "bring+glaze") == ["Bring the blue glaze."]
    assert found(cast, dani, "glaze+zebra") == []
    assert "Nothing found" in inbox(cast, dani, "?q=zebra")
    assert "nothing in “<bdi>!!!</bdi>” to look for" in inbox(cast, dani, "?q=!!!")


def test_only_what_one_may_see_now(cast) -> None:
    dani, amara, tomasz = (cast.member(name) for name in ("Dani Ferreira", "Amara Nwosu", "Tomasz Z"))
    talk(cast, amara, tomasz, "Glaze between others.")
    hidden = talk(cast, tomasz, dani, "Glaze of a blocked one.")
    back = talk(cast, amara, dani, "Glaze that stays.", "Glaze that was taken back.")
    corrections.remove(back.messages.latest("pk"), by=amara)
    safety.block(blocker=tomasz, blocked=dani)
    assert found(cast, dani, "glaze") == ["Glaze that stays."]
    assert "Tomasz" not in inbox(cast, dani, "?q=tomasz")
    assert hidden.code not in inbox(cast, dani, "?q=glaze")
    assert found(cast, cast.priya, "glaze") == []


def test_it_looks_further_back_a_bounded_number_at_a_time(cast, monkeypatch) -> None:
    monkeypatch.setattr(talks, "LOOKED_AT", 10)
    monkeypatch.setattr(talks, "AT_ONCE", 4)
    dani, amara, tomasz = (cast.member(name) for name in ("Dani Ferreira", "Amara Nwosu", "Tomasz Z"))
    talk(cast, amara, dani, "Needle one.", *(f"Straw {n}." for n in range(12)))
    talk(cast, tomasz, dani, "Needle two.", *(f"Straw {n}." for n in range(12)))
    seen, back, pages = [], "", 0
    while back is not None and pages < 9:
        text = inbox(cast, dani, f"?q=needle{back}")
        seen += re.findall(r"<mark>Needle</mark> (\w+)\.", text)
        more = re.search(r"back=(\d+)\">Look further", text)
        back, pages = f"&back={more[1]}" if more else None, pages + 1
    assert (seen, pages) == (["two", "one"], 3)


def test_many_hits_come_in_pages_and_none_twice(cast) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    made = talk(cast, amara, dani)
    Message.objects.bulk_create(
        Message(conversation=made, author=amara, body=f"Needle {n}.", client_token=uuid.uuid4())
        for n in range(45)
    )
    Participant.objects.filter(conversation=made).update(last_message_id=Message.objects.latest("pk").pk)
    first = talks.look(dani, "needle")
    second = talks.look(dani, "needle", str(first.further))
    third = talks.look(dani, "needle", str(second.further))
    bodies = [hit.message.body for page in (first, second, third) for hit in page.hits]
    assert bodies == [f"Needle {n}." for n in range(44, -1, -1)]
    assert third.further == 0


@pytest.mark.parametrize(
    "query",
    [
        "%",
        "_",
        "'; drop table",
        "\\",
        "<script>alert(1)</script>",
        "a" * 5000,
        "((((",
        "\u202eabc",
        '"',
        "*:*",
        "é" * 900,
    ],
)
def test_hostile_searches_are_harmless_and_fast(cast, query) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    talk(cast, amara, dani, "Some <b>bold</b> words.", "aé" * 5000)
    began = time.perf_counter()
    answer = cast.by(dani).get("/messages/", {"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("back", ["x", "-1", "²", "9" * 40, "0"])
def test_odd_places_to_look_back_from(cast, back) -> None:
    assert cast.by(cast.priya).get("/messages/", {"q": "x", "back": back}).status_code == 200


def test_sixty_searches_a_minute(cast) -> None:
    client = cast.by(cast.priya)
    most = LIMITS["search"][0]
    codes = {client.get("/messages/", {"q": "x"}).status_code for _ in range(2 * most + 1)}
    assert codes == {200, 429}


@pytest.mark.parametrize("number", [3, 300])
def test_a_search_asks_the_same_however_much_there_is(cast, queries, number) -> None:
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    made = talk(cast, amara, dani, "Needle.")
    Message.objects.bulk_create(
        Message(conversation=made, author=amara, body=f"Straw {n}.", client_token=uuid.uuid4())
        for n in range(number)
    )
    asked = queries(cast.by(dani), "/messages/?q=needle")
    reads = [sql for sql in asked if '"messaging_message"' in sql]
    assert len(reads) == 1 + -(-(number + 1) // talks.AT_ONCE)
    assert len(asked) <= 12


def test_the_quick_no_says_no_to_nothing_that_is_there() -> None:
    chance = random.Random(7)
    for _ in range(3000):
        text = "".join(chance.choices("ab C+#.-é ü日本", k=chance.randint(0, 12)))
        tokens = search.asked("".join(chance.choices("abc+# éü日本", k=chance.randint(1, 5))))
        if search.matches(tokens, text):
            assert talks._may_say(tokens, text), (tokens, text)
    assert not talks._may_say(["zebra"], "A plain word.")


def test_letters_that_stand_for_eighteen_count_as_eighteen(cast) -> None:
    """A partner who fills a conversation with them can't make a search take seconds."""
    dani, amara = cast.member("Dani Ferreira"), cast.member("Amara Nwosu")
    made = talk(cast, amara, dani, *["\ufdfa" * 10_000] * 20)
    found = talks.look(dani, "needle")
    assert found.looked_at < 10
    assert found.further
    assert made
