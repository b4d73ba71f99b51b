# ruff: noqa: S608 the SQL is put together from our own words; what people say is bound, always
"""The directory's one question to the database: who fits, in which order, and all that a card shows.

In SQL, because it is asked on every page of the list: an index gives the newest in order, what the two have
in common is worked out for the newest thousand that fit, and the cards' columns are read for the twelve that
are shown. The same text on both databases but for a few words.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from profiles.access import MOST, Place
from profiles.fits import HERE, Filters, Part, by_words, conditions, score_of

PAGE = 12
WINDOW = 1000  # so many of the newest are put in order; who came before them follows, newest first
WALK = 2000  # so many of the newest are looked through for a word before its index is asked
ENOUGH = 60  # of them: then nobody misses the order among those who came before
JSON = ("topics", "hours", "ways", "languages")
COLUMNS = (
    *("id", "code", "role", "state", "capacity", "seats_taken", "accepting_from", "user_id"),
    *("topics", "hours", "ways", "languages", "time_a_week", "help_text", "hobby", "quote"),
    *("week", "week_1", "week_2", "week_3", "week_offset", "usual_answer", "waiting_requests"),
)
COMPARED = "p.id, p.waiting_requests, p.facets, p.time_a_week, p.week_1, p.week_2, p.week_3"
PERSON = ("name", "code", "pronouns")


COUNTS = ("mentors", "mentees", "all_kept", "all_aside")


# -- the questions ------------------------------------------------------------------------------------
def page(place: Place, filters: Filters, *, counted: bool = False) -> list[dict[str, Any]]:
    """Up to thirteen rows, twelve to be shown and one that says there are more, in one query; with `counted`
    each says how many there are of whom (`counts`)."""
    if filters.older:
        return _by_age(place, filters, counted=counted)
    score, score_values = score_of(place)
    begun, begun_values = "", []
    if filters.after:
        begun = (
            f"WHERE (-w.score, w.waiting, -w.id) > (SELECT -({score}), p.waiting_requests, -p.id"
            " FROM profiles_profile p WHERE p.program_id = %s AND p.code = %s)"
        )
        begun_values = [*score_values, place.program.pk, filters.after]
    # Which ones are looked at comes first, and only then what they have in common: not for each that fits.
    before, newest, newest_values, more = _newest(place, filters)
    window = (
        f"{before}w AS (SELECT p.id, p.waiting_requests AS waiting, {score} AS score FROM ({newest}) p),"
        f" f AS (SELECT w.id, w.waiting, w.score FROM w {begun}"
        f" ORDER BY -w.score, w.waiting, -w.id LIMIT {PAGE + 1})"
    )
    last = "(SELECT code FROM profiles_profile WHERE id = (SELECT MIN(id) FROM w))"
    rows = _rows(
        place,
        (window, [*newest_values[0], *score_values, *newest_values[1], *begun_values]),
        f"f.score, CASE WHEN {more} THEN {last} END AS last",
        "-f.score, f.waiting, -f.id",
        _counts(place, filters.role) if counted else None,
    )
    if not rows and filters.found and not filters.after:
        return _by_age(place, filters, counted=counted)  # many fit, and none of the newest
    return rows


def _newest(place: Place, filters: Filters) -> tuple[str, str, tuple[list[Any], list[Any]], str]:
    """(what goes before, the newest that fit, the values of each, whether there are more).

    An index of words finds people in no order, and for a common word it finds nearly all of them. So the
    list's newest are looked through first: where enough of them fit, or nobody is left, these are they, and
    the index is not asked. Else it gives all that fit, up to a window.
    """
    found = by_words(place, filters)
    where, values = conditions(place, filters, found)
    if found is None:
        sql = f"SELECT {COMPARED} FROM profiles_profile p WHERE {where} ORDER BY p.id * -1 LIMIT {WINDOW}"
        return "", sql, ([], values), f"(SELECT COUNT(*) FROM w) = {WINDOW}"
    all_, values_ = conditions(place, filters, None)
    column = ", p.search" if connection.vendor == "postgresql" else ""
    newest = f"SELECT {COMPARED}{column} FROM profiles_profile p WHERE {all_} ORDER BY p.id * -1 LIMIT {WALK}"
    # The words say program and role too: indexes of these would read whole lists beside theirs.
    where = where.replace("p.program_id =", "p.program_id + 0 =", 1).replace("p.role =", "p.role || '' =", 1)
    walked = f"(SELECT COUNT(*) FROM walked) = {WALK}"
    asked = f"{walked} AND (SELECT COUNT(*) FROM near) < {ENOUGH}"
    few = f"({asked}) AND (SELECT COUNT(*) FROM fit) <= {WINDOW}"
    before = (
        f"walked AS (SELECT {COMPARED}, CASE WHEN {found[0]} THEN 1 ELSE 0 END AS fits FROM ({newest}) p),"
        f" near AS (SELECT {COMPARED} FROM walked p WHERE p.fits = 1),"
        f" fit AS (SELECT p.id FROM profiles_profile p WHERE {asked} AND {where} LIMIT {WINDOW + 1}), "
    )
    sql = (
        f"SELECT {COMPARED} FROM fit JOIN profiles_profile p ON p.id = fit.id WHERE {few}"
        f" UNION ALL SELECT {COMPARED} FROM near p WHERE NOT ({few})"
    )
    return before, sql, ([*found[1], *values_, *values], []), f"{walked} AND NOT ({few})"


def _by_age(place: Place, filters: Filters, *, counted: bool) -> list[dict[str, Any]]:
    where, values = conditions(place, filters, by_words(place, filters))
    before, before_values = "", []
    if filters.older:
        shown = "SELECT q.id * -1 FROM profiles_profile q WHERE q.program_id = %s AND q.code = %s"
        before = f"AND p.id * -1 > ({shown})"
        before_values = [place.program.pk, filters.older]
    found = (
        f"f AS (SELECT p.id FROM profiles_profile p WHERE {where} {before}"
        f" ORDER BY p.id * -1 LIMIT {PAGE + 1})"
    )
    values += before_values
    return _rows(
        place,
        (found, values),
        "NULL AS score, NULL AS last",
        "-f.id",
        _counts(place, filters.role) if counted else None,
    )


def of(place: Place, profile_id: int) -> list[dict[str, Any]]:
    """The row of one sign-up that the caller may show."""
    found = "f AS (SELECT p.id FROM profiles_profile p WHERE p.id = %s)"
    return _rows(place, (found, [profile_id]), "NULL AS score, NULL AS last", "-f.id", None)


def counts(place: Place, role: str) -> dict[str, int]:
    """How many mentors and mentees there are for this person, and whom of `role` they keep or put aside;
    counted no further than MOST + 1."""
    sql, values = _counts(place, role)
    return _asked(f"SELECT {sql}", values)[0]


def count(place: Place, filters: Filters) -> int:
    """How many fit, counted no further than MOST + 1."""
    sql, values = _count(place, filters)
    return int(_asked(f"SELECT {sql} AS number", values)[0]["number"])


def _count(place: Place, filters: Filters) -> Part:
    where, values = conditions(place, filters, by_words(place, filters))
    people = "profiles_profile p JOIN accounts_user u ON u.id = p.user_id"
    rows = f"SELECT 1 FROM {people} WHERE {where} AND {HERE} LIMIT {MOST + 1}"
    return f"(SELECT COUNT(*) FROM ({rows}) capped)", [*values, place.group.pk]


def _counts(place: Place, role: str) -> Part:
    asked = {
        "mentors": Filters(role="mentor"),
        "mentees": Filters(role="mentee"),
        "all_kept": Filters(role=role, kept=True),
        "all_aside": Filters(role=role, aside=True),
    }
    parts = [(name, *_count(place, filters)) for name, filters in asked.items()]
    values = [value for _, _, part in parts for value in part]
    return ", ".join(f"{sql} AS {name}" for name, sql, _ in parts), values


def _rows(place: Place, found: Part, beside: str, order: str, counting: Part | None) -> list[dict[str, Any]]:
    """The rows `f` with what a card needs; none of somebody who has left the group."""
    me = place.user.pk
    marks = ", ".join(
        "EXISTS (SELECT 1 FROM profiles_mark k WHERE k.user_id = %s"
        f" AND k.kind = '{kind}' AND k.profile_id = p.id) AS {name}"
        for kind, name in (("kept", "kept"), ("not-for-me", "aside"), ("tell-me", "tell"))
    )
    low, high = ("LEAST", "GREATEST") if connection.vendor == "postgresql" else ("MIN", "MAX")
    text = "AS varchar(20))"
    talk = (
        "(SELECT c.code FROM messaging_conversation c WHERE c.key ="
        f" %s || CAST({low}(p.user_id, %s) {text} || '-' || CAST({high}(p.user_id, %s) {text}"
        " AND c.closed_at IS NULL AND (c.open_until IS NULL OR c.open_until > %s))"
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    columns_ = ", ".join(f"p.{name}" for name in COLUMNS)
    person = ", ".join(f"u.{name} AS user__{name}" for name in PERSON)
    counts_ = f", {counting[0]}" if counting else ""
    sql = (
        f"WITH {found[0]} SELECT {beside}, {columns_}, {person}, {marks}, {talk} AS talk_code,"
        f" {HERE} AS here{counts_}"
        " FROM f JOIN profiles_profile p ON p.id = f.id JOIN accounts_user u ON u.id = p.user_id"
        f" ORDER BY {order}"
    )
    values = [*found[1], me, me, me, f"p{place.program.pk}:", me, me, now, place.group.pk]
    rows = _asked(sql, [*values, *(counting[1] if counting else [])])
    for row in rows:
        for name in JSON:
            row[name] = json.loads(row[name])
        if isinstance(row["accepting_from"], str):
            row["accepting_from"] = date.fromisoformat(row["accepting_from"])
    return rows


def _asked(sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column[0] for column in cursor.description]
        if len(set(names)) < len(names):
            raise AssertionError(f"two columns have one name: {names}")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
