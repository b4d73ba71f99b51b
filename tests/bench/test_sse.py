"""The benchmark of streams runs whole at a small size, and judges what it holds."""

import io

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db(transaction=True)


def bench(*words: str) -> str:
    out = io.StringIO()
    size = ("--connections", "20", "--runs", "1", "--here", "--check")
    call_command("bench", "sse", *size, *words, stdout=out)
    return out.getvalue()


def test_twenty_streams_hold_nothing_of_the_database() -> None:
    # A process that has just begun still grows: what a stream takes is judged with many of them.
    lines = bench("--goal", "sse.bytes=1000000").splitlines()
    held = next(line for line in lines if line.startswith("database connections held"))
    assert held.split(" | ")[2].strip() == "0"
    assert any(line.startswith("told, until the last has heard") for line in lines)


def test_a_goal_that_is_missed_ends_with_1() -> None:
    with pytest.raises(CommandError, match="a stream, memory"):
        bench("--goal", "sse.bytes=-1000000000")
