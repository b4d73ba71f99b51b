"""Plain addresses in what people write: found, and told honestly where they lead. Pure.

Django's urlizer is not used on purpose: it also links bare words and e-mail addresses, and shortens what it
shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from .text import FORBIDDEN

LONGEST, LONGEST_HOST = 2000, 253
# SECURITY: a backslash is a slash to browsers; marks of direction and invisible characters end an address,
# because with them it reads as another one.
_ENDS = r"\s<>\"'`\\\u200e\u200f\u061c\u00ad" + "".join(sorted(FORBIDDEN))
_ADDRESS = re.compile(rf"https?://[^{_ENDS}]{{1,{LONGEST}}}", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_.-]{1,253}|[0-9a-f:.]{2,45}")
_TRAILING = ".,:;!?…»”’"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Link:
    """An address in a text. `leads_to` is its real host where the address reads like another one: somebody
    stands before an "@", or its letters are not the plain ones that they look like."""

    start: int
    end: int
    url: str
    leads_to: str = ""


def find(text: str) -> Iterator[Link]:
    """The addresses of a text that can be followed, in order; what is none stays text."""
    for match in _ADDRESS.finditer(text):
        url = _trimmed(match.group())
        host = _host(url)
        if host is not None:
            yield Link(match.start(), match.start() + len(url), url, host)


def _trimmed(address: str) -> str:
    # The stop after an address is the sentence's; a bracket is, unless the address opened it.
    while address:
        last = address[-1]
        opening = _BRACKETS.get(last)
        alone = opening is not None and address.count(last) > address.count(opening)
        if last not in _TRAILING and not alone:
            break
        address = address[:-1]
    return address


def _host(url: str) -> str | None:
    """Where the address leads if that has to be said, "" if it shows, None if it leads nowhere."""
    try:
        parts = urlsplit(url)
        shown = parts.hostname or ""
        if len(shown) > LONGEST_HOST:  # before it is put into plain letters, which takes its time
            return None
        plain = shown if ":" in shown else shown.encode("idna").decode("ascii").lower()
        _ = parts.port
    except (ValueError, UnicodeError):
        return None
    if not _HOST.fullmatch(plain):
        return None
    return plain if "@" in parts.netloc or plain != shown else ""
