"""What is said to the database: a statement of ours, and all of them counted and kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


def do(sql: str) -> None:
    """Execute a statement that asks for nothing."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


@dataclass
class Said:
    """What was executed."""

    number: int = 0
    texts: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def counted() -> Iterator[Said]:
    """Every statement in the block, with its parameters."""
    said = Said()

    def wrapper(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        said.number += 1
        said.texts.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield said
