"""Pages: hellos in their different moments, and having no time for anybody new."""

import uuid

from django.urls import reverse

from pairings.models import Request
from pairings.services import kept
from tests.e2e.entries import Entry, program
from tests.e2e.walker import Walker
from tests.e2e.world import World


def _lapsed(world: World) -> list[object]:
    return [Request.objects.filter(sender=world.user("malik"), program=world.open).earliest("pk").code]


def _kept(world: World) -> str:
    """Sam has written to Gwen and not signed up."""
    kept.keep(
        sender=world.user("sam"),
        to_profile=world.profile("gwen"),
        opener="",
        words="You wrote about running the place, and I keep thinking about it.",
        to_pair=True,
        token=uuid.uuid4(),
    )
    return program("hellos")(world)


def _answered(world: World) -> str:
    """Fern's page once more, with how soon Amara usually answers."""
    type(world.profile("amara")).objects.filter(pk=world.profile("amara").pk).update(usual_answer=40)
    return program("hello", "open", lambda w: [w.hello.code])(world)


def _resting(walker: Walker) -> None:
    """Says it, where it has not been said."""
    if walker.page.get_by_role("button", name="Not this month").count():
        walker.press("Not this month")


def _going_on(world: World, key: str) -> str:
    _kept(world)
    return reverse("hello_new", args=[world.group.slug, world.open.slug, world.profile(key).code])


def _nobody(walker: Walker) -> None:
    """Nobody is ticked."""
    _resting(walker)
    for box in walker.page.locator("input[name=to]").all():
        box.uncheck(force=True)
    walker.press("Send this kind no")


HELLOS: list[Entry] = [
    Entry("hello", "malik", program("hello", "open", _lapsed), "lapsed"),
    Entry("hello", "gwen", program("hello", "open", _lapsed), "lapsed-for-you"),
    Entry("hello", "fern", _answered, "usual"),
    Entry("hellos", "amara", program("hellos", "open"), "waiting"),
    Entry("hellos", "malik", program("hellos", "open"), "leave-it"),
    Entry("hellos", "sam", _kept, "kept"),
    Entry("hello_new", "sam", lambda w: _going_on(w, "gwen"), "kept"),
    Entry("hellos_full", "amara", program("hellos_full", "open")),
    Entry("hellos_full", "leila", program("hellos_full", "running"), "resting"),
    Entry("hellos_full", "amara", program("hellos_full", "open"), "waiting", 200, _resting),
    Entry("hellos_full", "amara", program("hellos_full", "open"), "empty", 422, _nobody),
]
