"""Conversations among very many messages: reading, the mark of the unread, the list, search, sending."""

import time
import uuid
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from accounts.limits import LIMITS
from accounts.models import Bucket, User
from bench import conversation_rows, pages, plans
from bench.conversation_rows import Made
from bench.options import Options
from bench.statements import counted
from bench.table import Row, at_most, holds
from mentorship import talks
from messaging.models import Conversation, Message, Participant
from messaging.services import conversations
from pairings.views.talk import PAGE

INDEX = "message_page"
LIST = "the list reads no message and no row of others"
LARGE = 1_000_000  # messages: the longest talk is a small part of them
ASKS = 15  # of each in a round; the best of them counts, as others work on this machine too
Statement = tuple[str, tuple[Any, ...]]


def run(options: Options) -> list[Row]:
    """Each goal (bench/options.py) with the plan that meets it."""
    made = conversation_rows.fill(options.messages, options.seed)
    reader = made.pairing.mentee_user
    return [
        *_statements(made, reader, options),
        *_pages(made, reader, options),
        *_search(reader, options),
        _send(made, options),
    ]


# -- single statements ----------------------------------------------------------------------------------
def _newest(conversation_id: int, rows: int = PAGE + 1) -> Statement:
    return _sql(Message.objects.filter(conversation=conversation_id).order_by("-pk")[:rows])


def _older(conversation_id: int, before: int) -> Statement:
    return _sql(
        Message.objects.filter(conversation=conversation_id, pk__lt=before).order_by("-pk")[: PAGE + 1]
    )


def _badge(reader: User) -> Statement:
    return _sql(talks.mine(reader).unread().values("pk")[:1])  # type: ignore[attr-defined]


def _counting(reader: User) -> Statement:
    """What the badge would cost without its columns: unread messages counted, talk by talk."""
    unread = Message.objects.filter(conversation=OuterRef("conversation"), pk__gt=OuterRef("last_read_id"))
    by_talk = unread.exclude(author=reader).order_by().values("conversation")
    rows = talks.mine(reader).annotate(n=Subquery(by_talk.annotate(n=Count("pk")).values("n")))
    return _sql(rows.values("pk", "n"))


def _sql(rows: Any) -> Statement:
    sql, params = rows.query.sql_with_params()
    return sql, tuple(params)


def _statements(made: Made, reader: User, options: Options) -> list[Row]:
    longest = made.pairing.conversation_id
    middle = (
        Message.objects.filter(conversation=longest)
        .order_by("-pk")
        .values_list("pk", flat=True)[made.longest // 2]
    )
    asked = {
        "SELECT 1": ("SELECT 1", ()),
        "newest": _newest(longest),
        "newest 50": _newest(longest, 50),
        "older": _older(longest, middle),
        "badge": _badge(reader),
        "counting": _counting(reader),
    }
    times = _alternating({name: lambda one=one: _ask(one) for name, one in asked.items()}, options)
    times["random"] = _at_random(options)
    n, goals = options.messages, options.goals
    one = median(times["SELECT 1"])

    def row(case: str, name: str, goal: str = "", plan: bool = True) -> Row:
        ratio = median(times[name]) / one
        return Row(
            case,
            n,
            times[name],
            "ms",
            "SELECT 1",
            ratio,
            f"<= {goals[goal]:g}" if goal else "",
            ratio <= goals[goal] if goal else None,
            plan=plans.plan(*asked[name]) if plan else (),
        )

    faster = median(times["counting"]) / median(times["badge"])
    return [
        Row("SELECT 1", n, times["SELECT 1"], "ms"),
        row(f"newest {PAGE} of the longest talk ({made.longest:,}), cached", "newest", "talks.newest"),
        row("newest 50 of it, cached", "newest 50", "talks.newest"),
        row(f"{PAGE} older ones in its middle, cached", "older", "talks.newest"),
        row(f"newest {PAGE} of a talk by chance", "random", plan=False),
        row("badge: is anything unread", "badge", "talks.badge"),
        Row(
            "counting unread messages instead",
            n,
            times["counting"],
            "ms",
            "badge",
            faster,
            f">= {goals['talks.counting']:g}",
            faster >= goals["talks.counting"],
            plan=plans.plan(*asked["counting"]),
        ),
        _one_scan(n, asked["newest"], asked["older"]),
        _no_message("the badge reads no message", asked["badge"], n),
    ]


def _one_scan(n: int, *statements: Statement) -> Row:
    case = "newest and older: one scan of the index, nothing sorted"
    found = [plans.plan(*one) for one in statements]
    met = all(
        plans.uses(lines, INDEX) and not any("Sort" in line or "TEMP B-TREE" in line for line in lines)
        for lines in found
    )
    return Row(case, n, unit="plan", goal=INDEX, met=met, gates=_large(n))


def _large(n: int) -> bool:
    """PostgreSQL reads a small table, or one that is mostly one talk, backwards or whole, and is right to."""
    return connection.vendor == "sqlite" or n >= LARGE


def _no_message(case: str, statement: Statement, n: int) -> Row:
    met = not any("messaging_message" in line for line in plans.plan(*statement))
    return holds(case, n, met)


def _at_random(options: Options) -> list[float]:
    """Talks that nobody has opened lately: their rows lie all over the table."""
    ids = list(Conversation.objects.order_by("pk").values_list("pk", flat=True))
    random = Random(options.seed)
    return [_timed(lambda pk=pk: _ask(_newest(pk))) for pk in random.sample(ids, min(41, len(ids)))]


def _ask(statement: Statement) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())


