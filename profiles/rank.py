"""The order of the directory: how much two people have in common, as one number. Pure: no ORM, no request.

profiles.fits says the same in SQL; a test holds the two together.
"""

from collections.abc import Sequence

from accounts.text import fold
from profiles.overlap import Facts

# A shared topic outweighs everything else together.
TOPIC, HOUR, LANGUAGE, WAY, TIME = 100, 4, 10, 5, 2
MOST_HOURS, MOST_LANGUAGES = 10, 2


def score(mine: Facts, theirs: Facts) -> int:
    """What the two have in common: topics before all, then hours of the week, languages, ways, time."""
    hours = (mine.week & theirs.week).bit_count()
    return (
        TOPIC * _shared(mine.topics, theirs.topics)
        + HOUR * min(hours, MOST_HOURS)
        + LANGUAGE * min(_shared(mine.languages, theirs.languages), MOST_LANGUAGES)
        + WAY * _shared(mine.ways, theirs.ways)
        + TIME * (mine.time_a_week == theirs.time_a_week)
    )


def _shared(mine: Sequence[str], theirs: Sequence[str]) -> int:
    return len({fold(one) for one in mine} & {fold(one) for one in theirs})
