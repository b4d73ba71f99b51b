"""Logs: one JSON line a record with request id and user id; no bodies, no addresses that may hold a token."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

NAME_THE_ADDRESS = ("django.request", "django.security.csrf")  # loggers whose last argument is the address
current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)


def route(request: HttpRequest) -> str:
    """Name the address by its pattern: the address itself may hold a code or a token."""
    match = getattr(request, "resolver_match", None)
    return f"/{match.route}" if match else "(no route)"


def context() -> dict[str, Any]:
    """Say which request is being served, and for whom if that is known already."""
    request = current_request.get()
    if request is None:
        return {}
    user = request.__dict__.get(
        "_cached_user"
    )  # what was looked up already: a log line asks the database nothing
    return {"request": request.META.get("REQUEST_ID"), "user": getattr(user, "pk", None)}


def message(record: logging.LogRecord) -> str:
    """Give the text; Django's lines about a request name its route instead of its address."""
    if record.name in NAME_THE_ADDRESS and isinstance(record.args, tuple) and hasattr(record, "request"):
        record = logging.makeLogRecord(record.__dict__ | {"args": (*record.args[:-1], route(record.request))})
    return record.getMessage()


class PlainFormatter(logging.Formatter):
    """One short line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        text = message(record)
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        return f"{record.levelname.lower()} {record.name}: {text}"


class JsonFormatter(logging.Formatter):
    """One JSON object a line, in UTC; line breaks are escaped, rows quoted by the database are left out."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message(record),
            **context(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            trace = self.formatException(record.exc_info).splitlines()
            line["trace"] = "\n".join(part for part in trace if not part.lstrip().startswith("DETAIL:"))
        return json.dumps(line, ensure_ascii=True, default=str)


def logging_config(*, debug: bool, security_log: str) -> dict[str, Any]:
    """Give Django's LOGGING: everything to the console, security also to a file where one is named."""
    handlers: dict[str, Any] = {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if debug else "json"}
    }
    if security_log:
        handlers["security"] = {
            "class": "logging.FileHandler",
            "filename": security_log,
            "formatter": "json",
            "delay": True,
        }
    every_two_seconds = ("celery.app.trace", "celery.worker.strategy", "celery.beat")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "mentorship.logs.JsonFormatter"},
            "plain": {"()": "mentorship.logs.PlainFormatter"},
        },
        "handlers": handlers,
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "django.request": {"level": "ERROR"},  # our own line tells of the rest
            "django.server": {"handlers": [], "propagate": True},
            "django.security": {"handlers": ["security"] if security_log else [], "level": "INFO"},
            "mentorship.request": {"level": "WARNING" if debug else "INFO"},
            **{name: {"level": "WARNING"} for name in every_two_seconds},
        },
    }
