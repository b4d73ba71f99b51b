"""Long lists a page at a time. By the last row that was shown, where the list goes by id; else by number."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)

FURTHEST = 1000  # pages: nobody looks further, and an OFFSET is paid for row by row


def number(value: str | None) -> int:
    """An id out of an address; 0, which no row has, for whatever can't be one."""
    return int(value) if value and value.isdecimal() and len(value) < 19 else 0


def some(rows: QuerySet[Row], most: int) -> tuple[list[Row], int | None]:
    """The first of them, and the id of the last one shown where more follow."""
    found = list(rows[: most + 1])
    return found[:most], found[most - 1].pk if len(found) > most else None


def numbered(request: HttpRequest, rows: QuerySet[Row], most: int) -> tuple[list[Row], int, int]:
    """The page that the address names: its rows, its number, and that of the next one (0: it is the last)."""
    page = min(max(number(request.GET.get("page")), 1), FURTHEST)
    found = list(rows[(page - 1) * most : page * most + 1])
    return found[:most], page, page + 1 if len(found) > most else 0
