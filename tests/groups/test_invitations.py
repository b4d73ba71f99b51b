"""Links with a name: several beside the group's own, each with its limits; admins make, show, end them."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import qr
from groups.models import AuditEntry, Group, Invitation, Membership
from groups.services import groups, invitations, memberships
from mentorship.scenarios import build
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def url(name: str, group: Group, *args: object) -> str:
    return reverse(name, args=[group.slug, *args])


def poster(group: Group, **more: object) -> Invitation:
    return invitations.make(group, by=group.created_by, name="Poster in the hall", **more)


# -- the group's own link ---------------------------------------------------------------------------
def test_links_with_a_name_never_stand_for_the_group(group, owner) -> None:
    own = invitations.current(group)
    extra = poster(group, uses_limit=1)
    assert invitations.current(group) == own
    fresh = invitations.renew(group, by=owner)
    assert invitations.current(group) == fresh
    assert fresh.name == ""
    usable = set(Invitation.objects.usable(timezone.now()).filter(group=group))
    assert usable == {fresh, extra}  # the poster goes on hanging


def test_the_own_link_is_renewed_and_not_ended(group, owner) -> None:
    with pytest.raises(ValidationError, match="Make a new link instead"):
        invitations.revoke(invitations.current(group), by=owner)
    assert invitations.current(group).revoked_at is None


# -- making -----------------------------------------------------------------------------------------
def test_a_name_is_taken_while_its_link_works(group, owner, client) -> None:
    client.force_login(owner)
    for _twice in range(2):
        answer = client.post(url("manage_link_new", group), {"name": "Poster in the hall"})
    assert answer.status_code == 422
    assert "There is a link for “Poster in the hall” already" in answer.content.decode()
    assert group.invitations.exclude(name="").count() == 1
    invitations.revoke(group.invitations.get(name="Poster in the hall"), by=owner)
    assert client.post(url("manage_link_new", group), {"name": "poster in the HALL"}).status_code == 302


def test_there_is_an_end_to_links(group, owner) -> None:
    for number in range(invitations.LIVE):
        invitations.make(group, by=owner, name=f"Place {number}")
    with pytest.raises(ValidationError, match="30 links at a time are plenty"):
        invitations.make(group, by=owner, name="One more")
    invitations.revoke(group.invitations.get(name="Place 3"), by=owner)
    invitations.make(group, by=owner, name="One more")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Give the link a name"),
        ({"name": "a\u202eb"}, "hidden characters"),
        ({"name": "A", "uses_limit": "0"}, "At least one"),
        ({"name": "A", "uses_limit": "5001"}, "At most 5000"),
        ({"name": "A", "uses_limit": "many"}, "Write a number"),
        ({"name": "A", "ends_on": "2020-01-01"}, "Choose a day from today on"),
        ({"name": "A", "ends_on": "9999-12-31"}, "Choose a day from today on"),
        ({"name": "A", "ends_on": "soon"}, "Choose a day, like"),
    ],
)
def test_the_form_says_what_to_do(group, owner, client, form, words) -> None:
    client.force_login(owner)
    answer = client.post(url("manage_link_new", group), form)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert group.invitations.count() == 1


@time_machine.travel("2026-06-10T12:00:00Z", tick=False)
def test_the_last_day_is_the_groups(group, owner, client, person) -> None:
    Group.objects.filter(pk=group.pk).update(zone="Pacific/Auckland")
    client.force_login(owner)
    client.post(url("manage_link_new", group), {"name": "A", "ends_on": "2026-06-12", "uses_limit": "2"})
    link = group.invitations.get(name="A")
    assert link.ends_at.isoformat() == "2026-06-12T12:00:00+00:00"  # midnight after the 12th, in Auckland
    page = client.get(url("manage_link", group, link.code)).content.decode()
    assert "2 people can" in page
    assert "It works until" in page
    assert "12 June" in page
    with time_machine.travel("2026-06-12T11:59:59Z", tick=False):
        memberships.join(link, person())
    with (
        time_machine.travel("2026-06-12T12:00:00Z", tick=False),
        pytest.raises(ValidationError, match="has ended"),
    ):
        memberships.join(link, person())


# -- using ------------------------------------------------------------------------------------------
def test_uses_are_counted_each_by_its_link(group, person) -> None:
    first, second = poster(group), invitations.make(group, by=group.created_by, name="Newsletter")
    memberships.join(first, person())
    memberships.join(second, person())
    memberships.join(second, person())
    uses = dict(group.invitations.values_list("name", "uses"))
    assert uses == {"": 0, "Poster in the hall": 1, "Newsletter": 2}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_last_use_lets_in_one_of_ten() -> None:
    group = build.group(build.person("Priya Raman"))
    link = poster(group, uses_limit=1)
    people = [User.objects.create_user(f"p{number}@example.org", "P") for number in range(10)]
    gave = at_once([lambda user=user: memberships.join(link, user) for user in people])
    assert sum(isinstance(one, Membership) for one in gave) == 1
    assert sum(isinstance(one, ValidationError) for one in gave) == 9
    link.refresh_from_db()
    assert link.uses == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_form_ten_times_at_once_makes_one_link() -> None:
    group = build.group(build.person("Priya Raman"))
    gave = at_once([lambda: poster(group)] * 10)
    assert sum(isinstance(one, Invitation) for one in gave) == 1
    assert group.invitations.exclude(name="").count() == 1


# -- the pages --------------------------------------------------------------------------------------
def test_a_link_says_how_it_stands(group, owner, client, person) -> None:
    client.force_login(owner)
    now = timezone.now()
    working = poster(group, uses_limit=3)
    memberships.join(working, person())
    over = {
        "used up": {"uses_limit": 0},
        "ran out": {"ends_at": now - timedelta(hours=1)},
        "ended": {"revoked_at": now},
    }
    for words, facts in over.items():
        Invitation.objects.create(group=group, created_by=owner, name=f"The {words}", **facts)
    page = client.get(url("manage_invites", group)).content.decode()
    live, past = page.split("Links that have ended")
    assert "1 person came by it, 2 more can" in live
    for words in over:
        assert f"The {words}" not in live
        assert f"The {words}" in past
        code = group.invitations.get(name=f"The {words}").code
        single = client.get(url("manage_link", group, code)).content.decode()
        assert words in single
        assert "Download the code" not in single


def test_ending_one_says_first_what_happens(group, owner, client, person) -> None:
    client.force_login(owner)
    link = poster(group)
    memberships.join(link, person())
    page = client.get(url("manage_link_revoke", group, link.code)).content.decode()
    assert "The 1 person who came by it stay" in page
    assert Invitation.objects.get(pk=link.pk).revoked_at is None
    client.post(url("manage_link_revoke", group, link.code))
    client.post(url("manage_link_revoke", group, link.code))
    assert Invitation.objects.get(pk=link.pk).revoked_at
    logged = AuditEntry.objects.filter(group=group, verb="took back the invite link")
    assert [entry.subject for entry in logged] == ["Poster in the hall"]
    answer = client.post(url("manage_link_revoke", group, invitations.current(group).code))
    assert answer.status_code == 422


def test_the_code_is_a_picture_of_the_link_for_admins(group, owner, client, member) -> None:
    link = poster(group)
    client.force_login(owner)
    answer = client.get(url("manage_link_qr", group, link.code))
    assert answer["Content-Type"] == "image/svg+xml"
    address = f"http://testserver/i/{link.code}/"
    assert answer.content.decode() == qr.svg(address, label=f"Join Riverside Makers: {address}")
    file = client.get(url("manage_link_qr", group, link.code), {"download": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="riverside-makers-poster-in-the-hall.svg"'
    client.force_login(member().user)
    assert client.get(url("manage_link_qr", group, link.code)).status_code == 403


def test_another_groups_link_does_not_exist_here(group, owner, client, person) -> None:
    elsewhere = groups.create(
        by=person(), name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC"
    )
    foreign = poster(elsewhere)
    client.force_login(owner)
    for name in ("manage_link", "manage_link_qr", "manage_link_revoke"):
        assert client.get(url(name, group, foreign.code)).status_code == 404
    assert client.post(url("manage_link_revoke", group, foreign.code)).status_code == 404


def test_who_was_an_admin_does_nothing_any_more(group, admin, owner) -> None:
    link = poster(group)
    memberships.set_role(Membership.objects.get(user=admin, group=group), "member", by=owner)
    for act in (
        lambda: invitations.renew(group, by=admin),
        lambda: invitations.make(group, by=admin, name="Mine"),
        lambda: invitations.revoke(link, by=admin),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_page_costs_the_same_with_many_links(group, owner, client, django_assert_max_num_queries) -> None:
    client.force_login(owner)
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(group=group, created_by=owner, name=f"{word} {n}", revoked_at=when)
        for word, when in (("Place", None), ("Old", now))
        for n in range(25)
    )
    with django_assert_max_num_queries(11):
        page = client.get(url("manage_invites", group)).content.decode()
    assert page.count("Old ") >= 20
    assert "Show older links" in page
    oldest = group.invitations.filter(name__startswith="Old").order_by("-pk")[19].pk
    assert "Old 0" in client.get(url("manage_invites", group) + f"?before={oldest}").content.decode()


@pytest.mark.parametrize(
    ("joining", "words"),
    [("ask", "asks first, and one of you says yes"), ("invited", "Links let nobody in at the moment")],
)
def test_the_page_says_what_links_do_in_this_group(group, owner, client, joining, words) -> None:
    Group.objects.filter(pk=group.pk).update(joining=joining)
    client.force_login(owner)
    assert words in client.get(url("manage_invites", group)).content.decode()
