"""What only mails need: plain text that wraps, and people's names in a subject."""

import textwrap
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber

from accounts.text import FORBIDDEN, short

register = template.Library()

WIDTH = 72
TENS = {10: "ten", 11: "eleven", 12: "twelve"}


@register.filter
def brief(value: Any, limit: int) -> str:
    """The value on one line of at most so many characters, without what could turn the line around."""
    return short("".join(char for char in str(value) if char not in FORBIDDEN), limit)


@register.filter
def quoted(text: Any) -> str:
    """Somebody's words in a plain mail: four spaces before each line, wrapped, paragraphs kept."""
    return _wrapped(text, "    ", "    ")


@register.filter
def wrapped(text: Any) -> str:
    """Our own sentences in a plain mail, wrapped; long addresses stay whole."""
    return _wrapped(text, "", "")


@register.filter
def bullet(text: Any) -> str:
    """One point of a list in a plain mail."""
    return _wrapped(" ".join(str(text).split()), "  - ", "    ")


@register.filter
def number_words(value: int) -> str:
    """A number in a sentence: in letters up to twelve."""
    return TENS.get(value) or str(apnumber(value))


def _wrapped(text: Any, first: str, rest: str) -> str:
    # SECURITY: bidi overrides would let words reach out of their own line.
    clean = "".join(char for char in str(text) if char not in FORBIDDEN)
    lines = clean.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=first if number == 0 else rest,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(lines)
    ]
    return "\n".join(filled)
