"""What somebody said at sign-up, step by step, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from profiles import asking
from profiles.models import Profile
from profiles.models.profiles import Hours, TimeAWeek, Ways
from profiles.overlap import in_words


@dataclass(frozen=True)
class Row:
    """A question as it was asked, and what was said; `private`: only the person and the admins read it."""

    wording: str
    text: str
    private: bool = False


def summary(profile: Profile, *, private: bool, topics: bool = True) -> list[dict[str, Any]]:
    """All of it for the last look; for their page what others may read (topics stand above it).

    SECURITY: `private` adds what only the person and the admins may read, so only their pages say True.
    """
    answers = profile.answers.asked() if private else profile.answers.open()
    said: dict[int, list[Row]] = {number: [] for number in asking.STEPS}
    for answer in answers.select_related("question").in_order():
        row = Row(answer.wording, answer.text, answer.question.admins_only)
        said[asking.step_of(answer.question.key)].append(row)
    goals = [*profile.goal_topics, *([profile.goals] if profile.goals else [])]
    said[asking.HELP_STEP].append(Row("Topics", in_words(profile.topics) if topics else ""))
    said[asking.WHEN_STEP] = [
        Row("Ways to talk", _labels(profile.ways, Ways)),
        Row("Good times", _labels(profile.hours, Hours)),
        *said[asking.WHEN_STEP],
        Row("Time", TimeAWeek(profile.time_a_week).label),
        Row("Goals", ", ".join(goals) or ("Not sure yet" if profile.goals_unsure else "")),
        Row("Languages", in_words(profile.languages)),
        Row("Time zone", profile.get_zone_display()),
        Row("Places", str(profile.capacity) if profile.is_mentor else ""),
    ]
    return [
        {"step": number, "title": asking.TITLES[number], "rows": [row for row in rows if row.text]}
        for number, rows in said.items()
    ]


def _labels(values: Iterable[str], choices: Any) -> str:
    words = in_words([str(choices(value).label).lower() for value in values])
    return words[:1].upper() + words[1:]
