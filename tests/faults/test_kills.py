"""Twenty kills while five hundred pairs are due: nothing is lost, and at most one mail a kill comes twice.

Real processes (worker, beat, broker), a real SMTP server, the database of this run. The moments are seeded.
"""

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from mentorship.scenarios import cohort
from mentorship.up import broker
from messaging.models import Notice
from pairings.models import Schedule, Step

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

PAIRS, KILLS, SEED = 500, 20, 20261123
ZONES = (
    "Europe/Lisbon",
    "America/New_York",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "America/Los_Angeles",
    "Asia/Kolkata",
)


class Sink:
    """Takes every mail, slowly enough that kills hit senders at work."""

    def __init__(self) -> None:
        self.got: list[tuple[str, str]] = []  # (recipient, Message-ID)

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 aiosmtpd
        await asyncio.sleep(0.008)
        ident = message_from_bytes(envelope.content)["Message-ID"]  # type: ignore[attr-defined]
        self.got.extend((to, ident) for to in envelope.rcpt_tos)  # type: ignore[attr-defined]
        return "250 kept"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """Broker, worker and beat as `up` and compose start them, each in a process group that can be killed."""

    def __init__(self, folder: Path, smtp: int) -> None:
        self.folder = folder
        self.socket = folder / "broker.sock"
        database = connection.settings_dict
        url = (
            f"sqlite:///{database['NAME']}"
            if connection.vendor == "sqlite"
            else "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
        )
        self.environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mentorship.settings",
            "DATABASE_URL": url,
            "REDIS_URL": f"unix://{self.socket}",
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp}",
            "KEY_PREFIX": "kills:",
            "PYTHONWARNINGS": "ignore",
        }
        celery = [sys.executable, "-m", "celery", "-A", "mentorship", "--quiet"]
        self.commands = {
            "broker": broker.server_command(self.socket, folder),
            "worker": [
                *celery,
                "worker",
                "-c",
                "2",
                "--without-gossip",
                "--without-mingle",
                "-l",
                "critical",
            ],
            "beat": [*celery, "beat", "--pidfile=", "-s", str(folder / "beat"), "-l", "critical"],
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self.commands[name],
                env=self.environ,
                cwd=settings.BASE_DIR,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """SIGKILL for the whole group at once: no goodbye."""
        process = self.running[name]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)

    def stop(self) -> None:
        for name in list(self.running):
            if self.running[name].poll() is None:
                self.kill(name)


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    handler, port = Sink(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def midday_zone() -> str:
    """Somewhere nobody's quiet hours begin while this test runs."""
    hours = {name: datetime.now(ZoneInfo(name)).hour for name in ZONES}
    return next(name for name, hour in hours.items() if 9 <= hour <= 18)


def test_twenty_kills_lose_nothing(sink: tuple[Sink, int]) -> None:
    handler, port = sink
    dice = random.Random(SEED)
    cohort(PAIRS, groups_of=5)
    User.objects.update(zone=midday_zone())
    begun = timezone.now()
    for row in Schedule.objects.all():  # they fall due while things die
        Schedule.objects.filter(pk=row.pk).update(next_due_at=begun + timedelta(seconds=dice.uniform(5, 45)))
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), port)
        wake = Celery(broker=f"redis+socket://{site.socket}")
        wake.conf.update(
            broker_transport_options={"global_keyprefix": "kills:", "socket_timeout": 1, "max_retries": 0},
            task_ignore_result=True,
        )
        try:
            site.start("broker")
            assert broker.wait_for(site.environ["REDIS_URL"], 10)
            site.start("worker")
            site.start("beat")
            time.sleep(4)
            for _ in range(KILLS):
                victim = dice.choice(["worker", "worker", "beat", "broker"])
                time.sleep(dice.uniform(0.8, 1.8))
                wake_tick(wake)
                time.sleep(dice.uniform(0, 0.4))
                site.kill(victim)
                time.sleep(dice.uniform(0.1, 0.6))
                site.start(victim)
            deadline = time.monotonic() + 240
            while time.monotonic() < deadline and not finished():
                wake_tick(wake)
                time.sleep(2)
        finally:
            site.stop()
            wake.close()
    assert Step.objects.count() == PAIRS
    assert Step.objects.values("pairing").distinct().count() == PAIRS
    states = Counter(Notice.objects.filter(kind="week").values_list("mail_state", flat=True))
    assert states == {"sent": 2 * PAIRS}
    identities: dict[str, set[str]] = {}
    for to, ident in handler.got:
        identities.setdefault(to, set()).add(ident)
    assert len(identities) == 2 * PAIRS, "somebody got nothing"
    assert {len(ids) for ids in identities.values()} == {1}, "a second copy has the same Message-ID"
    twice = len(handler.got) - 2 * PAIRS
    print(f"{KILLS} kills, {len(handler.got)} mails taken, {twice} of them twice")  # noqa: T201 the figure
    assert 0 <= twice <= KILLS


def wake_tick(wake: Celery) -> None:
    try:
        wake.send_task("pairings.tick", expires=datetime.now(UTC) + timedelta(seconds=30), retry=False)
    except Exception:  # noqa: BLE001 the broker may be dead just now: that is the point
        wake.close()


def finished() -> bool:
    waiting = Schedule.objects.filter(next_step=1).exists()
    return not waiting and not Notice.objects.owed().filter(kind="week").exists()
