"""What can be said to people: one entry a kind of notice, registered by the app that knows the facts.

Each app calls `register` in its `AppConfig.ready()`. It is the only call that goes right: messaging asks
the kind for a mail's context and, last thing before sending, whether it is still wanted; and groups for the
names that stand over the lines of a roundup.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    label: str | Promise
    load: Callable[["Notice"], Context | None]
    wanted: Callable[["Notice"], bool] = always
    mail: bool = True
    can_stop: bool = True
    quiet: bool = True
    rank: int = 5
    daily: bool = True
    about: str | Promise = ""
    under: str = "groups"

    @property
    def may_be_daily(self) -> bool:
        """May it wait for tomorrow's roundup?"""
        return self.mail and self.can_stop and self.daily


# The headings under which a person chooses, in order.
UNDER = {
    "people": _("When people write to you"),
    "pairs": _("Your pair"),
    "groups": _("Groups and programs"),
    "admins": _("If you look after a group"),
}
ROUNDUP = "roundup"  # the mail of what is kept for once a day: a kind, but no row of the table
Names = Callable[[Collection[int]], dict[int, str]]

_kinds: dict[str, Kind] = {}
_names: list[Names] = []


def register(
    name: str,
    *,
    label: str | Promise,
    load: Callable[["Notice"], Context | None],
    wanted: Callable[["Notice"], bool] = always,
    mail: bool = True,
    can_stop: bool = True,
    quiet: bool = True,
    rank: int = 5,
    daily: bool = True,
    about: str | Promise = "",
    under: str = "groups",
) -> Kind:
    """Make `name` a kind of notice.

    `load(notice)` gives the mail's context, or None when the facts are gone. `wanted(notice)` is the last
    check before sending. `can_stop`: a person may switch its mail off. `quiet`: it waits for the morning of
    the reader's zone. `rank` 0 goes out first. `daily`: it may be kept for the reader's roundup, if it can be
    stopped at all. `about` is the sentence beside the choice, `under` its heading (UNDER). Registering a name
    twice replaces it (reloads in tests).
    """
    kind = Kind(name, label, load, wanted, mail, can_stop, quiet, rank, daily, about, under)
    _kinds[name] = kind
    return kind


def get(name: str) -> Kind:
    """The kind of that name; KeyError for a notice of a kind this version does not know."""
    return _kinds[name]


def known(name: str) -> bool:
    """Is it a kind?"""
    return name in _kinds


def stoppable() -> list[Kind]:
    """What the table of mail choices offers: by heading, then in the order of registration."""
    found = [kind for kind in _kinds.values() if kind.mail and kind.can_stop and kind.name != ROUNDUP]
    return sorted(found, key=lambda kind: list(UNDER).index(kind.under))


def name_scopes(names: Names) -> None:
    """Groups says what its scopes are called; messaging, to its left, knows their ids alone."""
    _names[:] = [names]


def scope_names(scopes: Collection[int]) -> dict[int, str]:
    """What these groups are called; those that are gone are left out."""
    return _names[0](scopes) if _names and scopes else {}
