"""How the suite runs: its settings by environment, its own broker, one database file a worker."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from mentorship.up import broker, shim

# What is drawn is the same each time: a check tells of the change, not of luck. To look for more:
# pytest --hypothesis-profile explore
hypothesis.settings.register_profile("same", derandomize=True)
hypothesis.settings.register_profile("explore", derandomize=False)
hypothesis.settings.load_profile("same")

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def own_broker() -> str:
    """Start a server on a socket of its own for this run; it goes when the run ends, however it ends."""
    folder = Path(tempfile.mkdtemp(prefix="bothy-test-"))
    url = f"unix://{folder / 'valkey.sock'}"
    command = broker.server_command(folder / "valkey.sock", folder)
    process = subprocess.Popen(
        [sys.executable, "-S", shim.__file__, *command], stdin=subprocess.PIPE, start_new_session=True
    )

    def stop() -> None:
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    if not broker.wait_for(url, 10):
        pytest.exit("The suite's own broker does not answer.", returncode=3)
    return url


def test_environment() -> None:
    """Say by environment what settings.py reads; DATABASE_URL and REDIS_URL may come from outside."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "mentorship.settings"
    os.environ.update({"DEBUG": "1", "DEMO": "1", "ALLOW_TIME_TRAVEL": "1", "SECRET_KEY": "only for tests"})
    for name in ("SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "TRUST_PROXY", "PROCESS", "HOST", "PORT"):
        os.environ.pop(name, None)
    if "VAR" not in os.environ or WORKER == "alone":
        folder = tempfile.mkdtemp(prefix="bothy-state-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["VAR"] = folder
    if "REDIS_URL" not in os.environ:
        os.environ["REDIS_URL"] = own_broker()  # the controller's environment reaches its workers
    run = os.environ.setdefault("PYTEST_RUN", str(os.getpid()))
    os.environ["KEY_PREFIX"] = f"test-{run}-{WORKER}:"


test_environment()
django.setup()  # so that the conftest of a folder named on the command line may import models


def pytest_configure() -> None:
    """Read the settings now: pytest-django alone would do so before this file has spoken."""
    assert settings.DEMO
    # A worker of xdist inherits this environment, and must have its own KEY_PREFIX before it reads settings.
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 takes a quarter of a second a password, on purpose; a test has nothing to guard."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Each test begins without counts and marks of the one before."""
    cache.clear()


@pytest.fixture(autouse=True)
def _no_quiet_hours(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour at which the suite runs decides nothing: mails keep quiet hours where a test is marked so."""
    if request.node.get_closest_marker("quiet_hours") is None:
        monkeypatch.setattr("messaging.delivery.QUIET_FROM", 24)
        monkeypatch.setattr("messaging.delivery.QUIET_TO", 0)
