"""The walk in steps, to be taken with JavaScript and without: each function is one person's part."""

import re

from playwright.sync_api import expect

from accounts.models import User
from groups.models import Group
from mentorship.scenarios import build
from messaging import delivery
from pairings.models import Pairing
from programs.models import Program
from tests.e2e.walker import Walker, newest_mail


def make_group(owner: Walker, name: str) -> Group:
    """A visitor presses "Start a group", makes an account, and makes the group: one press, two fields."""
    owner.open("/")
    owner.press("Start a group")
    owner.press("Make an account")
    owner.sign_up()
    assert owner.path == "/new/"
    owner.count()
    owner.type("Name", name)
    owner.type("One line about it", "People who mend things, and each other.")
    owner.press("Make the group")
    return Group.objects.get(name=name)


def open_sign_up(owner: Walker, group: Group) -> Program:
    """From the new group's home to an open sign-up with nothing changed on the way."""
    owner.press("Start a program")
    owner.press("Use this one: Career advancement")
    owner.press("Save")
    owner.press("Looks good")
    owner.press("Looks good")
    owner.press("Open sign-up", kind="button")
    owner.sees("Now tell people")
    return Program.objects.get(group=group)


def invite_link(owner: Walker) -> str:
    """The link as it stands in its field, to copy by hand."""
    return owner.page.get_by_label("Invite link").input_value()


def join(newcomer: Walker, link: str, role: str, program: Program) -> None:
    """From the link to the list."""
    newcomer.open(link.removeprefix(newcomer.site))
    newcomer.press("I can help someone" if role == "mentor" else "Find me a mentor")
    newcomer.sign_up()
    newcomer.choose(program.topics[0], program.topics[1])
    sentence = "Asking for more money without apologising, three times now."
    newcomer.type("What can you help with" if role == "mentor" else "What do you need help with", sentence)
    newcomer.press("Continue")
    newcomer.press("Continue")
    newcomer.choose("Messages", "A call", "Weekday evenings", "30 minutes a week")
    newcomer.press("Continue")
    newcomer.choose("I’m 18 or over")
    newcomer.press("Put me on the list")
    newcomer.sees("What happens now")


def say_hello(mentee: Walker, mentor: str) -> None:
    """From the page "You're on the list" to a hello that asks to be paired."""
    mentee.press("See who could help")
    mentee.press(f"Say hello to {mentor}")
    mentee.page.locator("label.q").first.click()
    mentee.choices += 1
    mentee.choose("I’d like you to be my mentor")
    mentee.press("Send hello")
    mentee.sees("You asked")


def answer_yes(mentor: Walker) -> Pairing:
    """From the mail to a pair."""
    follow_mail(mentor, "said hello")
    mentor.press("Yes, let’s pair up")
    return Pairing.objects.filter(mentor_user__email=mentor.email).latest("pk")


def follow_mail(walker: Walker, subject: str) -> None:
    """Press the one link of the newest mail."""
    delivery.drain()
    text = newest_mail(walker.email)
    assert subject in text
    link = re.search(re.escape(walker.site) + r"(/[cpr]/[^\s>]+)", text)
    assert link
    walker.open(link[1])
    walker.presses += 1


def write(walker: Walker, words: str) -> None:
    """A message from the page where the conversation is."""
    walker.type("Write to", words)
    walker.press("Send", kind="button")
    expect(walker.page.locator(".msg.me", has_text=words)).to_be_visible()


def tick_the_week(walker: Walker) -> None:
    """ "We talked this week", and the page says so."""
    walker.press(
        walker.page.locator("#week form button").filter(has_text=re.compile("We talked|Yes, tick it"))
    )
    ticked = walker.page.locator("#week .pill.ok")
    expect(ticked.or_(walker.page.locator("section[aria-labelledby=weeks]"))).to_be_visible()


def signed_up_two(group: Group, program: Program, tag: str) -> tuple[User, User]:
    """Another mentor and mentee on the list, through the services."""
    found = []
    for name, role in ((f"Mona {tag}", "mentor"), (f"Milo {tag}", "mentee")):
        user = build.person(name, f"{name.replace(' ', '-').lower()}@bothy.example")
        build.member(group, user)
        build.signed_up(program, user, role)
        found.append(user)
    return found[0], found[1]
