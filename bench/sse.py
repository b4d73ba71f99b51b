"""Streams of live arrival: many idle ones on one process, what each costs, and how soon all are told."""

import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import redis
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from accounts.models import User
from bench.options import Options
from bench.table import Row, at_most
from mentorship.up import broker
from messaging import live

PATIENCE = 120.0  # seconds
SPARE = 200  # files that a process needs beside its streams


def run(options: Options) -> list[Row]:
    """One uvicorn, as many people as asked for, each with one page open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asked = options.connections
    count = min(asked, hard - SPARE)
    note = "" if count == asked else f"only {count:,}: this machine allows {hard:,} open files"
    try:
        with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (process, port, url):
            return measure(options, process, port, url, people(count), note)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def measure(
    options: Options,
    process: "subprocess.Popen[bytes]",
    port: int,
    url: str,
    sessions: dict[int, str],
    note: str,
) -> list[Row]:
    """Open them, let them be idle, tell all of them something, count."""
    first = next(iter(sessions.values()))
    with Streams(port, [first]) as warm:
        warm.hear(b"event: hello")
    before, ticks = resident(process), cpu(process)
    begun = time.monotonic()
    with Streams(port, list(sessions.values())) as streams:
        streams.hear(b"event: hello")
        opened = time.monotonic() - begun
        each = (resident(process) - before) / len(sessions)
        ticks, begun = cpu(process), time.monotonic()
        time.sleep(5)
        idle = (cpu(process) - ticks) / (time.monotonic() - begun)
        # Not before: who was the last to be let in may have been heard while the question was being put away.
        held, threads = connections(process), len(list(Path(f"/proc/{process.pid}/task").iterdir()))
        told = []
        with redis.Redis.from_url(url) as client:
            for _ in range(options.runs):
                begun = time.monotonic()
                with client.pipeline(transaction=False) as pipe:
                    for user_id in sessions:
                        pipe.publish(live.channel(user_id), live.INBOX)
                    pipe.execute()
                streams.hear(b"data: inbox")
                told.append(time.monotonic() - begun)
    n, most = len(sessions), options.goals["sse.bytes"]
    return [
        at_most("a stream, memory", n, each, most, unit="B", goal=f"<= {most:,.0f} B", note=note),
        at_most("database connections held", n, held, options.goals["sse.database"]),
        Row("threads of the process", n, [threads], ""),
        Row("opening all, sign-in checked", n, [opened], "s"),
        Row("told, until the last has heard", n, told, "s"),
        Row("idle, CPU seconds a second", n, [], "", ratio=idle),
    ]


def people(count: int) -> dict[int, str]:
    """So many people, each with the key of a session."""
    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"stream{n}@bench.example", name=f"Stream {n}", zone="UTC", adult_affirmed_at=now)
        for n in range(count)
    )
    found = {}
    for user in users:
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.create()
        found[user.pk] = str(session.session_key)
    return found


@contextmanager
def server(folder: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int, str]]:
    """A Redis and a uvicorn for this run, on the database of this run."""
    url = f"unix://{folder / 'broker.sock'}"
    facts = connection.settings_dict
    database = (
        f"sqlite:///{facts['NAME']}"
        if connection.vendor == "sqlite"
        else "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)
    )
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environ = {**os.environ, "REDIS_URL": url, "DATABASE_URL": database, "SITE_URL": "http://localhost"}
    command = [sys.executable, "-m", "uvicorn", "mentorship.asgi:application", "--port", str(port)]
    command += [
        "--lifespan",
        "off",
        "--no-access-log",
        "--log-level",
        "critical",
        "--timeout-graceful-shutdown",
        "3",
    ]
    environ |= {"PYTHONWARNINGS": "ignore"}
    store = subprocess.Popen(broker.server_command(folder / "broker.sock", folder))  # noqa: S603 (ours)
    try:
        broker.wait_for(url, 10)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, env=environ, cwd=settings.BASE_DIR, stdout=log, stderr=log)  # noqa: S603
        try:
            wait_for(port)
            yield process, port, url
        finally:
            process.terminate()
            process.wait(timeout=20)
    finally:
        store.terminate()
        store.wait(timeout=10)


def wait_for(port: int) -> None:
    """Wait until it listens."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


class Streams:
    """Many open streams in one thread."""

    def __init__(self, port: int, sessions: list[str]) -> None:
        self.selector = selectors.DefaultSelector()
        self.text: dict[socket.socket, bytes] = {}
        name = settings.SESSION_COOKIE_NAME
        for session in sessions:
            line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
            line.sendall(
                f"GET /live/ HTTP/1.1\r\nHost: localhost\r\nCookie: {name}={session}\r\n\r\n".encode()
            )
            self.text[line] = b""
            self.selector.register(line, selectors.EVENT_READ)

    def hear(self, words: bytes) -> None:
        """Wait until every one has heard these words."""
        waiting, until = set(self.text), time.monotonic() + PATIENCE
        while waiting:
            if time.monotonic() > until:
                raise RuntimeError(f"{len(waiting)} streams did not hear {words!r}")
            for key, _ in self.selector.select(1):
                line: socket.socket = key.fileobj  # type: ignore[assignment]
                came = line.recv(65536)
                if not came:
                    raise RuntimeError(f"a stream ended: {self.text[line]!r}")
                self.text[line] += came
                if words in self.text[line]:
                    self.text[line] = b""
                    waiting.discard(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.text:
            line.close()
        self.selector.close()


def resident(process: "subprocess.Popen[bytes]") -> int:
    """Bytes in memory."""
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def cpu(process: "subprocess.Popen[bytes]") -> float:
    """Seconds of CPU so far."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def connections(process: "subprocess.Popen[bytes]") -> int:
    """Connections to the database that are not this process's own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
            return int(cursor.fetchone()[0])
    name = Path(connection.settings_dict["NAME"])
    files = list(Path(f"/proc/{process.pid}/fd").iterdir())
    return sum(file.is_symlink() and file.readlink() == name for file in files)
