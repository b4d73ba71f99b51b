"""A database of its own for a run: made for it, thrown away after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from accounts.models import User

NAME = "bothy_bench"


@contextmanager
def throw_away() -> Iterator[None]:
    """The connection points at a new, migrated, empty database until the end."""
    before = connection.settings_dict["NAME"]
    test = connection.settings_dict["TEST"]
    kept = test.get("NAME")
    test["NAME"] = NAME if connection.vendor == "postgresql" else str(Path(settings.VAR) / "bench.sqlite3")
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)
    finally:
        test["NAME"] = kept


def fit() -> bool:
    """May a run fill and empty the configured database? Only an empty one, or one that is called a bench."""
    return "bench" in Path(str(connection.settings_dict["NAME"])).name or not User.objects.exists()
