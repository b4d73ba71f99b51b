"""Ways out: each is reached in as few presses as promised, needs no reason, and works at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import Block
from groups.models import Membership, Report
from mentorship.scenarios import running
from messaging import delivery
from pairings.models import Pairing, Schedule
from pairings.models.pairings import State
from profiles.models.profiles import State as ProfileState
from tests.e2e.walker import Walker, newest_mail

Come = Callable[..., Walker]
WITHIN = 3  # presses, from the pair's page


@pytest.fixture
def pairing() -> Pairing:
    """Two people in their second week."""
    return running(weeks=2)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def dani(request: pytest.FixtureRequest, come: Come, pairing: Pairing) -> Walker:
    """The mentee, looking at the pair's page."""
    walker = come("Dani", user=pairing.mentee_user, script=request.param)
    walker.open(pairing.get_absolute_url())
    return walker


def over(pairing: Pairing) -> None:
    """No week comes any more and both are free."""
    pairing.refresh_from_db()
    assert pairing.state == State.ENDED
    assert not Schedule.objects.filter(pairing=pairing).exists()
    for profile in (pairing.mentor, pairing.mentee):
        profile.refresh_from_db()
        assert profile.seats_taken == 0


def test_step_out(dani: Walker, pairing: Pairing) -> None:
    dani.press("step out kindly")
    dani.press("End it kindly")
    assert dani.count()[0] <= WITHIN
    over(pairing)
    dani.sees("It’s ended.")
    delivery.drain()
    assert "Dani" in newest_mail(pairing.mentor_user.email)


def test_withdraw(dani: Walker, pairing: Pairing) -> None:
    dani.open(f"{pairing.program.get_absolute_url()}sign-up/")
    dani.press(dani.page.locator("summary", has_text="Step back"))
    dani.press("Step back", kind="button")
    assert dani.count()[0] <= WITHIN
    over(pairing)
    assert pairing.mentee.state == ProfileState.WITHDRAWN


def test_leave(dani: Walker, pairing: Pairing) -> None:
    group = pairing.program.group
    dani.press("Group", kind="link")
    dani.press("About", within=dani.page.locator("main"))
    dani.press("Leave")
    dani.press(dani.page.locator("main form button"))
    over(pairing)
    member = Membership.objects.get(group=group, user=pairing.mentee_user)
    assert member.state == Membership.State.LEFT
    assert dani.open(f"{group.get_absolute_url()}people/").status == 404


def test_block(dani: Walker, pairing: Pairing) -> None:
    dani.press(dani.page.locator("summary", has_text="report or block"))
    dani.press("Block")
    dani.press("Block", kind="button")
    assert dani.count()[0] <= WITHIN
    over(pairing)
    assert Block.objects.filter(blocker=pairing.mentee_user, blocked=pairing.mentor_user).exists()
    assert dani.open(f"/c/{pairing.conversation.code}/").status == 404


def test_report(dani: Walker, pairing: Pairing) -> None:
    dani.press("report a problem")
    dani.choose("Unkind, threatening or unwanted")
    dani.press("Send the report")
    assert dani.count()[0] <= WITHIN
    report = Report.objects.get(reporter=pairing.mentee_user)
    assert report.about == pairing.mentor_user
    delivery.drain()
    owner = pairing.program.group.memberships.get(role="owner").user
    assert "report" in newest_mail(owner.email).lower()
    pairing.refresh_from_db()
    assert pairing.state == State.ACTIVE


def test_keyboard(come: Come, pairing: Pairing) -> None:
    """The skip link comes first and leads to the page's own part; focus can be seen; answers keep it."""
    dani = come("Dani", user=pairing.mentee_user)
    page = dani.page
    dani.open(pairing.get_absolute_url())
    page.keyboard.press("Tab")
    skip = page.locator("a.skip").first
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    button = page.locator("#week form.tick button")
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    ring = button.evaluate("e => { const s = getComputedStyle(e); return s.outlineStyle + s.outlineWidth; }")
    assert ring.startswith("solid")
    assert float(ring.removeprefix("solid").removesuffix("px")) >= 2
    page.keyboard.press("Enter")
    expect(page.locator("#week button").filter(has_text="Take the tick back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#week form.tick button")).to_be_focused()

    composer = page.locator("#say_body")
    composer.fill("Sent by keys alone.")
    composer.press("Control+Enter")
    expect(page.locator(".msg.me", has_text="Sent by keys alone.")).to_be_visible()
    expect(composer).to_be_focused()
    expect(composer).to_have_value("")
    composer.fill("   ")
    composer.press("Control+Enter")
    expect(page.locator("#say_error")).to_be_visible()
    expect(composer).to_be_focused()


def test_errors_take_the_focus(come: Come) -> None:
    """A refused form says what is wrong, first in the title and then where the focus is."""
    visitor = come("Visitor")
    visitor.open("/account/signup/")
    visitor.press("Continue")
    assert visitor.page.title().startswith("Error:")
    summary = visitor.page.locator("[role=alert][data-focus], .sum").first
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(visitor.page.get_by_label("Your name")).to_be_focused()
