"""What two people have in common, in words. Pure: no ORM, no request."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.text import fold

HOURS = {"early": "early mornings", "day": "daytime", "evening": "weekday evenings", "weekend": "weekends"}
WAYS = {
    "messages": "messages",
    "voice": "voice notes",
    "call": "a call",
    "video": "video",
    "person": "meeting in person",
}
TIMES = {"30": "30 minutes a week", "60": "1 hour a week", "120": "2 hours or more a week"}
FSI, PDI = "\u2068", "\u2069"  # a name keeps its own direction inside our sentence


@dataclass(frozen=True)
class Facts:
    """What one person said at sign-up, as far as it can be compared."""

    name: str
    role: str
    topics: Sequence[str] = ()
    hours: Sequence[str] = ()
    ways: Sequence[str] = ()
    languages: Sequence[str] = ()
    time_a_week: str = ""
    week: int = 0  # the hours they are free, in UTC (profiles.week)


def shared_topics(mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Their topics that are mine as well, however each of us spells them."""
    known = {fold(topic) for topic in mine}
    return [topic for topic in theirs if fold(topic) in known]


def reasons(mine: Facts, theirs: Facts, *, free: str = "") -> list[str]:
    """Why these two might fit, the weightiest first; by name, never he or she. `free` says when both have
    time, where their weeks were compared (profiles.week.both_free): then their plain choices are not."""
    likes = _likes(mine, theirs, hours=not free)
    lines = (_topics(mine, theirs), free, likes, _speak(mine, theirs), _time(mine, theirs))
    return [line for line in lines if line]


def sentence(lines: Sequence[str]) -> str:
    """The first two reasons as one sentence, for a card."""
    if len(lines) < 2:
        return "".join(lines)
    second = "y" + lines[1][1:] if lines[1].startswith(("You ", "You’re ")) else lines[1]
    return f"{lines[0]}, and {second}"


def in_words(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def capital(sentence: str) -> str:
    """The sentence with a capital; the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def _topics(mine: Facts, theirs: Facts) -> str:
    shared = len(shared_topics(mine.topics, theirs.topics))
    if not shared:
        return ""
    if mine.role == theirs.role:
        return f"You share {shared} topic{'' if shared == 1 else 's'}"
    name = f"{FSI}{theirs.name}{PDI}"
    verb = "helps with" if theirs.role == "mentor" else "asks about"
    if len(mine.topics) == 1:
        return f"{name} {verb} your topic"
    return f"{name} {verb} {shared} of your {len(mine.topics)} topics"


def _likes(mine: Facts, theirs: Facts, *, hours: bool) -> str:
    same = theirs.hours if hours else ()
    hours_ = [HOURS[hour] for hour in same if hour in mine.hours and hour in HOURS]
    ways = [WAYS[way] for way in theirs.ways if way in mine.ways and way in WAYS]
    both = in_words(hours_ + ways)
    return f"You both like {both}" if both else ""


def _speak(mine: Facts, theirs: Facts) -> str:
    if len(mine.languages) < 2 and len(theirs.languages) < 2:
        return ""  # everybody here speaks it: no reason to choose somebody
    known = {fold(language) for language in mine.languages}
    both = in_words([language for language in theirs.languages if fold(language) in known])
    return f"You both speak {both}" if both else ""


def _time(mine: Facts, theirs: Facts) -> str:
    same = mine.time_a_week == theirs.time_a_week
    return f"You both have {TIMES[mine.time_a_week]}" if same and mine.time_a_week in TIMES else ""
