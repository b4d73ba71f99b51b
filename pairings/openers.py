"""First sentences made from somebody's answers, and the kind words of this product. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.text import short

QUOTED = 140
SMALL_WORDS = {"early": "early mornings", "evening": "weekday evenings", "weekend": "weekends"}

DECLINES = (
    "I’m full just now and you deserve someone with time.",
    "I don’t think I’m the right person for this, but somebody here might be.",
    "Not this season. I hope you find your person.",
)
GOODBYES = (
    "I need to stop here. Thank you for your time, I mean it.",
    "This wasn’t quite the right fit, and I’d like you to have someone who is.",
    "Life got in the way. I’m sorry to go quiet.",
)


@dataclass(frozen=True)
class Answers:
    """What openers are made from: one person's sign-up, as far as it goes."""

    topics: tuple[str, ...] = ()
    quote: str = ""
    hobby: str = ""
    hours: tuple[str, ...] = ()


def hello_openers(theirs: Answers, own: Iterable[Answers] = ()) -> list[str]:
    """Up to three ways to begin: a topic, their own words, something both share."""
    mine = list(own)
    found = [_topic(theirs, mine), _quote(theirs), _shared(theirs, mine)]
    return [sentence for sentence in found if sentence]


def _topic(theirs: Answers, mine: list[Answers]) -> str:
    wanted = {topic.casefold() for answers in mine for topic in answers.topics}
    named = [topic for topic in theirs.topics if topic.casefold() != "something else"]
    both = [topic for topic in named if topic.casefold() in wanted]
    return f"I’d love to ask about {_inside((both or named)[0])}." if named else ""


def _quote(theirs: Answers) -> str:
    words = short(theirs.quote, QUOTED).rstrip(".")
    return f"You wrote “{words}” and I’ve been thinking about it since." if words else ""


def _shared(theirs: Answers, mine: list[Answers]) -> str:
    for answers in mine:
        if theirs.hobby and theirs.hobby.strip().casefold() == answers.hobby.strip().casefold():
            hobby = short(theirs.hobby, 80).rstrip(".")
            return f"We both wrote “{hobby}”. Could I ask you something?"
    for answers in mine:
        for hour in theirs.hours:
            if hour in answers.hours and hour in SMALL_WORDS:
                return f"We both have time on {SMALL_WORDS[hour]}. Could I ask you something?"
    if theirs.hobby:
        hobby = short(theirs.hobby, 80).rstrip(".")
        return f"I saw “{hobby}” in your answers. How did that start?"
    return ""


def _inside(topic: str) -> str:
    """A topic inside a sentence: "Screen printing" reads "screen printing", "SQL" stays."""
    first = topic.split(" ", 1)[0]
    return topic if first[1:] != first[1:].lower() or len(first) == 1 else topic[0].lower() + topic[1:]


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
