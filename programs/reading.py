"""How hard a text is to read, as a school grade. Speaks about English only; pure."""

import re
import unicodedata

FEWEST_WORDS = 8  # in fewer, one long word decides

# Words that English can't do without and that other languages hardly have.
_COMMON = (
    "about and are been but could did do does from have how if it its it’s that the their them there they "
    "this to were what when where which who why with would you your you’d you’ll you’re you’ve don’t didn’t"
)
_ENGLISH = frozenset(_COMMON.split())
_LEAST_ENGLISH = 0.12  # of the words
_WORD = re.compile(r"[^\W\d_]+(?:’[^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.?!:…]+(?=[\s”’)\"]|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$")


def grade(text: str) -> float | None:
    """The school grade by Flesch and Kincaid; None where the measure has nothing to say."""
    words = _WORD.findall(_plain(text))
    if len(words) < FEWEST_WORDS or sum(word in _ENGLISH for word in words) < _LEAST_ENGLISH * len(words):
        return None
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(_syllables(word.replace("’", "")) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _plain(text: str) -> str:
    """In small letters without accents, so that café has two syllables."""
    parts = unicodedata.normalize("NFKD", text.replace("'", "’").lower())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _syllables(word: str) -> int:
    silent = len(word) > 2 and _SILENT_END.search(word) is not None
    return max(1, len(_VOWELS.findall(word)) - silent)
