"""What every page is made of: valid HTML, one heading, a title; and that no page is missing from the list."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import html5lib
import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from mentorship import assets
from tests.e2e.entries import Entry
from tests.e2e.pages import NOT_HERE, PAGES, WRITES
from tests.e2e.walker import session_of
from tests.e2e.world import World

XHTML = "{http://www.w3.org/1999/xhtml}"

GETS = [entry for entry in PAGES if entry.arrive is None]


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses; the staff admin's are its own matter."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":
                yield from names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_no_page_is_missing_from_the_list() -> None:
    there = set(names(get_resolver().url_patterns))
    listed = {entry.name for entry in PAGES}
    assert there - listed - NOT_HERE == set()
    assert (listed | NOT_HERE) - there == set()
    assert listed & NOT_HERE == set()


def test_what_is_called_a_write_refuses_to_be_looked_at() -> None:
    found = {}
    for pattern in flat(get_resolver().url_patterns):
        if pattern.name in WRITES:
            found[pattern.name] = pattern.callback(RequestFactory().get("/")).status_code
    assert found == dict.fromkeys(WRITES, 405)


def flat(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    """All addresses, whatever they are included by."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from flat(pattern.url_patterns)
        else:
            yield pattern


@pytest.fixture(scope="module")
def clients() -> dict[int | None, Client]:
    return {}


@pytest.mark.parametrize("entry", GETS, ids=lambda entry: entry.id)
def test_page(entry: Entry, world: World, clients: dict[int | None, Client]) -> None:
    user = entry.user(world)
    key = user and user.pk
    if key not in clients:
        clients[key] = Client(raise_request_exception=False)
        if user is not None:
            clients[key].cookies["session"] = session_of(user)
    response = clients[key].get(entry.path(world))
    assert response.status_code == entry.status
    html = response.content.decode()
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(html)
    assert [(place, html5lib.constants.E[code] % more) for place, code, more in parser.errors] == []
    found = {tag: list(tree.iter(f"{XHTML}{tag}")) for tag in ("title", "h1", "meta", "link", "main", "html")}
    assert len(found["h1"]) == 1
    assert len(found["main"]) == 1
    assert found["html"][0].get("lang")
    assert len(found["title"]) == 1
    title = (found["title"][0].text or "").strip()
    if entry.status < 500:  # those two pages know nothing, not even the site's name
        assert "Bothy" in title
    assert title not in {"", "Bothy"}
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
    assert any("icon" in (link.get("rel") or "").split() for link in found["link"])
    if entry.public:
        described = [meta.get("content") for meta in found["meta"] if meta.get("name") == "description"]
        assert len(described) == 1
        assert 40 <= len(described[0]) <= 300
    assert " style=" not in html
    assert "<script>" not in html
    sheets = [link.get("href") or "" for link in found["link"] if link.get("rel") == "stylesheet"]
    used = {name for element in tree.iter() for name in (element.get("class") or "").split()}
    assert used & (classes(tuple(assets.SOURCES)) - classes(tuple(sheets))) == set()


@cache
def classes(sheets: tuple[str, ...]) -> set[str]:
    """The classes that any of these style sheets of ours speaks of."""
    names = {Path(sheet).name for sheet in sheets if sheet.endswith(".css")}
    text = "".join(assets.join(name) for name in names if name in assets.SOURCES)
    return set(re.findall(r"\.(-?[a-z][\w-]*)", text))
