"""The week, painted by mouse, by finger, by keys and without a script."""

import uuid
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Locator, expect

from accounts.models import User
from mentorship.scenarios import build
from profiles import week
from profiles.models import Profile
from profiles.services import profiles
from tests.e2e.walker import DESK, PHONE, Walker
from tests.e2e.world import World

Come = Callable[..., Walker]
NARROW = {"width": 320, "height": 640}
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def newcomer(world: World) -> User:
    """A member who has just come to the third step."""
    user = build.person("Petra Painter", f"petra-{uuid.uuid4().hex[:6]}@bothy.example")
    build.member(world.group, user)
    begun = profiles.begin(world.open, user, "mentee")
    said = {"answers": {"help": "What to do next"}, "topics": [world.open.topics[0]]}
    profiles.save_step(begun, 2, said)  # type: ignore[arg-type]
    return user


@pytest.fixture
def paint(come: Come, newcomer: User, world: World) -> Callable[..., Walker]:
    """Somebody looking at the open grid."""

    def begin(**how: object) -> Walker:
        petra = come("Petra", user=newcomer, **how)
        petra.open(f"{world.open.get_absolute_url()}sign-up/mentee/3/")
        petra.press(petra.page.locator(".paint summary"))
        return petra

    return begin


def cell(walker: Walker, value: str) -> Locator:
    return walker.page.locator(f".grid input[value='{value}']")


def painted(walker: Walker) -> set[str]:
    """What is ticked on the page."""
    ticked = walker.page.locator(".grid input:checked")
    return set(ticked.evaluate_all("all => all.map(one => one.value)"))


def kept(user: User) -> set[str]:
    """What the site knows."""
    return set(week.cells(week.parse(Profile.objects.get(user=user).week)))


def chosen(walker: Walker) -> set[str]:
    return set(
        walker.page.locator("input[name=hours]:checked").evaluate_all("all => all.map(one => one.value)")
    )


def middle(walker: Walker, value: str) -> tuple[float, float]:
    box = cell(walker, value).bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def said(walker: Walker) -> Locator:
    return walker.page.locator("[data-painted]")


def test_by_mouse(paint: Callable[..., Walker], newcomer: User) -> None:
    petra = paint(size=DESK)
    mouse = petra.page.mouse
    cell(petra, "1-18").scroll_into_view_if_needed()
    mouse.move(*middle(petra, "1-18"))
    mouse.down()
    mouse.move(*middle(petra, "3-20"), steps=2)  # quick: cells between are painted all the same
    mouse.up()
    assert painted(petra) == {f"{day}-{hour}" for day in (1, 2, 3) for hour in (18, 20)}
    assert chosen(petra) == {"evening"}
    expect(said(petra)).to_have_text("Tuesday 18 to 20, through Thursday 20 to 22: free")
    mouse.move(*middle(petra, "2-20"))  # from a painted one it washes off
    mouse.down()
    mouse.move(*middle(petra, "2-18"), steps=3)
    mouse.up()
    assert painted(petra) == {"1-18", "1-20", "3-18", "3-20"}
    cell(petra, "5-10").click()
    assert chosen(petra) == {"evening", "weekend"}
    petra.page.get_by_role("button", name="Sunday", exact=True).click()
    assert {"6-0", "6-6", "6-22"} <= painted(petra)
    petra.page.get_by_role("button", name="Sunday", exact=True).click()
    assert painted(petra) == {"1-18", "1-20", "3-18", "3-20", "5-10"}
    petra.press("Continue")
    assert kept(newcomer) == {"1-18", "1-20", "3-18", "3-20", "5-10"}
    petra.sees("Tuesday and Thursday 18–22, Saturday 10–12")


def test_a_drag_that_comes_back_paints_only_where_it_ends(paint: Callable[..., Walker]) -> None:
    petra = paint(size=DESK)
    cell(petra, "0-8").scroll_into_view_if_needed()
    mouse = petra.page.mouse
    mouse.move(*middle(petra, "0-8"))
    mouse.down()
    mouse.move(*middle(petra, "4-14"), steps=4)
    mouse.move(*middle(petra, "1-8"), steps=4)
    mouse.up()
    assert painted(petra) == {"0-8", "1-8"}
    mouse.move(*middle(petra, "2-8"))
    mouse.down()
    mouse.move(*middle(petra, "3-8"), steps=2)
    mouse.move(
        *middle(petra, "2-8"), steps=2
    )  # back on the first one: painted, and its click does not undo it
    mouse.up()
    assert painted(petra) == {"0-8", "1-8", "2-8"}


def test_by_finger(paint: Callable[..., Walker], newcomer: User) -> None:
    petra = paint(size=PHONE, has_touch=True, is_mobile=True)
    page = petra.page
    cell(petra, "0-18").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.grid').scrollIntoView({block: 'start'})")
    touch = page.context.new_cdp_session(page)

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    # Sideways it paints,
    x, y = middle(petra, "0-18")
    to, _ = middle(petra, "3-18")
    finger("touchStart", x, y)
    for part in range(1, 9):
        finger("touchMove", x + (to - x) * part / 8, y)
    finger("touchEnd")
    assert painted(petra) == {"0-18", "1-18", "2-18", "3-18"}
    assert chosen(petra) == {"evening"}
    # upwards it scrolls the page and paints nothing,
    before = page.evaluate("scrollY")
    x, y = middle(petra, "5-16")
    finger("touchStart", x, y)
    for part in range(1, 12):
        finger("touchMove", x, y - part * 20)
        page.wait_for_timeout(16)
    finger("touchEnd")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > before
    assert painted(petra) == {"0-18", "1-18", "2-18", "3-18"}
    # and a tap is one cell, on and off.
    cell(petra, "6-14").tap()
    assert "6-14" in painted(petra)
    cell(petra, "6-14").tap()
    assert "6-14" not in painted(petra)
    petra.press("Continue")
    assert kept(newcomer) == {"0-18", "1-18", "2-18", "3-18"}


