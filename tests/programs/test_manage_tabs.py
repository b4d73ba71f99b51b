"""The pages of admins: a row where there is room, a menu on a phone; the same pages in both."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import Group
from programs.models import Program
from programs.models.programs import State

pytestmark = pytest.mark.django_db
ALWAYS = ["Overview", "Opening", "Sign-ups", "Curriculum", "Questions", "Details", "Try it", "To do", "Files"]
LIVE = [*ALWAYS[:3], "Pairing", "Pairs", *ALWAYS[3:6], "To do", "Files"]
FINISHED = ["Overview", "Next season", "Sign-ups", "Pairs", *LIVE[5:]]


def navs(client: Client, address: str) -> list[str]:
    """The row and the menu, as they stand in the page."""
    page = client.get(address).content.decode()
    found = re.findall(r'<nav class="(?:tabs wide|pages)[^>]*>.*?</nav>', page, re.DOTALL)
    assert len(found) == 2
    assert len(set(re.findall(r'aria-label="(Manage [^"]+)"', "".join(found)))) == 1
    return found


def words(nav: str) -> list[str]:
    return re.findall(r"<a [^>]*>([^<]+)</a>", nav)


@pytest.mark.parametrize(
    ("state", "pages"),
    [
        (State.DRAFT, ALWAYS),
        (State.LIVE, LIVE),
        (State.FINISHED, FINISHED),
        (State.ARCHIVED, ["Overview", "Next season", "Sign-ups", "Pairs", "Files"]),
    ],
)
def test_row_and_menu_have_the_pages_of_the_state(
    priya: Client, program: Program, state: State, pages: list[str]
) -> None:
    Program.objects.filter(pk=program.pk).update(state=state)
    both = navs(priya, reverse("files", args=[program.group.slug, program.slug]))
    assert [words(nav) for nav in both] == [pages, pages]
    for nav in both:
        (here,) = re.findall(r'<a href="([^"]+)" aria-current="page">', nav)
        assert here.endswith("/manage/files/")
        assert all(priya.get(link).status_code == 200 for link in re.findall(r'href="([^"]+)"', nav))
    assert (
        f'<summary>Files<span class="small muted"><span class="vh">, one of </span>{len(pages)} pages'
        in both[1]
    )


def test_a_group_has_requests_only_where_people_ask(priya: Client, group: Group) -> None:
    address = reverse("manage_settings", args=[group.slug])
    usual = ["Overview", "People", "Invites", "Settings", "Safety", "Log"]
    assert [words(nav) for nav in navs(priya, address)] == [usual, usual]
    Group.objects.filter(pk=group.pk).update(joining=Group.Joining.ASK)
    asking = [*usual[:2], "Requests", *usual[2:]]
    row, menu = navs(priya, address)
    assert words(row) == words(menu) == asking
    assert "<summary>Settings" in menu


@pytest.mark.parametrize(
    "name", ["program_manage", "sign_up_open", "poster", "curriculum", "week_add", "runbook", "files"]
)
def test_the_bar_says_that_one_is_in_the_group(priya: Client, program: Program, name: str) -> None:
    """Whatever stands below a group's address, unless it is a pair's or a conversation's."""
    page = priya.get(reverse(name, args=[program.group.slug, program.slug])).content.decode()
    (here,) = re.findall(r'<a href="([^"]+)" aria-current="true">', page)
    assert here == reverse("group_home", args=[program.group.slug])
