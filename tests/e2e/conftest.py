"""The real site for a real browser: the ASGI application in a thread, the test database, Chromium."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.e2e.walker import Walker
from tests.e2e.world import World

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STARTS_WITHIN = 20  # seconds
# Playwright keeps an event loop in this thread; the ORM is used beside it, never in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Everything below this folder needs a browser and the database, and comes after all other tests."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))
    result = yield
    items.sort(key=lambda item: item.path.is_relative_to(HERE))
    return result


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """In place of pytest-django's: no tables are emptied between two tests here, they share one story."""


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the machine's Chromium is. Without one the browser tests are left out, and that is said."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("Browser tests were left out: there is no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the whole run; each person gets a context of their own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def told(chromium: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The demo and a few more moments, told once; the tables are empty again when the browser tests end."""
    with django_db_blocker.unblock():
        world = World()
    yield world
    with django_db_blocker.unblock():
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module", autouse=True)
def world(told: World, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The database with its story, open to the tests of this module."""
    with django_db_blocker.unblock():
        yield told


@pytest.fixture(scope="session")
def site(told: World) -> Iterator[str]:
    """The address of the site: all of it from one uvicorn, as `manage.py up` serves it."""
    from mentorship.asgi import application

    listening = socket.create_server(("127.0.0.1", 0))
    address = f"http://localhost:{listening.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(application, lifespan="off", log_level="warning", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    mails = override_settings(EMAIL_BACKEND="mentorship.maildir.EmailBackend", SITE_URL=address)
    with mails:
        thread.start()
        until = time.monotonic() + STARTS_WITHIN
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.started
        yield address
        server.should_exit = True
        thread.join(timeout=10)
    listening.close()


@pytest.fixture
def come(browser: Browser, site: str) -> Iterator[Callable[..., Walker]]:
    """Somebody new at the door, in a browser of their own: `come("Dani")`, `come("Dani", user=dani)`."""
    walkers: list[Walker] = []

    def one(name: str, **how: object) -> Walker:
        walkers.append(Walker(browser, site, name, **how))
        return walkers[-1]

    yield one
    for walker in walkers:
        walker.close()
    complaints = [line for walker in walkers for line in walker.complaints]
    assert complaints == []
