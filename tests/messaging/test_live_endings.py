"""How streams end, what a lost Redis costs, and three hundred of them at once: real processes and sockets."""

import asyncio
import os
import re
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mentorship import scenarios, staff_acts
from mentorship.up import broker
from messaging import hub, live, still_open
from messaging.models import Conversation
from messaging.services import conversations
from pairings.models import Pairing
from tests.streaming import Listener, Server, session_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(django_db_setup: None) -> Iterator[Server]:
    started = Server().start()
    yield started
    started.stop()


@pytest.fixture
def pairing() -> Pairing:
    return scenarios.running(weeks=1)


def say(talk: Conversation, author: User, body: str = "Morning, you.") -> int:
    return conversations.say(talk, author=author, body=body, token=uuid.uuid4()).pk


# -- endings ----------------------------------------------------------------------------------------
def test_logging_out_ends_this_sessions_streams(server: Server, pairing: Pairing) -> None:
    user = pairing.mentee_user
    client = Client()
    client.force_login(user)
    here = client.cookies[settings.SESSION_COOKIE_NAME].value
    with Listener(server, here) as ended, Listener(server, session_of(user)) as elsewhere:
        ended.hears("event: hello")
        elsewhere.hears("event: hello")
        client.post(reverse("account_logout"))
        ended.hears("event: bye")
        assert ended.ends() < 2
        say(pairing.conversation, pairing.mentor_user)
        elsewhere.hears(live.talk(pairing.conversation))


def test_a_closed_account_hears_nothing_more(server: Server, pairing: Pairing) -> None:
    staff = scenarios.person("Sue Staff", "sue@live.example")
    with Listener(server, session_of(pairing.mentee_user)) as his:
        his.hears("event: hello")
        staff_acts.disable(pairing.mentee_user, by=staff)
        his.hears("event: bye")
        his.ends()
    with Listener(server, session_of(pairing.mentor_user)) as hers:
        hers.hears("event: hello")


def test_whose_streams_may_go_on(pairing: Pairing) -> None:
    good, closed, expired, changed = (scenarios.person(f"P {n}", f"p{n}@live.example") for n in range(4))
    keys = {session_of(user): user.pk for user in (good, closed, expired, changed)}
    by_user = {pk: key for key, pk in keys.items()}
    User.objects.filter(pk=closed.pk).update(is_active=False)
    Session.objects.filter(session_key=by_user[expired.pk]).update(expire_date=timezone.now())
    changed.set_password("another long password here")
    changed.save()
    assert still_open.still_open(keys | {"no-such-session": good.pk}) == {by_user[good.pk]}
    assert still_open.still_open({by_user[good.pk]: changed.pk}) == set()


def test_the_process_stops_at_once_with_streams_open(pairing: Pairing) -> None:
    own = Server().start()
    listeners = [Listener(own, session_of(pairing.mentee_user)) for _ in range(3)]
    for one in listeners:
        one.hears("event: hello")
    assert own.stop() < 5
    for one in listeners:
        assert one.ends() < 1
        one.close()


def test_one_person_has_a_few_streams_the_newest(server: Server, pairing: Pairing) -> None:
    session = session_of(pairing.mentee_user)
    held = []
    for _ in range(hub.EACH + 1):
        held.append(Listener(server, session))
        held[-1].hears("event: hello")
    held[0].hears("event: bye")
    held[0].ends()
    say(pairing.conversation, pairing.mentor_user)
    for one in held[1:]:
        one.hears(live.talk(pairing.conversation))
    for one in held:
        one.close()


# -- Redis, which may be lost -------------------------------------------------------------------------
class OwnRedis:
    """A server of this test's own, to be frozen and killed."""

    def __init__(self, folder: Path) -> None:
        self.url = f"unix://{folder / 'r.sock'}"
        self.command = broker.server_command(folder / "r.sock", folder)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True)
        assert broker.wait_for(self.url, 10)

    def send(self, number: int) -> None:
        os.kill(self.process.pid, number)
        if number in (signal.SIGTERM, signal.SIGKILL):
            self.process.wait(timeout=10)


