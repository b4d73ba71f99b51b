"""Searching the directory: the same words on both databases, whatever is typed."""

import time

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from groups.models import Membership
from mentorship import doctor
from profiles import finder, search_index
from profiles.access import Place
from profiles.fits import Filters
from profiles.models import Profile
from profiles.services import profiles

HOSTILE = [
    "' OR 1=1 --",
    "\"'\\",
    "%_%",
    "*:!&|()<->",
    "a'b\"c\\d",
    "NEAR(a b)",
    "AND OR NOT",
    "search_text : amara",
    "a" * 10_000,
    "語" * 10_000,
    "( " * 3000,
    "\u202e\u200f\u2066",
    "\u202eamara\u200f",
    "{1,2}",
    "^amara",
    "-amara",
    "a & !b | c:*",
    "'x':*",
]


def url(name="directory", *more):
    return reverse(name, args=["riverside", "autumn", *more])


@pytest.fixture
def place(program, group, member):
    """How the finder is asked, by somebody who has not signed up."""
    reader = member("Reader")
    return Place(reader, program, group, runs_it=False, signed_up=False, admin_name="Priya")


def found(place, q, **more):
    return [row["user__name"] for row in finder.page(place, Filters(q=q, **more))]


@pytest.mark.parametrize(
    ("said", "queries"),
    [
        ("Zoë Åström pyta mig om färger", ["zoe", "ASTROM", "farg", "färg pyta"]),
        ("أحب كِتَابَة القصص", ["كتابة", "القص", "احب"]),
        ("Люблю ёлки и Чайковского", ["елки", "ЧАЙКОВ", "ёлк"]),
        ("日本語を勉強しています", ["日本語", "本語", "勉強", "語"]),
        ("한국어를 가르칩니다", ["한국어", "국어", "가르"]),
        ("ฉันชอบทำอาหารไทย", ["อาหาร", "ไทย"]),
        ("I write C++ and mend kilns", ["c++", "kil mend", "Kilns, write!"]),
    ],
)
def test_words_of_every_script_are_found(place, listed, said, queries):
    listed("Somebody", answers={"help": said})
    listed("Another", answers={"help": "Nothing of the kind"})
    for query in queries:
        assert found(place, query) == ["Somebody"], query


def test_names_topics_and_goals_are_found_and_all_words_have_to_be_there(place, listed):
    listed("Tomasz Zieliński", topics=["Screen printing"], goals="A first fair")
    assert found(place, "zielinski") == ["Tomasz Zieliński"]
    assert found(place, "tom print fair") == ["Tomasz Zieliński"]
    assert found(place, "tom glazing") == []
    assert found(place, "inski") == []  # words are asked for from their start


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_words_are_harmless_and_fast(client, place, listed, query):
    listed()
    began = time.perf_counter()
    found(place, query)
    assert time.perf_counter() - began < 1
    client.force_login(place.user)
    assert client.get(url(), {"q": query}).status_code == 200
    assert Profile.objects.count() == 1


def test_operators_are_words_like_any_other(place, listed):
    listed("Amara Nwosu", answers={"help": "This and that"})
    assert found(place, "AND amara") == ["Amara Nwosu"]
    assert found(place, "NOT amara") == []
    assert found(place, "!amara") == ["Amara Nwosu"]
    assert found(place, "amara | nobody") == []


@pytest.mark.parametrize("query", ["%_*:!&|()", "🎉", "\u200f", "…"])
def test_nothing_to_look_for_is_said_and_lists_nobody(client, place, listed, query):
    listed()
    client.force_login(place.user)
    page = client.get(url(), {"q": query}).content.decode()
    assert "That has no letters or numbers in it" in page
    assert "Amara" not in page


def test_what_admins_alone_read_is_never_found(place, listed, program):
    program.questions.filter(key="why").update(admins_only=True)
    listed(answers={"why": "Xylophonitis"})
    assert found(place, "xylophonitis") == []
    assert "xylo" not in Profile.objects.get().search_text


def test_a_changed_answer_is_found_by_its_new_words_only(place, listed):
    amara = listed(answers={"help": "Squeegees"})
    profiles.save_step(amara, 0, {"answers": {"help": "Kilns and glazes"}})
    assert found(place, "glaz") == ["Amara Nwosu"]
    assert found(place, "squeeg") == []
    Profile.objects.filter(pk=amara.pk).update(seats_taken=1)  # touches no word
    assert found(place, "glaz") == ["Amara Nwosu"]


def test_topics_languages_and_ways_are_found_by_their_whole_name(place, listed):
    listed("Short", topics=["Craft"], languages=["English"], ways=["call"])
    listed("Long", topics=["Craft fairs"], languages=["Português"], ways=["video"])
    assert found(place, "", topics=("craft",)) == ["Short"]
    assert found(place, "", topics=("Craft", "CRAFT FAIRS")) == ["Long", "Short"]
    assert found(place, "", languages=("portugues",)) == ["Long"]
    assert found(place, "", ways=("video", "voice")) == ["Long"]
    assert found(place, "craft", languages=("English",)) == ["Short"]
    assert found(place, ":t:craft") == []  # what stands for a topic inside is no word of anybody's
    assert found(place, "mentor") == []


def test_facets_with_every_kind_of_sign(place, listed):
    topics = ["It’s “art” & 'craft'", "100% \\ wool", "日本語", "A: b (c) | d", "~.-_"]
    for topic in topics:
        listed(topic, topics=[topic])
    for topic in topics:
        assert found(place, "", topics=(topic,)) == [topic]


@pytest.mark.parametrize("side", ["blocker", "blocked"])
def test_nobody_is_found_across_a_block(place, listed, block, side):
    amara = listed()
    block(place.user, amara.user) if side == "blocker" else block(amara.user, place.user)
    assert found(place, "amara") == []
    assert finder.count(place, Filters(q="amara")) == 0
    assert finder.counts(place, "mentor")["mentors"] == 0


def test_who_has_left_is_not_found(place, listed, group):
    amara = listed()
    Membership.objects.filter(group=group, user=amara.user).update(state="left")
    rows = finder.page(place, Filters(q="amara"))
    assert [row["here"] for row in rows] in ([False], [0])
    assert finder.count(place, Filters(q="amara")) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite drops the triggers of a rebuilt table")
def test_the_index_is_made_again_after_its_triggers_are_gone(place, listed):
    with connection.cursor() as cursor:
        for name in search_index.TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}")
    assert search_index.lacks(connection) == list(search_index.TRIGGERS)
    listed()
    assert found(place, "amara") == []
    call_command("migrate", verbosity=0)
    assert search_index.lacks(connection) == []
    assert found(place, "amara") == ["Amara Nwosu"]


def test_the_index_is_whole(db):
    assert search_index.lacks(connection) == []


@pytest.mark.django_db
def test_the_doctor_misses_the_index_where_it_is_gone():
    assert list(doctor.words_to_find()) == []
    search_index.drop(connection)
    assert list(doctor.words_to_find())
    search_index.make(connection)
    assert list(doctor.words_to_find()) == []
