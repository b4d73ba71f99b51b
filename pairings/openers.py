"""First sentences made from somebody's answers, and the kind words of this product. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.text import fold, short
from profiles.overlap import FSI, HOURS, PDI, TIMES

QUOTED = 140
HOBBY = 80
MOST = 3
SAYS_SOMETHING = 12  # letters; in scripts without spaces a third of that does

FULL = "I’m full just now and you deserve someone with time."
SOMEBODY = "I don’t think I’m the right person for this, but {name} might be."
NOT_FOR_THIS = "I don’t think I’m the right person for this. Someone here will be."
NOT_NOW = "Not this season. I hope you find your person."
GOODBYES = (
    "I need to stop here. Thank you for your time, I mean it.",
    "This wasn’t quite the right fit, and I’d like you to have someone who is.",
    "Life got in the way. I’m sorry to go quiet.",
)
NOTHING = frozenset(
    (
        *("no", "none", "nothing", "nope", "idk", "dunno", "tbd", "tba", "test", "na", "n/a", "nil", "later"),
        *("unsure", "not sure", "ask me", "i don't know", "i don’t know", "don't know", "something else"),
    )
)
LINKS = re.compile(r"https?://|www\.|@\S+\.", re.IGNORECASE)


@dataclass(frozen=True)
class Answers:
    """What openers are made from: one person's sign-up, as far as it goes."""

    topics: tuple[str, ...] = ()
    quote: str = ""
    hobby: str = ""
    hours: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    time_a_week: str = ""
    help_text: str = ""
    is_mentor: bool = True


def hello_openers(theirs: Answers, own: Iterable[Answers] = ()) -> list[str]:
    """Up to three ways to begin: a topic, their own words, something both share. Thin answers make fewer,
    never a silly one; their words keep their own direction inside our sentence."""
    mine = list(own)
    topics = _topics(theirs, mine)
    found = [
        *(_about(topic, theirs) for topic in topics[:1]),
        _quoted(theirs.quote) or _quoted(theirs.help_text),
        _shared(theirs, mine) or _asked(theirs),
        *(_about(topic, theirs, again=True) for topic in topics[1:2]),
    ]
    return list(dict.fromkeys(sentence for sentence in found if sentence))[:MOST]


def declines(name: str = "", code: str = "") -> list[tuple[str, str]]:
    """The three kind notes, each with its key; one names somebody else who has room, where there is somebody.
    The key says who, so that nobody sends another name than they read."""
    other = (f"other-{code}", SOMEBODY.format(name=_apart(name))) if name else ("fit", NOT_FOR_THIS)
    return [("full", FULL), other, ("season", NOT_NOW)]


def _topics(theirs: Answers, mine: list[Answers]) -> list[str]:
    """Theirs that say something, those that I named as well first."""
    wanted = {fold(topic) for answers in mine for topic in answers.topics}
    named = [topic for topic in theirs.topics if _says(topic, 2)]
    return sorted(named, key=lambda topic: fold(topic) not in wanted)


def _about(topic: str, theirs: Answers, *, again: bool = False) -> str:
    inside = _apart(_inside(topic))
    if not theirs.is_mentor:
        return f"Tell me about you and {inside}?" if again else f"I might be able to help with {inside}."
    return f"How did you get into {inside}?" if again else f"I’d love to ask about {inside}."


def _quoted(words: str) -> str:
    if not _says(words, SAYS_SOMETHING) or LINKS.search(words):
        return ""
    plain = short(words, QUOTED).rstrip(". ").translate(str.maketrans("“”", "‘’")).replace('"', "’")
    return f"You wrote “{_apart(plain)}” and I’ve been thinking about it since."


def _shared(theirs: Answers, mine: list[Answers]) -> str:
    for answers in mine:
        if _says(theirs.hobby, 3) and fold(theirs.hobby) == fold(answers.hobby):
            return f"We both wrote “{_hobby(theirs)}”. Could I ask you something?"
    for answers in mine:
        for hour in theirs.hours:
            if hour in answers.hours and hour in HOURS and hour != "day":
                return f"We both have time on {HOURS[hour]}. Could I ask you something?"
    for answers in mine:
        if both := _language(theirs.languages, answers.languages):
            return f"We both speak {_apart(both)}. Could I ask you something?"
        if theirs.time_a_week == answers.time_a_week and theirs.time_a_week in TIMES:
            return f"We both have {TIMES[theirs.time_a_week]}. Could I ask you something?"
    return ""


def _asked(theirs: Answers) -> str:
    if not _says(theirs.hobby, 3) or LINKS.search(theirs.hobby):
        return ""
    return f"I saw “{_hobby(theirs)}” in your answers. How did that start?"


def _hobby(theirs: Answers) -> str:
    return _apart(short(theirs.hobby, HOBBY).rstrip("."))


def _language(theirs: Sequence[str], mine: Sequence[str]) -> str:
    """One that both speak, where it says something: not the only one that either named."""
    if len(theirs) < 2 or len(mine) < 2:
        return ""
    known = {fold(language) for language in mine}
    return next((language for language in reversed(theirs) if fold(language) in known), "")


def _says(words: str, least: int) -> bool:
    """Is there enough in it to be asked about?"""
    plain = " ".join(words.split()).strip(" .!?…-")
    if plain.casefold() in NOTHING:
        return False
    letters = [char for char in plain if unicodedata.category(char)[0] == "L"]
    dense = sum(unicodedata.category(char) == "Lo" for char in letters) > len(letters) / 2
    return len(letters) >= (max(2, least // 3) if dense else least)


def _apart(words: str) -> str:
    """Words from right to left keep their direction inside our sentence; others need no hidden marks."""
    turned = any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)
    return f"{FSI}{words}{PDI}" if turned else words


def _inside(topic: str) -> str:
    """A topic inside a sentence: "Screen printing" reads "screen printing"; "SQL" and "New York" stay."""
    plain = short(topic, HOBBY)
    first, *rest = plain.split(" ")
    named = first[1:] != first[1:].lower() or len(first) == 1 or any(word[:1].isupper() for word in rest)
    return plain if named else plain[0].lower() + plain[1:]


def together(opener: str, words: str) -> str:
    """What is sent: the chosen first sentence, then their own words."""
    return "\n\n".join(part for part in (opener.strip(), words.strip()) if part)


def first_words(is_mentor: bool, partner: str) -> str:
    """Something to begin a pair's talk with, for a role."""
    if is_mentor:
        return (
            f"Hello {partner}. Before the first question comes: what would make this worth it for you? "
            "I’ll start with one thing I’m unsure about myself."
        )
    return (
        f"Hello {partner}. I’m glad we’re doing this. One thing I’m stuck on at the moment, "
        "and one thing I made, fixed or cooked this week."
    )
