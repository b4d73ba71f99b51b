"""Plain addresses in people's words: followed safely, and honest about where they lead."""

import time

import pytest

from accounts import links
from accounts.templatetags import bothy


def found(text: str) -> list[tuple[str, str]]:
    return [(link.url, link.leads_to) for link in links.find(text)]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("Read https://example.org/kiln.", "https://example.org/kiln"),
        ("(see https://example.org/a)", "https://example.org/a"),
        ("https://en.example.org/Kiln_(pottery), p. 3", "https://en.example.org/Kiln_(pottery)"),
        ("“https://example.org/?q=a&b=c”", "https://example.org/?q=a&b=c"),
        ("HTTPS://Example.ORG/A", "HTTPS://Example.ORG/A"),
        ("http://localhost:8000/x", "http://localhost:8000/x"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("https://xn--pple-43d.com/", "https://xn--pple-43d.com/"),
        ("https://fa.example.org/می\u200cخواهم", "https://fa.example.org/می\u200cخواهم"),
    ],
)
def test_an_address_shows_whole(text, url) -> None:
    assert found(text) == [(url, "")]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://bank.example@evil.example/login", "evil.example"),
        ("https://bank.example:443@evil.example", "evil.example"),
        ("https://аpple.com/", "xn--pple-43d.com"),  # the first letter is Cyrillic
        ("https://bank\u3002example/", "bank.example"),
        ("https://ｅvil.example/", "evil.example"),
        ("https://münchen.example/", "xn--mnchen-3ya.example"),
    ],
)
def test_what_reads_like_another_says_where_it_leads(text, host) -> None:
    assert [leads_to for _url, leads_to in found(text)] == [host]
    assert f"(leads to <bdi>{host}</bdi>)" in bothy.words(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "https:///path",
        "http://.",
        "https://%65vil.example/",
        "https://[::1/",
        "https://a..b/",
        "https://x:notaport/",
        "javascript:alert(1)",
        "ftp://example.org",
        "www.example.org and dani@example.org",
        "//example.org",
        "data:text/html,hi",
        "https://bank.example／.evil.example/",
    ],
)
def test_what_leads_nowhere_stays_text(text) -> None:
    assert found(text) == []
    assert "<a " not in bothy.words(text)


def test_marks_of_direction_and_backslashes_end_an_address() -> None:
    assert found("https://example.org/\u202egpj.exe") == [("https://example.org/", "")]
    assert found("https://evil.example\\@bank.example/") == [("https://evil.example", "")]
    assert found("https://ex\u200bample.org/") == [("https://ex", "")]


def test_a_link_vouches_for_nothing_and_keeps_its_order() -> None:
    html = bothy.words('انظر https://example.org/a?b=1&c="><img src=x onerror=1>')
    assert html.startswith('<p dir="auto">')
    assert (
        '<a href="https://example.org/a?b=1&amp;c=" rel="nofollow noopener noreferrer ugc" target="_blank">'
        '<bdi dir="ltr">https://example.org/a?b=1&amp;c=</bdi></a>'
    ) in html
    assert "<img" not in html


def test_hostile_texts_take_no_time() -> None:
    began = time.perf_counter()
    for text in (
        "https://" * 1250,
        "https://" + "(" * 9_990,
        "https://a" + ")" * 9_990,
        "http://" + "ａ" * 9_990,
    ):
        bothy.words(text)
    assert time.perf_counter() - began < 2
