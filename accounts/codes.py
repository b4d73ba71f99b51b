"""Short random references for addresses: no vowels, nothing that looks like something else."""

import re
import secrets
from typing import Any

from django.db import models

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"


def new_code() -> str:
    """Twelve characters from a CSPRNG, 57 bits: unguessable enough that rate limits do the rest."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class CodeField(models.CharField):  # type: ignore[type-arg]
    """A public reference. Pair it with a UniqueConstraint (unique=True would add a second, _like index)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.update(max_length=LENGTH, default=new_code, editable=False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for key in ("max_length", "default", "editable"):
            kwargs.pop(key, None)
        return name, path, args, kwargs


class CodeConverter:
    """The `<code:...>` of URL patterns: anything that is not a code is a 404 before any query."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        if not re.fullmatch(PATTERN, value):
            raise ValueError(value)
        return value
