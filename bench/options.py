"""What a run is asked for, and the goals it is judged by."""

from dataclasses import dataclass, field

# Each can be moved with --goal NAME=VALUE.
GOALS: dict[str, float] = {
    "dispatch.copy": 0.55,  # of COPY's speed into the same constrained tables, at least
    "dispatch.bulk": 3,  # times as fast as bulk_create, at least
    "dispatch.bulk.sqlite": 8,
    "dispatch.loop": 50,  # times as fast as one pair after the other, at least
    "dispatch.statements": 6,  # a slice, at most, whatever the number of zones
    "dispatch.growth": 13,  # time at ten times the pairs, at most
    "dispatch.memory": 20_000_000,  # bytes that the largest run adds to the process, at most
    "dispatch.again": 0,  # rows that a second run writes
    "directory.queries": 4,
    "directory.page": 4.5,  # times a login-required hello, at most
    "directory.end": 2,  # times the first page, at most
    "directory.search": 10,  # milliseconds of the list's query, at most, for any word
    "directory.sorted": 1000,  # rows that any sort of the page's query may see
    "talks.newest": 5,  # times SELECT 1, at most, the rows cached
    "talks.badge": 8,
    "talks.counting": 5,  # times as fast as counting unread messages, at least
    "talks.list": 3,  # queries of the list of conversations
    "talks.page": 6,  # queries of a hello's page, however long the talk
    "talks.pair": 12,  # of a pair's page, with its path, week and answers
    "talks.search": 2000,  # messages that one search reads, at most
    "sse.bytes": 60 * 1024,  # a stream, at most
    "sse.database": 0,  # connections held while all are idle
    "weight.js": 30_000,  # bytes, gzip -9
    "weight.pair": 40_000,
    "weight.plain": 15_000,
    "weight.requests": 4,
    "weight.foreign": 0,
}


@dataclass(frozen=True)
class Options:
    """What one run does."""

    pairs: tuple[int, ...] = (10_000,)
    profiles: int = 20_000
    messages: int = 1_000_000
    connections: int = 2_000
    runs: int = 5
    seed: int = 1
    goals: dict[str, float] = field(default_factory=lambda: dict(GOALS))
