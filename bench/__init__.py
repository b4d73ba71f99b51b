"""What `make bench` runs: one file a benchmark, one table a run.

Rules: the yardstick is measured in the same run, alternating; ratios of medians; seeded data; counts, plans
and sizes are asserted and may gate, milliseconds never.
"""

from collections.abc import Callable

from bench import conversations, directory, dispatch, sse, weight
from bench.options import Options
from bench.table import Row

BENCHES: dict[str, Callable[[Options], list[Row]]] = {
    "dispatch": dispatch.run,
    "directory": directory.run,
    "conversations": conversations.run,
    "sse": sse.run,
    "weight": weight.run,
}

__all__ = ["BENCHES", "Options", "Row"]
