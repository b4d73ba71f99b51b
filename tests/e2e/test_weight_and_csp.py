"""How much a first load weighs, and that nothing but our own files is asked for under the strict CSP."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.urls import reverse
from playwright.sync_api import Response

from tests.e2e.entries import pair, program
from tests.e2e.walker import Walker
from tests.e2e.world import World

Come = Callable[..., Walker]
HTML = 20_000  # bytes raw a page, the words that people wrote to each other left out
FIRST, PAIR, BARE = 30_000, 40_000, 15_000  # bytes compressed (architecture.md 5)


def weigh(walker: Walker, path: str) -> tuple[int, int]:
    """Bytes of a first load as production sends it (files by brotli, pages by the proxy's gzip), and the
    raw bytes of its page without the words of a talk."""
    responses: list[Response] = []

    def heard(response: Response) -> None:  # Playwright wants a function of Python's own
        responses.append(response)

    walker.page.on("response", heard)
    walker.open(path)
    walker.page.wait_for_load_state("networkidle")
    ended = [response for response in responses if not response.url.endswith("/live/")]  # which never ends
    bodies = {response.url: response.body() for response in ended if response.status == 200}
    page = bodies[next(url for url in bodies if url.removeprefix(walker.site).split("#")[0] == path)]
    sent = {
        url: len(brotli.compress(body) if "/static/" in url else gzip.compress(body, 6))
        for url, body in bodies.items()
    }
    words = walker.page.locator(".msg p[dir=auto]").evaluate_all("all => all.map(one => one.textContent)")
    return sum(sent.values()), len(page) - sum(len(text.encode()) for text in words)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_first_load(come: Come, world: World, *, script: bool) -> None:
    pages = {
        "landing": (None, reverse("today")),
        "group": ("dani", world.group.get_absolute_url()),
        "program": ("dani", program("program")(world)),
        "directory": ("fern", program("directory")(world)),
        "sign-up": ("leila", program("sign_up_step", "open", lambda w: ["mentee", 1])(world)),
        "overview": ("priya", program("program_manage", "running")(world)),
        "pair": ("dani", pair("pair")(world)),
    }
    sizes = {}
    for name, (who, path) in pages.items():
        walker = come(name, user=who and world.user(who), script=script)
        sizes[name] = weigh(walker, path)
    most = {name: (PAIR if name == "pair" else FIRST) if script else BARE for name in sizes}
    assert {name: size for name, (size, _raw) in sizes.items() if size > most[name]} == {}
    assert {name: raw for name, (_size, raw) in sizes.items() if raw > HTML} == {}


def test_the_policy_is_strict_and_holds(come: Come, world: World) -> None:
    dani = come("Dani", user=world.user("dani"))
    response = dani.open(pair("pair")(world))
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    dani.page.evaluate(
        "() => { const script = document.createElement('script');"
        " script.textContent = 'window.broken = 1'; document.body.append(script); }"
    )
    assert dani.page.evaluate("window.broken") is None
    dani.page.wait_for_timeout(100)
    assert any("Content Security Policy" in line for line in dani.complaints)
    dani.complaints.clear()


def test_all_is_ours(come: Come, world: World) -> None:
    """One style sheet, one script of ours, htmx, the icon: no more requests than that."""
    dani = come("Dani", user=world.user("dani"))
    asked: list[str] = []
    dani.page.on("request", lambda request: asked.append(request.url.removeprefix(dani.site)))
    dani.open(pair("pair")(world))
    static = sorted(url.split("?")[0] for url in asked if url.startswith("/static/"))
    assert [url for url in static if not url.startswith("/static/img/")] == [
        "/static/django_htmx/htmx-2.min.js",
        "/static/talk.css",
        "/static/talk.js",
    ]
