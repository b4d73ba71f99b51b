"""A program may be set up with weeks that nobody has written yet; pairs never get one."""

import html
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Group
from programs.curriculum import blank
from programs.models import Program, Prompt, Week
from programs.models.programs import State
from programs.services import programs


@pytest.fixture
def empty(group: Group, owner: User) -> Program:
    """A program from a blank path."""
    return programs.start(group, by=owner, curriculum=blank())


@pytest.fixture
def write(empty: Program) -> Callable[..., None]:
    """Gives weeks of it a question and three ways in."""

    def do(*numbers: int) -> None:
        for week in empty.weeks.live().filter(number__in=numbers):
            Week.objects.filter(pk=week.pk).update(question="What now?")
            Prompt.objects.bulk_create(Prompt(week=week, position=n, text=f"Way {n}") for n in (1, 2, 3))

    return do


def test_a_blank_path_has_twelve_weeks_to_write_under_three_names(empty: Program) -> None:
    assert not empty.weeks.exclude(question="").exists()
    assert [week.original for week in empty.weeks.all()] == [{}] * 12
    assert len(empty.stretches) == 3
    assert [q.key for q in empty.questions.asked("mentor")] == ["help", "yourself", "why", "reach"]
    assert len(empty.runbook) == 10


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ((), "Week 1 isn’t written yet"),
        ((1, 2, 3), "Week 4 isn’t written yet. Sign-up can open when weeks 1 to 4 are"),
        ((1, 2, 4, 5), "Week 3 isn’t written yet"),
        ((1, 2, 3, 4, 6), "Week 5 isn’t written yet, and one after it is"),
    ],
)
def test_sign_up_stays_closed_until_the_first_weeks_are_written_without_a_gap(
    empty: Program, owner: User, write: Callable[..., None], written: tuple[int, ...], why: str
) -> None:
    write(*written)
    with pytest.raises(ValidationError, match=why):
        programs.open_sign_up(empty, by=owner)
    empty.refresh_from_db()
    assert empty.state == State.DRAFT
    assert empty.weeks.count() == 12


def test_it_opens_with_what_is_written_and_nobody_ever_gets_an_empty_week(
    empty: Program, owner: User, write: Callable[..., None]
) -> None:
    write(1, 2, 3, 4, 5)
    Week.objects.filter(program=empty, number=12).update(live=False, hidden=True)
    opened = programs.open_sign_up(empty, by=owner)
    assert list(opened.weeks.values_list("number", flat=True).order_by("number")) == [1, 2, 3, 4, 5]
    assert Week.objects.written().filter(program=opened).count() == 5
    assert [(part["name"], part["last"]) for part in opened.stretches] == [
        ("Get to know each other", 4),
        ("Try something", 5),
    ]


def test_a_short_program_that_is_all_written_opens(program: Program, owner: User) -> None:
    Week.objects.filter(program=program, number__gt=2).delete()
    assert programs.open_sign_up(program, by=owner).state == State.LIVE


def test_its_pages_say_what_is_to_be_written(client: Client, empty: Program, owner: User) -> None:
    client.force_login(owner)
    at = [empty.group.slug, empty.slug]
    manage = html.unescape(client.get(reverse("program_manage", args=at)).content.decode())
    assert "Week 1 isn’t written yet. Sign-up can open when weeks 1 to 4 are." in manage
    assert "Needs its first weeks." in manage
    weeks = client.get(reverse("curriculum", args=at)).content.decode()
    assert weeks.count("Still to be written") == 12
    assert "Looks good" not in weeks
    assert "Week 3, still to be written" in client.get(reverse("week_edit", args=[*at, 3])).content.decode()


def test_a_mentee_is_told_of_the_weeks_that_are_written(
    client: Client, empty: Program, owner: User, write: Callable[..., None]
) -> None:
    write(1, 2, 3, 4)
    client.force_login(owner)
    at = [empty.group.slug, empty.slug]
    assert "4 weeks. " in client.get(reverse("sign_up_open", args=at)).content.decode()
    assert "Looks good" in client.get(reverse("curriculum", args=at)).content.decode()
