"""Riverside Makers with a program that is being set up, made through the services."""

import itertools
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from groups.models import Group
from groups.services import groups, invitations, memberships
from programs.models import Program
from programs.services import programs

numbers = itertools.count(1)


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """A person who said to be 18 or over."""

    def make(name: str = "Dani Ferreira") -> User:
        return User.objects.create_user(
            f"r{next(numbers)}@example.org", name, adult_affirmed_at=timezone.now()
        )

    return make


@pytest.fixture
def owner(person: Callable[..., User]) -> User:
    return person("Priya Raman")


@pytest.fixture
def group(owner: User) -> Group:
    return groups.create(
        by=owner, name="Riverside Makers", line="We.", focus="other", visibility="link", zone="Europe/Lisbon"
    )


@pytest.fixture
def admin(group: Group, owner: User, person: Callable[..., User]) -> User:
    row = memberships.join(invitations.current(group), person("Bill Kerr"))
    return memberships.set_role(row, "admin", by=owner).user


@pytest.fixture
def dani(group: Group, person: Callable[..., User]) -> User:
    """A member."""
    return memberships.join(invitations.current(group), person()).user


@pytest.fixture
def stranger(person: Callable[..., User]) -> User:
    """Somebody who runs another group."""
    elsewhere = person("Olu Stranger")
    groups.create(by=elsewhere, name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC")
    return elsewhere


@pytest.fixture
def program(group: Group, owner: User) -> Program:
    """A draft of the career template."""
    return programs.start(group, by=owner, curriculum_key="career-advancement")


@pytest.fixture
def priya(client: Client, owner: User) -> Client:
    """The owner's browser."""
    client.force_login(owner)
    return client


@pytest.fixture
def gwen(admin: User) -> Client:
    """Another admin's."""
    other = Client()
    other.force_login(admin)
    return other
