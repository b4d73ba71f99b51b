"""How a page of the list is said: its URL name, who looks at it, and how to get there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import User
from messaging import delivery
from tests.e2e.walker import Walker
from tests.e2e.world import World

Path = Callable[[World], str]
Who = str | Callable[[World], User] | None


@dataclass(frozen=True)
class Entry:
    """One page in one state. `who` is a word of the cast, None for a visitor, or finds somebody."""

    name: str
    who: Who
    path: Path
    state: str = ""
    status: int = 200
    arrive: Callable[[Walker], None] | None = None  # what to press once there, for a state with no address
    public: bool = False

    @property
    def id(self) -> str:
        return f"{self.name}-{self.state}" if self.state else self.name

    def user(self, world: World) -> User | None:
        if self.who is None or callable(self.who):
            return self.who and self.who(world)
        return world.user(self.who)


def plain(name: str, *args: object) -> Path:
    """An address that is always the same."""
    return lambda world: reverse(name, args=args)


def group(name: str, more: Callable[[World], list[object]] = lambda world: []) -> Path:
    """A page of Riverside Makers."""
    return lambda world: reverse(name, args=[world.group.slug, *more(world)])


def program(name: str, which: str = "open", more: Callable[[World], list[object]] = lambda world: []) -> Path:
    """A page of one of its programs: open, running or draft."""
    return lambda world: reverse(name, args=[world.group.slug, getattr(world, which).slug, *more(world)])


def pair(name: str, which: str = "pair", more: tuple[object, ...] = ()) -> Path:
    """A page of a pair."""

    def path(world: World) -> str:
        found = getattr(world, which)
        return reverse(name, args=[found.program.group.slug, found.program.slug, found.code, *more])

    return path


def of_pair(name: str, which: str) -> Path:
    """A page of the program that this pair walks in."""

    def path(world: World) -> str:
        found = getattr(world, which)
        return reverse(name, args=[found.program.group.slug, found.program.slug])

    return path


def press(*words: str) -> Callable[[Walker], None]:
    """Press these, one after the other."""

    def arrive(walker: Walker) -> None:
        for word in words:
            walker.press(word)

    return arrive


def press_own_words(walker: Walker) -> None:
    """Take none of the openers, write nothing, and send."""
    walker.choose("In my own words")
    walker.press("Send hello")


def wait_for_code(walker: Walker) -> None:
    walker.type("E-mail", "dani@bothy.example")
    walker.press("Continue")


def wait_for_first_code(walker: Walker) -> None:
    walker.type("Your name", "Somebody New")
    walker.type("E-mail", "somebody-new@bothy.example")
    walker.choose("I’m 18")
    walker.press("Continue")


def press_first_button(walker: Walker) -> None:
    walker.press(walker.page.locator("main form button").first)


def wait_for_a_mail(walker: Walker) -> None:
    """Somebody asks for a code, the drain sends it, and the demo's folder has a mail."""
    wait_for_code(walker)
    delivery.drain()
    walker.open(reverse("dev_mail"))
    walker.press(walker.page.locator("main a[href*='/dev/mail/']").first)


def second_factor(walker: Walker) -> None:
    walker.press(walker.page.locator("form[action*='/staff/'] button"))
