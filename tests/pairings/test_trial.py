"""Trying a program out: the whole walk, both sides, and nothing left behind."""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mentorship.scenarios import build
from programs.models import Program, Week
from programs.services import programs
from tests.matrix.watch import everything, writes

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Program:
    """A program that is being set up."""
    priya = build.person("Priya Raman", "priya@riverside.example")
    return programs.start(build.group(priya), by=priya, curriculum_key="career-advancement")


@pytest.fixture
def priya(draft: Program) -> Client:
    client = Client()
    client.force_login(draft.created_by)
    return client


def at(draft: Program, name: str, *args: object, side: str = "") -> str:
    return reverse(name, args=[draft.group.slug, draft.slug, *args]) + (f"?as={side}" if side else "")


def onward(html: str) -> str:
    """Where the button that leads on leads."""
    found = re.findall(r'class="btn btn-1" href="([^"]+)"', html)
    return str(found[-1]).replace("&amp;", "&")


@pytest.mark.parametrize("side", ["", "mentor"])
def test_the_whole_walk_by_its_own_buttons_leaves_nothing(draft: Program, priya: Client, side: str) -> None:
    before = everything()
    weeks = list(Week.objects.live().filter(program=draft).prefetch_related("prompts"))
    with writes() as written:
        page = priya.get(at(draft, "trial", side=side)).content.decode()
        assert ("What can you help with?" in page) == (side == "mentor")
        for week in weeks:
            url = onward(page)
            assert f"/try/{week.number}/" in url
            page = priya.get(url).content.decode()
            assert all(part in page for part in (week.title, "Amara" if not side else "Dani"))
            tip = week.tip_mentor if side else week.tip_mentee
            assert f"about {week.minutes} minutes" in page
            assert ("For you as the mentor" in page) == (bool(side) and bool(tip))
        page = priya.get(onward(page)).content.decode()
    assert "Look how far the path goes behind you" in page
    assert written == set()
    assert everything() == before
    assert mail.outbox == []


def test_what_is_written_is_shown_once_and_kept_nowhere(draft: Program, priya: Client) -> None:
    before = everything()
    url = at(draft, "trial_week", 3)
    said = {"body": "Words that nobody keeps.", "quote": "A way in", "token": str(uuid.uuid4())}
    with writes() as written:
        answer = priya.post(url, said)
    assert answer.status_code == 200
    assert b"Words that nobody keeps." in answer.content
    assert written == set()
    assert b"Words that nobody keeps." not in priya.get(url).content
    assert everything() == before


def test_an_empty_message_is_refused_as_in_a_real_talk(draft: Program, priya: Client) -> None:
    answer = priya.post(at(draft, "trial_week", 1), {"body": " ", "token": str(uuid.uuid4())})
    assert answer.status_code == 422
    assert b"Write a word or two first" in answer.content


def test_there_is_no_week_beyond_the_last_one(draft: Program, priya: Client) -> None:
    assert priya.get(at(draft, "trial_week", 13)).status_code == 404
    assert priya.get(at(draft, "trial_week", 0)).status_code == 404


def test_a_program_without_weeks_says_what_to_do(draft: Program, priya: Client) -> None:
    Week.objects.filter(program=draft).update(live=False)
    assert b"Write week 1" in priya.get(at(draft, "trial")).content
    assert priya.get(at(draft, "trial_end")).status_code == 404


def test_a_path_is_walked_as_far_as_it_is_written(draft: Program, priya: Client) -> None:
    Week.objects.filter(program=draft, number__gt=5).update(question="")
    assert b"Week 5 of 5" in priya.get(at(draft, "trial_week", 5)).content
    assert priya.get(at(draft, "trial_week", 6)).status_code == 404


def test_a_long_program_costs_no_more_than_a_short_one(
    draft: Program, priya: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(13, 53):
        Week.objects.create(program=draft, number=number, title=f"Week {number}", question="What next?")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert priya.get(at(draft, "trial_week", 52)).status_code == 200
