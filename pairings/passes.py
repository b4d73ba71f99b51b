"""What the tick does, one pass after the other. A pass that fails is logged and kept for `doctor`; the others
and the weekly prompts go on. A new pass is one line here.

A pass asks the database what is due at `now`, does a bounded part of it, and is safe to run any number of
times at once. It comes as `(now, program_id)`: with a program it looks at that one only.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from profiles.services import marks, unfinished

from .models import DispatchState
from .services import endings, kept, lapses, launches, reminders

log = logging.getLogger(__name__)

Pass = Callable[[datetime, int | None], int]


def _release(now: datetime, program_id: int | None) -> int:
    return launches.release(now, program_id=program_id)


def _lapses(now: datetime, program_id: int | None) -> int:
    return lapses.run(now, program_id=program_id)


def _reminders(now: datetime, program_id: int | None) -> int:
    return reminders.run(now, program_id=program_id)


def _kept(now: datetime, program_id: int | None) -> int:
    return kept.run(now, program_id=program_id)


def _unfinished(now: datetime, program_id: int | None) -> int:
    return unfinished.run(now, program_id=program_id)


def _room(now: datetime, program_id: int | None) -> int:
    return marks.tell(now, program_id=program_id)


def _complete(now: datetime, program_id: int | None) -> int:
    return endings.complete_due(now, program_id=program_id)


# name: what it does. Before the weekly prompts, and after them.
BEFORE: dict[str, Pass] = {
    "launches": _release,
    "lapses": _lapses,
    "reminders": _reminders,
    "kept hellos": _kept,
    "room told": _room,
    "half-made sign-ups": _unfinished,
}
AFTER: dict[str, Pass] = {"completions": _complete}


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
