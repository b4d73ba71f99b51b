"""The index of words over sign-ups: what each database has for it, made by a migration and made again.

Neither reads the text by rules of its own: PostgreSQL keeps the words as they are (no parser, no dictionary),
SQLite's FTS5 splits at spaces only (everything that can stand in a word or a facet is named to it).
SQLite drops the triggers of a table that a migration rebuilds, so `make` runs after every migrate.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE, INDEX, WORDS = "profiles_profile", "profile_search", "profiles_search"
_NEW, _OLD = (f"{row}.id, {row}.search_text, {row}.facets" for row in ("new", "old"))
_COLUMNS = "rowid, search_text, facets"
_OUT = f"INSERT INTO {WORDS}({WORDS}, {_COLUMNS}) VALUES ('delete', {_OLD});"  # noqa: S608 our own names
_IN = f"INSERT INTO {WORDS}({_COLUMNS}) VALUES ({_NEW});"  # noqa: S608 our own names
TRIGGERS = {
    f"{WORDS}_made": f"AFTER INSERT ON {TABLE} BEGIN {_IN} END",
    f"{WORDS}_gone": f"AFTER DELETE ON {TABLE} BEGIN {_OUT} END",
    f"{WORDS}_changed": f"AFTER UPDATE OF search_text, facets ON {TABLE} BEGIN {_OUT} {_IN} END",
}
_SQLITE_TABLE = f"""CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS} USING fts5(
    search_text, facets, content='{TABLE}', content_rowid='id', detail='none', columnsize=0,
    tokenize="ascii tokenchars '+#:%-_.~'")"""
_POSTGRES = (
    f"""ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS search tsvector GENERATED ALWAYS AS
    (array_to_tsvector(array_remove(string_to_array(search_text || ' ' || facets, ' '), ''))) STORED""",
    f"CREATE INDEX IF NOT EXISTS {INDEX} ON {TABLE} USING gin (search)",
)


def make(connection: BaseDatabaseWrapper) -> None:
    """See to it that the index is there and says what the rows say. Harmless where it is."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statement in _POSTGRES:
                cursor.execute(statement)
        elif lacks(connection):
            cursor.execute(_SQLITE_TABLE)
            for name, does in TRIGGERS.items():
                cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {does}")
            cursor.execute(f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')")  # noqa: S608


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the index away, for a migration that goes back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS search")
            return
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {WORDS}")


def lacks(connection: BaseDatabaseWrapper) -> list[str]:
    """What of the index is missing, by name."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = %s", [TABLE])
            wanted = [INDEX]
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
            wanted = [WORDS, *TRIGGERS]
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in wanted if name not in there]
