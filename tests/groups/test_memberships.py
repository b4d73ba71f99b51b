from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import Group, Invitation, Membership
from groups.models.groups import Role
from groups.services import invitations, memberships
from groups.services.memberships import LastOwner

Member = Callable[..., Membership]
State = Membership.State


def mine(group: Group, user: User) -> Membership:
    return Membership.objects.get(group=group, user=user)


def test_joining_twice_uses_the_link_once(group: Group, person: Callable[..., User]) -> None:
    link, dani = invitations.current(group), person()
    assert memberships.join(link, dani) == memberships.join(link, dani)
    link.refresh_from_db()
    assert link.uses == 1
    assert mine(group, dani).role == Role.MEMBER


@pytest.mark.parametrize(
    "ended",
    [
        {"revoked_at": timezone.now()},
        {"ends_at": timezone.now() - timedelta(seconds=1)},
        {"uses_limit": 2, "uses": 2},
    ],
    ids=["revoked", "ended", "used up"],
)
def test_a_link_that_ended_lets_nobody_in(
    group: Group, owner: User, person: Callable[..., User], ended: dict[str, object]
) -> None:
    link = Invitation.objects.create(group=group, created_by=owner, **ended)
    with pytest.raises(ValidationError, match="has ended"):
        memberships.join(link, person())
    assert Membership.objects.filter(group=group).count() == 1


def test_an_archived_group_lets_nobody_in(group: Group, person: Callable[..., User]) -> None:
    Group.objects.filter(pk=group.pk).update(archived_at=timezone.now())
    with pytest.raises(ValidationError, match="has ended"):
        memberships.join(invitations.current(group), person())


def test_who_was_removed_does_not_walk_back_in(group: Group, owner: User, member: Member) -> None:
    dani = memberships.part(member(), state=State.REMOVED, by=owner)
    with pytest.raises(ValidationError, match="can't let you in"):
        memberships.join(invitations.current(group), dani.user)
    assert not Group.objects.visible_to(dani.user).exists()


def test_who_left_comes_back_as_a_member(group: Group, owner: User, admin: User) -> None:
    gone = memberships.part(mine(group, admin), state=State.LEFT, by=admin)
    assert (gone.state, gone.left_at is not None) == (State.LEFT, True)
    back = memberships.join(invitations.current(group), admin)
    assert (back.pk, back.state, back.role, back.left_at) == (gone.pk, State.ACTIVE, Role.MEMBER, None)


def test_leaving_twice_is_harmless(member: Member) -> None:
    dani = member()
    memberships.part(dani, state=State.LEFT, by=dani.user)
    assert memberships.part(dani, state=State.LEFT, by=dani.user).state == State.LEFT


def test_the_last_owner_stays(group: Group, owner: User, admin: User) -> None:
    with pytest.raises(LastOwner, match="Make someone else an owner first, then you can leave"):
        memberships.part(mine(group, owner), state=State.LEFT, by=owner)
    with pytest.raises(LastOwner):
        memberships.set_role(mine(group, owner), Role.MEMBER, by=owner)
    assert mine(group, owner).role == Role.OWNER


def test_an_owner_goes_once_there_is_another_who_becomes_safety_contact(
    group: Group, owner: User, admin: User
) -> None:
    memberships.set_role(mine(group, admin), Role.OWNER, by=owner)
    memberships.part(mine(group, owner), state=State.LEFT, by=owner)
    assert mine(group, admin).safety_contact
    assert not mine(group, owner).safety_contact


def test_only_owners_change_roles(group: Group, admin: User, member: Member) -> None:
    dani = member()
    with pytest.raises(PermissionDenied):
        memberships.set_role(dani, Role.ADMIN, by=admin)
    with pytest.raises(PermissionDenied):
        memberships.set_role(dani, Role.OWNER, by=dani.user)
    assert mine(group, dani.user).role == Role.MEMBER


def test_admins_remove_members_but_no_owner(group: Group, owner: User, admin: User, member: Member) -> None:
    memberships.set_role(member("Rosa Quist"), Role.OWNER, by=owner)  # so that it is not the last-owner rule
    with pytest.raises(PermissionDenied):
        memberships.part(mine(group, owner), state=State.REMOVED, by=admin)
    dani = member()
    with pytest.raises(PermissionDenied):
        memberships.part(mine(group, admin), state=State.REMOVED, by=dani.user)
    assert memberships.part(dani, state=State.REMOVED, by=admin).state == State.REMOVED


def test_one_safety_contact_always_remains(group: Group, owner: User, member: Member) -> None:
    with pytest.raises(ValidationError, match="Choose another safety contact first"):
        memberships.set_safety_contact(mine(group, owner), False, by=owner)
    memberships.set_safety_contact(member("Gwen Hale"), True, by=owner)
    memberships.set_safety_contact(mine(group, owner), False, by=owner)
    names = Membership.objects.safety_contacts().filter(group=group).values_list("user__name", flat=True)
    assert list(names) == ["Gwen Hale"]


def test_somebody_who_left_gets_no_role(group: Group, owner: User, member: Member) -> None:
    gone = member()
    memberships.part(gone, state=State.LEFT, by=gone.user)
    with pytest.raises(ValidationError, match="don't belong"):
        memberships.set_role(gone, Role.ADMIN, by=owner)
    with pytest.raises(ValidationError, match="don't belong"):
        memberships.set_safety_contact(gone, True, by=owner)
