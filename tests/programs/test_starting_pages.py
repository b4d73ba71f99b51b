"""What a program starts from: a template, a copy, a file, a blank path."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Group
from groups.services import groups
from programs.curriculum import library
from programs.models import Program, Week
from programs.portable import dump
from programs.services import files, programs
from tests.program_pages import at, said


def started(client: Client, url: str, data: dict[str, object]) -> Program:
    before = set(Program.objects.values_list("pk", flat=True))
    data = data | {"token": str(uuid.uuid4())}
    for _again in range(2):  # sent twice it is one
        if "file" in data:
            data["file"].seek(0)  # type: ignore[attr-defined]
        answer = client.post(url, data)
        assert answer.status_code == 302
    (made,) = Program.objects.exclude(pk__in=before)
    assert answer["Location"] == at("program_details", made)
    return made


def test_a_program_starts_from_a_file(priya: Client, group: Group) -> None:
    upload = SimpleUploadedFile("them.yaml", dump(library()["new-parents"]).encode())
    made = started(priya, reverse("program_from_file", args=[group.slug]), {"file": upload})
    assert (made.name, made.state, made.weeks.live().count()) == ("New parents", "draft", 12)
    assert made.runbook


def test_a_program_starts_from_a_blank_path(priya: Client, group: Group) -> None:
    made = started(priya, reverse("program_blank", args=[group.slug]), {})
    assert set(Week.objects.filter(program=made).values_list("question", flat=True)) == {""}
    answer = priya.post(at("sign_up_open", made))
    assert answer.status_code == 422
    assert "Week 1 isn’t written yet" in said(answer)


def test_a_program_starts_as_a_copy_of_the_last_season(priya: Client, program: Program) -> None:
    program.weeks.filter(number=1).update(title="Hello again")
    url = reverse("program_copy", args=[program.group.slug])
    assert "Career advancement" in said(priya.get(url))
    made = started(priya, url, {"of": program.group.slug, "source": program.slug})
    assert made.weeks.live().get(number=1).title == "Hello again"
    assert made.group == program.group


def test_a_program_starts_as_a_copy_of_one_in_another_group(
    priya: Client, owner: User, program: Program
) -> None:
    other = groups.create(
        by=owner, name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC"
    )
    url = reverse("program_copy", args=[other.slug])
    assert "Riverside Makers . Week 1:" in said(priya.get(url))
    made = started(priya, url, {"of": program.group.slug, "source": program.slug})
    assert (made.group, files.export(made)) == (other, files.export(program))


def test_nobody_copies_what_they_do_not_look_after(
    client: Client, group: Group, program: Program, stranger: User, admin: User
) -> None:
    theirs = Group.objects.get(name="Hill Walkers")
    client.force_login(stranger)
    url = reverse("program_copy", args=[theirs.slug])
    assert "Career advancement" not in said(client.get(url))
    data = {"of": group.slug, "source": program.slug, "token": str(uuid.uuid4())}
    assert client.post(url, data).status_code == 404
    assert client.post(url, data | {"source": "no such"}).status_code == 422
    assert Program.objects.count() == 1


def test_the_ways_to_begin_stand_on_one_page(priya: Client, group: Group, owner: User) -> None:
    url = reverse("program_new", args=[group.slug])
    words = said(priya.get(url))
    assert "Start from a file" in words
    assert "Start from a blank path" in words
    assert "Copy an earlier program" not in words  # there is none
    programs.start(group, by=owner, curriculum_key="skill-development")
    assert "Copy an earlier program" in said(priya.get(url))


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_to_copy_from_does_not_grow_in_queries(
    priya: Client, group: Group, owner: User, django_assert_num_queries, count: int
) -> None:
    for _one in range(count):
        programs.start(group, by=owner, curriculum_key="skill-development")
    url = reverse("program_copy", args=[group.slug])
    priya.get(url)
    with django_assert_num_queries(5):
        priya.get(url)
