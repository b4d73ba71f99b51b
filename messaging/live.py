"""Live arrival, the side that tells: after a commit, "something changed here", to each person it concerns.

A hint and no more: it carries no words, may be lost at any moment, and costs whoever wrote next to nothing.
Polling is the net; `hub.py` is the side that hears. Nothing may ever depend on a hint.
"""

import hashlib
import logging
import time
from collections.abc import Iterable
from functools import cache, partial

import redis
from django.conf import settings
from django.db import transaction
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from .models import Conversation

logger = logging.getLogger(__name__)
PATIENCE = 0.2  # seconds for a Redis that does not answer
PAUSE = 5.0  # seconds without a try after a failure; the hub catches up on what they swallowed
INBOX, NOTICES = "inbox", "notices"
END = "end:"  # before the mark of a session whose streams are over
EVERY = "*"  # in its place: all sessions of this person


class _Away:
    """Until when nothing is tried: one for the process, as it is one Redis."""

    until = 0.0


def channel(user_id: int) -> str:
    """The channel on which one person's streams listen."""
    return f"{settings.KEY_PREFIX}live:{user_id}"


def talk(conversation: Conversation) -> str:
    """The topic of one conversation, as its page names it in `data-poll`."""
    return f"talk-{conversation.code}"


def mark(session_key: str) -> str:
    """What stands for a session where its key must not."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:20]


def tell(user_ids: Iterable[int], *topics: str) -> None:
    """Let these people's open pages know, once this transaction has committed, that these topics changed."""
    if ids := list(user_ids):
        transaction.on_commit(partial(publish, ids, " ".join(topics)), robust=True)


def tell_talk(conversation: Conversation, people: Iterable[int] | None = None) -> None:
    """Words of this conversation are new, edited or removed: its people's pages fetch what they may see.

    `people` are the participants' ids where they are known already. A closed one (a block, a departure) rings
    nobody: what is taken back there shows on the next page.
    """
    if people is None:
        rows = conversation.participants.filter(hidden=False, conversation__closed_at=None)
        people = rows.values_list("user_id", flat=True)
    tell(people, talk(conversation), INBOX)


def end_session(user_id: int, session_key: str) -> None:
    """This session is over: its streams end now, not at the next look."""
    tell([user_id], END + mark(session_key))


def end_all(user_id: int) -> None:
    """This person's account is closed: all of their streams end now."""
    tell([user_id], END + EVERY)


def publish(user_ids: list[int], text: str) -> bool:
    """Say it now; False where Redis is away, which is nobody's failure."""
    if time.monotonic() < _Away.until:
        return False
    try:
        with _client().pipeline(transaction=False) as pipe:
            for user_id in user_ids:
                pipe.publish(channel(user_id), text)
            pipe.execute()
    except (RedisError, OSError) as error:
        _Away.until = time.monotonic() + PAUSE
        logger.warning("Live hints away for now: %s", type(error).__name__)
        return False
    return True


def reachable() -> bool:
    """Would a hint get through at this moment?"""
    return publish([0], "")


@cache
def _client() -> "redis.Redis":
    # One more try only for a connection that Redis has closed meanwhile; never a second wait.
    again = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=again
    )
