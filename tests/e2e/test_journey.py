"""The whole walk once, in a real browser: a group, a program, two people, twelve weeks, the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups.models import Group
from mentorship.scenarios import walk
from messaging import delivery
from pairings import dispatch
from pairings.models import Pairing, Schedule, Step
from pairings.models.pairings import State
from programs.models import Program
from tests.e2e import steps
from tests.e2e.walker import DESK, Walker, newest_mail

Come = Callable[..., Walker]
WEEKS = 12


def test_twelve_weeks(come: Come) -> None:
    priya, amara, dani = come("Priya Journey", size=DESK), come("Amara Journey"), come("Dani Journey")

    group = steps.make_group(priya, "Menders of the Valley")
    program = steps.open_sign_up(priya, group)
    priya.context.grant_permissions(["clipboard-read", "clipboard-write"])
    priya.press("Copy the invite link")
    presses, fields = priya.count()
    assert presses <= 8
    assert fields <= 3
    link = str(priya.page.evaluate("navigator.clipboard.readText()"))
    assert link == steps.invite_link(priya)

    for walker, role in ((amara, "mentor"), (dani, "mentee")):
        walker.count()
        steps.join(walker, link, role, program)
        presses, fields = walker.count()
        assert presses <= 7
        assert fields <= 4

    steps.say_hello(dani, "Amara Journey")
    pairing = steps.answer_yes(amara)
    both = dani.count()[0] + amara.count()[0]
    assert both <= 7
    assert pairing.state == State.ACTIVE

    a_message_arrives(amara, dani, pairing)
    walk(program, WEEKS, lambda number, at: the_week(number, at, amara, dani, pairing))
    assert Step.objects.filter(pairing=pairing).count() == WEEKS
    the_end(amara, dani, pairing)


def a_message_arrives(amara: Walker, dani: Walker, pairing: Pairing) -> None:
    """Dani's page is open; what Amara sends comes to it by itself, is announced, and takes no focus."""
    dani.page.clock.install()
    dani.open(pairing.get_absolute_url())
    dani.page.get_by_label("Write to").fill("half a sentence")
    dani.page.get_by_label("Write to").focus()
    amara.open(pairing.get_absolute_url())
    steps.write(amara, "You found the hut. Tea is on.")
    expect(amara.page.locator("#say_body")).to_be_focused()
    expect(amara.page.locator("#say_body")).to_have_value("")
    dani.page.clock.fast_forward(25_000)
    dani.sees("You found the hut. Tea is on.")
    expect(dani.page.locator("#said")).to_contain_text("Tea is on")
    expect(dani.page.locator("#say_body")).to_be_focused()
    expect(dani.page.locator("#say_body")).to_have_value("half a sentence")


def the_week(number: int, at: datetime, amara: Walker, dani: Walker, pairing: Pairing) -> None:
    """A week has come: both are told by mail, see the question, and say that they talked."""
    delivery.drain(at + timedelta(seconds=10))
    step = Step.objects.select_related("week").get(pairing=pairing, number=number)
    for walker in (amara, dani):
        assert f"/p/{pairing.code}/{number}/" in newest_mail(walker.email)
    if number not in (1, 2, WEEKS):
        return
    for walker in (amara, dani):
        walker.open(f"/p/{pairing.code}/{number}/")
        walker.sees(f"Week {number} of {WEEKS}")
        walker.sees(step.week.title)
        steps.tick_the_week(walker)
    step.refresh_from_db()
    assert step.mentor_talked_at
    assert step.mentee_talked_at
    assert step.done_at


def the_end(amara: Walker, dani: Walker, pairing: Pairing) -> None:
    """Both ticks of the last week complete the pair; the way behind them stays to be read."""
    pairing.refresh_from_db()
    assert pairing.state == State.COMPLETED
    assert not Schedule.objects.filter(pairing=pairing).exists()
    delivery.drain()
    for walker in (amara, dani):
        walker.open(pairing.get_absolute_url())
        walker.press("Look back")
        assert walker.path.endswith("/finish/")
        walker.sees("12 weeks. Look how far the path goes behind you.")
        expect(walker.page.locator(".stones .stone")).to_have_count(WEEKS)
        walker.press("Read everything again")
        walker.sees("You found the hut. Tea is on.")


@pytest.fixture
def board(come: Come) -> tuple[Walker, Group, Program]:
    """An admin whose program has people without a partner, looking at the board."""
    from mentorship.scenarios import build

    owner = build.person("Olga Board", "olga-board@bothy.example")
    group = build.group(owner, "Board makers")
    program = build.started(group, owner)
    return come("Olga Board", user=owner, size=DESK), group, program


def test_an_admin_pairs_two(board: tuple[Walker, Group, Program], come: Come) -> None:
    olga, group, program = board
    mentor, mentee = steps.signed_up_two(group, program, "Board")
    olga.open(f"{program.get_absolute_url()}manage/pairing/")
    olga.press("Pair with")
    olga.press("Pair them")
    assert olga.count()[0] == 2
    pairing = Pairing.objects.get(program=program)
    assert pairing.state == State.DRAFT

    olga.press("Launch 1 pair")
    olga.press("Launch", kind="button")
    pairing.refresh_from_db()
    assert pairing.state == State.PROPOSED
    olga.press("Undo the launch")
    pairing.refresh_from_db()
    assert pairing.state == State.DRAFT
    pairing.mentor.refresh_from_db()
    assert pairing.mentor.seats_taken == 0

    olga.open(f"{program.get_absolute_url()}manage/launch/")
    olga.press("Launch", kind="button")
    dispatch.tick(timezone.now() + timedelta(minutes=9), program_id=program.pk)
    pairing.refresh_from_db()
    assert pairing.state == State.PROPOSED
    dispatch.tick(timezone.now() + timedelta(minutes=11), program_id=program.pk)
    pairing.refresh_from_db()
    assert pairing.state == State.ACTIVE
    milo = come("Milo Board", user=mentee)
    milo.open("/")
    milo.open(pairing.get_absolute_url())
    milo.sees(f"You and {mentor.first_name}")
    milo.sees("Not right for me")
