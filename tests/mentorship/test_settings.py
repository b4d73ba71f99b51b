"""Settings are safe by default: what each environment makes of them, read in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mentorship.process import postgres_options, process_kind

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SECRET_KEY": "9f2b71c05de84a63b1f7e02d94c8a5617be30f4d2c6a98e1057d3b4f",
    "SITE_URL": "https://bothy.example",
    "DATABASE_URL": "postgres://bothy:secret@db:5432/bothy",
    "REDIS_URL": "redis://redis:6379/0",
}
ASK = """
import json, sys
import django
from django.conf import settings
django.setup()
print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}, default=str))
"""


def run(environ: dict[str, str], tmp_path: Path, *args: str) -> subprocess.CompletedProcess[str]:
    base = {"PATH": os.environ["PATH"], "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    return subprocess.run(
        [sys.executable, *args], env=base | environ, cwd=ROOT, capture_output=True, text=True, check=False
    )


def ask(environ: dict[str, str], tmp_path: Path, *names: str) -> dict[str, Any]:
    result = run(environ, tmp_path, "-c", ASK, *names)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_there_is_no_default_key(tmp_path):
    result = run({}, tmp_path, "-c", ASK)
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr


def test_debug_alone_is_refused(tmp_path):
    result = run({"SECRET_KEY": "x", "DEBUG": "1"}, tmp_path, "-c", ASK)
    assert result.returncode != 0
    assert "DEBUG is only for the demo" in result.stderr


def test_an_installation_on_https_is_closed(tmp_path):
    names = (
        "DEBUG",
        "DEMO",
        "ALLOW_TIME_TRAVEL",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
    )
    names += ("CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER")
    names += ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "EMAIL_BACKEND", "USE_X_FORWARDED_HOST")
    assert ask(PRODUCTION, tmp_path, *names) == {
        "DEBUG": False,
        "DEMO": False,
        "ALLOW_TIME_TRAVEL": False,
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_PROXY_SSL_HEADER": None,
        "ALLOWED_HOSTS": ["bothy.example", "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["https://bothy.example"],
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "USE_X_FORWARDED_HOST": False,
    }


def test_headers_of_a_proxy_are_believed_only_when_told_so(tmp_path):
    facts = ask(
        PRODUCTION | {"TRUST_PROXY": "1"},
        tmp_path,
        "SECURE_PROXY_SSL_HEADER",
        "ALLAUTH_TRUSTED_CLIENT_IP_HEADER",
    )
    assert facts == {
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLAUTH_TRUSTED_CLIENT_IP_HEADER": "X-Real-IP",
    }


def test_a_plain_site_on_this_machine_has_plain_cookies(tmp_path):
    facts = ask(
        {"SECRET_KEY": "x", "SITE_URL": "http://localhost:8000"},
        tmp_path,
        "SESSION_COOKIE_NAME",
        "SECURE_SSL_REDIRECT",
    )
    assert facts == {"SESSION_COOKIE_NAME": "session", "SECURE_SSL_REDIRECT": False}


def test_the_demo_writes_its_mails_into_files(tmp_path):
    facts = ask({"SECRET_KEY": "x", "DEMO": "1"}, tmp_path, "EMAIL_BACKEND", "MAIL_DIR")
    assert facts == {"EMAIL_BACKEND": "mentorship.maildir.EmailBackend", "MAIL_DIR": str(tmp_path / "mail")}


def test_mail_settings_come_in_one_address(tmp_path):
    environ = PRODUCTION | {"EMAIL_URL": "smtp+tls://user:p%40ss@mail.example:587"}
    assert ask(environ, tmp_path, "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS") == {
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_TLS": True,
    }


def test_djangos_own_check_finds_nothing_to_say_about_production(tmp_path):
    result = run(PRODUCTION, tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "0 silenced" in result.stdout


@pytest.mark.parametrize(
    ("argv", "kind"),
    [
        (["/venv/bin/gunicorn", "mentorship.wsgi"], "web"),
        (["/venv/bin/uvicorn", "mentorship.asgi:application"], "live"),
        (["/venv/lib/uvicorn/__main__.py", "mentorship.asgi:application"], "live"),
        (["/venv/bin/celery", "-A", "mentorship", "worker"], "worker"),
        (["/venv/lib/celery/__main__.py", "-A", "mentorship", "beat"], "beat"),
        (["/venv/bin/celery", "-A", "mentorship", "inspect", "ping"], "management"),
        (["manage.py", "migrate"], "management"),
        ([], "management"),
    ],
)
def test_a_process_knows_its_kind_by_its_command(monkeypatch, argv, kind):
    monkeypatch.delenv("PROCESS", raising=False)
    assert process_kind(argv) == kind


def test_the_environment_may_name_the_kind(monkeypatch):
    monkeypatch.setenv("PROCESS", "worker")
    assert process_kind(["manage.py", "tick"]) == "worker"


@pytest.mark.parametrize(
    ("argv", "kind", "statement", "lock"),
    [
        (["gunicorn"], "web", 10_000, 5_000),
        (["uvicorn"], "live", 10_000, 5_000),
        (["celery"], "worker", 60_000, 5_000),
        (["manage.py", "doctor"], "management", 0, 5_000),
        (["manage.py", "migrate"], "management", 0, 2_000),
    ],
)
def test_each_kind_has_its_own_patience_with_the_database(argv, kind, statement, lock):
    options = postgres_options(argv, kind)
    assert f"statement_timeout={statement} " in options
    assert f"lock_timeout={lock} " in options


CONNECTION = (
    "import {0}; from django.conf import settings; print(settings.DATABASES['default']['CONN_MAX_AGE'])"
)


@pytest.mark.parametrize(
    ("module", "environ", "age"),
    [
        ("mentorship.wsgi", {}, "60"),
        ("mentorship.asgi", {}, "0"),
        ("mentorship.asgi", {"PROCESS": "web"}, "0"),
        ("mentorship.celery", {"PROCESS": "worker"}, "60"),
        ("mentorship.celery", {}, "0"),
    ],
)
def test_connections_persist_where_a_thread_serves_one_request_and_never_under_asgi(
    tmp_path, module, environ, age
):
    result = run(PRODUCTION | environ, tmp_path, "-W", "ignore", "-c", CONNECTION.format(module))
    assert result.stdout.strip() == age, result.stderr


CELERY = """
import json
from mentorship.celery import app
print(json.dumps({name: app.conf[name] for name in %r}, default=str))
"""


def celery(environ: dict[str, str], tmp_path: Path, *names: str) -> dict[str, Any]:
    result = run(PRODUCTION | environ, tmp_path, "-c", CELERY % (names,))
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_task_whose_worker_vanished_runs_again(tmp_path):
    facts = celery(
        {},
        tmp_path,
        "task_acks_late",
        "task_reject_on_worker_lost",
        "broker_transport_options",
        "task_time_limit",
    )
    assert facts["task_acks_late"] is facts["task_reject_on_worker_lost"] is True
    options = facts["broker_transport_options"]
    assert (options["visibility_timeout"], options["global_keyprefix"]) == (600, "bothy:")
    assert facts["task_time_limit"] < options["visibility_timeout"] / 2


def test_every_wake_up_expires_before_the_next(tmp_path):
    schedule = celery({}, tmp_path, "beat_schedule")["beat_schedule"]
    assert {entry["task"] for entry in schedule.values()} == {
        "pairings.tick",
        "messaging.drain",
        "mentorship.purge",
    }
    assert schedule["tick"]["schedule"] == 60.0
    assert schedule["drain"]["schedule"] == 2.0
    assert all(entry["options"]["expires"] for entry in schedule.values())


def test_a_broker_on_a_socket_has_its_own_word_and_prefix(tmp_path):
    facts = celery(
        {"REDIS_URL": "unix:///run/valkey.sock", "KEY_PREFIX": "b2:"},
        tmp_path,
        "broker_url",
        "broker_transport_options",
    )
    assert facts["broker_url"] == "redis+socket:///run/valkey.sock"
    assert facts["broker_transport_options"]["global_keyprefix"] == "b2:"
    assert "socket_keepalive" not in facts["broker_transport_options"]
