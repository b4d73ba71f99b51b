"""What people type, made safe to keep and to show. Source of the rules: Unicode categories and UAX #9."""

import unicodedata

from django.core.exceptions import ValidationError

# Bidi embeddings, overrides and isolates can make a name read as another one; the zero-width space,
# word joiner and byte order mark make two equal-looking names differ. Joiners (ZWJ, ZWNJ) stay:
# Persian, Indic scripts and emoji need them.
FORBIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\u2060")
INVISIBLE = frozenset("\u3164\u115f\u1160\uffa0\u2800\u00ad")


def one_line(value: str) -> str:
    """The value in NFC, trimmed, inner white space single; refuses what cannot stand on one visible line."""
    value = " ".join(unicodedata.normalize("NFC", value).split())
    for char in value:
        if char in FORBIDDEN or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
            raise ValidationError("Take out the hidden characters, please.", code="hidden")
    if value and not _visible(value):
        raise ValidationError("Write something that people can see.", code="invisible")
    return value


def many_lines(value: str) -> str:
    """The value in NFC with plain line ends; refuses control characters and surrogates."""
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    for char in value:
        if unicodedata.category(char) == "Cs" or (unicodedata.category(char) == "Cc" and char not in "\n\t"):
            raise ValidationError("Take out the hidden characters, please.", code="hidden")
    if value and not _visible(value):
        raise ValidationError("Write something that people can see.", code="invisible")
    return value


def _visible(value: str) -> bool:
    return any(unicodedata.category(char)[0] in "LNSP" and char not in INVISIBLE for char in value)


def fold(value: str) -> str:
    """For comparing and searching: case and accents gone (so "Zieliński" is found by "zielinski")."""
    value = value.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O").replace("đ", "d")
    plain = "".join(char for char in unicodedata.normalize("NFKD", value) if not unicodedata.combining(char))
    # Composed again: a syllable of Hangul would count as three letters.
    return " ".join(unicodedata.normalize("NFC", plain.casefold()).split())


def short(value: str, limit: int) -> str:
    """The value on one line, cut at a word before `limit` characters with an ellipsis."""
    value = " ".join(value.split())
    if len(value) <= limit:
        return value
    cut = value[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,.;:") + "…"
