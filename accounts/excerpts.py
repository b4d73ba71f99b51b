"""The line around what a search found, with the words that were asked for marked. Pure."""

import re
import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from . import search

BEFORE, AFTER = 40, 120  # characters around the first word that was found
PIECE = re.compile(r"\S{1,200}")
UNSPACED = "\u0e00"  # from here on scripts may put no space between words


def excerpt(tokens: list[str], text: str) -> SafeString:
    """A short piece of the text around the first of these (from `search.asked`), each one marked."""
    text = " ".join(text.split())
    found = _spans(tokens, text)
    start = _cut_before(text, found[0][0] - BEFORE if found else 0)
    end = _cut_after(text, max(start + BEFORE + AFTER, found[0][1] if found else 0))
    out, at = ["…" if start else ""], start
    for begin, stop in found:
        if begin >= at and stop <= end:
            out += [escape(text[at:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
            at = stop
    out += [escape(text[at:end]), "…" if end < len(text) else ""]
    return mark_safe("".join(out))  # every part is escaped above


def _cut_before(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", at, at + BEFORE)
    return space + 1 if space >= 0 else at


def _cut_after(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - AFTER // 2, at)
    return space if space >= 0 else at


def _spans(tokens: list[str], text: str) -> list[tuple[int, int]]:
    """Where the words that were asked for stand, in order, none over another."""
    spans: list[tuple[int, int]] = []
    for match in PIECE.finditer(text):
        piece = match.group()
        there = search.words(piece)
        if any(word.startswith(token) for word in there for token in tokens):
            spans += [(match.start() + begin, match.start() + stop) for begin, stop in _within(tokens, piece)]
    return _joined(spans)


def _within(tokens: list[str], piece: str) -> list[tuple[int, int]]:
    """In a piece between two spaces: the parts as they were asked for, else all of it but its brackets."""
    plain = piece.casefold()
    if len(plain) == len(piece):
        found = [
            (match.start(), match.end())
            for token in tokens
            if token >= UNSPACED
            for match in re.finditer(re.escape(token), plain)
        ]
        if found:
            return found
    letters = [place for place, char in enumerate(piece) if unicodedata.category(char)[0] in "LNM"]
    return [(letters[0], letters[-1] + 1)] if letters else [(0, len(piece))]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for begin, stop in sorted(spans):
        if out and begin <= out[-1][1]:
            out[-1] = (out[-1][0], max(stop, out[-1][1]))
        else:
            out.append((begin, stop))
    return out
