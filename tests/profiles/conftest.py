"""A small group with an open program, made by rows: what stands to the left has tests of its own."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import Block, User
from groups.models import Group, Membership
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.services import profiles
from programs.models import Program, Question, Week

numbers = itertools.count(1)
TOPICS = ["Screen printing", "Pricing my work", "Confidence", "Something else"]
FIXED = {
    "mentor": [
        ("help", "What can you help with?", "long", True),
        ("yourself", "Be yourself", "short", False),
        ("why", "Why do you want to help?", "long", False),
        ("reach", "How to reach you", "short", True),
    ],
    "mentee": [
        ("help", "What do you need help with?", "long", True),
        ("yourself", "Be yourself", "short", False),
        ("mentor", "What kind of mentor do you need?", "long", False),
        ("reach", "How to reach you", "short", True),
    ],
}


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """A person who may sign up: confirmed address, 18 or over."""

    def make(name: str = "Dani Ferreira", *, adult: bool = True, verified: bool = True, **extra: Any) -> User:
        user = User.objects.create_user(f"p{next(numbers)}@example.org", name, zone="Europe/Lisbon", **extra)
        if adult:
            user.adult_affirmed_at, user.adult_text = timezone.now(), "1"
            user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
        return user

    return make


@pytest.fixture
def member(person: Callable[..., User], group: Group) -> Callable[..., User]:
    """A person who belongs to the group."""

    def make(name: str = "Dani Ferreira", *, role: str = "member", **extra: Any) -> User:
        user = person(name, **extra)
        Membership.objects.create(group=group, user=user, role=role)
        return user

    return make


@pytest.fixture
def owner(person: Callable[..., User]) -> User:
    return person("Priya Raman")


@pytest.fixture
def group(owner: User) -> Group:
    group = Group.objects.create(
        slug="riverside",
        name="Riverside Makers",
        line="We make things.",
        zone="Europe/Lisbon",
        created_by=owner,
    )
    Membership.objects.create(group=group, user=owner, role="owner", safety_contact=True)
    return group


@pytest.fixture
def program(group: Group, owner: User) -> Program:
    return make_program(group, owner, "autumn")


@pytest.fixture
def another(group: Group, owner: User) -> Program:
    """The group's second program."""
    return make_program(group, owner, "winter")


def make_program(group: Group, owner: User, slug: str) -> Program:
    now = timezone.now()
    program = Program.objects.create(
        group=group,
        slug=slug,
        name=f"{slug.title()} Skill Share",
        topics=TOPICS,
        state="live",
        signup_from=now - timedelta(days=1),
        signup_until=now + timedelta(days=20),
        starts_on=(now + timedelta(days=30)).date(),
        created_by=owner,
    )
    for role, rows in FIXED.items():
        for position, (key, wording, kind, required) in enumerate(rows, start=1):
            Question.objects.create(
                program=program,
                role=role,
                key=key,
                position=position,
                wording=wording,
                kind=kind,
                required=required,
                starter="I keep getting stuck when…" if key == "help" else "",
            )
    Week.objects.create(program=program, number=1, title="Get to know each other", question="Who are you?")
    return program


@pytest.fixture
def listed(member: Callable[..., User], program: Program) -> Callable[..., Profile]:
    """Somebody on the list."""

    def make(
        name: str = "Amara Nwosu", role: str = "mentor", user: User | None = None, **data: Any
    ) -> Profile:
        profile = profiles.begin(program, user or member(name), role)
        answers = {
            "help": "Screens and squeegees",
            "yourself": "Sings alto, badly",
            **data.pop("answers", {}),
        }
        given = {"answers": answers, "topics": ["Screen printing"], "ways": ["call"], **data}
        return profiles.enlist(profiles.save_step(profile, 3, given), adult=True)  # type: ignore[arg-type]

    return make


@pytest.fixture
def checking(program: Program) -> Program:
    """The program reads answers first."""
    program.check_first = True
    program.save()
    return program


@pytest.fixture
def sent(checking: Program, listed: Callable[..., Profile]) -> Callable[..., Profile]:
    """Somebody whose sign-up waits."""

    def make(name: str = "Dani Ferreira", role: str = "mentee", **more: Any) -> Profile:
        profile = listed(name, role, **more)
        assert profile.state == State.SENT
        return profile

    return make


@pytest.fixture
def block() -> Callable[[User, User], None]:
    """One person blocks another, as a row."""

    def make(blocker: User, blocked: User) -> None:
        Block.objects.create(blocker=blocker, blocked=blocked)

    return make
