"""What of a sign-up can be found and compared in the database: its words and its facets. No ORM, no request.

Both stand on the profile's row as words between spaces. Facets begin with ":", which no word of anybody's
text does, so one index of words (profiles.search_index) answers for both.
"""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from accounts import search
from accounts.text import fold


def text_of(
    name: str, topics: Sequence[str], goal_topics: Sequence[str], goals: str, answers: Iterable[str]
) -> str:
    """What a search looks through. SECURITY: `answers` are those that other members may read."""
    texts = [name, *topics, *goal_topics, goals, *answers]
    return " ".join(dict.fromkeys(search.words("\n".join(texts))))


def facets_of(
    program_id: int, role: str, *, topics: Sequence[str], languages: Sequence[str], ways: Sequence[str]
) -> str:
    """What filters and the order look at; a space ends each, also the last."""
    found = [
        of_list(program_id, role),
        *map(of_topic, topics),
        *map(of_language, languages),
        *map(of_way, ways),
    ]
    return "".join(f"{facet} " for facet in dict.fromkeys(found))


def of_list(program_id: int, role: str) -> str:
    """Mentors, or mentees, of one program: so that a word needs no look at those of all the others."""
    return f":p:{program_id}:{role}"


def of_topic(topic: str) -> str:
    """The facet of a topic, however it is spelt (as overlap.shared_topics sees it)."""
    return f":t:{_plain(topic)}"


def of_language(language: str) -> str:
    """The facet of a language."""
    return f":l:{_plain(language)}"


def of_way(way: str) -> str:
    """The facet of a way to talk."""
    return f":w:{_plain(way)}"


def _plain(text: str) -> str:
    return quote(fold(text), safe="")


# -- a question, as each database takes it ----------------------------------------------------------
def tsquery(starts: Sequence[str], facets: Sequence[Sequence[str]]) -> str:
    """For PostgreSQL, to be cast: all these beginnings of words, and one facet of each group."""
    parts = [f"'{word}':*" for word in starts]
    parts += ["(" + " | ".join(f"'{facet}'" for facet in group) + ")" for group in facets]
    return " & ".join(parts)


def match(starts: Sequence[str], facets: Sequence[Sequence[str]]) -> str:
    """The same for SQLite's FTS5."""
    parts = [f'"{word}" *' for word in starts]
    parts += ["(" + " OR ".join(f'"{facet}"' for facet in group) + ")" for group in facets]
    return " AND ".join(parts)
