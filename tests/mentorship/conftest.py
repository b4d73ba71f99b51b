"""Riverside Makers with a program that takes sign-ups, told through the services; a client a person."""

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from groups.models import Group, Membership
from groups.services import invitations, memberships
from mentorship.scenarios import build
from messaging import delivery
from pairings.models import Pairing
from profiles.models import Profile
from programs.models import Program

numbers = itertools.count(1)


@dataclass
class Cast:
    """Who is here; `home` is their group, `program` takes sign-ups."""

    priya: User
    home: Group
    program: Program

    def somebody(self, name: str = "Noor Stranger", **facts: Any) -> User:
        """Somebody who belongs to no group."""
        return build.person(name, f"p{next(numbers)}@riverside.example", **facts)

    def member(self, name: str = "Dani Ferreira", *, role: str = "member") -> User:
        """Somebody who came in by the link."""
        user = self.somebody(name)
        joined = build.member(self.home, user)
        if role != "member":
            memberships.set_role(joined, role, by=self.priya)
        return user

    def listed(self, name: str = "Amara Nwosu", role: str = "mentor", **said: Any) -> Profile:
        """Somebody on the program's list."""
        return build.signed_up(self.program, said.pop("user", None) or self.member(name), role, **said)

    def pair(self, mentor: str = "Amara Nwosu", mentee: str = "Dani Ferreira") -> Pairing:
        """Two who walk."""
        return build.pair(self.listed(mentor, "mentor"), self.listed(mentee, "mentee"))

    def membership(self, user: User) -> Membership:
        return Membership.objects.get(group=self.home, user=user)

    @property
    def invite(self) -> str:
        """The address of the group's link."""
        return invitations.current(self.home).get_absolute_url()

    def by(self, user: User | None) -> Client:
        """A browser in which this person is signed in; None is a visitor."""
        client = Client()
        if user:
            client.force_login(user)
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast(**details: Any) -> Cast:
    """Priya looks after Riverside Makers, whose program takes sign-ups."""
    priya = build.person("Priya Raman", f"p{next(numbers)}@riverside.example")
    home = build.group(priya, **details)
    return Cast(priya, home, build.started(home, priya, "skill-development", name="Autumn Skill Share"))


@pytest.fixture
def queries() -> Callable[[Client, str], list[str]]:
    """The statements that one GET of a page asks, after one that fills what is kept."""

    def asked(client: Client, url: str) -> list[str]:
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return [row["sql"] for row in captured.captured_queries]

    return asked


@pytest.fixture
def person_signs_up(settings: Any, db: None) -> Callable[[Client, str, str, str], Any]:
    """Makes an account in this browser as a person does: the form, then the code out of the mail."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def sign_up(client: Client, url: str, name: str, email: str) -> Any:
        page = client.get(url)
        assert page.status_code == 200
        onward = parse_qs(urlsplit(url).query)["next"][0]
        client.post("/account/signup/", {"name": name, "email": email, "adult": "on", "next": onward})
        mail.outbox = []
        delivery.drain()
        code = re.search(r"^(\d{3}) (\d{3})$", str(mail.outbox[-1].body), re.MULTILINE)
        assert code
        return client.post(
            "/account/login/code/confirm/", {"code": code[1] + code[2], "next": onward}, follow=True
        )

    return sign_up