def test_by_keys(paint: Callable[..., Walker], newcomer: User) -> None:
    petra = paint(size=DESK)
    page, key = petra.page, petra.page.keyboard.press
    page.locator(".paint summary").focus()
    key("Tab")
    expect(cell(petra, "0-6")).to_be_focused()  # one stop for all of it
    key("Tab")
    assert page.evaluate("!document.activeElement.closest('.grid')")
    key("Shift+Tab")
    expect(cell(petra, "0-6")).to_be_focused()
    key("ArrowRight")
    key("ArrowDown")
    expect(cell(petra, "1-8")).to_be_focused()
    key("Space")
    expect(said(petra)).to_have_text("Tuesday 08 to 10: free")
    key("Shift+ArrowRight")
    key("Shift+ArrowDown")
    assert painted(petra) == {"1-8", "2-8", "2-10"}
    expect(said(petra)).to_have_text("Wednesday 10 to 12: free")
    key("Space")
    expect(said(petra)).to_have_text("Wednesday 10 to 12: not free")
    key("Home")
    expect(page.get_by_role("button", name="10–12, every day")).to_be_focused()
    key("Enter")
    expect(said(petra)).to_have_text("10–12, every day: free")
    assert {f"{day}-10" for day in range(7)} <= painted(petra)
    key("Space")
    assert painted(petra) == {"1-8", "2-8"}
    key("End")
    expect(cell(petra, "6-10")).to_be_focused()
    key("ArrowRight")  # the edge: it stays
    expect(cell(petra, "6-10")).to_be_focused()
    ring = cell(petra, "6-10").evaluate("one => getComputedStyle(one).outlineStyle")
    assert ring == "solid"
    key("Tab")
    key("Shift+Tab")
    expect(cell(petra, "6-10")).to_be_focused()  # it is remembered
    petra.press("Continue")
    assert kept(newcomer) == {"1-8", "2-8"}


def test_without_a_script(paint: Callable[..., Walker], newcomer: User, world: World) -> None:
    petra = paint(script=False)
    assert petra.page.locator(".grid button").count() == 0
    expect(petra.page.locator("[data-painting]")).to_be_hidden()
    for name in ("Tuesday 18 to 20", "Saturday 10 to 12"):
        petra.page.get_by_label(name, exact=True).check()
    petra.press("Continue")
    assert kept(newcomer) == {"1-18", "5-10"}
    assert Profile.objects.get(user=newcomer).hours == ["evening", "weekend"]
    petra.sees("Tuesday 18–20, Saturday 10–12")
    petra.open(f"{world.open.get_absolute_url()}sign-up/mentee/3/")
    expect(
        petra.page.get_by_label("Saturday 10 to 12", exact=True)
    ).to_be_visible()  # unfolded: it is painted
    petra.page.get_by_label("Weekends", exact=True).uncheck(force=True)
    petra.press("Continue")
    assert kept(newcomer) == {"1-18"}


def test_the_choices_above_keep_in_step(paint: Callable[..., Walker]) -> None:
    petra = paint(size=DESK)
    cell(petra, "1-18").click()
    petra.choose("Weekends")
    assert {"5-8", "6-20", "1-18"} <= painted(petra)
    assert "5-0" not in painted(petra)
    petra.page.get_by_label("Weekday evenings", exact=True).uncheck(force=True)
    assert "1-18" not in painted(petra)
    petra.page.get_by_role("button", name="All week", exact=True).click()
    petra.page.get_by_role("button", name="All week", exact=True).click()
    assert painted(petra) == set()
    assert chosen(petra) == {"early", "day", "evening", "weekend"}  # washed off, what is chosen stays


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_cells_are_large_enough_on_the_smallest_phone(paint: Callable[..., Walker], *, script: bool) -> None:
    petra = paint(size=NARROW, has_touch=True, is_mobile=True, script=script)
    page = petra.page
    for one in page.locator(".grid input").all()[::9]:
        box = one.bounding_box()
        assert box
        assert box["width"] >= 24
        assert box["height"] >= 44
    grid = page.locator(".grid").bounding_box()
    assert grid
    assert grid["x"] + grid["width"] <= 320


def test_from_right_to_left(paint: Callable[..., Walker]) -> None:
    petra = paint(size=PHONE)
    petra.page.evaluate("document.documentElement.dir = 'rtl'")
    assert middle(petra, "0-8")[0] > middle(petra, "6-8")[0]
    cell(petra, "2-8").focus()
    petra.page.keyboard.press("ArrowLeft")
    expect(cell(petra, "3-8")).to_be_focused()
    petra.page.keyboard.press("ArrowRight")
    expect(cell(petra, "2-8")).to_be_focused()
    assert petra.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_with_hours_painted(paint: Callable[..., Walker], theme: str) -> None:
    petra = paint(size=PHONE, color_scheme=theme)
    for value in ("1-18", "5-10"):
        cell(petra, value).click()
    petra.page.evaluate(AXE)
    found = petra.page.evaluate(
        "axe.run(document.querySelector('main')).then(all => all.violations.map(v => v.id))"
    )
    assert found == []
