"""The path of stones and the talk with its weeks, without a database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from pairings import timeline

START = datetime(2026, 10, 5, 9, tzinfo=UTC)


@dataclass
class Said:
    created_at: datetime


@dataclass
class Week:
    number: int
    delivered_at: datetime
    mentor_talked_at: datetime | None = None
    mentee_talked_at: datetime | None = None
    done_at: datetime | None = None
    skipped_at: datetime | None = None
    week: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(title="as it was sent"))


def at(days: float) -> datetime:
    return START + timedelta(days=days)


def names(entries: list[timeline.Entry]) -> list[str]:
    return [f"week {e.step.number}" if e.step else f"said {e.message.created_at:%d}" for e in entries]


def test_a_step_stands_before_what_was_said_at_the_same_instant() -> None:
    entries = timeline.merge([Said(at(0)), Said(at(1))], [Week(1, at(0)), Week(2, at(7))])
    assert names(entries) == ["week 1", "said 05", "said 06", "week 2"]


def test_messages_keep_their_order_whatever_their_clock_says() -> None:
    entries = timeline.merge([Said(at(3)), Said(at(1))], [])
    assert names(entries) == ["said 08", "said 06"]


def test_every_step_stands_on_exactly_one_page() -> None:
    said = [Said(at(day)) for day in range(0, 40, 4)]
    weeks = [Week(number, at(7 * number)) for number in range(1, 7)]
    newest = timeline.merge(said[6:], weeks, after=said[5].created_at)
    middle = timeline.merge(said[3:6], weeks, after=said[2].created_at, until=said[5].created_at)
    oldest = timeline.merge(said[:3], weeks, until=said[2].created_at)
    shown = [e.step.number for page in (oldest, middle, newest) for e in page if e.step]
    assert shown == [1, 2, 3, 4, 5, 6]


def test_only_the_first_of_a_day_carries_it() -> None:
    entries = timeline.merge([Said(at(0)), Said(at(0.1)), Said(at(1))], [])
    days = [e.day for e in timeline.with_days(entries, datetime.date)]
    assert days == [date(2026, 10, 5), None, date(2026, 10, 6)]
    shown = timeline.with_days(entries, datetime.date, date(2026, 10, 5))
    assert [e.day for e in shown] == [None, None, date(2026, 10, 6)]


def test_the_path_says_done_skipped_now_waiting_and_to_come() -> None:
    weeks = [
        Week(1, at(0), at(1), at(1), done_at=at(1)),
        Week(2, at(7), skipped_at=at(8)),
        Week(3, at(14)),
        Week(4, at(21), mentor_talked_at=at(22)),
        Week(5, at(28)),
    ]
    titles = [(n, f"title {n}") for n in range(1, 7)]
    path = timeline.stones(titles, weeks, now=at(29), url=lambda n: f"/{n}/")
    assert [stone.state for stone in path] == ["done", "skipped", "waits", "done", "now", ""]
    assert path[0].title == "as it was sent"
    assert path[5] == timeline.Stone(6, "title 6", "", "/6/")
    assert timeline.stones(titles, weeks, now=at(29), url=str, walking=False)[4].state == "waits"


def test_one_tick_counts_for_both_after_three_days() -> None:
    week = Week(1, at(0), mentee_talked_at=at(1))
    assert not timeline.is_done(week, at(3.9))
    assert timeline.is_done(week, at(4))


def test_what_lies_behind() -> None:
    assert timeline.behind([], at(0)) == 0
    weeks = [Week(1, at(0)), Week(2, at(7))]
    assert timeline.behind(weeks, at(8)) == 1
    weeks[1].done_at = at(8)
    assert timeline.behind(weeks, at(8)) == 2


def test_ticks_of_both() -> None:
    weeks = [Week(1, at(0), at(1), at(1)), Week(2, at(7), at(8))]
    assert timeline.both_ticked(weeks) == 1


def test_spans_in_words() -> None:
    def words(first: date, last: date) -> str:
        return timeline.span_words(first, last, 2026)

    assert words(date(2026, 10, 20), date(2026, 10, 26)) == "20 to 26 October"
    assert words(date(2026, 10, 27), date(2026, 11, 2)) == "27 October to 2 November"
    assert words(date(2026, 12, 28), date(2027, 1, 3)) == "28 December 2026 to 3 January 2027"
