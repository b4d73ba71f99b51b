"""What kind of process this is: each kind has its own patience with the database."""

import os
from pathlib import Path

STATEMENT_TIMEOUT = {
    "web": 10_000,
    "live": 10_000,
    "worker": 60_000,
}  # milliseconds; any other kind: none
PERSISTENT = {
    "web",
    "worker",
}  # one request a thread; never where the ASGI application is loaded


def process_kind(argv: list[str]) -> str:
    """Say "web", "live", "worker", "beat" or "management", from PROCESS or else the command line."""
    if kind := os.environ.get("PROCESS"):
        return kind
    # `python -m celery` has .../celery/__main__.py, the script .../bin/celery.
    path = Path(argv[0]) if argv else Path()
    program = path.parent.name if path.name == "__main__.py" else path.stem
    if program == "gunicorn":
        return "web"
    if program == "uvicorn":
        return "live"
    if program == "celery":
        return next((kind for kind in ("worker", "beat") if kind in argv), "management")
    return "management"


def postgres_options(argv: list[str], kind: str) -> str:
    """Give the server options of this kind of process: no request holds a row longer than a person waits."""
    lock = 2_000 if "migrate" in argv else 5_000
    values = {
        "statement_timeout": STATEMENT_TIMEOUT.get(kind, 0),
        "lock_timeout": lock,
        "idle_in_transaction_session_timeout": 30_000 if kind in STATEMENT_TIMEOUT else 0,
    }
    return " ".join(f"-c {name}={value}" for name, value in values.items())
