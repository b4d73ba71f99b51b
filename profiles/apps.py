from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = "Sign-ups"

    def ready(self) -> None:
        from . import kinds

        kinds.register_all()
        connection_created.connect(_count_bits, dispatch_uid="profiles.bit_count")
        post_migrate.connect(_index_words, sender=self, dispatch_uid="profiles.search_index")


def _count_bits(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """PostgreSQL counts the bits of a number by itself; SQLite learns it here."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("bit_count", 1, int.bit_count, deterministic=True)


def _index_words(using: str, **kwargs: Any) -> None:
    """A migration that rebuilds a table of SQLite's takes its triggers along: bring them back."""
    from . import search_index

    if "facets" in _columns(using):
        search_index.make(connections[using])


def _columns(using: str) -> set[str]:
    """Of the sign-ups' table; none while migrations have only come that far."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if "profiles_profile" not in connection.introspection.table_names(cursor):
            return set()
        return {c.name for c in connection.introspection.get_table_description(cursor, "profiles_profile")}
