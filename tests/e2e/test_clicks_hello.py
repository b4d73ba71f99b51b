"""From the list to a pair in as few presses as promised, with and without script; "I’m full" in one."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from accounts.models import User
from mentorship import scenarios
from mentorship.scenarios import build
from pairings.models import Pairing, Request
from profiles.models import Profile
from programs.models import Program
from tests.e2e import steps
from tests.e2e.walker import Walker

Come = Callable[..., Walker]
HELLO = 3  # presses, from the page that says somebody is listed to a hello that is sent
BOTH = 7  # presses of the two together, from there to a pair
FULL = 1


@dataclass
class Two:
    """A mentor and a mentee on the list, and somebody who has not signed up."""

    program: Program
    mentor: Profile
    mentee: Profile
    newcomer: User


@pytest.fixture
def two() -> Two:
    tag = str(User.objects.count())
    owner = build.person("Olga Owner", f"olga-{tag}@bothy.example")
    group = build.group(owner, f"Clicks {tag}")
    program = scenarios.started(group, owner, starts_on=None, signup_until=None)
    found = []
    for name in ("Mona Clicks", "Milo Clicks", "Nina Clicks"):
        user = build.person(name, f"{name.split()[0].lower()}-{tag}@bothy.example")
        build.member(group, user)
        found.append(user)
    mentor, mentee = (
        build.signed_up(program, user, role) for user, role in zip(found, ("mentor", "mentee"), strict=False)
    )
    return Two(program, mentor, mentee, found[2])


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_listed_to_sent_and_a_yes_at_once(come: Come, two: Two, script: bool) -> None:
    milo = come("Milo", user=two.mentee.user, script=script)
    milo.open(f"{two.program.get_absolute_url()}sign-up/done/?as=mentee")
    steps.say_hello(milo, "Mona Clicks")
    sent, typed = milo.count()
    assert (sent, typed) == (HELLO, 0)
    mona = come("Mona", user=two.mentor.user, script=script)
    pairing = steps.answer_yes(mona)
    yes, _ = mona.count()
    assert yes <= 2
    assert sent + yes <= BOTH
    assert pairing.mentee == two.mentee
    mona.sees("You and Milo are a pair")


def test_a_question_a_reply_and_then_a_pair(come: Come, two: Two, script: bool) -> None:
    """The longer way: asked, answered, "Let's pair up" from one, "Yes" from the other."""
    milo = come("Milo", user=two.mentee.user, script=script)
    milo.open(f"{two.program.get_absolute_url()}directory/?role=mentor")
    milo.press("Say hello to Mona Clicks")
    milo.choose("I’d just like to ask something")
    milo.press("Send hello")
    milo.sees("You asked something")
    mona = come("Mona", user=two.mentor.user, script=script)
    steps.follow_mail(mona, "said hello")
    steps.write(mona, "Ask away, I have time on Thursday.")
    mona.press("Let’s pair up")
    mona.sees("You asked: “I’d like to be your mentor”")
    new = Request.objects.get(sender=two.mentor.user, state="open")
    milo.open(f"/c/{new.conversation.code}/")
    milo.press("Yes, let’s pair up")
    presses = milo.count()[0] + mona.count()[0]
    assert presses <= BOTH
    assert Pairing.objects.filter(mentor=two.mentor, mentee=two.mentee, state="active").exists()


def test_asking_to_pair_without_a_sign_up_sends_with_its_last_press(
    come: Come, two: Two, script: bool
) -> None:
    nina = come("Nina", user=two.newcomer, script=script)
    nina.open(f"{two.program.get_absolute_url()}directory/?role=mentor")
    nina.press("Say hello to Mona Clicks")
    nina.choose("In my own words", "I’d like you to be my mentor")
    words = "You wrote about saying it out loud, and I keep thinking about it."
    nina.type("Your words", words)
    nina.press("Send hello")
    nina.choose(two.program.topics[0])
    nina.type("What do you need help with", "Saying what I want next.")
    nina.press("Continue")
    nina.press("Continue")
    nina.choose("Messages", "A call", "30 minutes a week")
    nina.press("Continue")
    nina.sees("Your hello goes with this press")
    nina.choose("I’m 18 or over")
    nina.press("Put me on the list")
    nina.sees("You’re on the list, and your hello is sent.")
    sent = Request.objects.get(sender=two.newcomer)
    assert (sent.asks, sent.conversation.messages.get().body) == ("mentor", words)
    assert nina.path == sent.get_absolute_url()


def test_full_with_one_press_and_back_with_one(come: Come, two: Two, script: bool) -> None:
    milo = come("Milo", user=two.mentee.user, script=script)
    milo.open(f"{two.program.get_absolute_url()}directory/?role=mentor")
    milo.press("Say hello to Mona Clicks")
    milo.press("Send hello")
    mona = come("Mona", user=two.mentor.user, script=script)
    mona.open(f"{two.program.get_absolute_url()}hellos/")
    mona.press("I’m full", kind="button")
    assert mona.count()[0] == FULL
    mona.sees("You’re full for now")
    mona.sees("One person waits for your answer")
    mona.press("Send this kind no")
    mona.sees("Your note is on its way to one person")
    milo.open(Request.objects.get(sender=two.mentee.user).get_absolute_url())
    milo.sees("I’m full just now and you deserve someone with time.")
    mona.open(f"{two.program.get_absolute_url()}hellos/full/")
    mona.press("I have room again")
    two.mentor.refresh_from_db()
    assert two.mentor.accepting_from is None


def test_the_openers_and_the_no_by_keys_alone(come: Come, two: Two) -> None:
    """Radios move with the arrows, a refused page takes the focus to its reason."""
    milo = come("Milo", user=two.mentee.user)
    page = milo.page
    milo.open(f"{two.program.get_absolute_url()}hellos/new/{two.mentor.code}/")
    page.locator("input[name=opener]:checked").focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("In my own words")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("#id_words")).to_be_focused()
    page.keyboard.type("Hi")
    page.get_by_role("button", name="Send hello").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sum")).to_be_focused()
    expect(page.locator("#id_words")).to_have_value("Hi")
    assert page.title().startswith("Error:")
