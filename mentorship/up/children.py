"""The processes that `up` looks after: started, started again when they die, stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

SHIM = Path(__file__).with_name("shim.py")
STEADY = 30.0  # seconds after which a death is no longer counted against the next start
LONGEST_PAUSE = 15.0


class Child:
    """One process of the site, in a group of its own."""

    def __init__(self, name: str, command: list[str], environ: dict[str, str]) -> None:
        self.name, self.command, self.environ = name, command, environ
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.pause = 0.5
        self.again_at = 0.0

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(  # noqa: S603 (the command is ours)
            [sys.executable, "-S", str(SHIM), *self.command],
            stdin=subprocess.PIPE,
            env=self.environ,
            start_new_session=True,
        )
        self.started = time.monotonic()
        self.again_at = 0.0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self, say: Callable[[str], None]) -> None:
        """Start it again if it died, sooner the longer it had lived."""
        if self.process is None or self.alive:
            return
        now = time.monotonic()
        if not self.again_at:
            self.kill()  # what may be left of its group
            self.pause = 0.5 if now - self.started > STEADY else min(self.pause * 2, LONGEST_PAUSE)
            self.again_at = now + self.pause
            say(f"The {self.name} process ended ({self.process.returncode}); starting it again.")
        elif now >= self.again_at:
            self.start()

    def terminate(self) -> None:
        """Ask it to end when it has finished what it is doing."""
        if self.process is not None and self.alive:
            self.process.terminate()

    def kill(self) -> None:
        """End it and everything it started, at once."""
        if self.process is None:
            return
        try:
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        except (ProcessLookupError, PermissionError):  # gone already; macOS says so of a group of zombies
            pass
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def stop(children: list[Child], seconds: float) -> None:
    """Ask all of them to end, wait so long, and end what is left."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + seconds
    while any(child.alive for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        child.kill()
