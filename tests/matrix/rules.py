"""The words of the table: who gets what from one address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.world import (
    ADMIN,
    ANONYMOUS,
    BLOCKED,
    CONTACT,
    MEMBER,
    MENTEE,
    MENTOR,
    OWNER,
    ROLES,
    SEEKER,
    World,
)

LOGIN = 1302  # 302 to the log-in page, and to nowhere else
EVERYBODY = frozenset(ROLES)
SIGNED = EVERYBODY - {ANONYMOUS}
RUN = frozenset({ADMIN, OWNER})
PAIR = frozenset({MENTOR, MENTEE})
INSIDE = frozenset({MEMBER, SEEKER, MENTOR, MENTEE, ADMIN, OWNER, CONTACT, BLOCKED})

Arguments = Callable[[World], dict[str, Any]]
Form = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """What one method answers: `status` to `ok`, 403 to those who may see but not do it, the log-in page to
    visitors; for everybody else it does not exist."""

    ok: frozenset[str]
    status: int
    see: frozenset[str] = frozenset()
    other: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, role: str) -> int:
        if role in self.other:
            return self.other[role]
        if role in self.ok:
            return self.status
        if role == ANONYMOUS:
            return LOGIN
        return 403 if role in self.see else 404

    def hidden_from(self) -> list[str]:
        """The roles that may not know of it."""
        return [role for role in ROLES if self[role] in (404, LOGIN)]

    def entitled(self) -> str:
        """Somebody who may: the first of them."""
        return next(role for role in (MENTOR, OWNER, *ROLES) if role in self.ok and role not in self.other)


def to(ok: Iterable[str], status: int = 200, *, see: Iterable[str] = (), **other: int) -> Rule:
    """A rule in one line."""
    return Rule(frozenset(ok), status, frozenset(see), other)


def does(ok: Iterable[str], status: int = 302, *, see: Iterable[str] = (), **other: int) -> Rule:
    """The same for a POST, which redirects when it has done it."""
    return to(ok, status, see=see, **other)


@dataclass(frozen=True)
class Row:
    """One address. A method without a rule is answered 405, to visitors too where `open_to_all`."""

    where: Arguments = lambda world: {}
    get: Rule | None = None
    post: Rule | None = None
    form: Form = lambda world: {}
    open_to_all: bool = False
    any_method: int = 0  # what other methods get, where it is not 405
    no_head: bool = False  # HEAD is one of them

    def expected(self, method: str, role: str) -> int:
        """The status that this role gets for this method."""
        rule = {"GET": self.get, "HEAD": None if self.no_head else self.get, "POST": self.post}.get(method)
        if rule is not None:
            return rule[role]
        if role == ANONYMOUS and not self.open_to_all:
            return LOGIN
        return self.any_method or 405


def group(world: World) -> dict[str, Any]:
    """Below Riverside."""
    return {"group": world.riverside.slug}


def person(role: str) -> Arguments:
    """Below one of its people."""
    return lambda world: group(world) | {"code": world.people[role].code}


def program(name: str = "careers", **more: Any) -> Arguments:
    """Below one of its programs; `more` are further arguments, worked out where they are callable."""

    def where(world: World) -> dict[str, Any]:
        rest = {key: value(world) if callable(value) else value for key, value in more.items()}
        return group(world) | {"program": getattr(world, name).slug} | rest

    return where


def code(of: str) -> Callable[[World], str]:
    """The code of a thing of the world."""
    return lambda world: str(getattr(world, of).code)


def profile(key: str) -> Callable[[World], str]:
    """The code of a sign-up."""
    return lambda world: str(world.profiles[key].code)


def coded(of: str, **more: Any) -> Arguments:
    """A short address: only the code."""
    return lambda world: {"code": getattr(world, of).code, **more}
