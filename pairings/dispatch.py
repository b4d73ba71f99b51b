"""The weekly prompts. `tick(now)` may run zero, one or fifty times at once.

Five statements a slice, the same SQL on PostgreSQL and SQLite: insert the steps that are due, tagged with a
random batch; insert a notice for the mentor and one for the mentee of each; read the distinct (zone, date,
hour, pace) of the batch; move the schedules on. Every count must equal the first, else the slice rolls back.
"Exactly once" rests on UNIQUE (pairing, number). No ON CONFLICT DO NOTHING: it would hide a broken rule.
"""

import logging
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from . import calendar, passes
from .models import DispatchState, Schedule

log = logging.getLogger(__name__)

SLICE = 10_000
TRIES = 8
RETRY = timedelta(hours=1)
SILENT = timedelta(days=8)  # longer without a heartbeat: a jump of the clock or a long outage; staff decide
MAIL_LATE = timedelta(days=7)  # a step this late is told on the site only: no storm of mails


class CountsDiffer(DatabaseError):
    """A statement of the slice touched another number of rows than the first: nothing of it is kept."""


@dataclass
class Ticked:
    """What one tick did."""

    steps: int = 0
    completed: int = 0
    started: int = 0
    lapsed: int = 0
    reminded: int = 0
    failed: int = 0
    held: bool = False
    broken: dict[str, str] = field(default_factory=dict)  # passes that failed, and what they raised


def tick(now: datetime | None = None, *, slice_size: int = SLICE, program_id: int | None = None) -> Ticked:
    """Do all that is due at `now` and say what was done.

    Without `now` it is the clock, and the heartbeat is read and written: after more than eight days of
    silence the dispatch holds itself. With `now` (tests, timelapse) the heartbeat is left alone.
    `program_id` looks at one program only, also at one that the clock's ticks leave alone.
    A pass that fails stops neither the others nor the weeks (`Ticked.broken`, and `doctor` says so).
    """
    done = Ticked()
    if now is None:
        now = timezone.now()
        if _held(now):
            done.held = True
            return done
    does = {name: _pass(name, work, now, program_id, done) for name, work in passes.BEFORE.items()}
    done.started, done.lapsed, done.reminded = does["launches"], does["lapses"], does["reminders"]

    def weeks() -> int:
        done.steps, done.failed = _all_slices(now, slice_size, program_id)
        return done.steps

    passes.run("weeks", weeks, done.broken, alone=program_id is not None)
    does = {name: _pass(name, work, now, program_id, done) for name, work in passes.AFTER.items()}
    done.completed = does["completions"]
    if program_id is None:
        passes.remember(done.broken, now)
    return done


def _pass(name: str, work: passes.Pass, now: datetime, program_id: int | None, done: Ticked) -> int:
    return passes.run(
        name, lambda: work(now, program_id=program_id), done.broken, alone=program_id is not None
    )


def _held(now: datetime) -> bool:
    state = DispatchState.now()
    silent = state.age(now)
    if not state.hold and silent is not None and silent > SILENT.total_seconds():
        DispatchState.objects.update(hold=True, why="No tick for more than eight days: see docs/operate.md")
        log.error("dispatch holds itself", extra={"silent_seconds": silent})
        return True
    DispatchState.objects.update(heartbeat=now)
    return state.hold


