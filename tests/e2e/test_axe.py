"""Every page in a real browser: readable by everybody, in both themes, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from tests.e2e.entries import Entry
from tests.e2e.pages import PAGES
from tests.e2e.walker import DESK, PHONE, Walker
from tests.e2e.world import World

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The theme changes colours and nothing else (`data-theme` and a media query), so in the dark only these.
COLOURS = ["color-contrast", "link-in-text-block"]
NARROW = {"width": 320, "height": 640}
RUN = """options => axe.run(document, options).then(found => found.violations.flatMap(
    rule => rule.nodes.map(node => `${rule.id} (${rule.help}): ${node.html.slice(0, 160)}`)))"""


@pytest.fixture(scope="module")
def readers(browser: Browser, site: str, world: World) -> Iterator[dict[str, Walker]]:
    """One browser context a person, kept for the pages that follow; the story is told, whichever is first."""
    world.user("dani")
    found: dict[str, Walker] = {}
    yield found
    for walker in found.values():
        walker.close()


def reader(entry: Entry, world: World, readers: dict[str, Walker], browser: Browser, site: str) -> Walker:
    """Whoever looks at this page. What leaves a trace in the session gets a context of its own."""
    user = entry.user(world)
    key = f"{entry.id}" if user is None and entry.arrive else str(user and user.pk)
    if key not in readers:
        readers[key] = Walker(browser, site, "Reader", user=user, size=DESK)
    return readers[key]


def violations(walker: Walker, *, colours_only: bool = False) -> list[str]:
    """What axe finds on the page as it stands."""
    wanted = {"type": "rule", "values": COLOURS} if colours_only else {"type": "tag", "values": TAGS}
    found: list[str] = walker.page.evaluate(RUN, {"runOnly": wanted, "resultTypes": ["violations"]})
    return found


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_page(entry: Entry, world: World, readers: dict[str, Walker], browser: Browser, site: str) -> None:
    walker = reader(entry, world, readers, browser, site)
    page = walker.page
    walker.complaints.clear()
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    response = walker.open(entry.path(world))
    if entry.arrive:
        entry.arrive(walker)
        if entry.status == 422:  # else nothing was refused, and a trace is left for the pages that follow
            assert page.title().startswith("Error:")
    else:
        assert response.status == entry.status
        assert walker.path == entry.path(world).partition("?")[0]
    faults: dict[str, list[str]] = {}
    page.evaluate(AXE)
    for words, size in (("desk", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            faults[f"{words}, {theme}"] = violations(walker, colours_only=theme == "dark")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    wide = page.evaluate("document.documentElement.scrollWidth")
    faults["320 px"] = [] if wide <= 320 else [f"{wide} px wide"]
    faults["browser"] = walker.complaints
    assert {where: found for where, found in faults.items() if found} == {}
