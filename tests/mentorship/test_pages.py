"""Pages that are the same for everybody."""

import re

import pytest
from django.test import Client

PUBLIC = ("/", "/about/", "/help/", "/safety/", "/privacy/", "/terms/", "/accessibility/", "/invite/")


@pytest.mark.parametrize("path", PUBLIC)
def test_everybody_reads_them_and_a_search_finds_what_they_are(db, path) -> None:
    page = Client().get(path)
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert len(re.search(r'name="description" content="([^"]*)"', text)[1]) > 50
    assert "Log in" in text


@pytest.mark.parametrize("path", PUBLIC)
def test_members_read_them_too(cast, path) -> None:
    assert cast.by(cast.priya).get(path).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_they_take_no_posts(db, path) -> None:
    assert Client().post(path).status_code == 405


def test_the_landing_page_leads_to_a_group_and_to_an_invite(db) -> None:
    text = Client().get("/").content.decode()
    assert "A lit hut on a long path." in text
    assert 'href="/new/"' in text
    assert 'action="/invite/"' in text


def test_safety_says_who_sees_what(db, settings) -> None:
    settings.EMERGENCY_LINE = "Ring 112."
    text = Client().get("/safety/").content.decode()
    assert "Ring 112." in text
    assert "the two of you" in text
    assert "only messages that a reporter ticked" in text


@pytest.mark.parametrize(
    "typed", ["23456789bcdf", " 2345-6789-BCDF ", "https://x.example/i/23456789bcdf/", "x/i/23456789bcdf"]
)
def test_an_invite_is_understood_however_it_is_typed(db, typed) -> None:
    response = Client().get("/invite/", {"invite": typed})
    assert (response.status_code, response.url) == (302, "/i/23456789bcdf/")


@pytest.mark.parametrize("typed", ["", "hello", "https://x.example/", "//evil.example/i/", "23456789bcdfg"])
def test_what_is_no_invite_is_refused_with_words(db, typed) -> None:
    response = Client().get("/invite/", {"invite": typed})
    assert response.status_code == 422
    assert "aria-invalid" in response.content.decode()


def test_robots_and_icon(db) -> None:
    assert "Disallow: /" in Client().get("/robots.txt").content.decode()
    assert Client().get("/favicon.ico").url.endswith(".png")
