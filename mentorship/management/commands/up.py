"""Run everything on this machine: broker, database, worker, beat and web, with people to try it as."""

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections

from accounts.models import User
from mentorship.dev import CAST
from mentorship.up import broker
from mentorship.up.children import Child, stop
from mentorship.up.environment import socket_path

AS_ROOT = "ignore:You're running the worker with superuser privileges"
STOP_WITHIN = 8.0  # seconds for the worker to finish a task


class Stopped(Exception):
    """Somebody asked for the end."""


class Command(BaseCommand):
    help = "Run the whole site on this machine, with demo data. Ctrl+C stops it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="start without the demo's people")

    def handle(self, *, no_demo: bool, **options: Any) -> None:
        self.begun = time.monotonic()
        self.host, self.port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
        self.lock = self.only_one()
        self.refuse_a_taken_port()
        for number in (signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)):
            signal.signal(number, self.asked_to_stop)
        self.servers: list[Child] = []
        self.children: list[Child] = []
        try:
            self.start(demo=not no_demo)
            self.watch()
        except Stopped:
            self.say("Stopping.")
        finally:
            stop(self.children, STOP_WITHIN)
            stop(self.servers, STOP_WITHIN)

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def asked_to_stop(self, *_: object) -> None:
        # Once is enough: the next signal ends `up` itself, and the shims end all the rest.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        raise Stopped

    def only_one(self) -> object:
        """Refuse a second `up` on the same state; the lock goes with the process."""
        file = (settings.VAR / "up.lock").open("w")
        try:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass
        except OSError:
            raise CommandError(f"Bothy is running already with its state in {settings.VAR}.") from None
        return file

    def refuse_a_taken_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CommandError(
                    f"{self.host}:{self.port} cannot be used ({error.strerror}); try PORT={self.port + 1}"
                ) from None

    def start(self, *, demo: bool) -> None:
        """Start the broker, bring the database up to date, then start the rest."""
        embedded = settings.REDIS_URL == f"unix://{socket_path(settings.VAR)}"
        if embedded:
            self.start_broker()
        if not broker.wait_for(settings.REDIS_URL, 10):
            where = "The embedded broker" if embedded else "The server of REDIS_URL"
            raise CommandError(f"{where} does not answer.")
        call_command("migrate", verbosity=0, interactive=False)
        if demo:
            call_command("demo", verbosity=0)
        connections.close_all()
        python = [sys.executable, "-m"]
        celery = [*python, "celery", "-A", "mentorship", "--quiet"]
        pool = [] if hasattr(os, "fork") else ["--pool=solo"]
        self.children = [
            self.child(
                "web",
                *[
                    *python,
                    "uvicorn",
                    "mentorship.asgi:application",
                    "--host",
                    self.host,
                    "--port",
                    str(self.port),
                ],
                *["--lifespan", "off", "--no-access-log", "--log-level", "warning", "--no-server-header"],
                *["--timeout-graceful-shutdown", "3"],
            ),
            self.child(
                "worker",
                *[
                    *celery,
                    "worker",
                    "-c",
                    "2",
                    "-l",
                    "WARNING",
                    "--without-gossip",
                    "--without-mingle",
                    *pool,
                ],
            ),
            self.child("beat", *[*celery, "beat", "-l", "WARNING", "--pidfile="]),
        ]
        for child in self.children:
            child.start()

    def child(self, name: str, *command: str) -> Child:
        environ = {**os.environ, "PROCESS": "live" if name == "web" else name}
        environ["PYTHONWARNINGS"] = AS_ROOT  # harmless here: messages are JSON and carry nothing
        return Child(name, list(command), environ)

    def start_broker(self) -> None:
        """Start the embedded server on its socket."""
        path = socket_path(settings.VAR)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.parent.stat().st_uid != os.getuid():
            raise CommandError(f"{path.parent} belongs to somebody else.")
        try:
            command = broker.server_command(path, settings.VAR)
        except broker.NoServer as error:
            raise CommandError(str(error)) from None
        self.servers = [self.child("broker", *command)]
        self.servers[0].start()

    def watch(self) -> None:
        """Keep every process alive until somebody asks for the end."""
        greeted = False
        while True:
            for child in (*self.servers, *self.children):
                child.tend(self.say)
            if not greeted and self.answers():
                greeted = True
                self.greet()
            time.sleep(0.5 if greeted else 0.1)

    def answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 (asked, not bound)
        try:
            with urllib.request.urlopen(f"http://{host}:{self.port}/healthz", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def greet(self) -> None:
        """Say where to go, who to be, and where mails are."""
        took = time.monotonic() - self.begun
        self.say(f"\nBothy is at {settings.SITE_URL}/ (after {took:.1f} s; Ctrl+C stops it)")
        addresses = [address for _, address, _ in CAST.values()]
        known = {person.email: person for person in User.objects.filter(email__in=addresses)}
        for what, address, _ in CAST.values():
            if person := known.get(address):
                self.say(f"  {what}: come in as {person.name} with one click at {settings.SITE_URL}/dev/")
        self.say(f"  Mails go to {settings.MAIL_DIR}; read them at {settings.SITE_URL}/dev/mail/")
        connections.close_all()
