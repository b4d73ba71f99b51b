"""The queue of those who ask to join, as admins see it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from groups.models import Group, JoinRequest, Membership
from groups.services import groups, join_requests


@pytest.fixture
def asking(group: Group, owner: User) -> Group:
    return groups.update(group, by=owner, joining="ask", visibility="listed")


@pytest.fixture
def ask(asking: Group, person: Callable[..., User]) -> Callable[..., JoinRequest]:
    """Somebody asks."""

    def make(name: str = "Noor Rahal", answer: str = "Lampshades.") -> JoinRequest:
        return join_requests.ask(asking, person(name), answers=[("What do you make?", answer)])

    return make


@pytest.fixture
def desk(asking: Group, owner: User) -> Client:
    """The owner's browser."""
    client = Client()
    client.force_login(owner)
    return client


def queue(group: Group) -> str:
    return reverse("manage_requests", args=[group.slug])


def press(client: Client, group: Group, request: JoinRequest, verb: str) -> object:
    return client.post(reverse(f"manage_request_{verb}", args=[group.slug, request.code]))


def test_the_queue_shows_names_and_answers_longest_first(
    desk: Client, asking: Group, ask: Callable[..., JoinRequest]
) -> None:
    ask("Noor Rahal", "Lampshades.")
    ask("Elif Vural", "<b>Bread</b>")
    page = desk.get(queue(asking))
    assert [row.user.name for row in page.context["requests"]] == ["Noor Rahal", "Elif Vural"]
    text = page.content.decode()
    assert "What do you make?" in text
    assert "&lt;b&gt;Bread" in text
    assert "@example.org" not in text
    overview = desk.get(reverse("group_manage", args=[asking.slug])).content.decode()
    assert "2 people ask to join" in overview


def test_letting_in(desk: Client, asking: Group, ask: Callable[..., JoinRequest]) -> None:
    request = ask()
    assert press(desk, asking, request, "let_in").url == queue(asking)  # type: ignore[attr-defined]
    assert Membership.objects.active().filter(group=asking, user=request.user).exists()
    text = desk.get(queue(asking)).content.decode()
    assert "Noor Rahal is in" in text
    assert "Nobody is waiting" in text


def test_not_now_moves_them_to_the_other_list_from_where_they_can_come_in(
    desk: Client, asking: Group, ask: Callable[..., JoinRequest]
) -> None:
    request = ask()
    press(desk, asking, request, "decline")
    assert not list(desk.get(queue(asking)).context["requests"])
    earlier = desk.get(queue(asking) + "?earlier=1")
    assert [row.code for row in earlier.context["requests"]] == [request.code]
    assert "Priya</bdi> said “not now”" in earlier.content.decode()
    press(desk, asking, request, "let_in")
    assert Membership.objects.active().filter(group=asking, user=request.user).exists()
    assert not list(desk.get(queue(asking) + "?earlier=1").context["requests"])


def test_a_late_press_says_who_was_first(
    desk: Client, asking: Group, ask: Callable[..., JoinRequest], owner: User
) -> None:
    request = ask()
    join_requests.approve(request, by=owner)
    late = press(desk, asking, request, "decline")
    assert late.status_code == 422  # type: ignore[attr-defined]
    assert "Priya has let them in already" in late.content.decode()  # type: ignore[attr-defined]


def test_requests_of_other_groups_and_across_a_block_are_not_there(
    desk: Client, asking: Group, ask: Callable[..., JoinRequest], owner: User, stranger: User
) -> None:
    blocked = ask()
    Block.objects.create(blocker=owner, blocked=blocked.user)
    elsewhere = JoinRequest.objects.create(group=stranger.memberships.get().group, user=blocked.user)
    assert not list(desk.get(queue(asking)).context["requests"])
    assert "to join" not in desk.get(reverse("group_manage", args=[asking.slug])).content.decode()
    for request in (blocked, elsewhere):
        for verb in ("let_in", "decline"):
            assert press(desk, asking, request, verb).status_code == 404  # type: ignore[attr-defined]
    blocked.refresh_from_db()
    assert blocked.state == JoinRequest.State.WAITING


def test_twenty_a_page(desk: Client, asking: Group, ask: Callable[..., JoinRequest]) -> None:
    for number in range(22):
        ask(f"Person {number}")
    first = desk.get(queue(asking))
    assert len(first.context["requests"]) == 20
    rest = desk.get(queue(asking), {"after": first.context["more"]})
    assert [row.user.name for row in rest.context["requests"]] == ["Person 20", "Person 21"]
    assert rest.context["more"] is None
    for broken in ("x", "-1", "9" * 40, "²"):
        assert len(desk.get(queue(asking), {"after": broken}).context["requests"]) == 20


@pytest.mark.parametrize("count", [1, 19])
@pytest.mark.parametrize("state", ["waiting", "declined"])
def test_the_queue_does_not_grow(
    desk: Client,
    asking: Group,
    ask: Callable[..., JoinRequest],
    owner: User,
    django_assert_num_queries: Callable[..., object],
    count: int,
    state: str,
) -> None:
    for number in range(count):
        request = ask(f"Person {number}")
        if state == "declined":
            join_requests.decline(request, by=owner)
    address = queue(asking) + ("?earlier=1" if state == "declined" else "")
    assert len(desk.get(address).context["requests"]) == count
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        desk.get(address)
