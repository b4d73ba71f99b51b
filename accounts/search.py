"""What can be searched for: the words of a text, folded, the same way for what is kept and what is asked.

Nothing of this belongs to a database: both of ours get these words ready-made and compare them as they are,
so that a search finds the same on each, and `matches` says the same in Python.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

LONGEST = 40  # characters of a word
MOST_ASKED = 8  # words of one question
QUESTION = 200  # characters of a question that are looked at

# Letters that decompose into nothing plainer, as people without the key type them.
_PLAIN: dict[int, Any] = {
    **str.maketrans("łøđðħŧı", "loddhti"),
    **str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"}),
    # The Arabic lengthening stroke; Persian’s half space, as often typed as a whole one.
    **str.maketrans({"\u0640": "", "\u200c": " "}),
}
# Scripts that put no space between words: Thai, Lao, Myanmar, Khmer, Hangul (its endings stick to the
# word), kana, Bopomofo and Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3041-\u30fa\u30fc-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
# A run of an unspaced script, or a word; "+" and "#" end a word ("c++", "c#") and do nothing else.
_RUN = re.compile(rf"([{_UNSPACED}]+)|([^\s+#{_UNSPACED}]+(?:[+#]{{1,2}}(?![^\s+#]))?)")


def words(text: str) -> list[str]:
    """The words of a text as they are kept: without case and accents, no longer than 40 characters, in order.

    A run of a script without spaces becomes its overlapping pairs of characters and its last character, so
    that every part of it can be asked for from its start.
    """
    found: list[str] = []
    for run, word in _runs(text):
        if run:
            found.extend(_pairs(run))
            found.append(run[-1])
        else:
            found.append(word[:LONGEST])
    return found


def asked(query: str) -> list[str]:
    """What somebody looks for, as at most eight beginnings of words that all have to be there; [] when
    nothing of it can be searched for."""
    found: list[str] = []
    for run, word in _runs(query[:QUESTION]):
        found.extend((_pairs(run) or [run]) if run else [word[:LONGEST]])
    return list(dict.fromkeys(found))[:MOST_ASKED]


def matches(tokens: Sequence[str], text: str) -> bool:
    """Does a word of the text begin with each of these (from `asked`)? Of nothing asked, nothing is found."""
    there = set(words(text))
    return bool(tokens) and all(any(word.startswith(token) for word in there) for token in tokens)


def weight(text: str) -> int:
    """How many characters have to be looked at in a text: one may stand for eighteen plainer ones."""
    return len(text) if text.isascii() else len(unicodedata.normalize("NFKD", text))


def _runs(text: str) -> Iterator[tuple[str, str]]:
    return (match.groups(default="") for match in _RUN.finditer(_folded(text)))  # type: ignore[misc]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    return unicodedata.normalize("NFC", "".join(map(_kept, plain)))


def _kept(char: str) -> str:
    """The character, "" for what only decorates its neighbour, a space for what parts words."""
    if char.isascii():
        return char if char.isalnum() or char in "+#" else " "
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind[0] == "M":
        return char if _spells(char) else ""
    if kind == "Cf":  # joiners, soft hyphens, marks of direction
        return ""
    return char if kind[0] in "LN" else " "


def _spells(mark: str) -> bool:
    """Vowel signs, viramas and the marks of kana spell; accents, points and selectors decorate."""
    if unicodedata.category(mark) == "Me" or "\ufe00" <= mark <= "\ufe0f" or mark >= "\U000e0100":
        return False
    return mark != "\u034f" and unicodedata.combining(mark) in {0, 8, 9, *range(84, 133)}
