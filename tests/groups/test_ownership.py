"""Handing a group over: one act, both roles change, and somebody always owns it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import AuditEntry, Group, Membership
from groups.models.groups import Role
from groups.services import memberships
from messaging.models import Notice

Member = Callable[..., Membership]


def roles(group: Group) -> dict[str, str]:
    rows = Membership.objects.active().filter(group=group).values_list("user__name", "role")
    return dict(rows)


@pytest.mark.parametrize("before", ["member", "admin"])
def test_the_owner_becomes_an_admin_and_the_other_the_owner(
    group: Group, owner: User, member: Member, before: str
) -> None:
    sam = member("Sam Okafor", role=before)
    memberships.hand_over(sam, by=owner)
    assert roles(group) == {"Priya Raman": Role.ADMIN, "Sam Okafor": Role.OWNER}
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.verb, entry.subject) == (owner, "handed the group over to", "Sam Okafor")
    told = Notice.objects.get(user=sam.user)
    assert told.line == "Priya made you the owner of Riverside Makers"


def test_only_an_owner_hands_over_and_only_to_a_member(
    group: Group, owner: User, admin: User, member: Member, stranger: User
) -> None:
    sam = member("Sam Okafor")
    for nobody in (admin, sam.user, stranger):
        with pytest.raises(PermissionDenied):
            memberships.hand_over(sam, by=nobody)
    with pytest.raises(ValidationError, match="own the group already"):
        memberships.hand_over(Membership.objects.get(group=group, user=owner), by=owner)
    memberships.part(sam, state=Membership.State.LEFT, by=sam.user)
    with pytest.raises(ValidationError, match="don't belong"):
        memberships.hand_over(sam, by=owner)
    assert roles(group)["Priya Raman"] == Role.OWNER


def test_the_page_says_what_happens_and_does_it(
    client: Client, group: Group, owner: User, member: Member
) -> None:
    sam = member("Sam Okafor")
    client.force_login(owner)
    address = reverse("manage_owner", args=[group.slug, sam.user.code])
    assert address in client.get(reverse("manage_people", args=[group.slug])).content.decode()
    page = client.get(address).content.decode()
    for words in ("You become an admin", "reports still reach you", "We tell"):
        assert words in page
    assert roles(group)["Sam Okafor"] == Role.MEMBER  # looking does nothing
    assert client.post(address).url == reverse("manage_people", args=[group.slug])  # type: ignore[attr-defined]
    assert roles(group)["Sam Okafor"] == Role.OWNER
    assert client.post(address).status_code == 403  # an admin now
    assert address not in client.get(reverse("manage_people", args=[group.slug])).content.decode()


def test_nobody_hands_over_to_an_owner_or_to_somebody_from_elsewhere(
    client: Client, group: Group, owner: User, stranger: User
) -> None:
    client.force_login(owner)
    for user in (owner, stranger):
        assert client.get(reverse("manage_owner", args=[group.slug, user.code])).status_code == 404


def test_who_has_handed_over_may_leave(group: Group, owner: User, member: Member) -> None:
    memberships.hand_over(member("Sam Okafor"), by=owner)
    mine = Membership.objects.get(group=group, user=owner)
    memberships.part(mine, state=Membership.State.LEFT, by=owner)
    sam = Membership.objects.active().get(group=group)
    assert (sam.role, sam.safety_contact) == (Role.OWNER, True)