def _timed(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return 1000 * (time.perf_counter() - began)


def _alternating(jobs: dict[str, Callable[[], object]], options: Options) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in jobs}
    random = Random(options.seed)
    for job in jobs.values():
        job()
    for _ in range(options.runs):
        for name in random.sample(sorted(jobs), len(jobs)):
            times[name].append(min(_timed(jobs[name]) for _ in range(ASKS)))
    return times


# -- whole pages ------------------------------------------------------------------------------------------
def _pages(made: Made, reader: User, options: Options) -> list[Row]:
    asker = made.hello.sender
    with pages.site():
        mine, theirs = pages.visitor(reader), pages.visitor(asker)
        place = made.pairing.program
        pair = reverse("pair", args=[place.group.slug, place.slug, made.pairing.code])
        hello, inbox = made.hello.get_absolute_url(), reverse("inbox")
        asked: dict[str, Callable[[], object]] = {
            "login-required hello": lambda: mine("/bench/hello/"),
            "a hello's page": lambda: theirs(hello),
            "a pair's page": lambda: mine(pair),
            "Messages": lambda: mine(inbox),
        }
        for job in asked.values():
            job()
        numbers = {}
        for name, job in asked.items():
            with counted() as said:
                job()
            numbers[name] = said
        times = _alternating(asked, options)
    n, goals = options.messages, options.goals
    yardstick = min(times["login-required hello"])
    rows = [
        Row(name, n, times[name], "ms", "hello", min(times[name]) / yardstick, note="ratio of the best")
        for name in asked
    ]
    with counted() as said:
        talks.lines(reader)
        talks.notes(reader)
    for case, number, goal in (
        ("queries of a hello's page, the person included", numbers["a hello's page"].number, "talks.page"),
        ("queries of a pair's page, the person included", numbers["a pair's page"].number, "talks.pair"),
        ("queries of the list of conversations", said.number, "talks.list"),
    ):
        rows.append(at_most(case, n, number, goals[goal]))
    lines = next(one for one in said.texts if one[0].startswith("SELECT") and "is_pair" in one[0])
    found = plans.plan(*lines)
    met = not any("messaging_message" in line for line in found) and not plans.scans(
        found, "messaging_participant"
    )
    return [*rows, Row(LIST, n, unit="plan", goal="so", met=met, gates=_large(n), plan=found)]


# -- search and sending -----------------------------------------------------------------------------------
def _search(reader: User, options: Options) -> list[Row]:
    n = options.messages
    times = _alternating(
        {
            "nothing found": lambda: talks.look(reader, "zebra"),
            "common word": lambda: talks.look(reader, "glaze"),
        },
        options,
    )
    with counted() as said:
        found = talks.look(reader, "zebra")
    ids = next(one for one in said.texts if "messaging_message" in one[0])
    plan = plans.plan(*ids)
    met = plans.uses(plan, INDEX) and not plans.scans(plan, "messaging_message")
    return [
        Row(
            "search that finds nothing, first part",
            n,
            times["nothing found"],
            "ms",
            note=f"{said.number} queries",
        ),
        Row("search for a common word", n, times["common word"], "ms"),
        at_most("messages that a search reads", n, found.looked_at, options.goals["talks.search"]),
        holds("search: the person's own entries of the index, no scan", n, met, goal=INDEX, plan=plan),
    ]


def _send(made: Made, options: Options) -> Row:
    times = []
    burst = LIMITS["message-burst"][0]
    for number in range(options.runs * ASKS):
        if number % burst == 0:
            Bucket.objects.all().delete()
        times.append(
            _timed(
                lambda: conversations.say(
                    made.pairing.conversation,
                    author=made.pairing.mentor_user,
                    body="Good morning.",
                    token=uuid.uuid4(),
                )
            )
        )
    newest = Participant.objects.get(conversation=made.pairing.conversation_id, user=made.pairing.mentee_user)
    if not newest.is_unread:
        raise RuntimeError("what was sent is not there")
    return Row("send: one transaction, limits and notice included", options.messages, times, "ms")
