"""The archive of a group, for its admins; and what an archived program still answers."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import Group
from programs.models import Program
from programs.models.programs import State
from programs.services import programs, seasons
from tests.program_pages import TOKEN, at, details, text


def test_in_the_archive_everything_is_for_reading(priya: Client, program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    seasons.archive(program, by=owner)
    for name in ("program", "program_manage", "sign_up_open", "sign_ups", "manage_pairs", "curriculum"):
        text(priya, at(name, program))
    for name, data in (
        ("program_details", details(program, name="Changed")),
        ("sign_up_open", {}),
        ("sign_up_reopen", {}),
        ("program_finish", {}),
        ("curriculum_check", {}),
        ("program_hold", {}),
    ):
        response = priya.post(at(name, program), data)
        assert response.status_code == 403, name
        assert "This program is in the archive" in response.content.decode()
    assert Program.objects.get().name == program.name
    assert priya.post(at("program_duplicate", program), {"token": TOKEN}).status_code == 302


def test_the_archive_is_a_list_for_admins(
    priya: Client, program: Program, group: Group, owner: User, dani: User
) -> None:
    address = reverse("archived_programs", args=[group.slug])
    assert "Nothing is put away" in text(priya, address)
    seasons.archive(program, by=owner)
    assert program.name in text(priya, address)
    assert "1 archived program" in text(priya, reverse("programs", args=[group.slug]))
    member = Client()
    member.force_login(dani)
    assert member.get(address).status_code == 403
    assert "archived" not in text(member, reverse("programs", args=[group.slug]))


@pytest.mark.parametrize("count", [1, 20])
def test_the_archive_asks_the_same_however_long(
    priya: Client,
    group: Group,
    owner: User,
    django_assert_num_queries: Callable[..., object],
    count: int,
) -> None:
    now = timezone.now()
    Program.objects.bulk_create(
        Program(
            group=group, slug=f"p{n}", name=f"P {n}", created_by=owner, state=State.ARCHIVED, archived_at=now
        )
        for n in range(count)
    )
    address = reverse("archived_programs", args=[group.slug])
    priya.get(address)
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        priya.get(address)


def test_a_long_archive_has_pages(priya: Client, group: Group, owner: User) -> None:
    now = timezone.now()
    Program.objects.bulk_create(
        Program(
            group=group, slug=f"p{n}", name=f"P {n}", created_by=owner, state=State.ARCHIVED, archived_at=now
        )
        for n in range(51)
    )
    address = reverse("archived_programs", args=[group.slug])
    assert "?page=2" in text(priya, address)
    assert "P 0<" in text(priya, f"{address}?page=2")
    for odd in ("0", "-1", "x", "9" * 50, "²"):
        text(priya, f"{address}?page={odd}")


def test_a_program_put_away_before_its_first_week_was_to_begin(
    priya: Client, program: Program, owner: User
) -> None:
    today = timezone.now().date()
    for start, words in ((today + timedelta(days=9), "was to begin on"), (today, ", began on")):
        Program.objects.filter(pk=program.pk).update(
            state=State.ARCHIVED, archived_at=timezone.now(), starts_on=start
        )
        assert words in text(priya, reverse("archived_programs", args=[program.group.slug]))
