import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.limits import TooMany
from accounts.models import User
from groups.models import AuditEntry, Group, Invitation, Membership
from groups.models.groups import Role
from groups.services import groups, invitations

FACTS: dict[str, Any] = {
    "name": "Hill Walkers",
    "line": "Up and down.",
    "focus": "other",
    "visibility": "link",
    "zone": "UTC",
}


def test_a_new_group_has_an_owner_who_is_the_safety_contact_and_a_link(owner: User) -> None:
    group = groups.create(by=owner, **FACTS)
    row = Membership.objects.get(group=group)
    assert (row.user, row.role, row.safety_contact) == (owner, Role.OWNER, True)
    assert invitations.current(group).created_by == owner
    assert AuditEntry.objects.get(group=group).verb == "made the group"


def test_the_same_token_makes_one_group(owner: User) -> None:
    token = uuid.uuid4()
    first = groups.create(by=owner, token=token, **FACTS)
    assert groups.create(by=owner, token=token, **FACTS) == first
    assert Group.objects.count() == 1


def test_the_same_name_twice_gets_another_address(owner: User) -> None:
    made = [groups.create(by=owner, **FACTS).slug for _time in range(3)]
    assert made == ["hill-walkers", "hill-walkers-2", "hill-walkers-3"]


def test_a_chosen_address_that_is_taken_is_refused(group: Group, owner: User) -> None:
    with pytest.raises(ValidationError) as refused:
        groups.create(by=owner, slug="riverside-makers", **FACTS)
    assert list(refused.value.message_dict) == ["slug"]
    assert Group.objects.count() == 1


def test_an_unknown_zone_is_refused(owner: User) -> None:
    with pytest.raises(ValidationError):
        groups.create(by=owner, **FACTS | {"zone": "Mars/Olympus"})


def test_five_groups_a_day_are_enough(owner: User) -> None:
    for _time in range(5):
        groups.create(by=owner, **FACTS)
    with pytest.raises(TooMany):
        groups.create(by=owner, **FACTS)
    assert Group.objects.count() == 5


def test_settings_change_and_the_log_says_which(group: Group, owner: User) -> None:
    groups.update(group, by=owner, about="We meet on Sundays.", zone="Europe/Paris", line=group.line)
    group.refresh_from_db()
    assert (group.about, group.zone) == ("We meet on Sundays.", "Europe/Paris")
    assert AuditEntry.objects.latest("pk").subject == "about, time zone"


def test_settings_that_stay_leave_no_trace(group: Group, owner: User) -> None:
    before = AuditEntry.objects.count()
    groups.update(group, by=owner, line=group.line)
    assert AuditEntry.objects.count() == before


def test_a_new_link_ends_the_old_one(group: Group, owner: User) -> None:
    old = invitations.current(group)
    new = invitations.renew(group, by=owner)
    assert invitations.current(group) == new != old
    assert Invitation.objects.get(pk=old.pk).revoked_at is not None


def test_an_older_link_serves_while_the_newest_is_used_up(group: Group, owner: User) -> None:
    standing = invitations.current(group)
    Invitation.objects.create(group=group, created_by=owner, uses_limit=1, uses=1)
    assert invitations.current(group) == standing
