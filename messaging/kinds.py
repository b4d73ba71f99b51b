"""What can be said to people: one entry a kind of notice, registered by the app that knows the facts.

Each app calls `register` in its `AppConfig.ready()`. It is the only call that goes right: messaging asks
the kind for a mail's context and, last thing before sending, whether it is still wanted.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Notice

Context = dict[str, Any]


def always(notice: "Notice") -> bool:
    """The answer of kinds that never become unwanted."""
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of notice. Its templates: `templates/emails/<name>/` subject.txt, body.txt, body.html."""

    name: str
    label: str
    load: Callable[["Notice"], Context | None]
    wanted: Callable[["Notice"], bool] = always
    mail: bool = True
    can_stop: bool = True
    quiet: bool = True
    rank: int = 5


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    *,
    label: str,
    load: Callable[["Notice"], Context | None],
    wanted: Callable[["Notice"], bool] = always,
    mail: bool = True,
    can_stop: bool = True,
    quiet: bool = True,
    rank: int = 5,
) -> Kind:
    """Make `name` a kind of notice.

    `load(notice)` gives the mail's context, or None when the facts are gone. `wanted(notice)` is the last
    check before sending. `can_stop`: a person may switch its mail off. `quiet`: it waits for the morning of
    the reader's zone. `rank` 0 goes out first. Registering a name twice replaces it (reloads in tests).
    """
    kind = Kind(name, label, load, wanted, mail, can_stop, quiet, rank)
    _kinds[name] = kind
    return kind


def get(name: str) -> Kind:
    """The kind of that name; KeyError for a notice of a kind this version does not know."""
    return _kinds[name]


def known(name: str) -> bool:
    """Is it a kind?"""
    return name in _kinds


def stoppable() -> Iterable[Kind]:
    """What the table of mail choices offers, in the order of registration."""
    return [kind for kind in _kinds.values() if kind.mail and kind.can_stop]
