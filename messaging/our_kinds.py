"""The kinds of notice whose facts are messaging's own: account mails and unread words."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import Block
from accounts.text import short

from . import roundup
from .kinds import ROUNDUP, Context, register
from .models import Message, Notice, Participant

EXCERPT = 450  # characters of somebody's words in a mail; the rest is behind the link


def nothing(notice: Notice) -> Context:
    """Account mails bring their words along, sealed."""
    return {}


def unread(notice: Notice) -> list[Message]:
    """What its reader has not read yet and its author has not taken back, oldest first; at most ten."""
    row = Participant.objects.filter(
        conversation_id=notice.subject_id or 0,
        user=notice.user,
        hidden=False,
        last_message_id__gt=F("last_read_id"),
    ).first()
    if row is None:
        return []
    since = Message.objects.filter(conversation_id=notice.subject_id or 0, pk__gt=row.last_read_id)
    since = since.filter(removed_at=None).exclude(author=notice.user)
    return list(since.select_related("author").order_by("pk")[:10])


def load_message(notice: Notice) -> Context | None:
    """Who wrote, and the first of the words."""
    words = unread(notice)
    if not words:
        return None
    first = words[0].body.strip()
    excerpt = first if len(first) <= EXCERPT else short(first, EXCERPT)
    return {"writer": words[-1].author, "excerpt": excerpt, "more": len(words) > 1 or excerpt != first}


def message_wanted(notice: Notice) -> bool:
    """Still unread, and nobody has blocked anybody."""
    words = unread(notice)
    return bool(words) and not Block.objects.between(words[-1].author_id, notice.user_id or 0).exists()


def register_all() -> None:
    """Called once when Django starts."""
    register("account", label="Codes and account changes", load=nothing, can_stop=False, quiet=False, rank=0)
    register(
        "message",
        label=_("Somebody wrote to you"),
        load=load_message,
        wanted=message_wanted,
        rank=3,
        about=_("When their words have waited ten minutes for you."),
        under="people",
    )
    # Stopped by the link under it alone; in the table it is what "once a day" means.
    register(ROUNDUP, label=_("What is new, once a day"), load=roundup.load, daily=False, rank=5)
