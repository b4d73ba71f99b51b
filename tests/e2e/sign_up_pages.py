"""Moments of signing up that the demo's people are not in: a week being painted, a mail not opened yet."""

from allauth.account.models import EmailAddress

from accounts.models import User
from mentorship.scenarios import build
from profiles.services import profiles
from tests.e2e.entries import Entry, program
from tests.e2e.walker import Walker
from tests.e2e.world import World

UNOPENED = "unopened@bothy.example"


def unopened(world: World) -> User:
    """Somebody who has sent everything and has not opened our mail."""
    found = User.objects.filter(email=UNOPENED).first()
    if found is None:
        found = build.person("Una Opened", UNOPENED)
        build.member(world.group, found)
        EmailAddress.objects.filter(user=found).update(verified=False)
        build.signed_up(world.open, found, "mentee")
    return found


def painter(world: World) -> User:
    """Somebody whose half-made sign-up has a painted week, told on another clock than their own."""
    found = User.objects.filter(email="painter@bothy.example").first()
    if found is None:
        found = build.person("Paula Painter", "painter@bothy.example")
        build.member(world.group, found)
        begun = profiles.begin(world.open, found, "mentee")
        profiles.save_step(begun, 3, {"week": "0" * 40 + "ff"})
    return found


def open_grid(walker: Walker) -> None:
    """Unfold the week."""
    walker.page.locator(".paint summary").click()


SIGN_UP = [
    Entry(
        "sign_up_step",
        "sam",
        program("sign_up_step", "open", lambda w: ["mentee", 3]),
        "painting",
        200,
        open_grid,
    ),
    Entry("sign_up_step", painter, program("sign_up_step", "open", lambda w: ["mentee", 3]), "painted"),
    Entry("sign_up_check", painter, program("sign_up_check"), "painted"),
    Entry("sign_up_check", "dani", program("sign_up_check", "running"), "painted-and-listed"),
    Entry("sign_up_done", unopened, program("sign_up_done"), "unopened"),
    Entry("sign_up", unopened, program("sign_up"), "unopened"),
]
