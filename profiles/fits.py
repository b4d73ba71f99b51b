"""Who of a program fits what somebody looks for, and how much the two have in common: conditions in SQL.

The same text on both databases but for a few words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import connection

from accounts.search import asked
from profiles import rank, search
from profiles.access import Place
from profiles.week import columns

MINE = 20  # of my topics and languages
Part: TypeAlias = tuple[str, list[Any]]


@dataclass(frozen=True)
class Filters:
    """What somebody looks for."""

    role: str = "mentor"
    q: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    hours: bool = False  # in common with mine
    room: bool = False
    kept: bool = False
    aside: bool = False  # those put aside, instead of all the others
    after: str = ""  # the code of the last one shown
    older: str = ""  # the same, where the list goes on by age

    NAMES = ("q", "topics", "languages", "times", "ways", "hours", "room", "kept", "aside")

    @property
    def active(self) -> list[str]:
        """Which of them narrow the list."""
        return [name for name in self.NAMES if getattr(self, name)]

    @property
    def found(self) -> bool:
        """Does the index of words say who fits?"""
        return bool(self.q or self.topics or self.languages or self.ways)

    @property
    def nothing_to_look_for(self) -> bool:
        """Was something typed of which nothing can be searched for?"""
        return bool(self.q.strip()) and not asked(self.q)


# -- who fits ---------------------------------------------------------------------------------------
BLOCKED = (
    "SELECT blocked_id FROM accounts_block WHERE blocker_id = %s"
    " UNION ALL SELECT blocker_id FROM accounts_block WHERE blocked_id = %s"
)
MARKED = "SELECT profile_id FROM profiles_mark WHERE user_id = %s AND kind = %s"
# Of `p` with its account `u`: in the group, held by nobody (User.frozen_at), and an account that is in use.
HERE = (
    "(EXISTS (SELECT 1 FROM groups_membership m WHERE m.group_id = %s AND m.user_id = p.user_id"
    " AND m.state = 'active') AND u.frozen_at IS NULL AND u.is_active)"
)


def conditions(place: Place, filters: Filters, found: Part | None) -> Part:
    """SECURITY: the listed ones of a program whose answers this person reads (the caller has asked
    `place.reads_answers`), never across a block. `HERE` belongs to it: no row without it is shown but one's
    own."""
    me = place.user.pk
    within = "IN" if filters.aside else "NOT IN"
    parts: list[Part] = [
        ("p.program_id = %s AND p.role = %s AND p.state = 'listed'", [place.program.pk, filters.role]),
        (f"p.user_id NOT IN ({BLOCKED})", [me, me]),
        (f"p.id {within} ({MARKED})", [me, "not-for-me"]),
    ]
    if filters.kept:
        parts.append((f"p.id IN ({MARKED})", [me, "kept"]))
    if found:
        parts.append(found)
    if filters.times:
        parts.append((f"p.time_a_week IN ({_marks(filters.times)})", list(filters.times)))
    if filters.room:
        free = "p.seats_taken < p.capacity AND (p.accepting_from IS NULL OR p.accepting_from <= %s)"
        parts.append((free, [place.program.today()]))
    if filters.hours and place.mine:
        week = columns(place.mine.week)
        parts.append(("(p.week_1 & %s <> 0 OR p.week_2 & %s <> 0 OR p.week_3 & %s <> 0)", [*week]))
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def by_words(place: Place, filters: Filters) -> Part | None:
    starts = asked(filters.q)
    groups = [
        [of(one) for one in chosen]
        for of, chosen in (
            (search.of_topic, filters.topics),
            (search.of_language, filters.languages),
            (search.of_way, filters.ways),
        )
        if chosen
    ]
    if not starts and not groups:
        return None
    groups.append([search.of_list(place.program.pk, filters.role)])
    if connection.vendor == "postgresql":
        return "p.search @@ %s::tsquery", [search.tsquery(starts, groups)]
    return (
        "p.id IN (SELECT rowid FROM profiles_search WHERE profiles_search MATCH %s)",
        [search.match(starts, groups)],
    )


# -- what they have in common -------------------------------------------------------------------------
def score_of(place: Place) -> Part:
    """profiles.rank.score in SQL, of rows `p`."""
    mine = place.mine
    if mine is None:
        return "0", []
    find, least = ("strpos", "LEAST") if connection.vendor == "postgresql" else ("instr", "MIN")

    def has(facets: Sequence[str]) -> Part:
        facets = list(dict.fromkeys(facets))[:MINE]
        if not facets:
            return "0", []
        one = f"CASE WHEN {find}(p.facets, %s) > 0 THEN 1 ELSE 0 END"
        return f"({' + '.join([one] * len(facets))})", [f"{facet} " for facet in facets]

    topics, topic_values = has([search.of_topic(topic) for topic in mine.topics])
    spoken, spoken_values = has([search.of_language(language) for language in mine.languages])
    ways, way_values = has([search.of_way(way) for way in mine.ways])
    parts: list[Part] = [
        (f"{rank.TOPIC} * {topics}", topic_values),
        (f"{rank.LANGUAGE} * {least}({spoken}, {rank.MOST_LANGUAGES})", spoken_values),
        (f"{rank.WAY} * {ways}", way_values),
        (f"CASE WHEN p.time_a_week = %s THEN {rank.TIME} ELSE 0 END", [mine.time_a_week]),
    ]
    if mine.week:
        cast = "::bit(64)" if connection.vendor == "postgresql" else ""
        bits = " + ".join(f"bit_count((p.week_{n} & %s){cast})" for n in (1, 2, 3))
        parts.append((f"{rank.HOUR} * {least}({bits}, {rank.MOST_HOURS})", [*columns(mine.week)]))
    return " + ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
