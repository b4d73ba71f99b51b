"""Pairs as their admins may see them: who, dates, ticks. This module never reads a conversation."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.templatetags.bothy import day_words
from accounts.zones import zone
from programs.models import Program

from ..models import Pairing, Step
from ..models.pairings import SEATED, State
from ..timeline import is_done

PAGE = 30
SEEN = (
    *("pairing_id", "number", "delivered_at", "done_at", "skipped_at"),
    *("mentor_talked_at", "mentee_talked_at"),
)


@dataclass(frozen=True)
class Stone:
    """One week of the small path."""

    number: int
    state: str


@dataclass(frozen=True)
class Row:
    """One pair, ready to be shown."""

    pairing: Pairing
    stones: list[Stone]
    words: str
    talked: str
    state: str
    pill: str
    icon: str


@dataclass(frozen=True)
class Page:
    """Some pairs, and where the list goes on."""

    rows: list[Row]
    more: str = ""


def known(program: Program) -> QuerySet[Pairing]:
    """A program's pairs, drafts left out: those are the board's."""
    return Pairing.objects.filter(program=program).exclude(state=State.DRAFT)


def page(found: QuerySet[Pairing], program: Program, weeks: int, before: str = "") -> Page:
    """The next thirty, newest first: one query for the pairs, one for all their steps."""
    if before:
        start = Pairing.objects.filter(program=program, code=before).values("pk")[:1]
        found = found.filter(pk__lt=start)
    pairs = list(found.select_related("mentor_user", "mentee_user", "schedule").order_by("-pk")[: PAGE + 1])
    more = pairs[PAGE - 1].code if len(pairs) > PAGE else ""
    pairs = pairs[:PAGE]
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(pairing__in=pairs).only(*SEEN).order_by("number"):
        steps[step.pairing_id].append(step)
    today = program.today()
    return Page([row(pairing, steps[pairing.pk], program, weeks, today) for pairing in pairs], more)


def row(pairing: Pairing, steps: Iterable[Step], program: Program, weeks: int, today: date) -> Row:
    """One pair in words and stones."""
    steps = list(steps)
    words, pill, icon = state_words(pairing, today)
    stones = _stones(pairing, steps, weeks)
    return Row(
        pairing=pairing,
        stones=stones,
        words=_path_words(pairing, stones, steps[-1].number if steps else 0, weeks),
        talked=ago(last_talked(steps), program, today),
        state=words,
        pill=pill,
        icon=icon,
    )


def last_talked(steps: Iterable[Step]) -> datetime | None:
    """The newest tick."""
    ticks = [tick for step in steps for tick in (step.mentor_talked_at, step.mentee_talked_at) if tick]
    return max(ticks, default=None)


def is_held(pairing: Pairing) -> bool:
    """Launched, and nobody has been told yet."""
    return pairing.state == State.PROPOSED and pairing.told_at is None


def state_words(pairing: Pairing, today: date) -> tuple[str, str, str]:
    """How a pair stands: the words, the pill's class and its icon."""
    if pairing.state == State.PROPOSED:
        return (
            ("Not told yet", "open", "clock") if is_held(pairing) else ("Waiting for a yes", "open", "clock")
        )
    if pairing.state == State.ACTIVE:
        first = pairing.schedule.next_on if pairing.schedule.next_step == 1 else today
        if first > today:
            return f"Starts {day_words(first)}", "open", "cal"
        return "Walking", "ok", "roof"
    if pairing.state == State.PAUSED:
        until = f" until {day_words(pairing.paused_until)}" if pairing.paused_until else ""
        return f"Having a pause{until}", "", "pause"
    if pairing.state == State.COMPLETED:
        return "Walked all the way", "ok", "check"
    return "Ended", "", "heart"


def ago(moment: datetime | None, program: Program, today: date) -> str:
    """When that was, as people say it, where the group is."""
    if moment is None:
        return "Not yet"
    on = moment.astimezone(zone(program.group.zone)).date()
    days = (today - on).days
    if days <= 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    if days < 7:
        return f"{on:%A}"
    return f"{days} days ago" if days < 14 else f"{days // 7} weeks ago"


def _stones(pairing: Pairing, steps: list[Step], weeks: int) -> list[Stone]:
    clock, had = timezone.now(), {step.number: step for step in steps}
    now = steps[-1].number if steps and pairing.state in SEATED else 0
    stones = []
    for number in range(1, max([weeks, *had]) + 1):
        step = had.get(number)
        state = "now" if number == now else "todo"
        if step and step.skipped_at:
            state = "skipped"
        elif step and is_done(step, clock):
            state = "done"
        stones.append(Stone(number, state))
    return stones


def _path_words(pairing: Pairing, stones: list[Stone], furthest: int, weeks: int) -> str:
    done = sum(1 for stone in stones if stone.state == "done")
    parts = [f"{done} of {weeks} weeks done"]
    skipped = [str(stone.number) for stone in stones if stone.state == "skipped"]
    if skipped:
        parts.append(f"week{'s' if len(skipped) > 1 else ''} {', '.join(skipped)} skipped")
    if pairing.state == State.PAUSED:
        parts.append("paused")
    elif furthest and pairing.state in SEATED:
        parts.append(f"now on week {furthest}")
    return ", ".join(parts)
