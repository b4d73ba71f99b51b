"""The people of one program, a page at a time, as cards."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.zones import zone_or_utc
from profiles import finder, overlap, week
from profiles.access import Place
from profiles.finder import PAGE
from profiles.fits import Filters
from profiles.overlap import Facts

CODE = "2" * 12  # stands for a code where an address is made once for many


class Keyed:
    """Templates ask for `thing["name"]` before `thing.name`; the refusal would cost more than the answer."""

    def __getitem__(self, name: str) -> Any:
        try:
            return getattr(self, name)
        except AttributeError as error:
            raise KeyError(name) from error


@dataclass(frozen=True)
class Face(Keyed):
    """As much of a person as a card needs."""

    name: str
    code: str


@dataclass(frozen=True)
class Card(Keyed):
    """One person in the list, ready to be shown."""

    code: str
    person: Face
    pronouns: str
    url: str
    hello_url: str
    mark_url: str
    room: str
    has_room: bool
    topics: list[tuple[str, bool]]
    quote: str
    hobby: str
    when: str
    ways: str
    answers_in: str
    reasons: list[str]
    why: str
    mine: bool
    kept: bool
    aside: bool
    tell: bool
    may_wait: bool
    talk_url: str = ""


@dataclass(frozen=True)
class Page:
    """Some cards, and where the list goes on: after somebody, or (by age) before everybody older."""

    cards: list[Card] = field(default_factory=list)
    after: str = ""
    older: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    ordered: bool = False  # by what the two have in common


def page(place: Place, filters: Filters, *, counted: bool = False) -> Page:
    """The next twelve, in one query; with `counted` also how many there are of whom."""
    if filters.nothing_to_look_for:
        return Page(counts=finder.counts(place, filters.role) if counted else {})
    rows = finder.page(place, filters, counted=counted)
    shown = rows[:PAGE]
    going_on = len(rows) > PAGE
    if not rows:
        counts = finder.counts(place, filters.role) if counted else {}
    else:
        counts = {name: rows[0][name] for name in finder.COUNTS} if counted else {}
    last = shown[-1]["code"] if going_on else ""
    by_age = bool(rows) and rows[0]["score"] is None
    if by_age or not rows:
        after, older = "", last
    else:
        after, older = last, "" if going_on else rows[0]["last"] or ""
    return Page(cards(place, shown), after, older, counts, ordered=place.mine is not None and not by_age)


def of(place: Place, profile_id: int) -> dict[str, Any] | None:
    """The row of one sign-up, of which the caller knows that this person may read it."""
    return next(iter(finder.of(place, profile_id)), None)


def cards(place: Place, rows: Iterable[dict[str, Any]]) -> list[Card]:
    """Rows as cards; nobody who has left the group or is held, but the reader themselves."""
    today = place.program.today()
    ahead = week.offset(zone_or_utc(place.user.zone), timezone.now())
    base = reverse("directory", args=[place.group.slug, place.program.slug])
    hello = reverse("hello_new", args=[place.group.slug, place.program.slug, CODE])
    return [
        _card(place, row, today, ahead, base, hello)
        for row in rows
        if row["here"] or row["user_id"] == place.user.pk
    ]


def others(place: Place, role: str, *, but: int = 0, number: int = 3) -> list[Card]:
    """A few people with room, those who share most with this person first; nobody they write with."""
    rows = finder.page(place, Filters(role=role, room=True))[:PAGE]
    found = [row for row in rows if row["user_id"] not in (place.user.pk, but) and not row["talk_code"]]
    return cards(place, found[:number])


def frees_most(place: Place, filters: Filters) -> str:
    """Which filter to take away so that most people are left; "" when none helps. A query for each."""
    empty = Filters()
    left = {
        name: finder.count(place, replace(filters, after="", older="", **{name: getattr(empty, name)}))
        for name in filters.active
    }
    best = max(left, key=lambda name: left[name], default="")
    return best if best and left[best] else ""


def room_words(row: dict[str, Any], today: date) -> tuple[str, bool]:
    """Whether somebody could be paired now, in words."""
    left = row["capacity"] - row["seats_taken"]
    if row["accepting_from"] and row["accepting_from"] > today:
        soon = row["accepting_from"] - today < timedelta(days=60)
        return ("Not this month" if soon else "Full for now"), False
    if row["role"] == "mentee":
        return ("Looking for a mentor", True) if left > 0 else ("Has a mentor", False)
    if left <= 0:
        return "Full for now", False
    return (f"Room for {left} more" if row["seats_taken"] or left == 1 else f"Room for {left}"), True


def answers_in(hours: int | None) -> str:
    """How soon somebody usually answers a hello, kindly rounded; "" without enough history to say."""
    if hours is None:
        return ""
    if hours <= 12:
        return "Usually answers the same day"
    if hours <= 24:
        return "Usually answers within a day"
    days = -(-hours // 24)
    return f"Usually answers within {days} days" if days < 7 else "Usually takes a week to answer"


def facts_of(row: dict[str, Any]) -> Facts:
    """What of a row can be compared."""
    return Facts(
        name=row["user__name"].split(" ", 1)[0],
        role=row["role"],
        topics=row["topics"],
        hours=row["hours"],
        ways=row["ways"],
        languages=row["languages"],
        time_a_week=row["time_a_week"],
        week=week.whole(row["week_1"], row["week_2"], row["week_3"]),
    )


def _free(place: Place, theirs: Facts, row: dict[str, Any], ahead: int) -> str:
    """When both have time, on the reader's clock; "" where both have only said the plain choices, on clocks
    that agree: those choices are then the better words."""
    if place.mine is None or not (row["week"] or row["week_offset"] != ahead):
        return ""
    return week.both_free(place.mine.week, theirs.week, ahead)


def _hours(row: dict[str, Any], theirs: Facts, ahead: int) -> str:
    """When they are free, on the reader's clock."""
    if theirs.week and (row["week"] or row["week_offset"] != ahead):
        return week.in_short(week.moved(theirs.week, ahead))
    return overlap.in_words([overlap.HOURS[hour] for hour in row["hours"] if hour in overlap.HOURS])


