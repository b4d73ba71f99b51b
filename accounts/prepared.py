"""Queries that are the same on every page but for a value or two: put into SQL once for a process.

Django builds a query anew each time it is asked, which for one with a dozen subqueries takes longer than the
database needs to answer it. Here it is built with stand-ins, and what they stand for is put in their places.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from types import SimpleNamespace
from typing import Any

from django.db import connections, router
from django.db.models import Model, QuerySet

Made = Callable[..., "QuerySet[Any, Any]"]


class Prepared:
    """`make` gives the queryset for its stand-ins, one value of the right type by name, each unlike anything
    else in it. It must not look at the clock or at anything else that changes: nothing but the stand-ins is
    ever put in again.
    """

    def __init__(self, make: Made, **stand_ins: int | str) -> None:
        self.make, self.stand_ins = make, stand_ins
        self._built: dict[str, tuple[Any, Any, str, list[Any]]] = {}

    def __call__(self, **values: int | str) -> Iterator[Any]:
        """The rows, as the queryset would give them."""
        queryset, compiler, sql, params = self._build()
        places: Mapping[Any, int | str] = {self.stand_ins[name]: value for name, value in values.items()}
        bound = tuple(places.get(param, param) if _plain(param) else param for param in params)
        mine = copy(compiler)
        mine.connection = connections[queryset.db]  # the one that built it belongs to its thread alone
        mine.as_sql = lambda *args, **kwargs: (sql, bound)
        asked = SimpleNamespace(db=queryset.db, query=_Built(queryset.query, mine), _known_related_objects={})
        return iter(queryset._iterable_class(asked))

    def _build(self) -> tuple[Any, Any, str, list[Any]]:
        vendor = connections[router.db_for_read(Model)].vendor
        if vendor not in self._built:
            queryset = self.make(**self.stand_ins)
            compiler = queryset.query.get_compiler(using=queryset.db)
            sql, params = compiler.as_sql()
            missing = [name for name, value in self.stand_ins.items() if value not in params]
            if missing:
                raise ValueError(f"The query says nothing of {', '.join(missing)}")
            self._built[vendor] = (queryset, compiler, sql, list(params))
        return self._built[vendor]


class _Built:
    """A query that is in SQL already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _plain(param: Any) -> bool:
    return isinstance(param, int | str) and not isinstance(param, bool)
