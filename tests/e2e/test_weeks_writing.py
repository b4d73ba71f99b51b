"""An admin at the curriculum: by keys alone, without script, and when the session ends in the middle."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.models import User
from mentorship.scenarios import build
from programs.models import Program, Week
from programs.services import programs
from tests.e2e.walker import Walker, session_of

Come = Callable[..., Walker]


@pytest.fixture
def program() -> Program:
    """A program of somebody's own that is being set up."""
    tag = uuid.uuid4().hex[:6]
    olga = build.person("Olga Lang", f"olga-{tag}@bothy.example")
    return programs.start(build.group(olga, f"Writers {tag}"), by=olga, curriculum_key="career-advancement")


def place(program: Program, more: str = "") -> str:
    return f"/{program.group.slug}/programs/{program.slug}/manage/curriculum/{more}"


def title(program: Program, number: int) -> str:
    return Week.objects.live().get(program=program, number=number).title


def owner(program: Program) -> User:
    return program.created_by


def test_a_week_moves_by_keys_and_says_so(come: Come, program: Program) -> None:
    olga = come("Olga", user=owner(program))
    page = olga.page
    olga.open(place(program))
    page.get_by_role("button", name="Up week 3").focus()
    for said, then in (
        ("Week 3 is now week 2.", "Up week 2"),
        ("Week 2 is now week 1.", "Down week 1"),  # it can go no further: the other button
    ):
        page.keyboard.press("Enter")
        expect(page.locator("#toasts").get_by_text(said)).to_be_visible()
        expect(page.get_by_role("button", name=then, exact=True)).to_be_focused()
    assert title(program, 1) == "Good advice"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_one_week_costs_two_presses_and_a_field(come: Come, program: Program, script: bool) -> None:
    olga = come("Olga", user=owner(program), script=script)
    olga.open(place(program))
    olga.press("Edit week 4")
    olga.type("Title", "A memorable walk")
    olga.press(olga.page.get_by_role("button", name="Save", exact=True))
    assert olga.count() == (2, 1)
    olga.sees("Week 4 is changed.")
    assert title(program, 4) == "A memorable walk"


def test_all_of_it_without_script(come: Come, program: Program) -> None:
    olga = come("Olga", user=owner(program), script=False)
    olga.open(place(program))
    olga.press("Down week 4")
    olga.sees("Week 4 is now week 5.")
    olga.press("Hide week 6")
    olga.sees("Week 6 is hidden.")
    olga.press("Bring back")
    olga.sees("It’s back, as week 6.")
    olga.press("Add a week")
    olga.type("Title", "A long walk")
    olga.type("The question", "Where would you walk?")
    olga.page.locator("label.chip", has_text="The mail").click()
    olga.press("Preview")
    olga.sees("Week 12: Where would you walk?")
    assert Week.objects.live().filter(program=program).count() == 12
    for label, words in (
        ("One or two sentences", "Tell each other."),
        ("First way in", "How far?"),
        ("Second way in", "With whom?"),
        ("Third way in", "Away from what?"),
    ):
        olga.type(label, words)
    olga.press("Add it")
    olga.sees("Week 12 is new: A long walk.")
    olga.press("Edit week 12")
    olga.press("Remove it")
    olga.press("Remove it", kind="button")
    assert Week.objects.live().filter(program=program).count() == 12


def test_what_is_typed_shows_at_once_and_outlives_the_session(come: Come, program: Program) -> None:
    olga = come("Olga", user=owner(program))
    page = olga.page
    olga.open(place(program, "3/"))
    page.get_by_label("The question").fill("What would you tell yourself?")
    expect(page.locator("#preview h2")).to_contain_text("What would you tell yourself?")
    page.get_by_label("First way in").fill("A draft that nobody has saved")
    expect(page.locator("#preview .q").first).to_contain_text("A draft that nobody has saved")
    olga.context.clear_cookies(name="session")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert title(program, 3) == "Good advice"
    olga.context.add_cookies([{"name": "session", "value": session_of(owner(program)), "url": olga.site}])
    olga.open(place(program, "3/"))
    expect(page.locator("[data-kept]")).to_be_visible()
    expect(page.get_by_label("First way in")).to_have_value("A draft that nobody has saved")
    expect(page.locator("#preview .q").first).to_contain_text("A draft that nobody has saved")
    page.get_by_role("button", name="Save", exact=True).click()
    olga.sees("Week 3 is changed.")
    olga.open(place(program, "3/"))
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('words:'))") == []
    page.get_by_label("First way in").fill("Never mind")
    olga.open(place(program, "3/"))
    page.get_by_role("button", name="Forget them").click()
    expect(page.get_by_label("First way in")).to_have_value("A draft that nobody has saved")
    expect(page.locator("[data-kept]")).to_be_hidden()