@pytest.fixture
def own_redis(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    """The hints of this test go to a Redis of its own; the cache keeps the suite's."""
    with tempfile.TemporaryDirectory() as folder:
        redis = OwnRedis(Path(folder))
        redis.start()
        monkeypatch.setattr(settings, "REDIS_URL", redis.url)
        live._client.cache_clear()
        live._Away.until = 0
        yield redis
        live._client.cache_clear()
        live._Away.until = 0
        if redis.process.poll() is None:
            redis.send(signal.SIGCONT)
            redis.send(signal.SIGKILL)


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL], ids=["frozen", "gone"])
def test_a_lost_redis_costs_a_writer_a_quarter_of_a_second_once(
    pairing: Pairing, own_redis: OwnRedis, how: int
) -> None:
    assert live.reachable()
    own_redis.send(how)
    took = []
    for _ in range(5):
        begun = time.monotonic()
        assert not live.publish([pairing.mentee_user_id], "inbox")
        took.append(time.monotonic() - begun)
    assert took[0] < 0.3
    assert max(took[1:]) < 0.01
    say(pairing.conversation, pairing.mentor_user)  # the words themselves depend on nothing


def test_a_connection_that_redis_has_closed_is_no_outage(own_redis: OwnRedis) -> None:
    assert live.reachable()
    own_redis.send(signal.SIGKILL)
    own_redis.start()
    assert live.reachable()


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL], ids=["frozen", "gone"])
def test_streams_outlive_redis_and_catch_up(pairing: Pairing, own_redis: OwnRedis, how: int) -> None:
    server = Server(REDIS_URL=own_redis.url).start()
    try:
        with Listener(server, session_of(pairing.mentee_user)) as his:
            his.hears("event: hello")
            own_redis.send(how)
            assert his.hears("retry: 15000\nevent: away") < 2.5 * hub.SILENCE
            with Listener(server, session_of(pairing.mentor_user)) as late:
                late.hears("event: away")
            if how == signal.SIGSTOP:
                own_redis.send(signal.SIGCONT)
            else:
                own_redis.start()
            assert his.hears("event: hello") < hub.LONGEST_PAUSE + 3
            # And once more when those who tell have noticed as well.
            assert his.hears("event: hello") < live.PAUSE + 3
            assert live.publish([pairing.mentee_user_id], "inbox")
            his.hears("data: inbox\n\n")
    finally:
        server.stop()


# -- many -----------------------------------------------------------------------------------------------
def test_three_hundred_idle_streams_hold_no_connection(server: Server, pairing: Pairing) -> None:
    people = User.objects.bulk_create(
        User(email=f"many{n}@live.example", name=f"Many {n}", zone="UTC", adult_affirmed_at=timezone.now())
        for n in range(300)
    )
    sessions = [session_of(user) for user in people]
    for one in [Listener(server, session) for session in sessions[:50]]:  # its threads are there, busy or not
        one.hears("event: hello")
        one.close()
    before = server.memory()
    with ExitStack() as opened:
        held = [opened.enter_context(closing(Listener(server, session))) for session in sessions]
        _holds_little(server, held, before, people)


def _holds_little(server: Server, held: list[Listener], before: int, people: list[User]) -> None:
    for one in held:
        one.hears("event: hello")
    each = (server.memory() - before) / len(held)
    threads = server.threads()
    connections = 0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
            connections = cursor.fetchone()[0]
    print(f"{len(held)} streams: {each / 1024:.1f} KiB each, {threads} threads, {connections} connections")  # noqa: T201
    assert connections <= 1
    assert threads < 40
    assert each < 60 * 1024
    begun = time.monotonic()
    assert live.publish([user.pk for user in people], "inbox")
    for one in held:
        one.hears("data: inbox")
    assert time.monotonic() - begun < 5


def test_a_burst_to_a_slow_reader_is_one_event() -> None:
    """What waits for a line that does not move is a set, and a set too large is “fetch everything”."""

    async def scene() -> list[str]:
        sent: list[str] = []
        gate = asyncio.Event()

        async def send(message: dict[str, object]) -> None:
            await gate.wait()
            sent.append(message["body"].decode())  # type: ignore[attr-defined]

        slow = hub.Stream(1, "key", send)  # type: ignore[arg-type]
        slow.push("talk-a", "inbox")
        await asyncio.sleep(0)
        for _ in range(1000):
            slow.push("talk-a", "inbox", hub.COMMENT)
        assert len(slow.pending) == 3
        for number in range(100):
            slow.push(f"talk-{number}")
        assert len(slow.pending) <= hub.MOST
        gate.set()
        assert slow.writer is not None
        await slow.writer
        return sent

    first, second = asyncio.run(scene())
    assert first == "data: talk-a inbox\n\n"
    assert re.match(r"retry: \d{4}\nevent: hello\ndata:\n\n", second)
