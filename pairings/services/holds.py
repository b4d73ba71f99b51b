"""Holding the weekly dispatch, and ending a hold after an outage, a restore or a jump of the clock."""

from datetime import datetime

from django.core.exceptions import ValidationError

from ..models import DispatchState, Schedule
from . import rhythm


def hold(why: str) -> None:
    """From the next tick on nothing is sent."""
    DispatchState.now()
    DispatchState.objects.update(hold=True, why=why[:200])


def resume(now: datetime, *, shift: bool = False) -> int:
    """Send again: what was missed at once; `shift`: late pairs' plans move ahead instead; how many moved."""
    DispatchState.now()
    moved = rhythm.shift_ahead(now) if shift else 0
    DispatchState.objects.update(hold=False, why="", heartbeat=now)
    return moved


def try_again(schedule: Schedule) -> None:
    """Let the next tick try a pair that it had given up."""
    if not Schedule.objects.filter(pk=schedule.pk, fails__gt=0).update(fails=0, retry_at=None):
        raise ValidationError("Nothing has failed for this pair.", code="state")
