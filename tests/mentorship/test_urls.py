"""The tree: no group can take an address of the site's, and a visitor learns nothing below a slug."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from groups.slugs import RESERVED


def first_segments() -> set[str]:
    """The first word of every address that does not begin with a slug."""
    found = set()
    for pattern in get_resolver().url_patterns:
        route = str(pattern.pattern)
        if getattr(pattern, "name", "") in {"today", "nothing_here"} or route.startswith("<slug:group>/"):
            continue
        assert not route.startswith("<"), route
        found.add(route.split("/", maxsplit=1)[0])
    return found


def test_every_first_segment_is_reserved() -> None:
    words = first_segments()
    assert {"account", "admin", "help", "i", "messages", "new", "static", "theme"} - words == {"static"}
    assert {word.replace(".", "-") for word in words} | {settings.STATIC_URL.strip("/")} <= RESERVED


@pytest.mark.parametrize(
    "path",
    [
        "{home}/",
        "{home}/people/",
        "{home}/people/nobody-here/",
        "{home}/programs/autumn-skill-share/",
        "{home}/programs/autumn-skill-share/pairs/23456789bcdf/",
        "{home}/manage/",
        "{home}/manage/log",
        "{home}/made/up/address",
        "no-such-group/",
        "no-such-group/people/",
        "no-such-group/made/up/address/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_sent_to_log_in_from_everywhere_below_a_slug(cast, path, method) -> None:
    path = "/" + path.format(home=cast.home.slug)
    response = getattr(Client(), method)(path)
    if path.count("/") == 2 and method == "post":  # the card's address takes no POST, whoever has it
        assert response.status_code == 405
        return
    assert (response.status_code, response.url.split("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("path", ["made/up/address", "people/nobody-here/", "programs/none/", "x/"])
@pytest.mark.parametrize("slug", ["riverside-makers", "no-such-group"])
def test_signed_in_it_is_a_404(cast, slug, path) -> None:
    assert cast.by(cast.priya).get(f"/{slug}/{path}").status_code == 404


def test_a_missing_slash_is_added_where_there_is_a_page(cast) -> None:
    client = cast.by(cast.priya)
    assert client.get(f"/{cast.home.slug}/people?q=a").url == f"/{cast.home.slug}/people/?q=a"
    assert client.get(f"/{cast.home.slug}/pepole").status_code == 404
    assert client.get("/help").url == "/help/"


@pytest.mark.parametrize("path", ["/static/none.css", "/help/none/", "/nothing.php", "/i/none/", "/me/none"])
def test_below_the_sites_own_words_it_is_a_404_for_anybody(db, path) -> None:
    assert Client().get(path).status_code == 404


def test_a_group_that_anybody_may_find_shows_its_card(cast) -> None:
    cast.listed("Amara Nwosu")
    cast.home.visibility = "listed"
    cast.home.save()
    for client in (Client(), cast.by(cast.somebody())):
        page = client.get(f"/{cast.home.slug}/")
        assert page.status_code == 200
        text = page.content.decode()
        assert cast.home.name in text
        assert cast.home.line in text
        assert cast.program.name in text  # what takes sign-ups, for whoever considers asking to join
        for kept in ("Amara", "Priya", "member"):
            assert kept not in text
    assert Client().get(f"/{cast.home.slug}/people/").status_code == 302
