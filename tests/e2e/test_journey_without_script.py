"""The same walk with JavaScript switched off: everything that matters can be finished."""

from collections.abc import Callable
from datetime import datetime, timedelta

from mentorship.scenarios import walk
from messaging import delivery
from pairings.models import Pairing, Step
from pairings.models.pairings import State
from tests.e2e import steps
from tests.e2e.walker import DESK, Walker
from tests.e2e.world import World

Come = Callable[..., Walker]


def test_twelve_weeks_without_script(come: Come) -> None:
    priya, amara, dani = (
        come(name, script=False, size=size)
        for name, size in (("Petra Plain", DESK), ("Anna Plain", None), ("Dora Plain", None))
    )
    group = steps.make_group(priya, "Plain Menders")
    program = steps.open_sign_up(priya, group)
    presses, fields = priya.count()
    assert presses <= 8
    assert fields <= 3
    link = steps.invite_link(priya)
    for walker, role in ((amara, "mentor"), (dani, "mentee")):
        steps.join(walker, link, role, program)
        presses, fields = walker.count()
        assert presses <= 7
        assert fields <= 4

    steps.say_hello(dani, "Anna Plain")
    pairing = steps.answer_yes(amara)
    assert dani.count()[0] + amara.count()[0] <= 7
    assert pairing.state == State.ACTIVE

    amara.open(pairing.get_absolute_url())
    steps.write(amara, "No script here, and it works.")
    dani.open(pairing.get_absolute_url())
    dani.sees("No script here, and it works.")

    walk(program, 12, lambda number, at: the_week(number, at, amara, dani, pairing))
    pairing.refresh_from_db()
    assert pairing.state == State.COMPLETED
    for walker in (amara, dani):
        walker.open(pairing.get_absolute_url())
        walker.press("Look back")
        walker.sees("12 weeks. Look how far the path goes behind you.")


def the_week(number: int, at: datetime, amara: Walker, dani: Walker, pairing: Pairing) -> None:
    delivery.drain(at + timedelta(seconds=10))
    if number not in (1, 12):
        return
    for walker in (amara, dani):
        walker.open(f"/p/{pairing.code}/{number}/")
        steps.tick_the_week(walker)
    step = Step.objects.get(pairing=pairing, number=number)
    assert step.mentor_talked_at
    assert step.mentee_talked_at


def test_the_directory_filters_without_script(come: Come, world: World) -> None:
    fern = come("Fern", user=world.user("fern"), script=False)
    fern.open(f"{world.open.get_absolute_url()}directory/?role=mentor")
    fern.page.get_by_role("searchbox").first.fill("spreadsheet")
    fern.page.keyboard.press("Enter")
    fern.page.wait_for_url("**/directory/?*q=spreadsheet*")
