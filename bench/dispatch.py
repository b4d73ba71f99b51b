"""The weekly dispatch against COPY into the same tables, bulk_create, and one pair after the other.

The clock's tick is measured as it is. Rounds alternate in one run; between them, untimed, steps and notices
are emptied and the schedules put back as they were.
"""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import connection
from django.utils import timezone

from bench import dispatch_plan, memory, ways
from bench.options import Options
from bench.statements import counted
from bench.table import Row, at_most, holds
from mentorship import scenarios
from messaging.models import Notice
from pairings import dispatch
from pairings.models import DispatchState, Schedule, Step

ZONES = (
    *("Europe/Lisbon", "Europe/London", "Europe/Warsaw", "Asia/Tokyo"),
    *("America/New_York", "America/Los_Angeles", "Australia/Sydney", "Asia/Kolkata"),
)
BULK_MOST = 20_000  # above that bulk_create runs once
LOOP = 1000


def run(options: Options) -> list[Row]:
    """Every size in turn, smallest first, then what does not depend on size."""
    rows: list[Row] = []
    medians: dict[int, float] = {}
    for pairs in sorted(options.pairs):
        more, medians[pairs] = _one_size(pairs, options)
        rows += more
    if len(medians) > 1:
        small, large = min(medians), max(medians)
        goal = options.goals["dispatch.growth"] * large / small / 10
        growth = medians[large] / medians[small]
        rows.append(
            Row(
                f"tick, {large:,} against {small:,} pairs",
                large,
                yardstick=f"tick, {small:,}",
                ratio=growth,
                goal=f"<= {goal:g}",
                met=growth <= goal,
            )
        )
    rows.append(_statements_do_not_grow(options))
    rows.append(dispatch_plan.row())
    return rows


def _one_size(pairs: int, options: Options) -> tuple[list[Row], float]:
    scenarios.cohort(pairs, groups_of=min(len(ZONES), pairs), zones=ZONES)
    ways.keep()
    now = timezone.now()
    DispatchState.now()  # its one row is as old as the site
    ways.empty()
    growth, (steps, statements) = memory.growth(lambda: _tick(now))
    exact = steps == pairs == Step.objects.count() and Notice.objects.count() == 2 * pairs
    again, _ = _tick(now)
    again += Step.objects.count() - pairs + Notice.objects.count() - 2 * pairs
    rivals: dict[str, Callable[[], None]] = {}
    if connection.vendor == "postgresql":
        rivals["COPY"] = ways.copier()
    rivals["bulk_create"] = lambda: ways.bulk(now)
    times: dict[str, list[float]] = {"tick": [], **{name: [] for name in rivals}}
    ways_in = {"tick": lambda: _discard(_tick(now)), **rivals}
    random = Random(options.seed)
    for number in range(options.runs):
        for name in random.sample(sorted(ways_in), len(ways_in)):
            if name == "bulk_create" and number and pairs > BULK_MOST:
                continue
            times[name].append(_timed(ways_in[name]))
            exact = exact and Step.objects.count() == pairs and Notice.objects.count() == 2 * pairs
    tick = statistics.median(times["tick"])
    rows = [row for name in rivals for row in _against(name, pairs, times, options)]
    rows.append(_loop(pairs, now, tick / pairs, options))
    ways.forget()
    slices, goals = -(-pairs // dispatch.SLICE), options.goals
    rows += [
        holds("rows exact: a step and two notices a pair", pairs, exact, goal="exact"),
        at_most("rows of a second run", pairs, again, goals["dispatch.again"]),
        at_most(
            f"statements a slice, {min(len(ZONES), pairs)} zones",
            pairs,
            statements / slices,
            goals["dispatch.statements"],
        ),
    ]
    if growth is not None:
        most = goals["dispatch.memory"]
        words = f"<= {most / 1e6:g} MB"
        rows.append(
            at_most("memory that a tick adds to the process", pairs, growth, most, unit="B", goal=words)
        )
    return rows, tick


def _against(name: str, pairs: int, times: dict[str, list[float]], options: Options) -> list[Row]:
    """A rival, and the tick beside it."""
    rival, tick = statistics.median(times[name]), statistics.median(times["tick"])
    key = "dispatch.copy" if name == "COPY" else "dispatch.bulk"
    if connection.vendor == "sqlite" and name == "bulk_create":
        key = "dispatch.bulk.sqlite"
    goal, ratio = options.goals[key], rival / tick
    met, speed = ratio >= goal, f"{pairs / tick:,.0f} pairs/s"
    return [
        Row(name, pairs, times[name], note=f"{pairs / rival:,.0f} pairs/s"),
        Row("tick", pairs, times["tick"], "s", name, ratio, f">= {goal:g}", met, note=speed),
    ]


def _tick(now: datetime) -> tuple[int, int]:
    """(steps, statements that its slices took: the whole tick's, less an idle tick's)."""
    with counted() as busy:
        done = dispatch.tick(now)
    with counted() as idle:
        dispatch.tick(now)
    return done.steps, busy.number - idle.number


def _discard(_: object) -> None:
    return None


def _timed(work: Callable[[], None]) -> float:
    ways.empty()
    gc.collect()
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _loop(pairs: int, now: datetime, tick_each: float, options: Options) -> Row:
    """One pair after the other through the ORM: what a task a pair would do, without the queue."""
    few = min(pairs, LOOP)
    ways.empty()
    began = time.perf_counter()
    ways.loop(now, few)
    taken = time.perf_counter() - began
    ratio = taken / few / tick_each
    goal = options.goals["dispatch.loop"]
    return Row(
        "one pair after the other (ORM); ratio: a pair of it to a pair of the tick",
        few,
        [taken],
        yardstick="tick",
        ratio=ratio,
        goal=f">= {goal:g}",
        met=ratio >= goal,
        note=f"{few / taken:,.0f} pairs/s",
    )


def _statements_do_not_grow(options: Options) -> Row:
    """The same count for one zone as for eight."""
    found = []
    for zones in (1, 8):
        Schedule.objects.all().delete()
        scenarios.cohort(16, groups_of=zones, zones=ZONES[:zones])
        found.append(_tick(timezone.now())[1])
    most = options.goals["dispatch.statements"]
    return Row(
        "statements a slice, 1 and 8 zones",
        16,
        found,
        "",
        goal=f"equal, <= {most:g}",
        met=found[0] == found[1] and max(found) <= most,
        gates=True,
    )
