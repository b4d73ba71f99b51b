"""Riverside Makers: an owner, an admin, members, somebody from elsewhere. Made through the services."""

import itertools
from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from groups.models import Group, Membership
from groups.models.groups import Role
from groups.services import groups, invitations, memberships

numbers = itertools.count(1)
MakePerson = Callable[..., User]


@pytest.fixture
def person(db: None) -> MakePerson:
    """A person who said to be 18 or over."""

    def make(name: str = "Dani Ferreira", **extra: object) -> User:
        return User.objects.create_user(
            f"g{next(numbers)}@example.org", name, adult_affirmed_at=timezone.now(), **extra
        )

    return make


@pytest.fixture
def owner(person: MakePerson) -> User:
    return person("Priya Raman")


@pytest.fixture
def group(owner: User) -> Group:
    return groups.create(
        by=owner,
        name="Riverside Makers",
        line="We make things by the river.",
        focus="other",
        visibility="link",
        zone="Europe/Lisbon",
    )


@pytest.fixture
def member(person: MakePerson, group: Group) -> Callable[..., Membership]:
    """Somebody who joined by the link."""

    def make(name: str = "Dani Ferreira", *, role: str = "member") -> Membership:
        joined = memberships.join(invitations.current(group), person(name))
        if role != Role.MEMBER:
            joined = memberships.set_role(joined, role, by=group.created_by)
        return joined

    return make


@pytest.fixture
def admin(member: Callable[..., Membership]) -> User:
    return member("Bill Kerr", role="admin").user


@pytest.fixture
def stranger(person: MakePerson) -> User:
    """Somebody who runs another group."""
    elsewhere = person("Olu Stranger")
    groups.create(by=elsewhere, name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC")
    return elsewhere


@pytest.fixture
def gwen(group: Group, owner: User, member: Callable[..., Membership]) -> User:
    """The only safety contact, who is no admin."""
    row = memberships.set_safety_contact(member("Gwen Hale"), True, by=owner)
    memberships.set_safety_contact(Membership.objects.get(group=group, user=owner), False, by=owner)
    return row.user


@pytest.fixture
def dani(member: Callable[..., Membership]) -> User:
    return member("Dani Ferreira").user


@pytest.fixture
def yusuf(member: Callable[..., Membership]) -> User:
    return member("Yusuf Osman").user
