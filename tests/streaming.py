"""Real streams: the ASGI application in a uvicorn of its own, and listeners on plain sockets."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import User

PATIENCE = 20.0  # seconds for a process to start or an event to come


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def database_url() -> str:
    """The database of this test, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)


def session_of(user: User) -> str:
    """The cookie of a new session of this person."""
    client = Client()
    client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


class Server:
    """uvicorn with the flags of `up`, as a process that can be stopped and started on the same port."""

    def __init__(self, **environ: str) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mentorship.settings",
            "PYTHONWARNINGS": "ignore",
        }
        self.environ |= {"DATABASE_URL": database_url(), "SITE_URL": self.address, **environ}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Server":
        command = [sys.executable, "-m", "uvicorn", "mentorship.asgi:application", "--lifespan", "off"]
        command += ["--port", str(self.port), "--no-access-log", "--log-level", "warning"]
        command += ["--timeout-graceful-shutdown", "3"]
        self.process = subprocess.Popen(command, env=self.environ, cwd=settings.BASE_DIR)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        raise AssertionError("uvicorn did not start")

    def stop(self, how: int = signal.SIGTERM) -> float:
        """End it; how many seconds that took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(timeout=PATIENCE)
        return time.monotonic() - begun

    def memory(self) -> int:
        """Bytes that it has in memory now."""
        assert self.process is not None
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) * 1024  # type: ignore[index]

    def threads(self) -> int:
        assert self.process is not None
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


class Listener:
    """One open stream, read as a browser reads it."""

    def __init__(self, server: Server, session: str, method: str = "GET") -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        cookie = f"Cookie: {settings.SESSION_COOKIE_NAME}={session}\r\n" if session else ""
        head = f"{method} /live/ HTTP/1.1\r\nHost: localhost\r\n{cookie}Accept: text/event-stream\r\n\r\n"
        self.socket.sendall(head.encode())
        self.text = ""
        self.over = False

    def fileno(self) -> int:
        return self.socket.fileno()

    def read(self, seconds: float) -> bool:
        """Take what has come, at most this long; False when nothing did."""
        if self.over or not select.select([self.socket], [], [], seconds)[0]:
            return False
        came = self.socket.recv(65536)
        self.over = not came
        self.text += came.decode()
        return bool(came)

    def hears(self, words: str, seconds: float = PATIENCE) -> float:
        """Wait for these words and forget all up to them; how long it took."""
        begun = time.monotonic()
        while words not in self.text:
            left = seconds - (time.monotonic() - begun)
            assert left > 0, f"{words!r} not in {self.text!r}"
            self.read(left)
            assert words in self.text or not self.over, f"ended without {words!r}: {self.text!r}"
        self.text = self.text.partition(words)[2]
        return time.monotonic() - begun

    def ends(self, seconds: float = PATIENCE) -> float:
        """Wait until the server ends it."""
        begun = time.monotonic()
        while not self.over and "\r\n0\r\n" not in self.text:
            left = seconds - (time.monotonic() - begun)
            assert left > 0, f"still open: {self.text!r}"
            self.read(left)
        return time.monotonic() - begun

    def silent(self, seconds: float = 0.6) -> bool:
        """Does nothing come for so long, but for comments?"""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.read(left)
        return "data: " not in self.text

    def status(self) -> int:
        while "\r\n\r\n" not in self.text:
            assert self.read(PATIENCE)
        return int(self.text.split()[1])

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
