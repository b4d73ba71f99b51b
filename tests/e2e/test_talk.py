"""The composer and one's own messages in a browser: nothing lost, nothing doubled, focus where it belongs."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Route, expect

from accounts.models import User
from messaging.models import Message
from pairings.models import Pairing
from tests.e2e.walker import Walker, session_of
from tests.e2e.world import World

Come = Callable[..., Walker]


def opened(come: Come, pairing: Pairing, **how) -> Walker:
    dani = come("Dani", user=pairing.mentee_user, **how)
    dani.open(pairing.get_absolute_url())
    return dani


def said(pairing: Pairing, words: str) -> int:
    return Message.objects.filter(conversation=pairing.conversation, body=words).count()


def lose_the_answer(walker: Walker) -> None:
    """The next message reaches the server and is kept there; its answer gets lost on the way back."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    walker.page.route("**/say/", lose, times=1)


def test_a_lost_answer_and_send_again_is_one_message(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = opened(come, pairing)
    box = dani.page.locator("#say_body")
    box.fill("Said once.")
    lose_the_answer(dani)
    dani.find("Send", kind="button").click()
    dani.sees("That didn’t send")
    expect(box).to_have_value("Said once.")
    assert said(pairing, "Said once.") == 1
    dani.find("Send", kind="button").click()
    expect(dani.page.locator(".msg.me", has_text="Said once.")).to_have_count(1)
    expect(dani.page.locator("#say_body")).to_have_value("")
    assert said(pairing, "Said once.") == 1
    dani.complaints.clear()  # the lost answer itself is in the console


def test_a_draft_is_its_writers_own_on_a_device_that_two_share(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = opened(come, pairing)
    dani.page.locator("#say_body").fill("Not yet for anybody.")

    def sits_down(user: User) -> None:
        cookie = {"name": "session", "value": session_of(user), "url": dani.site}
        dani.context.add_cookies([cookie])  # type: ignore[list-item]
        dani.open(pairing.get_absolute_url())

    sits_down(pairing.mentor_user)
    expect(dani.page.locator("#say_body")).to_have_value("")
    sits_down(pairing.mentee_user)
    expect(dani.page.locator("#say_body")).to_have_value("Not yet for anybody.")


def test_a_reload_in_between_doubles_nothing_either(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = opened(come, pairing)
    dani.page.locator("#say_body").fill("Said before a reload.")
    lose_the_answer(dani)
    dani.find("Send", kind="button").click()
    dani.sees("That didn’t send")
    dani.open(pairing.get_absolute_url())
    box = dani.page.locator("#say_body")
    expect(box).to_have_value("Said before a reload.")
    dani.find("Send", kind="button").click()
    expect(box).to_have_value("")
    assert said(pairing, "Said before a reload.") == 1
    dani.complaints.clear()


def test_an_ended_session_keeps_the_words_until_one_is_back(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = opened(come, pairing)
    dani.page.locator("#say_body").fill("Written while the session ended.")
    kept = dani.context.cookies()
    dani.context.clear_cookies()
    dani.find("Send", kind="button").click()
    dani.page.wait_for_url("**/account/login/**")
    dani.context.add_cookies(kept)
    dani.open(pairing.get_absolute_url())
    expect(dani.page.locator("#say_body")).to_have_value("Written while the session ended.")
    dani.page.locator("#say_body").press("Control+Enter")
    expect(dani.page.locator(".msg.me", has_text="Written while")).to_have_count(1)
    expect(dani.page.locator("#say_body")).to_be_focused()
    dani.open(pairing.get_absolute_url())
    expect(dani.page.locator("#say_body")).to_have_value("")
    dani.complaints.clear()  # the refusal without a session is in the console


def test_what_is_left_is_said_near_the_limit_only(come: Come, world: World) -> None:
    dani = opened(come, world.fresh)
    box = dani.page.locator("#say_body")
    box.fill("x" * 9_000)
    expect(dani.page.locator(".left")).to_have_count(0)
    box.fill("x" * 9_960)
    expect(dani.page.locator(".left")).to_have_text("40 left")
    expect(dani.page.locator("#said")).to_have_text("40 left")
    box.fill("x" * 10_003)
    expect(dani.page.locator(".left")).to_have_text("3 too many")
    box.fill("")
    expect(dani.page.locator(".left")).to_have_count(0)


def test_a_picked_way_in_goes_with_one_message_and_is_let_go(come: Come, world: World) -> None:
    dani = opened(come, world.talkers)
    dani.page.locator(".q").last.click()
    dani.page.locator("#say_body").fill("With the question.")
    dani.page.locator("#say_body").press("Control+Enter")
    expect(dani.page.locator(".msg.me", has_text="With the question.").locator(".re")).to_have_count(1)
    expect(dani.page.locator("input[name=quote]:checked")).to_have_count(0)


def test_a_refusal_is_not_left_behind_the_bar_at_the_foot(come: Come, world: World) -> None:
    dani = opened(come, world.fresh)
    box = dani.page.locator("#say_body")
    box.focus()
    bar = dani.page.locator(".nav").bounding_box()["y"]
    under = box.bounding_box()
    dani.page.evaluate("by => scrollBy(0, by)", under["y"] + under["height"] + 8 - bar)
    box.press("Control+Enter")
    dani.sees("Write a few words first")
    expect(box).to_be_focused()
    clear = "bar => document.activeElement.getBoundingClientRect().bottom < bar"
    dani.page.wait_for_function(clear, arg=bar)


def test_the_composer_grows_with_the_words_and_is_one_press_from_the_top(come: Come, world: World) -> None:
    dani = opened(come, world.fresh)
    page = dani.page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to writing")
    page.keyboard.press("Enter")
    box = page.locator("#say_body")
    expect(box).to_be_focused()
    page.keyboard.insert_text("one line\n" * 7)
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 0
    page.keyboard.insert_text("one line\n" * 30)
    assert box.bounding_box()["height"] < 400
    box.fill("")


def test_editing_and_taking_back_in_place(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = opened(come, pairing)
    dani.page.locator("#say_body").fill("See you Thursdya.")
    dani.find("Send", kind="button").click()
    bubble = dani.page.locator(".msg.me", has_text="Thursdya")
    bubble.get_by_role("link", name="Edit").click()
    box = dani.page.locator("#edit_body")
    expect(box).to_be_focused()
    box.fill("See you Thursday.")
    box.press("Control+Enter")
    bubble = dani.page.locator(".msg.me", has_text="See you Thursday.")
    expect(bubble).to_be_focused()
    expect(bubble.get_by_text("edited")).to_be_visible()
    bubble.get_by_role("link", name="Edit").click()
    dani.page.get_by_role("link", name="Leave it").click()
    expect(bubble).to_be_focused()
    bubble.get_by_role("link", name="Edit").click()
    dani.page.get_by_role("button", name="Take it back").click()
    gone = dani.page.locator(".msg.me.taken").last
    expect(gone).to_be_focused()
    expect(gone).to_contain_text("You took this back")
    assert said(pairing, "See you Thursday.") == 0


def test_report_and_block_are_a_press_away_by_keyboard(come: Come, world: World) -> None:
    dani = come("Dani", user=world.user("dani"))
    dani.open(world.pair.get_absolute_url())
    dani.page.locator(".msg:not(.me)").last.get_by_role("link", name="Report or block").focus()
    dani.page.keyboard.press("Enter")
    dani.page.wait_for_url("**/report/**")
    expect(dani.page.locator("input[name=messages]:checked")).to_have_count(1)
    dani.page.locator("main").get_by_role("link", name="Block Amara").press("Enter")
    dani.page.wait_for_url("**/block/")


def test_all_of_it_without_javascript(come: Come, world: World) -> None:
    pairing = world.fresh
    dani = opened(come, pairing, script=False)
    dani.find("Send", kind="button").click()
    dani.page.get_by_role("alert").get_by_role("link", name="Write a few words first").click()
    expect(dani.page.locator("#say_body")).to_be_focused()
    dani.page.locator("#say_body").fill("Plain words, misspelt.")
    dani.find("Send", kind="button").click()
    dani.page.locator(".msg.me", has_text="misspelt").get_by_role("link", name="Edit").click()
    dani.page.locator("#edit_body").fill("Plain words, spelt.")
    dani.find("Save", kind="button").click()
    bubble = dani.page.locator(".msg.me", has_text="Plain words, spelt.")
    expect(bubble.get_by_text("edited")).to_be_visible()
    bubble.get_by_role("link", name="Edit").click()
    dani.find("Take it back", kind="button").click()
    expect(dani.page.locator(".msg.me.taken").last).to_contain_text("You took this back")
    assert said(pairing, "Plain words, spelt.") == 0
    dani.open(reverse("me"))
    dani.find("Save", kind="button").click()
    assert dani.page.locator(".toast").bounding_box()["y"] < dani.page.locator("h1").bounding_box()["y"]
    dani.open("/messages/")
    dani.page.locator("#id_q").fill("plain")
    dani.find("Search", kind="button").click()
    dani.sees("Nothing found")
