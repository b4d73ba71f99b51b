"""A cache that may be away: every rule that matters stands in the database, so a lost Redis is a miss."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
PAUSE = 5.0  # seconds without a try after a failure: a frozen Redis must not cost each call its timeout


def fail_open(method: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a cache method so that it gives `answer` of its arguments when Redis is away."""
    original = getattr(RedisCache, method)

    @wraps(original)
    def call(self: "FailOpenRedisCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < self.away_until:
            return answer(*args, **kwargs)
        try:
            return original(self, *args, **kwargs)
        except (RedisError, OSError) as error:
            FailOpenRedisCache.away_until = time.monotonic() + PAUSE
            logger.warning("Cache away for now: %s", type(error).__name__)
            return answer(*args, **kwargs)

    return call


class PrefixedClient(RedisCacheClient):
    """Clears its own keys only: the broker's queue may live in the same database."""

    prefix = ""

    def clear(self) -> bool:
        client = self.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.prefix}:*", count=1000):
            client.unlink(key)
        return True


class FailOpenRedisCache(RedisCache):
    """Django's Redis cache, where an unreachable server is a miss and a write goes nowhere."""

    away_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = type("Client", (PrefixedClient,), {"prefix": self.key_prefix})

    add = fail_open("add", lambda *args, **kwargs: True)
    get = fail_open("get", lambda key, default=None, version=None: default)
    set = fail_open("set", lambda *args, **kwargs: None)
    touch = fail_open("touch", lambda *args, **kwargs: False)
    delete = fail_open("delete", lambda *args, **kwargs: False)
    get_many = fail_open("get_many", lambda *args, **kwargs: {})
    has_key = fail_open("has_key", lambda *args, **kwargs: False)
    incr = fail_open("incr", lambda key, delta=1, version=None: delta)
    set_many = fail_open("set_many", lambda data, *args, **kwargs: list(data))
    delete_many = fail_open("delete_many", lambda *args, **kwargs: None)
    clear = fail_open("clear", lambda *args, **kwargs: False)
