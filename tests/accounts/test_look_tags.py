"""The template tags that every page uses, with the names and words that people really have."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.template import engines
from django.utils import timezone

from accounts.templatetags import bothy


@dataclass
class Person:
    name: str
    code: str = "k7x2m9q4wz3b"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dani Ferreira", "DF"),
        ("Åsa van der Berg", "ÅB"),
        ("e\u0301va", "E\u0301"),
        ("👩🏽\u200d🚀 Sam", "👩🏽\u200d🚀S"),
        ("🇵🇹 Rui", "🇵🇹R"),
        ("李 明", "李明"),
        ("(Bo) Dee", "BD"),
        ("ß", "ß"),
        ("Cher", "C"),
        ("", "?"),
        ("... !", "?"),
    ],
)
def test_initials_are_whole_letters(name: str, expected: str) -> None:
    assert bothy.initials(Person(name)) == expected


def test_a_colour_depends_on_the_code_alone() -> None:
    one, other = bothy.avatar(Person("Ann")), bothy.avatar(Person("Zoë"))
    assert one.replace(">A<", ">Z<") == other
    assert {bothy.avatar_colour(code) for code in map(str, range(200))} == set(range(12))


def test_an_avatar_escapes_and_hides_itself() -> None:
    html = bothy.avatar(Person("<b> <i>"), "s")
    assert "<b>" not in html
    assert 'aria-hidden="true"' in html
    assert "av-s" in html


def test_icons_come_from_us_and_from_lucide_and_an_unknown_one_is_refused() -> None:
    assert 'class="i flip"' in bothy.icon("arrow", "flip")
    assert "<path" in bothy.icon("moon")
    with pytest.raises(Exception, match="does not exist"):
        bothy.icon("no-such-icon")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("one\r\ntwo\n\n\nthree", '<p dir="auto">one<br>two</p><p dir="auto">three</p>'),
        ("<script>x</script>", '<p dir="auto">&lt;script&gt;x&lt;/script&gt;</p>'),
        ("javascript:alert(1)", '<p dir="auto">javascript:alert(1)</p>'),
        ("https://", '<p dir="auto">https://</p>'),
    ],
)
def test_words_are_shown_as_text(text: str, expected: str) -> None:
    assert bothy.words(text) == expected


def test_words_link_addresses_without_vouching_for_them() -> None:
    html = bothy.words('see (https://x.org/a?b=1&c="><img>).')
    assert (
        '<a href="https://x.org/a?b=1&amp;c=" rel="nofollow noopener noreferrer ugc" target="_blank">' in html
    )
    assert "<img" not in html


@time_machine.travel(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), tick=False)
def test_dates_are_kind_and_in_the_readers_zone() -> None:
    now = timezone.now()
    assert bothy.day_words(date(2026, 9, 22)) == "Tuesday 22 September"
    assert bothy.day_words(date(2025, 9, 22)) == "Monday 22 September 2025"
    assert bothy.when_words(now) == "today, 23:30"
    with timezone.override("Asia/Tokyo"):
        assert bothy.when_words(now) == "today, 08:30"
        assert bothy.day(now) == '<time datetime="2026-11-24T08:30+09:00">Tuesday 24 November</time>'
    assert bothy.day(None) == ""


def test_every_part_of_the_styleguide_draws_for_hard_names() -> None:
    template = engines["django"].from_string("{% pair_roof a b 'l' %}{% crowd people %}")
    html = template.render({"a": Person("ليلى حداد"), "b": Person("W" * 80), "people": [Person("A")] * 9})
    assert html.count("av-s") == 5
    assert html.index("roof-a") < html.index("roof-b")
