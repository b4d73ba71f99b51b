"""Two admins at once: one opens, one closes, one finishes; each thing happens once."""

import itertools
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group
from groups.services import groups
from programs.models import Program, ProgramAddress
from programs.models.programs import State
from programs.services import programs, seasons
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
numbers = itertools.count(1)
CROWD = 6


def someone() -> User:
    number = next(numbers)
    return User.objects.create_user(
        f"season{number}@example.org", f"Racer {number}", adult_affirmed_at=timezone.now()
    )


@pytest.fixture
def owner() -> User:
    return someone()


@pytest.fixture
def group(owner: User) -> Group:
    return groups.create(by=owner, name="Makers", line="We.", focus="other", visibility="link", zone="UTC")


@pytest.fixture
def program(group: Group, owner: User) -> Program:
    return programs.start(group, by=owner, curriculum_key="career-advancement")


def said(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


def test_opening_at_once_opens_once(program: Program, owner: User) -> None:
    gave = at_once([lambda: programs.open_sign_up(program, by=owner)] * CROWD)
    assert all(isinstance(one, Program) for one in gave)
    assert len({one.signup_from for one in gave}) == 1  # type: ignore[attr-defined]
    assert said("opened sign-up for") == 1


def test_closing_and_finishing_at_once_happen_once_each(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    jobs = [lambda: programs.close_sign_up(program, by=owner), lambda: programs.finish(program, by=owner)]
    gave = at_once(jobs * 3)
    assert all(isinstance(one, Program | ValidationError) for one in gave)
    program.refresh_from_db()
    assert program.state == State.FINISHED
    assert said("finished") == 1
    assert said("closed sign-up for") <= 1


def test_finishing_and_archiving_at_once_end_in_the_archive(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    gave = at_once(
        [lambda: programs.finish(program, by=owner), lambda: seasons.archive(program, by=owner)] * 3
    )
    refused = [one for one in gave if isinstance(one, ValidationError)]
    assert all("the program is archived" in one.messages[0] for one in refused)
    program.refresh_from_db()
    assert program.state == State.ARCHIVED
    assert said("archived") == 1


def test_holding_at_once_holds_once(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    at_once([lambda: seasons.set_hold(program, by=owner, held=True)] * CROWD)
    assert said("held the weeks of") == 1


def test_one_token_pressed_many_times_is_one_season(program: Program, owner: User) -> None:
    token = uuid.uuid4()
    gave = at_once([lambda: seasons.duplicate(program, by=owner, token=token)] * CROWD)
    assert len({one.pk for one in gave}) == 1  # type: ignore[attr-defined]
    assert (Program.objects.count(), said("copied for the next season:")) == (2, 1)


def test_next_seasons_at_once_get_names_and_addresses_of_their_own(program: Program, owner: User) -> None:
    gave = at_once([lambda: seasons.duplicate(program, by=owner, token=uuid.uuid4()) for _one in range(3)])
    assert len({one.slug for one in gave}) == 3  # type: ignore[attr-defined]
    assert len({one.name for one in gave}) == 3  # type: ignore[attr-defined]


def test_one_of_two_programs_gets_an_address(group: Group, owner: User) -> None:
    made = [programs.start(group, by=owner, curriculum_key="career-advancement") for _one in range(4)]
    gave = at_once([lambda one=one: programs.save_details(one, by=owner, slug="autumn") for one in made])
    assert sum(isinstance(one, ValidationError) for one in gave) == 3
    assert sum(isinstance(one, Program) for one in gave) == 1
    assert ProgramAddress.objects.count() == 1


def test_an_address_is_not_taken_while_it_is_being_left(group: Group, owner: User) -> None:
    """One leaves it as the other asks for it: it stays the first one's."""
    first, second = (programs.start(group, by=owner, curriculum_key="career-advancement") for _one in "ab")
    slug = first.slug
    gave = at_once(
        [
            lambda: programs.save_details(first, by=owner, slug="spring"),
            lambda: programs.save_details(second, by=owner, slug=slug),
        ]
    )
    assert isinstance(gave[0], Program)
    assert isinstance(gave[1], ValidationError)
    assert ProgramAddress.objects.get(slug=slug).program == first