def _card(place: Place, row: dict[str, Any], today: date, ahead: int, base: str, hello: str) -> Card:
    theirs = facts_of(row)
    shared = overlap.shared_topics(place.mine.topics, row["topics"]) if place.mine else []
    itself = row["user_id"] == place.user.pk
    room, has_room = room_words(row, today)
    ways = overlap.in_words([overlap.WAYS[way] for way in row["ways"] if way in overlap.WAYS])
    first, second = ("quote", "help_text") if row["role"] == "mentor" else ("help_text", "quote")
    reasons: list[str] = []
    if place.mine and not itself:
        reasons = overlap.reasons(place.mine, theirs, free=_free(place, theirs, row, ahead))
    return Card(
        code=row["code"],
        person=Face(row["user__name"], row["user__code"]),
        pronouns=row["user__pronouns"],
        url=f"{base}{row['code']}/",
        hello_url=hello.replace(CODE, row["code"]),
        mark_url=f"{base}{row['code']}/mark/",
        room=room,
        has_room=has_room,
        topics=[(topic, topic in shared) for topic in row["topics"]],
        quote=row[first] or row[second],
        hobby=row["hobby"],
        when=", ".join(
            part for part in (overlap.TIMES.get(row["time_a_week"], ""), _hours(row, theirs, ahead)) if part
        ),
        ways=overlap.capital(ways),
        answers_in="" if itself else answers_in(row["usual_answer"]),
        reasons=reasons,
        why=overlap.sentence(reasons),
        mine=itself,
        kept=bool(row["kept"]),
        aside=bool(row["aside"]),
        tell=bool(row["tell"]),
        may_wait=row["role"] == "mentor",
        talk_url=reverse("conversation_short", args=[row["talk_code"]]) if row["talk_code"] else "",
    )
