"""Every page of a group, asked by everybody."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Block, User
from groups.models import Group, Membership
from groups.models.groups import Role
from groups.services import groups, memberships

Member = Callable[..., Membership]

MEMBERS = ("group_about", "people", "reports")
ADMINS = (
    *("group_manage", "manage_people", "manage_requests", "manage_invites", "manage_settings"),
    *("manage_safety", "manage_log"),
)


@pytest.fixture
def cast(group: Group, owner: User, admin: User, member: Member, stranger: User) -> dict[str, User | None]:
    removed = memberships.part(member("Rita Removed"), state=Membership.State.REMOVED, by=owner).user
    return {
        "anonymous": None,
        "stranger": stranger,
        "removed": removed,
        "member": member("Dani Ferreira").user,
        "admin": admin,
        "owner": owner,
    }


def enter(client: Client, user: User | None) -> Client:
    if user:
        client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("name", "to_members"), [*((name, 200) for name in MEMBERS), *((name, 403) for name in ADMINS)]
)
def test_who_opens_which_page(
    client: Client, group: Group, cast: dict[str, User | None], name: str, to_members: int
) -> None:
    found = {}
    for who, user in cast.items():
        client.logout()
        found[who] = enter(client, user).get(reverse(name, args=[group.slug])).status_code
    outside = {"anonymous": 302, "stranger": 404, "removed": 404}
    assert found == outside | {"member": to_members, "admin": 200, "owner": 200}


@pytest.mark.parametrize(
    ("name", "data", "allowed"),
    [
        ("manage_role", {"role": "admin"}, {"owner"}),
        ("manage_contact", {"on": "1"}, {"owner", "admin"}),
    ],
)
def test_what_admins_do_to_a_member(
    client: Client,
    group: Group,
    cast: dict[str, User | None],
    member: Member,
    name: str,
    data: dict[str, str],
    allowed: set[str],
) -> None:
    theirs = member("Rosa Quist")
    address = reverse(name, args=[group.slug, theirs.user.code])
    refused = {"anonymous": 302, "stranger": 404, "removed": 404, "member": 403, "admin": 403}
    for who, user in cast.items():
        Membership.objects.filter(pk=theirs.pk).update(role=Role.MEMBER, safety_contact=False)
        client.logout()
        response = enter(client, user).post(address, data)
        assert response.status_code == (302 if who in allowed else refused[who]), who
        theirs.refresh_from_db()
        assert (theirs.role == Role.ADMIN or theirs.safety_contact) == (who in allowed), who
    assert enter(client, cast["owner"]).get(address).status_code == 405
    elsewhere = reverse(name, args=[group.slug, cast["stranger"].code])  # type: ignore[union-attr]
    assert client.post(elsewhere, data).status_code == 404


def test_a_refused_change_shows_the_page_again(client: Client, group: Group, owner: User) -> None:
    enter(client, owner)
    response = client.post(reverse("manage_role", args=[group.slug, owner.code]), {"role": "member"})
    assert response.status_code == 422
    assert "Make someone else an owner first" in response.content.decode()
    response = client.post(reverse("manage_role", args=[group.slug, owner.code]), {"role": "emperor"})
    assert response.status_code == 422


def test_a_new_link_is_for_admins(client: Client, group: Group, cast: dict[str, User | None]) -> None:
    address = reverse("manage_invite_new", args=[group.slug])
    for who, status in {"anonymous": 302, "stranger": 404, "member": 403}.items():
        client.logout()
        assert enter(client, cast[who]).post(address).status_code == status
    assert group.invitations.count() == 1
    assert enter(client, cast["admin"]).post(address).status_code == 302
    assert group.invitations.count() == 2
    page = client.get(reverse("manage_invites", args=[group.slug])).content.decode()
    assert group.invitations.latest("pk").code in page


def test_settings_are_saved_and_bad_ones_come_back(client: Client, group: Group, owner: User) -> None:
    enter(client, owner)
    address = reverse("manage_settings", args=[group.slug])
    good = {
        "name": "River Folk", "line": "We make.", "focus": "other", "visibility": "listed", "zone": "UTC",
        "joining": "ask", "question_2": "What do you make?", "language": "en-gb", "slug": group.slug,
    }  # fmt: skip
    assert client.post(address, good).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.visibility, group.zone) == ("River Folk", "listed", "UTC")
    assert (group.joining, group.join_questions) == ("ask", ["What do you make?"])
    bad = client.post(address, good | {"name": "Evil\u202egnirts"})
    assert bad.status_code == 422
    assert "River Folk" in bad.content.decode()


# -- making one -----------------------------------------------------------------------------------
NEW = {"name": "Hill Walkers", "line": "Up.", "focus": "other", "visibility": "link", "zone": "Europe/Lisbon"}
TOKEN = "7f9c24e5-1b36-4a58-9d27-3d1c1a0c9a11"


def test_a_group_is_made_in_two_fields(client: Client, person: Callable[..., User]) -> None:
    enter(client, person())
    assert client.get(reverse("group_new")).status_code == 200
    for _press in range(2):  # pressing twice makes one
        response = client.post(reverse("group_new"), NEW | {"token": TOKEN})
        assert response.url == "/hill-walkers/"  # type: ignore[attr-defined]
    made = Group.objects.get()
    assert (made.zone, made.created_by.name) == ("Europe/Lisbon", "Dani Ferreira")


def test_a_zone_that_nobody_knows_becomes_utc(client: Client, person: Callable[..., User]) -> None:
    enter(client, person()).post(reverse("group_new"), NEW | {"token": TOKEN, "zone": "Mars/Olympus"})
    assert Group.objects.get().zone == "UTC"


def test_a_taken_address_is_offered_another(
    client: Client, group: Group, person: Callable[..., User]
) -> None:
    enter(client, person())
    response = client.post(reverse("group_new"), NEW | {"name": "Riverside Makers", "token": TOKEN})
    assert response.status_code == 422
    page = response.content.decode()
    assert "That address is taken. Try riverside-makers-2 or choose your own." in page
    assert 'value="riverside-makers-2"' in page
    again = client.post(
        reverse("group_new"), NEW | {"name": "Riverside Makers", "token": TOKEN, "slug": "riverside-makers-2"}
    )
    assert again.url == "/riverside-makers-2/"  # type: ignore[attr-defined]


def test_nobody_makes_a_group_signed_out(client: Client) -> None:
    assert client.get(reverse("group_new")).status_code == 302


# -- people ---------------------------------------------------------------------------------------
def test_the_people_page_shows_names_and_no_address(
    client: Client, group: Group, owner: User, member: Member
) -> None:
    member("Nour نور")
    page = enter(client, owner).get(reverse("people", args=[group.slug])).content.decode()
    assert "<bdi>Nour نور</bdi>" in page
    assert "@" not in page.replace("@media", "")


def test_people_who_blocked_each_other_are_not_shown(
    client: Client, group: Group, owner: User, member: Member
) -> None:
    dani, yusuf = member("Dani Ferreira").user, member("Yusuf Osman").user
    Block.objects.create(blocker=yusuf, blocked=dani)
    address = reverse("people", args=[group.slug])
    for one, other in ((dani, "Yusuf"), (yusuf, "Dani")):
        client.logout()
        page = enter(client, one).get(address).content.decode()
        assert f"<bdi>{other}" not in page
        assert "2 people" in page
    client.logout()
    everyone = enter(client, owner).get(reverse("manage_people", args=[group.slug])).content.decode()
    assert "Yusuf" in everyone
    assert "Dani" in everyone


def test_search_finds_by_a_piece_of_the_name(
    client: Client, group: Group, owner: User, member: Member
) -> None:
    member("Tomasz Zieliński")
    member("Rosa Quist")
    address = reverse("people", args=[group.slug])
    page = enter(client, owner).get(address, {"q": "ziel"}).content.decode()
    assert "Tomasz" in page
    assert "Rosa" not in page
    assert "Nobody by that name" in client.get(address, {"q": "zzz"}).content.decode()


def test_thirty_a_page(client: Client, group: Group, owner: User, crowd: Callable[[int], None]) -> None:
    crowd(35)
    first = enter(client, owner).get(reverse("people", args=[group.slug]))
    assert len(first.context["people"]) == 30
    rest = client.get(reverse("people", args=[group.slug]), {"after": first.context["more"]})
    assert len(rest.context["people"]) == 6
    assert rest.context["more"] is None


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "²", "1 OR 1=1"])
def test_a_broken_page_address_is_the_first_page(
    client: Client, group: Group, owner: User, after: str
) -> None:
    assert enter(client, owner).get(reverse("people", args=[group.slug]), {"after": after}).status_code == 200


@pytest.fixture
def crowd(group: Group, person: Callable[..., User]) -> Callable[[int], None]:
    def make(count: int) -> None:
        for number in range(count):
            Membership.objects.create(group=group, user=person(f"Person {number}"))

    return make


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("name", "queries"), [("people", 5), ("manage_people", 5), ("manage_log", 4), ("group_about", 5)]
)
def test_lists_do_not_grow(
    client: Client,
    group: Group,
    owner: User,
    crowd: Callable[[int], None],
    django_assert_num_queries: Callable[..., object],
    count: int,
    name: str,
    queries: int,
) -> None:
    crowd(count)
    for number in range(count):
        groups.update(group, by=owner, about=f"Version {number}")
    enter(client, owner).get(reverse(name, args=[group.slug]))  # the session is in the cache now
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        client.get(reverse(name, args=[group.slug]))


@pytest.mark.parametrize(
    ("visibility", "joining", "told"),
    [("listed", "link", True), ("listed", "ask", False), ("link", "link", False)],
)
def test_whoever_lists_a_group_joined_by_link_reads_what_strangers_are_told(
    client: Client, group: Group, owner: User, visibility: str, joining: str, told: bool
) -> None:
    Group.objects.filter(pk=group.pk).update(visibility=visibility, joining=joining)
    page = enter(client, owner).get(reverse("manage_settings", args=[group.slug])).content.decode()
    assert ("Whoever finds the card is told to ask a member for the link" in page) == told
