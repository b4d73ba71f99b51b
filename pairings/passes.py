"""What the tick does, one pass after the other. A pass that fails is logged and kept for `doctor`; the others
and the weekly prompts go on. A new pass is one line here.

A pass asks the database what is due at `now`, does a bounded part of it, and is safe to run any number of
times at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from profiles.services import marks, unfinished

from .models import DispatchState
from .services import endings, kept, lapses, launches, reminders

log = logging.getLogger(__name__)


class Pass(Protocol):
    """A part of the tick; says how much it did. With a program it looks at that one only."""

    def __call__(self, now: datetime, *, program_id: int | None = None) -> int: ...


# name: what it does. Before the weekly prompts, and after them.
BEFORE: dict[str, Pass] = {
    "launches": launches.release,
    "lapses": lapses.run,
    "reminders": reminders.run,
    "kept hellos": kept.run,
    "room told": marks.tell,
    "half-made sign-ups": unfinished.run,
}
AFTER: dict[str, Pass] = {"completions": endings.complete_due}


def run(name: str, work: Callable[[], int], broken: dict[str, str], *, alone: bool) -> int:
    """Do one pass and say how much it did; what it raises goes to the log and into `broken`, unless `alone`:
    the tick of one program (a timelapse, a test) has somebody who watches, and tells them."""
    try:
        return work()
    except Exception as error:
        if alone:
            raise
        log.exception("a pass of the tick failed", extra={"pass": name})
        broken[name] = f"{type(error).__name__}: {error}"[:200]
        return 0


def remember(broken: dict[str, str], now: datetime) -> None:
    """Keep which passes failed in this tick, and since when; a pass that works again is forgotten."""
    state = DispatchState.now()
    since = {name: state.troubles.get(name, {}).get("since", now.isoformat()) for name in broken}
    troubles = {name: {"since": since[name], "error": error} for name, error in broken.items()}
    if troubles != state.troubles:
        DispatchState.objects.update(troubles=troubles)
