"""Pages: a conversation's own, searching them, and one message at a time."""

from django.urls import reverse

from accounts.models import User
from messaging.models import Message
from tests.e2e.entries import Entry, Path, pair
from tests.e2e.walker import Walker
from tests.e2e.world import World


def searched(query: str) -> Path:
    return lambda world: f"{reverse('inbox')}?q={query}"


def old(world: World) -> Message:
    """What Dani wrote weeks ago."""
    return world.pair.conversation.messages.filter(author=world.user("dani"), removed_at=None).earliest("pk")


def mentee(world: World) -> User:
    return world.talkers.mentee_user


def fresh(world: World) -> Message:
    """Said a moment ago by one who talks much."""
    return world.talkers.conversation.messages.filter(author=mentee(world), removed_at=None).latest("pk")


def edit(which) -> Path:
    def path(world: World) -> str:
        said = which(world)
        return reverse("message_edit", args=[said.conversation.code, said.pk])

    return path


def emptied(walker: Walker) -> None:
    walker.page.locator("#edit_body").fill(" ")
    walker.press("Save")


def in_the_middle(world: World) -> str:
    rows = world.talkers.conversation.messages.order_by("pk")
    return f"{pair('pair', 'talkers')(world)}?at={rows[8].pk}"


TALK = [
    Entry("inbox", "amara", searched("fox"), "found"),
    Entry("inbox", "amara", searched("dani"), "name"),
    Entry("inbox", "dani", searched("zebra"), "nothing"),
    Entry("inbox", "amara", lambda world: reverse("inbox"), "mentor"),
    Entry("pair", mentee, in_the_middle, "at-a-message"),
    Entry("message_edit", "dani", edit(old), "late"),
    Entry("message_edit", mentee, edit(fresh)),
    Entry("message_edit", mentee, edit(fresh), "empty", 422, emptied),
]
TALK_WRITES = {"message_remove"}
TALK_LEAD_ON = {"message", "message_report", "conversation_say"}
