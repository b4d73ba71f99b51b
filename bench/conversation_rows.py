"""Many conversations, of very different lengths and scattered in time, made by the database itself."""

import math
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.db.utils import DatabaseError
from django.utils import timezone

from accounts.models import User
from bench.statements import do
from mentorship import scenarios
from messaging.models import Conversation, Message, Participant
from pairings.models import Pairing, Request
from pairings.services import requests

EACH = 50  # messages of a conversation, on average
TALKS = 20  # of a person
LONGEST = 3_000  # messages of the longest one; the shortest has about thirty
CHUNK = 250_000
BODIES = 200
UNREAD = 10  # about so many messages of a third of the conversations are not read yet
GOLDEN = 2_654_435_761  # modulo 2**32 it walks evenly over everything: neighbours in time are strangers
WORDS = (
    *("glaze", "kiln", "price", "morning", "tuesday", "lovely", "print", "market", "stall", "courage"),
    *("paper", "ink", "letter", "bread", "walk"),
)


@dataclass(frozen=True)
class Made:
    """What was made: a pair with the longest talk, a hello with the next one, and the readers of both."""

    pairing: Pairing
    hello: Request
    conversations: int
    longest: int


def fill(messages: int, seed: int) -> Made:
    """So many messages; the same for the same seed."""
    pairing, hello = _two()
    talks = max(messages // EACH, 2 * TALKS)
    people = _people(max(talks * 2 // TALKS, 2 * TALKS), seed)
    people[0] = pairing.mentee_user_id
    _talks(talks, people, pairing, hello)
    bodies = _bodies(seed)
    fast = connection.vendor == "postgresql"
    if fast:
        do("ALTER TABLE messaging_message DROP CONSTRAINT message_token")
        do("DROP INDEX message_page")
    for first in range(0, messages, CHUNK):
        with transaction.atomic():
            _messages(first, min(CHUNK, messages - first), messages, talks, bodies)
    if fast:
        do("ALTER TABLE messaging_message ADD CONSTRAINT message_token UNIQUE (author_id, client_token)")
        do("CREATE INDEX message_page ON messaging_message (conversation_id, id)")
    _fold(talks)
    _away(pairing.mentee_user_id, messages)
    for table in ("bench_talk", "bench_body"):
        do(f"DROP TABLE {table}")
    do("VACUUM (ANALYZE)" if fast else "ANALYZE")
    longest = Message.objects.filter(conversation=pairing.conversation_id).count()
    return Made(pairing, hello, talks, longest)


def _two() -> tuple[Pairing, Request]:
    """A pair in its third week, and a hello in the same program, as the services make them."""
    pairing = scenarios.running(weeks=3)
    sam = scenarios.person("Sam Okafor", f"sam-{pairing.pk}@bothy.example")
    scenarios.member(pairing.program.group, sam)
    other = scenarios.person("Elif Vural", f"elif-{pairing.pk}@bothy.example")
    scenarios.member(pairing.program.group, other)
    return pairing, requests.send(
        sender=sam,
        to_profile=scenarios.signed_up(pairing.program, other, "mentor"),
        body="A question about glazes, if I may.",
        to_pair=False,
        token=uuid.uuid4(),
    )


def _people(number: int, seed: int) -> list[int]:
    now = timezone.now()
    users = User.objects.bulk_create(
        (
            User(
                email=f"talker-{seed}-{n}@bothy.example",
                name=f"Talker {n}",
                adult_affirmed_at=now,
                password="!",  # noqa: S106 unusable
            )
            for n in range(number)
        ),
        batch_size=2000,
    )
    return [user.pk for user in users]


def _talks(number: int, people: list[int], pairing: Pairing, hello: Request) -> None:
    """The conversations and, for the statements that follow, who talks in which: number 0 is the pair's."""
    scope, count = pairing.program.group_id, len(people)
    twos = [(people[n % count], people[(n + 1 + n // count) % count]) for n in range(number)]
    made = Conversation.objects.bulk_create(
        (Conversation(key=f"bench:{n}", scope=scope) for n in range(2, number)), batch_size=2000
    )
    ids = [pairing.conversation_id, hello.conversation_id, *(talk.pk for talk in made)]
    twos[0] = (pairing.mentee_user_id, pairing.mentor_user_id)
    twos[1] = (hello.sender_id, hello.recipient_id)
    do("CREATE TABLE bench_talk (n integer PRIMARY KEY, conversation bigint, a bigint, b bigint)")
    with connection.cursor() as cursor:
        rows = [(n, talk, *two) for n, (talk, two) in enumerate(zip(ids, twos, strict=True))]
        for first in range(0, number, 1000):
            some = rows[first : first + 1000]
            cursor.execute(
                f"INSERT INTO bench_talk VALUES {', '.join(['(%s, %s, %s, %s)'] * len(some))}",
                [value for row in some for value in row],
            )
    do("ANALYZE bench_talk")


def _bodies(seed: int) -> int:
    random = Random(seed)
    do("CREATE TABLE bench_body (n integer PRIMARY KEY, body text)")
    with connection.cursor() as cursor:
        for n in range(BODIES):
            body = " ".join(random.choices(WORDS, k=random.randint(5, 45)))
            cursor.execute("INSERT INTO bench_body VALUES (%s, %s)", [n, body])
    return BODIES


def _messages(first: int, number: int, of: int, talks: int, bodies: int) -> None:
    """One statement: message i goes to a conversation drawn so that a few are long and most are short."""
    power = math.log(1 / talks) / math.log(min(LONGEST / of, 0.5))
    start = timezone.now() - timedelta(days=365)
    step = 364 * 86_400 / of
    drawn = f"(i * {GOLDEN} % 4294967296) / CAST(4294967296 AS double precision)"
    talk = f"CAST(FLOOR({talks} * POWER({drawn}, {power:.6f})) AS integer)"
    if connection.vendor == "postgresql":
        with suppress(DatabaseError), transaction.atomic():
            do("SET LOCAL session_replication_role = replica")  # foreign keys are right by construction
        series = f"SELECT CAST(i AS bigint) AS i FROM generate_series({first}, {first + number - 1}) i"
        mark = "CAST(lpad(to_hex(i), 32, '0') AS uuid)"
        at = f"CAST('{start.isoformat()}' AS timestamptz) + i * interval '{step:.6f} seconds'"
    else:
        last = first + number - 1
        more = f"SELECT {first} UNION ALL SELECT i + 1 FROM g WHERE i < {last}"
        series = f"WITH RECURSIVE g(i) AS ({more}) SELECT i FROM g"
        mark = "printf('%032x', i)"
        at = f"strftime('%Y-%m-%d %H:%M:%f', {start.timestamp():.0f} + i * {step:.6f}, 'unixepoch')"
    do(
        "INSERT INTO messaging_message (conversation_id, author_id, body, quote, client_token, created_at) "
        "SELECT t.conversation, CASE WHEN i / 3 % 2 = 0 THEN t.a ELSE t.b END, b.body || ' ' || i, '', "
        f"{mark}, {at} FROM (SELECT i, {talk} AS n FROM ({series}) numbers) drawn "
        f"JOIN bench_talk t ON t.n = drawn.n JOIN bench_body b ON b.n = i % {bodies} ORDER BY i"
    )


def _fold(talks: int) -> None:
    """The participants, with what the inbox keeps of the last message; a third has about ten unread."""
    Participant.objects.all().delete()
    for who, other in (("a", "b"), ("b", "a")):
        do(
            "INSERT INTO messaging_participant (conversation_id, user_id, last_message_id, last_message_at, "
            "last_author_id, preview, hidden, last_read_id) "
            f"SELECT t.conversation, t.{who}, m.id, m.created_at, m.author_id, SUBSTR(m.body, 1, 120), "
            f"{_false()}, CASE WHEN t.n % 3 = 0 AND m.author_id = t.{other} "
            f"THEN m.id - {UNREAD} * {talks} ELSE m.id END "
            "FROM bench_talk t JOIN (SELECT conversation_id, MAX(id) AS id FROM messaging_message "
            "GROUP BY conversation_id) newest ON newest.conversation_id = t.conversation "
            "JOIN messaging_message m ON m.id = newest.id"
        )


def _away(reader: int, messages: int) -> None:
    """The reader of what is measured comes back from a month without reading."""
    rows = Participant.objects.filter(user=reader)
    rows.update(last_read_id=Greatest(F("last_message_id") - messages // 12, 0))


def _false() -> str:
    return "FALSE" if connection.vendor == "postgresql" else "0"
