"""Putting a program away: who is in the way, what closes, who may still read."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import User
from mentorship import membership
from mentorship.scenarios import build
from pairings.models import Pairing, Request
from pairings.models.requests import State as RequestState
from pairings.services import endings, launches, pairings, requests
from profiles.services import profiles
from programs.models import Program
from programs.models.programs import State

pytestmark = pytest.mark.django_db


class Story:
    """A program with a mentor, a mentee, somebody who asks, and a member who is in none of it."""

    def __init__(self) -> None:
        self.priya = build.person("Priya Raman")
        self.group = build.group(self.priya)
        self.program = build.started(
            self.group, self.priya, name="Long Ago", starts_on=None, signup_until=None
        )
        self.amara, self.dani, self.fern, self.sam = (
            build.person(name) for name in ("Amara Nwosu", "Dani Ferreira", "Fern Lowe", "Sam Okafor")
        )
        for user in (self.amara, self.dani, self.fern, self.sam):
            build.member(self.group, user)
        self.mentor = build.signed_up(self.program, self.amara, "mentor", capacity=3)
        self.mentee = build.signed_up(self.program, self.dani, "mentee")
        self.asker = build.signed_up(self.program, self.fern, "mentee")

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def url(self, rest: str = "") -> str:
        return f"{self.program.get_absolute_url()}{rest}"


@pytest.fixture
def story() -> Story:
    return Story()


def refused(story: Story, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        membership.archive(story.program, by=story.priya)
    story.program.refresh_from_db()
    assert (story.program.state, story.program.archived_at) == (State.LIVE, None)


def test_nobodys_path_ends_because_a_list_was_tidied(story: Story) -> None:
    pair = build.pair(story.mentor, story.mentee)
    refused(story, "A pair is still on its way")
    other = build.pair(story.mentor, story.asker)
    refused(story, "Two pairs are still on their way")
    endings.end(other, by=None)
    assert endings.complete(pair, timezone.now())
    assert membership.archive(story.program, by=story.priya).state == State.ARCHIVED


def test_pairs_that_are_about_to_start_are_in_the_way_too(story: Story) -> None:
    pairings.draft(mentor=story.mentor, mentee=story.mentee, by=story.priya)
    launches.launch(story.program, by=story.priya)
    refused(story, "A pair is still on its way")


def test_drafts_vanish_and_hellos_close(story: Story) -> None:
    pairings.draft(mentor=story.mentor, mentee=story.mentee, by=story.priya)
    asked = requests.send(
        sender=story.fern, to_profile=story.mentor, body="You wrote about saying it aloud.", to_pair=True,
        token=uuid.uuid4(),
    )  # fmt: skip
    story.mentor.refresh_from_db()
    assert story.mentor.waiting_requests == 1
    membership.archive(story.program, by=story.priya)
    assert not Pairing.objects.exists()
    asked.refresh_from_db()
    story.mentor.refresh_from_db()
    assert (asked.state, story.mentor.waiting_requests) == (RequestState.CLOSED, 0)
    assert not asked.conversation.is_open()


def test_nobody_comes_in_or_together_any_more(story: Story) -> None:
    begun = profiles.begin(story.program, story.sam, "mentee")
    membership.archive(story.program, by=story.priya)
    story.program.refresh_from_db()
    with pytest.raises(ValidationError, match="isn’t open"):
        profiles.begin(story.program, story.sam, "mentor")
    with pytest.raises(ValidationError):
        profiles.enlist(begun)
    with pytest.raises(ValidationError, match="This program is archived"):
        pairings.draft(mentor=story.mentor, mentee=story.mentee, by=story.priya)
    with pytest.raises(ValidationError, match="This program is archived"):
        build.pair(story.mentor, story.mentee)
    with pytest.raises(ValidationError):
        requests.send(
            sender=story.sam, to_profile=story.mentor, body="You wrote about saying it aloud.", to_pair=False,
            token=uuid.uuid4(),
        )  # fmt: skip
    assert not Request.objects.exists()


def test_those_who_were_in_it_read_on(story: Story) -> None:
    pair = build.pair(story.mentor, story.mentee)
    endings.end(pair, by=None)
    membership.archive(story.program, by=story.priya)
    for user, status in ((story.dani, 200), (story.priya, 200), (story.sam, 404)):
        client = story.client(user)
        for page in ("", "directory/", "hellos/", "sign-up/"):
            assert client.get(story.url(page)).status_code == status, (user, page)
        assert story.program.name not in client.get(story.group.get_absolute_url()).content.decode()
        listed = client.get(f"{story.group.get_absolute_url()}programs/").content.decode()
        assert story.program.name not in listed
    assert "Archived" in story.client(story.dani).get(story.url()).content.decode()
    assert story.client(story.dani).get(story.url(f"pairs/{pair.code}/")).status_code == 200


def test_what_they_read_they_do_not_change_but_they_may_leave(story: Story) -> None:
    membership.archive(story.program, by=story.priya)
    dani = story.client(story.dani)
    for page, data in (
        ("sign-up/room/", {"as": "mentee", "room": "later"}),
        ("sign-up/mentee/1/", {"q_help": "Something new"}),
        ("directory/leave-it/", {"as": "mentee", "wanted": "yes"}),
    ):
        response = dani.post(story.url(page), data)
        assert (response.status_code, "is in the archive" in response.content.decode()) == (403, True), page
    assert dani.post(story.url("sign-up/withdraw/"), {"as": "mentee"}).status_code == 302
    story.mentee.refresh_from_db()
    assert story.mentee.state == "withdrawn"


def test_the_page_says_what_becomes_of_everybody(story: Story) -> None:
    priya = story.client(story.priya)
    pairings.draft(mentor=story.mentor, mentee=story.mentee, by=story.priya)
    page = priya.get(story.url("manage/archive/")).content.decode()
    assert "1 drafted pair that nobody knows of vanishes" in page
    launches.launch(story.program, by=story.priya)
    page = priya.get(story.url("manage/archive/")).content.decode()
    assert ("A pair is still on its way" in page, "Archive it" in page) == (True, False)
    assert priya.post(story.url("manage/archive/")).status_code == 422
    launches.undo(story.program, by=story.priya)
    assert priya.post(story.url("manage/archive/")).status_code == 302
    assert priya.post(story.url("manage/archive/")).status_code == 302  # pressed twice
    page = priya.get(story.url("manage/archive/")).content.decode()
    assert "was put away on" in page
    assert Program.objects.get().archived_at is not None


def test_the_numbers_do_not_make_the_page_dearer(story: Story, django_assert_max_num_queries) -> None:
    for number in range(6):
        user = build.person(f"Person {number}", f"person{number}@bothy.example")
        build.member(story.group, user)
        mentee = build.signed_up(story.program, user, "mentee")
        if number < 2:
            pairings.draft(mentor=story.mentor, mentee=mentee, by=story.priya)
    priya = story.client(story.priya)
    priya.get(story.url("manage/archive/"))
    with django_assert_max_num_queries(10):
        priya.get(story.url("manage/archive/"))
