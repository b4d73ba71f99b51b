"""No list costs more for twenty rows than for one."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from groups.models import Group, Membership, Report
from groups.services import audit
from mentorship import scenarios
from mentorship.scenarios import build
from mentorship.scenarios.bulk import fill
from messaging.services import conversations, notices
from pairings.models import Pairing, Request
from profiles.models import Profile
from programs.models import Program
from programs.services import programs

MOST = 12
MANY = 20


class Place:
    """A group with an owner who sees one row of everything, and then many."""

    def __init__(self) -> None:
        self.owner = build.person("Priya Raman", "priya@lists.example")
        self.group: Group = build.group(self.owner, "Listed Makers")
        self.program: Program = build.started(self.group, self.owner, starts_on=None, signup_until=None)
        self.mine = scenarios.signed_up(self.program, self.owner, "mentor", capacity=5)
        Profile.objects.filter(pk=self.mine.pk).update(capacity=50)
        self.mine.refresh_from_db()
        self.number = 0

    def people(self, number: int) -> list[User]:
        made = []
        for _one in range(number):
            self.number += 1
            made.append(build.person(f"Person {self.number}", f"person-{self.number}@lists.example"))
        Membership.objects.bulk_create(Membership(group=self.group, user=user) for user in made)
        return made

    def mentees(self, number: int) -> list[Profile]:
        return [scenarios.signed_up(self.program, user, "mentee") for user in self.people(number)]


def members(place: Place, number: int) -> None:
    place.people(number)


def entries(place: Place, number: int) -> None:
    for user in place.people(number):
        audit.log(place.group, user, "did", "something")


def reports(place: Place, number: int) -> None:
    for user in place.people(2 * number)[:number]:
        about = User.objects.exclude(pk=user.pk).latest("pk")
        Report.objects.create(group=place.group, reporter=user, about=about, category="other")


def told(place: Place, number: int) -> None:
    for _one in range(number):
        notices.tell("paired", place.owner, key=str(uuid.uuid4()), url="/", line="You are a pair")


def talks(place: Place, number: int) -> None:
    for user in place.people(number):
        talk = conversations.between(program_id=place.program.pk, scope=place.group.pk, a=user, b=place.owner)
        conversations.say(talk, author=user, body="Morning.", token=uuid.uuid4())


def hellos(place: Place, number: int) -> None:
    for profile in place.mentees(number):
        talk = conversations.between(
            program_id=place.program.pk, scope=place.group.pk, a=profile.user, b=place.owner
        )
        low, high = sorted((profile.user_id, place.owner.pk))
        Request.objects.create(
            program=place.program, sender=profile.user, recipient=place.owner, to_profile=place.mine,
            sender_profile=profile, conversation=talk, asks="mentor", low_id=low, high_id=high,
        )  # fmt: skip


def own_pairs(place: Place, number: int) -> None:
    for profile in place.mentees(number):
        scenarios.pair(place.mine, profile)


def pairs(place: Place, number: int) -> None:
    place.number += 1
    before = set(Pairing.objects.values_list("pk", flat=True))
    walking = Pairing.objects.filter(program=place.program)
    fill(place.program, number, tag=f"{place.number}", due=place.program.created_at)
    assert walking.exclude(pk__in=before).count() == number


def some_programs(place: Place, number: int) -> None:
    for _one in range(number):
        programs.start(place.group, by=place.owner, curriculum_key="skill-development")


def signed_up(place: Place, number: int) -> None:
    place.mentees(number)


def all_of_it(place: Place, number: int) -> None:
    for grow in (hellos, own_pairs, talks, reports, told):
        grow(place, number)


LISTS: dict[str, tuple[str, Callable[[Place, int], None], int]] = {
    "people": ("", members, MOST),
    "manage_people": ("", members, MOST),
    "manage_log": ("", entries, MOST),
    "reports": ("", reports, MOST),
    "programs": ("", some_programs, MOST),
    "group_home": ("", all_of_it, MOST),
    "notices": ("", told, MOST),
    "inbox": ("", talks, MOST),
    "pairs": ("", own_pairs, MOST),
    "today": ("", all_of_it, MOST),
    "hellos": ("", hellos, MOST),
    "directory": ("?role=mentee", signed_up, 8),  # four of its own; session, person and the bar
    "sign_ups": ("", signed_up, MOST),
    "pairing_board": ("", signed_up, MOST),
    "manage_pairs": ("", pairs, MOST),
    "program_manage": ("", pairs, MOST),
}


BELOW = {
    **dict.fromkeys(
        ("people", "manage_people", "manage_log", "reports", "programs", "group_home"), ("group",)
    ),
    **dict.fromkeys(("hellos", "directory", "sign_ups", "pairing_board"), ("group", "program")),
    **dict.fromkeys(("manage_pairs", "program_manage"), ("group", "program")),
}


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_asks_as_often_for_twenty_as_for_one(name: str, client, db: None) -> None:
    query, grow, most = LISTS[name]
    place = Place()
    client.force_login(place.owner)
    here = {"group": place.group.slug, "program": place.program.slug}
    url = reverse(name, kwargs={key: here[key] for key in BELOW.get(name, ())})
    grow(place, 1)
    client.get(url + query)  # whatever is asked once in a process

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url + query)
        assert answer.status_code == 200
        return [row["sql"] for row in queries.captured_queries]

    few = asked()
    grow(place, MANY - 1)
    many = asked()
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= most, "\n".join(many)
