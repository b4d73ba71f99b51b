"""The directory with JavaScript off: narrowed, read to its end, kept, put aside and taken back."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from mentorship.scenarios import build
from profiles.models import Mark
from programs.models import Program
from tests.e2e.walker import DESK, Walker

Come = Callable[..., Walker]
MANY = 14  # two more than a page


@pytest.fixture
def program() -> Program:
    """Fourteen mentors of a group of its own, with two topics by turns."""
    tag = uuid.uuid4().hex[:6]
    owner = build.person("Priya Raman", f"priya-{tag}@bothy.example")
    of = build.group(owner, f"Long List {tag}")
    program = build.started(of, owner)
    for number in range(MANY):
        user = build.person(f"Mentor Number{number:02d}", f"m{number}-{tag}@bothy.example")
        build.member(of, user)
        said = {"topics": [program.topics[number % 2]], "help_text": f"I know about glaze{number:02d}."}
        build.signed_up(program, user, "mentor", **said)
    return program


@pytest.fixture
def reader(program: Program, come: Come) -> Walker:
    """A mentee of that program who looks round, without JavaScript."""
    user = build.person("Dora Plain", f"dora-{uuid.uuid4().hex[:6]}@bothy.example")
    build.member(program.group, user)
    build.signed_up(program, user, "mentee")
    walker = come("Dora", user=user, script=False)
    walker.open(f"{program.get_absolute_url()}directory/")
    return walker


def names(walker: Walker) -> list[str]:
    return walker.page.locator("#people h2").all_inner_texts()


def card(walker: Walker, name: str) -> Locator:
    return walker.page.locator("article").filter(has=walker.page.get_by_role("heading", name=name))


def test_the_list_goes_on_to_its_end(reader: Walker) -> None:
    first = names(reader)
    reader.press("Show more mentors")
    rest = names(reader)
    assert (len(first), len(rest), len({*first, *rest})) == (12, MANY - 12, MANY)
    reader.sees("That’s everyone.")


def test_words_and_chips_narrow_it_and_an_empty_answer_leads_on(reader: Walker, program: Program) -> None:
    reader.page.get_by_role("searchbox").fill("glaze0")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**q=glaze0*")
    assert len(names(reader)) == 10
    reader.page.locator("summary").filter(has_text="Filter").click()
    reader.choose(program.topics[1])
    reader.press("Show people")
    assert [name[-2:] for name in sorted(names(reader))] == ["01", "03", "05", "07", "09"]
    reader.page.get_by_role("searchbox").fill("glaze13")
    reader.press("Show people")
    assert [name[-2:] for name in names(reader)] == ["13"]
    reader.page.get_by_role("searchbox").fill("nobodysaysthis")
    reader.press("Show people")
    reader.sees("No one matches all of that")
    reader.press("Take it away")
    assert names(reader)


def test_the_filter_stays_where_it_was_pressed(reader: Walker, program: Program) -> None:
    """What it opens goes below it, at the whole width; the next stop of the keyboard is in there."""
    reader.page.set_viewport_size(DESK)
    pressed = reader.page.locator("summary").filter(has_text="Filter")
    before = pressed.bounding_box()
    pressed.click()
    chip = reader.page.locator("label.chip").filter(has_text=program.topics[0])
    expect(chip).to_be_visible()
    assert pressed.bounding_box() == before
    reader.page.keyboard.press("Tab")
    expect(chip.locator("input")).to_be_focused()


def test_a_person_is_kept_put_aside_and_back(reader: Walker) -> None:
    kept, gone = names(reader)[:2]
    reader.press(card(reader, kept).get_by_role("button", name=re.compile("^Keep")))
    expect(card(reader, kept).get_by_role("button", name=re.compile("^Kept"))).to_be_visible()
    reader.press("Kept", within=reader.page.locator(".tabs"))
    assert names(reader) == [kept]
    reader.press("Mentors", within=reader.page.locator(".tabs"))
    reader.press(card(reader, gone).get_by_role("button", name=re.compile("^Not for me")))
    assert gone not in names(reader)
    reader.press("Undo")
    assert gone in names(reader)
    reader.press(card(reader, gone).get_by_role("button", name=re.compile("^Not for me")))
    reader.press("Show them")
    assert names(reader) == [gone]
    assert Mark.objects.filter(user__email=reader.email).count() == 2
