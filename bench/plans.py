"""What the database intends to do with a statement, read for a person and for a check."""

from typing import Any

from django.db import connection


def plan(sql: str, params: Any = ()) -> tuple[str, ...]:
    """The lines of its plan, run and timed on PostgreSQL, intended on SQLite; `sql` must change nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
            return tuple(str(line[0]) for line in cursor.fetchall())
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return tuple(str(line[3]) for line in cursor.fetchall())


def scans(lines: tuple[str, ...], table: str) -> list[str]:
    """The lines in which the whole of this table is read."""
    words = (f"Seq Scan on {table}", f"SCAN {table}")
    return [line for line in lines if any(word in line for word in words) and "INDEX" not in line]


def uses(lines: tuple[str, ...], index: str) -> bool:
    """Does it go by this index?"""
    return any(index in line.replace('"', " ").split() for line in lines)
