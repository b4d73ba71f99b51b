"""Staff of each kind, and something for them to look at."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group as Job
from django.test import Client
from django.utils import timezone

from accounts.models import User
from groups.models import Report
from groups.services import reports
from mentorship import scenarios
from messaging.services import choices
from pairings.models import DispatchState
from pairings.services import requests
from programs.models import Program
from tests.mentorship.staff.desk import SECRET_WORDS, Come, visit


@pytest.fixture
def come(db: None) -> Come:
    """A client of a member of staff: a superuser, or one with the job named."""

    def make(job: str = "") -> Client:
        name = job or "Owner"
        user = scenarios.person(f"{name} Staff", f"{name.lower()}@staff.example")
        user.is_staff, user.is_superuser = True, not job
        user.save()
        if job:
            user.groups.add(Job.objects.get(name=job))
        client = visit(Client(), user)
        client.staff = user  # type: ignore[attr-defined]
        return client

    return make


@pytest.fixture
def story(db: None) -> Program:
    """A running program with a row of everything."""
    DispatchState.now()
    pairing = scenarios.running(weeks=1)
    group = pairing.program.group
    choices.set_one(pairing.mentor_user, "week", "never")
    reports.file(
        group=group,
        reporter=pairing.mentee_user,
        about=pairing.mentor_user,
        category=Report.Category.OTHER,
        words="Please look",
        messages=[(pairing.mentor_user, SECRET_WORDS, timezone.now())],
    )
    asking = scenarios.person("Asks Something", "asks@bothy.example")
    scenarios.member(group, asking)
    to = pairing.mentor
    requests.send(
        sender=asking,
        to_profile=to,
        body="Hello, I saw that you print posters. May I ask how you began?",
        to_pair=False,
        token=uuid4(),
    )
    return pairing.program


@pytest.fixture
def dani(db: None) -> User:
    return scenarios.person("Dani Ferreira", "dani@example.org")


@pytest.fixture
def report(story: Program) -> Report:
    return Report.objects.latest("pk")
