"""The page of groups that anyone may find."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from groups.models import Group, Membership
from groups.services import groups
from mentorship.scenarios import build

Queries = Callable[[Client, str], list[str]]


@pytest.fixture
def listed(cast):
    """A listed group more; its owner is somebody new."""

    def make(name: str, **facts: object) -> Group:
        line = facts.pop("line", "Up and down.")
        return build.group(cast.somebody(f"Owner of {name}"), name, visibility="listed", line=line, **facts)

    return make


def names(page) -> list[str]:
    return [row.group.name for row in page.context["found"]]


def test_anyone_sees_name_line_and_what_is_open_of_listed_groups_only(cast, listed) -> None:
    hills = listed("Hill Walkers", focus="personal")
    build.started(hills, hills.created_by, name="Winter Walks")
    secret = listed("Old Hut")
    Group.objects.filter(pk=secret.pk).update(archived_at=timezone.now())
    for client in (Client(), cast.by(cast.somebody())):
        page = client.get("/groups/")
        assert names(page) == ["Hill Walkers"]
        text = page.content.decode()
        for words in ("Up and down.", "Winter Walks", "Personal development", 'href="/hill-walkers/"'):
            assert words in text
        for kept in ("Owner of", "Riverside", "Old Hut", "members"):
            assert kept not in text


@pytest.mark.parametrize(
    ("number", "words"), [(0, "Just beginning"), (6, "About ten people"), (20, "About two dozen people")]
)
def test_how_many_people_is_a_feeling(cast, listed, number, words) -> None:
    hills = listed("Hill Walkers")
    for each in range(number):
        Membership.objects.create(group=hills, user=cast.somebody(f"Walker {each}"))
    gone = cast.somebody("Gone")
    Membership.objects.create(group=hills, user=gone, state="left")
    assert words in Client().get("/groups/").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Night Parents", "Hill Walkers"]),
        ("?q=hill", ["Hill Walkers"]),
        ("?q=nappies", ["Night Parents"]),
        ("?focus=parenting", ["Night Parents"]),
        ("?q=hill&focus=parenting", []),
        ("?q=zzz", []),
        ("?focus=nonsense", ["Night Parents", "Hill Walkers"]),
        ("?before=x&q=", ["Night Parents", "Hill Walkers"]),
    ],
)
def test_search_by_name_line_and_focus(cast, listed, query, found) -> None:
    listed("Hill Walkers")
    listed("Night Parents", focus="parenting", line="Nappies at four in the morning.")
    page = Client().get(f"/groups/{query}")
    assert names(page) == found
    if not found:
        assert "No group by that name" in page.content.decode()


def test_twelve_a_page_and_the_search_goes_along(cast, listed) -> None:
    for number in range(14):
        listed(f"Hill {number}")
    first = Client().get("/groups/?q=hill")
    assert names(first) == [f"Hill {number}" for number in range(13, 1, -1)]
    more = first.context["more"]
    assert f'href="?q=hill&amp;before={more}"' in first.content.decode()
    rest = Client().get(f"/groups/?q=hill&before={more}")
    assert names(rest) == ["Hill 1", "Hill 0"]
    assert rest.context["more"] is None


def test_with_nobody_listed_the_page_says_so(db) -> None:
    assert "Nobody here yet" in Client().get("/groups/").content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
def test_it_costs_the_same_for_twelve_as_for_one(cast, listed, queries: Queries, signed_in) -> None:
    client = cast.by(cast.somebody()) if signed_in else Client()
    hills = listed("Hill 0")
    build.started(hills, hills.created_by)
    one = queries(client, "/groups/")
    for number in range(1, 12):
        more = listed(f"Hill {number}")
        build.started(more, more.created_by)
    assert len(queries(client, "/groups/")) == len(one) == (4 if signed_in else 2), one


LINK = 'href="/groups/"'


def test_where_it_is_linked(cast, settings) -> None:
    groups.update(cast.home, by=cast.priya, visibility="listed")
    noor = cast.by(cast.somebody())
    pages = [(Client(), "/"), (noor, "/"), (noor, "/invite/"), (Client(), f"/{cast.home.slug}/")]
    for client, page in pages:
        assert LINK in client.get(page).content.decode(), page
    settings.LISTED_GROUPS = False
    for client, page in pages:
        assert LINK not in client.get(page).content.decode(), page
    for client in (Client(), noor):
        assert client.get("/groups/").status_code == 404
