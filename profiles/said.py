"""What somebody said at sign-up, step by step, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.timezone import get_current_timezone_name

from profiles import asking, week
from profiles.models import Profile
from profiles.models.profiles import Hours, TimeAWeek, Ways
from profiles.overlap import capital, in_words


class Bar(NamedTuple):
    """Free hours in the picture of a week: a day is 28 wide, an hour 3 high."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Row:
    """A question as it was asked, and what was said; `private`: only the person and the admins read it."""

    wording: str
    text: str
    private: bool = False
    bars: tuple[Bar, ...] = ()  # a week, drawn beside the same in words
    aside: str = ""


def summary(profile: Profile, *, private: bool, topics: bool = True, clock: str = "") -> list[dict[str, Any]]:
    """All of it for the last look; for their page what others may read (topics stand above it). Hours are
    told on the reader's clock, or on `clock`.

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
        _good_times(profile, clock or get_current_timezone_name()),
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


def _good_times(profile: Profile, clock: str) -> Row:
    mask = week.parse(profile.week)
    if not mask:
        return Row("Good times", _labels(profile.hours, Hours))
    now = timezone.now()
    away = week.offset(clock, now) != week.offset(profile.zone, now)
    seen = week.seen_from(mask, profile.zone, clock, now)
    aside = "On your clock, which is another one than theirs." if away else ""
    bars = tuple(Bar(run.day * 28, 10 + run.start * 3, (run.end - run.start) * 3) for run in week.runs(seen))
    return Row("Good times", week.in_words(seen), bars=bars, aside=aside)


def _labels(values: Iterable[str], choices: Any) -> str:
    return capital(in_words([str(choices(value).label).lower() for value in values]))
