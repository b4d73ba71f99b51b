"""How much a piece of work adds to this process."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
T = TypeVar("T")


def growth(work: Callable[[], T]) -> tuple[int | None, T]:
    """(bytes of the peak during `work` above what was there before, its result); None where nobody tells."""
    try:
        CLEAR.write_text("5")  # the peak is counted from here
        before = _bytes("VmRSS")
    except OSError:
        return None, work()
    result = work()
    return max(0, _bytes("VmHWM") - before), result


def _bytes(name: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(name + ":"))
    return int(line.split()[1]) * 1024
