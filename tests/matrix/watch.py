"""What a request wrote: by the statements it made, and by the rows that stand there afterwards."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

WRITE = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
# Who is signed in where, and how often somebody tried something: kept whatever becomes of the request.
ALWAYS = {"django_session", "usersessions_usersession", "accounts_bucket"}
OURS = ("accounts", "messaging", "groups", "programs", "profiles", "pairings")
# What nobody may give themselves by sending a field of that name.
PRIVILEGED = {
    "accounts.User": ("email", "is_active", "is_staff", "is_superuser", "password"),
    "groups.Membership": ("group_id", "user_id", "role", "state", "safety_contact"),
    "programs.Program": ("group_id", "state", "created_by_id"),
    "profiles.Profile": ("program_id", "user_id", "role", "state", "capacity", "seats_taken"),
    "pairings.Pairing": ("program_id", "mentor_user_id", "mentee_user_id", "state", "made_by_id"),
    "pairings.Request": ("sender_id", "recipient_id", "state", "asks"),
    "messaging.Message": ("conversation_id", "author_id"),
    "groups.Report": ("group_id", "reporter_id", "about_id", "for_staff", "state"),
}


def models() -> Iterator[type[Model]]:
    """Every model of our own."""
    for label in OURS:
        yield from apps.get_app_config(label).get_models()


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables written to inside, those of sessions and limits left out."""
    tables: set[str] = set()

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITE.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield tables
    tables -= ALWAYS


def everything() -> dict[str, list[Any]]:
    """Every row of every model of ours, but for the counts of limits."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in models()
        if model._meta.db_table not in ALWAYS
    }


def newest() -> dict[type[Model], int]:
    """The highest key of every model of ours now: what is born later has a higher one."""
    return {model: max(model._default_manager.values_list("pk", flat=True), default=0) for model in models()}


def privileged(known: dict[type[Model], int]) -> dict[str, list[Any]]:
    """The columns that only services move; keys of rows that were not yet `known` read "new".

    Sequences of PostgreSQL do not go back with a transaction, so two equal runs give their rows
    different keys.
    """
    found = {}
    for label, columns in PRIVILEGED.items():
        model = apps.get_model(label)
        limits = [known.get(model._meta.get_field(name).related_model) for name in columns]  # type: ignore[arg-type]
        rows = model._default_manager.values_list(*columns)
        found[label] = sorted((tuple(map(_settled, row, limits)) for row in rows), key=repr)
    return found


def _settled(value: Any, limit: int | None) -> Any:
    return "new" if limit is not None and value and value > limit else value


def texts(tables: set[str]) -> Iterator[str]:
    """Every text that stands in these tables of ours."""
    for model in models():
        if model._meta.db_table not in tables:
            continue
        fields = [
            f.attname
            for f in model._meta.concrete_fields
            if f.get_internal_type() in ("CharField", "TextField", "EmailField", "SlugField")
            and f.name != "payload"
        ]
        for row in model._default_manager.values_list(*fields) if fields else ():
            yield from (text for text in row if text)
