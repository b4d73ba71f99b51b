"""A cache that is away is a miss, quickly, and a clear leaves the broker's queue alone."""

import time

import pytest
import redis
from django.conf import settings
from django.core.cache import cache

from mentorship.cache import FailOpenRedisCache


@pytest.fixture
def away(monkeypatch) -> FailOpenRedisCache:
    monkeypatch.setattr(FailOpenRedisCache, "away_until", 0.0)
    return FailOpenRedisCache("unix:///nonexistent/valkey.sock", {"OPTIONS": {}})


def test_a_cache_that_is_away_is_a_miss(away):
    away.set("key", 1)
    assert away.get("key") is None
    assert away.get("key", "default") == "default"
    assert away.get_many(["key"]) == {}
    assert away.add("key", 1) is True
    assert away.incr("key") == 1
    assert away.get_or_set("key", lambda: 7) == 7
    assert "key" not in away
    away.delete("key")
    away.clear()


def test_a_cache_that_is_away_is_not_asked_again_at_once(away, monkeypatch):
    away.get("key")
    monkeypatch.setattr(
        "django.core.cache.backends.redis.RedisCache.get", lambda *args: pytest.fail("asked again")
    )
    begun = time.monotonic()
    assert away.get("key") is None
    assert time.monotonic() - begun < 0.1


def test_clearing_takes_our_own_keys_only():
    cache.set("mine", 1)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.set(f"{settings.KEY_PREFIX}celery", "a queue")
        cache.clear()
        assert cache.get("mine") is None
        assert client.get(f"{settings.KEY_PREFIX}celery") == b"a queue"
        client.delete(f"{settings.KEY_PREFIX}celery")
