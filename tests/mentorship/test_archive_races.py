"""An archive and a pair that begins at the same instant: one of them wins, and both agree on it."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from mentorship import membership
from mentorship.scenarios import build
from pairings.models import Pairing, Schedule
from pairings.models.pairings import SEATED
from pairings.services import looking_after, pairings, requests
from profiles.models import Profile
from programs.models import Program
from programs.models.programs import State
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PAIRS = 4


def crowd(tag: str) -> tuple[Program, list[tuple[Profile, Profile]]]:
    """A program that takes pairs, and so many twos who could be one."""
    owner = build.person("Olga Owner", f"olga-{tag}@bothy.example")
    group = build.group(owner, f"Racers {tag}")
    program = build.started(group, owner, starts_on=None, signup_until=None)
    twos = []
    for number in range(PAIRS):
        two = []
        for role in ("mentor", "mentee"):
            user = build.person(f"{role.title()} {number}", f"{role}-{tag}-{number}@bothy.example")
            build.member(group, user)
            two.append(build.signed_up(program, user, role))
        twos.append((two[0], two[1]))
    return program, twos


def test_an_archived_program_has_no_pair_on_its_way() -> None:
    program, twos = crowd("archive")
    asked = [
        requests.send(
            sender=mentee.user,
            to_profile=mentor,
            body="You wrote about saying it aloud, and I wonder how.",
            to_pair=True,
            token=uuid.uuid4(),
        )
        for mentor, mentee in twos
    ]
    accepts = [lambda one=one: requests.accept(one, by=one.recipient) for one in asked]
    gave = at_once([*accepts, lambda: membership.archive(program, by=program.created_by)])
    assert all(isinstance(one, Pairing | Program | ValidationError) for one in gave), gave
    program.refresh_from_db()
    walking = Pairing.objects.filter(program=program, state__in=SEATED).count()
    assert (program.state == State.ARCHIVED) == (walking == 0)
    assert isinstance(gave[-1], Program) == (program.state == State.ARCHIVED)
    taken = sum(Profile.objects.filter(program=program).values_list("seats_taken", flat=True))
    assert taken == 2 * walking


def test_drafts_and_an_archive_at_once() -> None:
    program, twos = crowd("drafts")
    drafts = [
        lambda two=two: pairings.draft(mentor=two[0], mentee=two[1], by=program.created_by) for two in twos
    ]
    gave = at_once([*drafts, lambda: membership.archive(program, by=program.created_by)])
    assert all(isinstance(one, Pairing | Program | ValidationError) for one in gave), gave
    program.refresh_from_db()
    assert program.state == State.ARCHIVED
    assert not Pairing.objects.filter(program=program).exists()


def test_no_pair_begins_under_a_hold_with_a_week_due() -> None:
    program, twos = crowd("hold")
    begin = [lambda two=two: build.pair(two[0], two[1]) for two in twos]
    gave = at_once([*begin, lambda: looking_after.hold_weeks(program, by=program.created_by)])
    assert all(isinstance(one, Pairing | Program) for one in gave), gave
    assert Schedule.objects.filter(program=program).count() == PAIRS
    assert not Schedule.objects.filter(program=program, next_due_at__isnull=False).exists()
