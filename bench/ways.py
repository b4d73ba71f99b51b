"""Other ways of writing what a dispatch writes, and the state between two rounds."""

import io
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.utils import DatabaseError

from bench.statements import do
from messaging.models import Notice
from messaging.models.notices import MailState
from pairings import calendar
from pairings.models import Schedule, Step
from programs.models import Week

CHUNK = 2000
KEPT = "bench_schedule"
STEP = "pairing_id, number, week_id, delivered_at, batch"
NOTICE = "user_id, key, kind, subject_id, scope, url, line, mail_state, rank, not_before, created_at"


def keep() -> None:
    """Remember the schedules of the newest cohort: the state that every round starts from."""
    do(f"DROP TABLE IF EXISTS {KEPT}")
    do(f"CREATE TABLE {KEPT} AS SELECT * FROM pairings_schedule WHERE next_step = 1")


def empty() -> None:
    """No steps, no notices, every schedule due; statistics fresh."""
    if connection.vendor == "postgresql":
        do("TRUNCATE pairings_step, messaging_notice, pairings_schedule CASCADE")
    else:
        for table in ("pairings_step", "messaging_notice", "pairings_schedule"):
            do(f"DELETE FROM {table}")
    do(f"INSERT INTO pairings_schedule SELECT * FROM {KEPT}")
    for table in ("pairings_step", "messaging_notice", "pairings_schedule"):
        do(f"ANALYZE {table}")
    # Only some roles may; then the next checkpoint falls into somebody's time.
    with suppress(DatabaseError):
        do("CHECKPOINT" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")


def forget() -> None:
    """Drop what was kept."""
    do(f"DROP TABLE IF EXISTS {KEPT}")


def copier() -> Callable[[], None]:
    """COPY of the very rows that stand in the tables now, into the same tables: it reads nothing."""
    steps, notices = _out("pairings_step", STEP), _out("messaging_notice", NOTICE)

    def copy() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, columns, text in (
                ("pairings_step", STEP, steps),
                ("messaging_notice", NOTICE, notices),
            ):
                text.seek(0)
                cursor.cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", text)

    return copy


def _out(table: str, columns: str) -> io.BytesIO:
    text = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY (SELECT {columns} FROM {table} ORDER BY id) TO STDOUT", text)
    return text


def _due(now: datetime) -> Any:
    rows = Schedule.objects.filter(next_due_at__lte=now).select_related("pairing", "program__group")
    return rows.order_by("next_due_at")


def _weeks() -> dict[tuple[int, int], Week]:
    return {(week.program_id, week.number): week for week in Week.objects.filter(live=True)}


def _notice(row: Schedule, step: Step, week: Week, user_id: int, now: datetime) -> Notice:
    return Notice(
        user_id=user_id,
        key=f"step:{step.pk}:user:{user_id}",
        kind="week",
        subject_id=step.pk,
        scope=row.program.group_id,
        url=f"/p/{row.pairing.code}/{step.number}/",
        line=f"Week {step.number}: {week.question}",
        mail_state=MailState.QUEUED,
        rank=6,
        not_before=now,
        created_at=now,
    )


def _step(row: Schedule, week: Week, now: datetime) -> Step:
    return Step(pairing=row.pairing, number=row.next_step, week=week, delivered_at=now)


def _move(row: Schedule) -> None:
    row.next_step += 1
    row.next_on = calendar.next_on(row.next_on, row.program.pace)
    row.next_due_at = calendar.due_at(row.next_on, row.program.hour, row.program.group.zone)


def bulk(now: datetime) -> None:
    """The ORM in chunks: bulk_create twice, an update for each instant."""
    weeks = _weeks()
    while True:
        with transaction.atomic():
            rows = list(_due(now)[:CHUNK])
            if not rows:
                return
            steps = Step.objects.bulk_create(
                _step(row, weeks[row.program_id, row.next_step], now) for row in rows
            )
            Notice.objects.bulk_create(
                _notice(row, step, step.week, user_id, now)
                for row, step in zip(rows, steps, strict=True)
                for user_id in (row.pairing.mentor_user_id, row.pairing.mentee_user_id)
            )
            moves: dict[tuple[object, ...], list[int]] = {}
            for row in rows:
                _move(row)
                moves.setdefault((row.next_step, row.next_on, row.next_due_at), []).append(row.pk)
            for (number, on, due), ids in moves.items():
                Schedule.objects.filter(pk__in=ids).update(next_step=number, next_on=on, next_due_at=due)


def loop(now: datetime, few: int) -> None:
    """One pair after the other, each in its own transaction."""
    for pk in list(_due(now).values_list("pk", flat=True)[:few]):
        with transaction.atomic():
            row = _due(now).get(pk=pk)
            week = Week.objects.get(program=row.program, number=row.next_step, live=True)
            step = _step(row, week, now)
            step.save(force_insert=True)
            for user_id in (row.pairing.mentor_user_id, row.pairing.mentee_user_id):
                _notice(row, step, week, user_id, now).save(force_insert=True)
            _move(row)
            row.save(update_fields=["next_step", "next_on", "next_due_at"])
