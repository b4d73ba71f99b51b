"""The world is made once a file; each test stands in a savepoint of its own."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.matrix.world import World, make


def parsed_once() -> dict[str, Any]:
    """The site's template engine with its loaders cached."""
    engine: dict[str, Any] = deepcopy(settings.TEMPLATES[0])
    loaders = engine["OPTIONS"]["loaders"]
    if isinstance(loaders[0], str):
        engine["OPTIONS"]["loaders"] = [("django.template.loaders.cached.Loader", loaders)]
    return engine


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, quick_passwords: None) -> Iterator[World]:
    # Sessions of the database alone: what a request writes into one is taken back with the rest.
    # Templates are parsed once, as in production: thousands of pages are rendered here.
    ours = {"SESSION_ENGINE": "django.contrib.sessions.backends.db", "TEMPLATES": [parsed_once()]}
    with django_db_blocker.unblock(), override_settings(**ours), transaction.atomic():
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        yield make()
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def world(made: World, db: None) -> Iterator[World]:
    with made.untouched():
        yield made
