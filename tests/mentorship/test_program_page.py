"""The long form of a program, for who may know of it."""

import pytest
from django.test import Client

from mentorship.scenarios import build
from programs.models import Program, Question


def url(cast) -> str:
    return f"/{cast.home.slug}/programs/{cast.program.slug}/"


def test_it_says_everything_before_one_signs_up(cast) -> None:
    text = cast.by(cast.member()).get(url(cast)).content.decode()
    for week in cast.program.weeks.live():
        assert week.title in text
    for question in Question.objects.filter(program=cast.program, enabled=True):
        assert question.wording.split("’")[0] in text
    for words in ("18 or over", "Everyone in Riverside Makers can read the answers.", "Find me a mentor"):
        assert words in text


def test_it_says_who_reads_when_that_is_narrowed(cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(readers="program")
    text = cast.by(cast.member()).get(url(cast)).content.decode()
    assert "Only people in Autumn Skill Share" in text


@pytest.mark.parametrize(
    ("who", "state", "status"),
    [
        ("member", "live", 200),
        ("admin", "live", 200),
        ("stranger", "live", 404),
        ("visitor", "live", 302),
        ("member", "draft", 404),
        ("admin", "draft", 200),
        ("stranger", "draft", 404),
        ("member", "finished", 200),
    ],
)
def test_who_may_read_it(cast, who, state, status) -> None:
    Program.objects.filter(pk=cast.program.pk).update(state=state)
    people = {"member": cast.member, "admin": lambda: cast.priya, "stranger": cast.somebody}
    client = cast.by(people[who]()) if who in people else Client()
    assert client.get(url(cast)).status_code == status


@pytest.mark.parametrize("state", ["finished", "draft"])
def test_nobody_is_asked_to_sign_up_when_it_takes_nobody(cast, state) -> None:
    Program.objects.filter(pk=cast.program.pk).update(state=state)
    assert "Find me a mentor" not in cast.by(cast.priya).get(url(cast)).content.decode()


def test_a_program_of_another_group_is_not_found_under_this_one(cast) -> None:
    other = build.group(cast.priya, "Hill Walkers")
    assert cast.by(cast.priya).get(f"/{other.slug}/programs/{cast.program.slug}/").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_it_asks_the_same_however_many(cast, queries, number) -> None:
    for i in range(number):
        cast.listed(f"Amara {i}")
    assert len(queries(cast.by(cast.member()), url(cast))) <= 12