def _all_slices(now: datetime, size: int, program_id: int | None) -> tuple[int, int]:
    """Slices until nothing is due. One that fails is tried again at a tenth of its size, down to one."""
    steps = failed = 0
    current, left = size, 0
    while True:
        # Alone, the pairing is named: what fails must be what is set aside, whoever else is at work.
        only = _first_due(now, program_id) if current == 1 and size > 1 else None
        if current == 1 and size > 1 and only is None:
            return steps, failed
        try:
            count = _one_slice(now, current, program_id, only)
        except DatabaseError:
            log.exception("dispatch slice failed", extra={"size": current, "pairing": only})
            if current > 1:
                current, left = max(1, current // 10), 10
                continue
            if program_id is not None or only is None:
                raise
            failed += _set_aside(only, now)
        else:
            steps += count
            if not count and only is None:
                return steps, failed
        if current < size:
            left -= 1
            if left <= 0:
                current, left = min(size, current * 10), 10


def _first_due(now: datetime, program_id: int | None) -> int | None:
    with connection.cursor() as cursor:
        values = {"now": connection.ops.adapt_datetimefield_value(now), "tries": TRIES, "program": program_id}
        cursor.execute(FIRST_DUE.format(due=_due(program_id)), values)
        row = cursor.fetchone()
    return row[0] if row else None


def _due(program_id: int | None) -> str:
    # ORDER BY the instant, never the id: the partial index serves it, and handled rows leave the set.
    # `fails` and `retry_at` do not bind the ticks of one program: a timelapse hides it by `retry_at`.
    if program_id is not None:
        return "s.next_due_at IS NOT NULL AND s.next_due_at <= %(now)s AND s.program_id = %(program)s"
    return (
        "s.next_due_at IS NOT NULL AND s.next_due_at <= %(now)s AND s.fails < %(tries)s"
        " AND (s.retry_at IS NULL OR s.retry_at <= %(now)s)"
    )


FIRST_DUE = """
SELECT s.pairing_id FROM pairings_schedule s
JOIN programs_week w ON w.program_id = s.program_id AND w.number = s.next_step AND w.live
WHERE {due} ORDER BY s.next_due_at LIMIT 1
"""

INSERT_STEPS = """
INSERT INTO pairings_step (pairing_id, number, week_id, delivered_at, batch)
SELECT s.pairing_id, s.next_step, w.id, %(now)s, %(batch)s
FROM pairings_schedule s
JOIN programs_week w ON w.program_id = s.program_id AND w.number = s.next_step AND w.live
WHERE {due}{only}
ORDER BY s.next_due_at LIMIT %(size)s
{lock}
"""

# The schedule still holds the instant at which this step was due.
INSERT_NOTICES = """
INSERT INTO messaging_notice
  (user_id, key, kind, subject_id, scope, url, line, mail_state, rank, not_before, created_at)
SELECT p.{who}_user_id, 'step:' || st.id || ':user:' || p.{who}_user_id, 'week', st.id, pr.group_id,
  '/p/' || p.code || '/' || st.number || '/', 'Week ' || st.number || ': ' || w.question,
  CASE WHEN s.next_due_at <= %(late)s THEN 'none' ELSE 'queued' END, 6, %(now)s, %(now)s
FROM pairings_step st
JOIN pairings_schedule s ON s.pairing_id = st.pairing_id
JOIN pairings_pairing p ON p.id = st.pairing_id
JOIN programs_program pr ON pr.id = p.program_id
JOIN programs_week w ON w.id = st.week_id
WHERE st.batch = %(batch)s
"""

DISTINCT_TIMES = """
SELECT DISTINCT g.zone, s.next_on, pr.hour, pr.pace
FROM pairings_step st
JOIN pairings_schedule s ON s.pairing_id = st.pairing_id
JOIN programs_program pr ON pr.id = s.program_id
JOIN groups_group g ON g.id = pr.group_id
WHERE st.batch = %(batch)s
"""

# column1..column6 are what both databases call the columns of VALUES.
MOVE_ON = """
UPDATE pairings_schedule AS s
SET next_step = s.next_step + 1, next_on = v.column5, next_due_at = v.column6, fails = 0{retry}
FROM (VALUES {values}) AS v, pairings_step st, programs_program pr, groups_group g
WHERE st.batch = %s AND st.pairing_id = s.pairing_id AND pr.id = s.program_id AND g.id = pr.group_id
  AND v.column1 = g.zone AND v.column2 = s.next_on AND v.column3 = pr.hour AND v.column4 = pr.pace
"""


@transaction.atomic
def _one_slice(now: datetime, size: int, program_id: int | None, only: int | None = None) -> int:
    """Deliver up to `size` steps in one transaction; how many. Raises DatabaseError and keeps nothing."""
    instant, date = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
    # Locking the schedule makes a tick and an ending wait for each other; on SQLite IMMEDIATE does. The week
    # is held too: one that was moved since this statement began would go out under its old number.
    held = "FOR UPDATE OF s SKIP LOCKED FOR KEY SHARE OF w SKIP LOCKED"
    lock = held if connection.features.has_select_for_update_of else ""
    alone = " AND s.pairing_id = %(only)s" if only is not None else ""
    batch = secrets.token_hex(16)
    values = {
        "now": instant(now),
        "late": instant(now - MAIL_LATE),
        "batch": batch,
        "size": size,
        "tries": TRIES,
        "program": program_id,
        "only": only,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT_STEPS.format(due=_due(program_id), only=alone, lock=lock), values)
        steps = cursor.rowcount
        if not steps:
            return 0
        for who in ("mentor", "mentee"):
            cursor.execute(INSERT_NOTICES.format(who=who), values)
            _same(cursor.rowcount, steps, f"notices of the {who}s")
        cursor.execute(DISTINCT_TIMES, values)
        moves: list[Any] = []
        times = cursor.fetchall()
        for zone, on, hour, pace in times:
            on = datetime.fromisoformat(on).date() if isinstance(on, str) else on
            new_on = calendar.next_on(on, pace)
            due = calendar.due_at(new_on, hour, zone)
            moves += [zone, date(on), hour, pace, date(new_on), instant(due)]
        row = "(%s, %s, %s, %s, %s, %s)"
        retry = ", retry_at = NULL" if program_id is None else ""
        cursor.execute(MOVE_ON.format(values=", ".join([row] * len(times)), retry=retry), [*moves, batch])
        _same(cursor.rowcount, steps, "schedules moved on")
    return steps


def _same(count: int, steps: int, what: str) -> None:
    if count != steps:
        raise CountsDiffer(f"{count} {what} for {steps} steps")


def _set_aside(pairing_id: int, now: datetime) -> int:
    """Count a failure against one pairing and try it again in an hour; after TRIES it is left for staff."""
    row = Schedule.objects.filter(pk=pairing_id)
    return row.update(fails=F("fails") + 1, retry_at=now + RETRY)
