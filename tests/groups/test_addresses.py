"""A group that moves: its old addresses lead to it for good, for whoever may know of it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups import slugs
from groups.models import AuditEntry, Group, GroupAddress, Membership
from groups.services import groups

FACTS = {"line": "Up.", "focus": "other", "visibility": "link", "zone": "UTC"}


@pytest.fixture
def moved(group: Group, owner: User) -> Group:
    return groups.update(group, by=owner, slug="river-folk")


def by(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def test_a_group_moves_and_says_so_in_the_log(moved: Group) -> None:
    assert moved.slug == "river-folk"
    assert list(GroupAddress.objects.values_list("slug", "group")) == [("riverside-makers", moved.pk)]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.subject) == ("moved the group to", "/river-folk/")


@pytest.mark.parametrize(
    ("path", "arrives"),
    [
        ("", ""),
        ("people/", "people/"),
        ("people/?q=dani&after=3", "people/?q=dani&after=3"),
        ("programs/no-such-program/", "programs/no-such-program/"),
        ("no/such/page/", "no/such/page/"),
    ],
)
def test_every_old_path_leads_members_on(moved: Group, owner: User, path: str, arrives: str) -> None:
    response = by(owner).get(f"/riverside-makers/{path}")
    assert (response.status_code, response.url) == (302, f"/river-folk/{arrives}")  # type: ignore[attr-defined]


def test_a_form_sent_to_an_old_address_is_not_lost(moved: Group, owner: User) -> None:
    client = by(owner)
    address = "/riverside-makers/manage/invites/new/"
    response = client.post(address)
    assert (response.status_code, response.url) == (307, "/river-folk/manage/invites/new/")  # type: ignore[attr-defined]
    client.post(address, follow=True)
    assert moved.invitations.count() == 2


def test_for_others_an_old_address_is_as_unknown_as_any(moved: Group, stranger: User) -> None:
    def told(client: Client, slug: str) -> tuple[object, ...]:
        answer = client.get(f"/{slug}/people/")
        return answer.status_code, answer.headers.get("Location", "").replace(slug, "")

    for client in (by(None), by(stranger)):
        assert told(client, "riverside-makers") == told(client, "nobody-was-here")
    assert by(stranger).get("/riverside-makers/").status_code == 404
    assert by(stranger).post("/riverside-makers/manage/invites/new/").status_code == 404


def test_the_card_of_a_listed_group_is_found_at_its_old_address(
    moved: Group, owner: User, stranger: User
) -> None:
    groups.update(moved, by=owner, visibility="listed")
    assert by(stranger).get("/riverside-makers/").url == "/river-folk/"  # type: ignore[attr-defined]
    assert "/login/" in by(None).get("/riverside-makers/").url  # type: ignore[attr-defined]


def test_who_left_is_led_nowhere(moved: Group, owner: User, member: Callable[..., Membership]) -> None:
    dani = member()
    Membership.objects.filter(pk=dani.pk).update(state="left")
    assert by(dani.user).get("/riverside-makers/").status_code == 404


def test_a_group_goes_back_and_leads_nowhere_else(moved: Group, owner: User) -> None:
    back = groups.update(moved, by=owner, slug="riverside-makers")
    assert list(GroupAddress.objects.values_list("slug", flat=True)) == ["river-folk"]
    client = by(owner)
    assert client.get("/riverside-makers/").status_code == 200
    assert client.get("/river-folk/").url == "/riverside-makers/"  # type: ignore[attr-defined]
    assert groups.update(back, by=owner, slug="river-folk").slug == "river-folk"


def test_two_moves_both_lead_on(moved: Group, owner: User) -> None:
    groups.update(moved, by=owner, slug="third-home")
    for old in ("riverside-makers", "river-folk"):
        assert by(owner).get(f"/{old}/").url == "/third-home/"  # type: ignore[attr-defined]


def test_an_old_address_is_nobody_elses(moved: Group, owner: User, person: Callable[..., User]) -> None:
    other = groups.create(by=person(), name="Riverside Makers", **FACTS)
    assert other.slug == "riverside-makers-2"
    with pytest.raises(ValidationError) as refused:
        groups.create(by=owner, name="Again", slug="riverside-makers", **FACTS)
    assert refused.value.message_dict["slug"] == [
        "That address is taken. Try riverside-makers-3 or choose your own."
    ]
    with pytest.raises(ValidationError, match="taken"):
        groups.update(other, by=other.created_by, slug="riverside-makers")
    other.refresh_from_db()
    assert other.slug == "riverside-makers-2"
    assert slugs.free("riverside-makers") == "riverside-makers-3"


@pytest.mark.parametrize("slug", ["hill-walkers", "admin", "ab", "j"])
def test_addresses_that_no_group_may_take(group: Group, owner: User, stranger: User, slug: str) -> None:
    with pytest.raises(ValidationError) as refused:
        groups.update(group, by=owner, slug=slug, name="Half Done")
    assert list(refused.value.message_dict) == ["slug"]
    group.refresh_from_db()
    assert (group.slug, group.name) == ("riverside-makers", "Riverside Makers")
    assert not GroupAddress.objects.exists()


def test_the_settings_page_moves_a_group(group: Group, owner: User, stranger: User) -> None:
    client = by(owner)
    form = FACTS | {"name": group.name, "joining": "link", "language": "en-gb", "slug": "River-Folk"}
    saved = client.post(reverse("manage_settings", args=[group.slug]), form)
    assert saved.url == "/river-folk/manage/settings/"  # type: ignore[attr-defined]
    refused = client.post(saved.url, form | {"slug": "hill-walkers"})  # type: ignore[attr-defined]
    assert refused.status_code == 422
    assert "That address is taken. Try hill-walkers-2" in refused.content.decode()
    lost = client.post("/riverside-makers/manage/settings/", form | {"name": "River Folk"}, follow=True)
    assert lost.redirect_chain[0] == ("/river-folk/manage/settings/", 307)
    group.refresh_from_db()
    assert group.name == "River Folk"


def test_a_form_of_somebody_who_is_no_admin_any_more_changes_nothing(
    group: Group, admin: User, owner: User
) -> None:
    Membership.objects.filter(group=group, user=admin).update(role="member")
    with pytest.raises(PermissionDenied):
        groups.update(group, by=admin, name="Taken Over")


def test_nothing_found_costs_one_question_and_what_is_found_none(
    moved: Group, owner: User, django_assert_num_queries: Callable[..., object]
) -> None:
    client = by(owner)
    client.get("/river-folk/people/")
    with django_assert_num_queries(5):  # type: ignore[attr-defined]  as tests/groups/test_pages.py says
        client.get("/river-folk/people/")
