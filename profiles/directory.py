"""The people of one program, a page at a time: one query for them, whatever their number."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat, Greatest, Least
from django.urls import reverse
from django.utils import timezone

from accounts.text import fold
from messaging.models import Conversation
from profiles import overlap
from profiles.access import MOST, Place
from profiles.models import Profile, ProfileTopic
from profiles.overlap import Facts

PAGE = 12
WORDS = 5
COLUMNS = (
    *("id", "code", "role", "state", "capacity", "seats_taken", "accepting_from", "user_id", "user__name"),
    *("user__code", "topics", "hours", "ways", "languages", "time_a_week", "help_text", "hobby", "quote"),
)


@dataclass(frozen=True)
class Filters:
    """What somebody looks for."""

    role: str = "mentor"
    q: str = ""
    topics: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    room: bool = False
    after: str = ""

    @property
    def active(self) -> list[str]:
        """Which of them narrow the list."""
        return [name for name in ("q", "topics", "times", "room") if getattr(self, name)]


@dataclass(frozen=True)
class Face:
    """As much of a person as a card needs."""

    name: str
    code: str


@dataclass(frozen=True)
class Card:
    """One person in the list, ready to be shown."""

    person: Face
    url: str
    hello_url: str
    room: str
    has_room: bool
    topics: list[tuple[str, bool]]
    quote: str
    hobby: str
    when: str
    ways: str
    why: str
    mine: bool
    talk_url: str = ""


@dataclass(frozen=True)
class Page:
    """Some cards, and where the list goes on."""

    cards: list[Card] = field(default_factory=list)
    after: str = ""


def people(place: Place, filters: Filters) -> QuerySet[Profile]:
    """Who is on the list and fits, newest first."""
    found = Profile.objects.listed_in(place.program, place.user).filter(role=filters.role)
    for word in fold(filters.q).split()[:WORDS]:
        found = found.filter(search_text__contains=word)
    if filters.topics:
        rows = ProfileTopic.objects.filter(
            profile=OuterRef("pk"), topic__in=[fold(t) for t in filters.topics]
        )
        found = found.filter(Exists(rows))
    if filters.times:
        found = found.filter(time_a_week__in=filters.times)
    if filters.room:
        found = found.with_room(place.program.today())
    return found.order_by("-id")


def page(place: Place, filters: Filters) -> Page:
    """The next twelve after `filters.after`, in one query."""
    found = people(place, filters)
    if filters.after:
        start = Profile.objects.filter(code=filters.after, program=place.program).values("id")
        found = found.filter(id__lt=Subquery(start[:1]))
    rows = rows_of(place, found, PAGE + 1)
    more = rows[PAGE - 1]["code"] if len(rows) > PAGE else ""
    return Page(cards(place, rows[:PAGE]), more)


def rows_of(place: Place, found: QuerySet[Profile], number: int) -> list[dict[str, Any]]:
    """So many of these as COLUMNS, with the code of the talk that is open between each and this person."""
    me = place.user.pk
    them = F("user_id")
    key = Concat(
        Value(f"p{place.program.pk}:"),
        Cast(Least(them, Value(me)), CharField()),
        Value("-"),
        Cast(Greatest(them, Value(me)), CharField()),
        output_field=CharField(),
    )
    talk = Conversation.objects.filter(key=OuterRef("talk_key"), closed_at=None).filter(
        Q(open_until=None) | Q(open_until__gt=timezone.now())
    )
    with_talk = found.annotate(talk_key=key).annotate(talk_code=Subquery(talk.values("code")[:1]))
    return list(with_talk.values(*COLUMNS, "talk_code")[:number])


def cards(place: Place, rows: Iterable[dict[str, Any]]) -> list[Card]:
    """Rows as cards; `talk_code`, where a row has one, says that the two are talking already."""
    today = place.program.today()
    return [_card(place, row, today) for row in rows]


def others(place: Place, role: str, *, but: int = 0, number: int = 3) -> list[Card]:
    """A few people with room, those who share something with this person first."""
    found = people(place, Filters(role=role, room=True)).exclude(user__in=[place.user.pk, but])
    rows = rows_of(place, found, PAGE * 2)
    mine = place.mine.topics if place.mine else ()
    rows.sort(key=lambda row: -len(overlap.shared_topics(mine, row["topics"])))
    return [card for card in cards(place, rows[:PAGE]) if not card.talk_url][:number]


def frees_most(place: Place, filters: Filters) -> str:
    """Which filter to take away so that most people are left; "" when none helps. A query for each."""
    empty = Filters()
    left = {
        name: len(
            people(place, replace(filters, after="", **{name: getattr(empty, name)})).values("id")[: MOST + 1]
        )
        for name in filters.active
    }
    best = max(left, key=lambda name: left[name], default="")
    return best if best and left[best] else ""


def room_words(row: dict[str, Any], today: date) -> tuple[str, bool]:
    """Whether somebody could be paired now, in words."""
    left = row["capacity"] - row["seats_taken"]
    if row["accepting_from"] and row["accepting_from"] > today:
        return (
            "Not this month" if row["accepting_from"] - today < timedelta(days=60) else "Full for now"
        ), False
    if row["role"] == "mentee":
        return ("Looking for a mentor", True) if left > 0 else ("Has a mentor", False)
    if left <= 0:
        return "Full for now", False
    return (f"Room for {left} more" if row["seats_taken"] or left == 1 else f"Room for {left}"), True


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
    )


def _card(place: Place, row: dict[str, Any], today: date) -> Card:
    shared = overlap.shared_topics(place.mine.topics, row["topics"]) if place.mine else []
    itself = row["user_id"] == place.user.pk
    room, has_room = room_words(row, today)
    hours = overlap.in_words([overlap.HOURS[hour] for hour in row["hours"]])
    ways = overlap.in_words([overlap.WAYS[way] for way in row["ways"]])
    where = [place.group.slug, place.program.slug, row["code"]]
    first, second = ("quote", "help_text") if row["role"] == "mentor" else ("help_text", "quote")
    return Card(
        person=Face(row["user__name"], row["user__code"]),
        url=reverse("answers", args=where),
        hello_url=reverse("hello_new", args=where),
        room=room,
        has_room=has_room,
        topics=[(topic, topic in shared) for topic in row["topics"]],
        quote=row[first] or row[second],
        hobby=row["hobby"],
        when=", ".join(part for part in (overlap.TIMES.get(row["time_a_week"], ""), hours) if part),
        ways=ways[:1].upper() + ways[1:],
        why=overlap.sentence(overlap.reasons(place.mine, facts_of(row))) if place.mine and not itself else "",
        mine=itself,
        talk_url=reverse("conversation_short", args=[row["talk_code"]]) if row["talk_code"] else "",
    )
