"""News of a conversation come as a fragment, and are the same markup as the page's own."""

import uuid
from collections.abc import Callable

from playwright.sync_api import expect

from messaging.services import conversations
from tests.e2e.walker import Walker
from tests.e2e.world import World

Come = Callable[..., Walker]


def test_news_stand_as_on_the_page(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = come("Dani", user=pairing.mentee_user)
    dani.page.clock.install()
    dani.open(pairing.get_absolute_url())
    for number in range(3):
        conversations.say(
            pairing.conversation, author=pairing.mentor_user, body=f"News {number} <b>", token=uuid.uuid4()
        )
    dani.page.clock.fast_forward(25_000)
    news = dani.page.locator(".msg")
    expect(news).to_have_count(3)
    live = news.all_inner_texts()
    dani.page.clock.fast_forward(25_000)
    expect(news).to_have_count(3)
    dani.open(pairing.get_absolute_url())
    expect(news).to_have_count(3)
    assert news.all_inner_texts() == live


def test_nobody_is_asked_for_while_the_page_is_hidden(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = come("Dani", user=pairing.mentee_user)
    dani.page.clock.install()
    dani.open(pairing.get_absolute_url())
    asked: list[str] = []
    dani.page.on("request", lambda request: asked.append(request.url))
    dani.page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    dani.page.clock.fast_forward(65_000)
    dani.page.wait_for_timeout(200)
    assert [url for url in asked if "/news/" in url] == []
    dani.page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    expect(dani.page.locator("#news")).to_be_attached()
    dani.page.wait_for_timeout(300)
    assert len([url for url in asked if "/news/" in url]) == 1


def test_a_lost_line_keeps_the_words(come: Come, world: World) -> None:
    """Offline, the message stays in the box, the button works again, and it says so."""
    pairing = world.fresh
    dani = come("Dani", user=pairing.mentee_user)
    dani.open(pairing.get_absolute_url())
    box = dani.page.locator("#say_body")
    box.fill("Written in a tunnel.")
    dani.context.set_offline(True)
    dani.find("Send", kind="button").click()
    dani.sees("That didn’t send")
    expect(box).to_have_value("Written in a tunnel.")
    dani.context.set_offline(False)
    dani.find("Send", kind="button").click()
    expect(dani.page.locator(".msg.me", has_text="Written in a tunnel.")).to_be_visible()
    dani.complaints.clear()  # the lost line itself is in the console
