"""A group with a program that takes sign-ups, and people in it."""

from dataclasses import dataclass

import pytest
from django.test import Client

from accounts.models import User
from groups.models import Group
from mentorship import scenarios
from mentorship.scenarios import build
from programs.models import Program


@dataclass
class Place:
    """Where the tests of this folder happen."""

    group: Group
    program: Program
    priya: User

    def person(self, name: str) -> User:
        """A member of the group."""
        user = scenarios.person(name, f"{name.split(maxsplit=1)[0].lower()}@pairings.example")
        scenarios.member(self.group, user)
        return user

    def mentor(self, name: str, places: int = 1):
        """A listed mentor."""
        return scenarios.signed_up(self.program, self.person(name), "mentor", capacity=places)

    def mentee(self, name: str):
        """A listed mentee."""
        return scenarios.signed_up(self.program, self.person(name), "mentee")


def make_place() -> Place:
    priya = scenarios.person("Priya Raman", "priya@pairings.example")
    group = build.group(priya, "Makers")
    return Place(group, scenarios.started(group, priya, starts_on=None, signup_until=None), priya)


@pytest.fixture
def place(db: None) -> Place:
    return make_place()


@pytest.fixture
def priya(client: Client, place: Place) -> Client:
    """The browser of who looks after the group."""
    client.force_login(place.priya)
    return client


@pytest.fixture
def committed_place(transactional_db: None) -> Place:
    return make_place()
