"""The demo's environment: what `up` alone sets, kept in the state folder for commands typed beside it."""

import os
import secrets
import sys
from collections.abc import MutableMapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET = 100  # a Unix socket's path ends at 107 bytes


def state_folder(environ: MutableMapping[str, str]) -> Path:
    """Name the folder that holds everything this installation remembers."""
    return Path(environ.get("VAR") or ROOT / "var").absolute()


def prepare(environ: MutableMapping[str, str], argv: list[str]) -> None:
    """Complete the environment before settings are read.

    `up` makes the demo's environment and writes it down; any other command without a SECRET_KEY uses
    what was written, so that `manage.py timelapse` beside a running demo means that demo.
    """
    folder = state_folder(environ)
    if argv[1:2] == ["up"]:
        values = demo_environment(environ, folder)
        write(folder, values)
    elif "SECRET_KEY" in environ or argv[1:2] in ([], ["help"], ["--help"], ["--version"]):
        return
    else:
        values = read(folder)
        if values:
            sys.stderr.write(f"Using the demo's settings from {kept(folder)}\n")
    for name, value in values.items():
        environ.setdefault(name, value)


def demo_environment(environ: MutableMapping[str, str], folder: Path) -> dict[str, str]:
    """Say what the demo runs with, where the environment does not say otherwise."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    host, port = environ.get("HOST", "127.0.0.1"), environ.get("PORT", "8000")
    name = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104 (compared, not bound)
    defaults = {
        "SECRET_KEY": read(folder).get("SECRET_KEY") or secrets.token_urlsafe(50),
        "DEBUG": "1",
        "DEMO": "1",
        "ALLOW_TIME_TRAVEL": "1",
        "VAR": str(folder),
        "SITE_URL": f"http://{name}:{port}",
        "REDIS_URL": f"unix://{socket_path(folder)}",
    }
    return {key: environ.get(key, value) for key, value in defaults.items()}


def socket_path(folder: Path) -> Path:
    """Say where the embedded server listens: in the state folder, or nearer the root if that is too long."""
    path = folder / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET:
        return path
    import hashlib
    import tempfile

    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"bothy-{os.getuid()}-{name}" / "valkey.sock"


def kept(folder: Path) -> Path:
    """Name the file that keeps the demo's environment."""
    return folder / "up.env"


def read(folder: Path) -> dict[str, str]:
    """Give what was written down, or nothing."""
    try:
        lines = kept(folder).read_text().splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def write(folder: Path, values: MutableMapping[str, str]) -> None:
    """Write the environment down, for its owner's eyes only."""
    draft = folder / "up.env.new"
    draft.touch(mode=0o600)
    draft.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    draft.replace(kept(folder))
