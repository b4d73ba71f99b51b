"""Which plan finds what is due among 100,000 schedules of which one in a hundred is."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.statements import counted, do
from bench.table import Row, holds
from mentorship import scenarios
from pairings import dispatch
from pairings.models import Schedule

ROWS = 100_000
INDEX = "schedule_due"
TABLE_POSTGRES = "CREATE TEMP TABLE pairings_schedule (LIKE public.pairings_schedule INCLUDING DEFAULTS)"
TABLE_SQLITE = """
CREATE TEMP TABLE pairings_schedule (pairing_id integer PRIMARY KEY, program_id bigint, next_step smallint,
  next_on date, next_due_at datetime, fails smallint, retry_at datetime)
"""
FILL_POSTGRES = """
INSERT INTO pairings_schedule (pairing_id, program_id, next_step, next_on, next_due_at, fails)
SELECT n, %s, 1, %s, CASE WHEN n %% 100 = 0 THEN CAST(%s AS timestamptz) ELSE CAST(%s AS timestamptz) END, 0
FROM generate_series(1, %s) n
"""
FILL_SQLITE = """
INSERT INTO pairings_schedule (pairing_id, program_id, next_step, next_on, next_due_at, fails)
SELECT n, p, 1, day, CASE WHEN n %% 100 = 0 THEN due ELSE soon END, 0
FROM (SELECT %s AS p, %s AS day, %s AS due, %s AS soon) given,
  (WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < %s) SELECT n FROM g) numbers
"""


def row() -> Row:
    """The tick's own first statement, explained over a table of that name in this session only."""
    Schedule.objects.all().delete()
    program = scenarios.cohort(1)[0]
    with counted() as said:
        dispatch.tick(timezone.now())
    sql, params = next(one for one in said.texts if one[0].lstrip().startswith("INSERT INTO pairings_step"))
    with transaction.atomic():  # TEMP: it stands before the real one until the end of this block
        _fill(program.pk)
        plan = _explain(sql, params)
        do("DROP TABLE pg_temp.pairings_schedule" if _postgres() else "DROP TABLE temp.pairings_schedule")
    scan = "Seq Scan on pairings_schedule" if _postgres() else "SCAN s"
    met = INDEX in plan and not any(scan in line and INDEX not in line for line in plan.splitlines())
    note = "" if met else plan.replace("\n", " / ")[:400]
    return holds(
        "plan: due ones by the partial index, no scan of the table", ROWS, met, goal=INDEX, note=note
    )


def _fill(program: int) -> None:
    instant = connection.ops.adapt_datetimefield_value
    soon, due = timezone.now() + timedelta(days=3), timezone.now() - timedelta(minutes=1)
    index = _index()
    do(TABLE_POSTGRES if _postgres() else TABLE_SQLITE)
    values = [program, connection.ops.adapt_datefield_value(due.date()), instant(due), instant(soon), ROWS]
    with connection.cursor() as cursor:
        cursor.execute(FILL_POSTGRES if _postgres() else FILL_SQLITE, values)
    do(index)
    do("ANALYZE pairings_schedule" if _postgres() else "ANALYZE temp.pairings_schedule")


def _index() -> str:
    """The real index's own words, for the table that stands in."""
    with connection.cursor() as cursor:
        if _postgres():
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [INDEX])
            return str(cursor.fetchone()[0]).replace("public.pairings_schedule", "pg_temp.pairings_schedule")
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [INDEX])
        return str(cursor.fetchone()[0]).replace(f'INDEX "{INDEX}"', f'INDEX temp."{INDEX}"')


def _explain(sql: str, params: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if _postgres() else "EXPLAIN QUERY PLAN ") + sql, params)
        return "\n".join(str(line[0] if _postgres() else line[3]) for line in cursor.fetchall())


def _postgres() -> bool:
    return connection.vendor == "postgresql"
