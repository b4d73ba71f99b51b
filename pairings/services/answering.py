"""How long somebody usually takes to answer a hello: the median, once there is enough to say it from."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from math import ceil
from statistics import median

from django.db import transaction
from django.db.models import Q

from profiles.services import answering as kept

from ..models import Request
from ..models.requests import LIFE, State

ENOUGH = 5
LATEST = 20
HOUR = 3600
LAPSED = LIFE.total_seconds() / HOUR


def usual(hours: Sequence[float]) -> int | None:
    """The whole hours within which half of them were answered; None from too few, and for somebody who
    mostly lets them lapse: there is nothing kind to say of that."""
    if len(hours) < ENOUGH:
        return None
    middle = median(hours)
    return max(1, ceil(middle)) if middle < LAPSED else None


def taken(said: datetime, answered: datetime | None) -> float:
    """Hours from a hello to its answer; one that lapsed took its whole life."""
    return LAPSED if answered is None else max(0.0, (answered - said).total_seconds() / HOUR)


def refresh(user_id: int, group_id: int) -> int | None:
    """Work it out anew for one person in one group, and keep it on their sign-ups that are listed there."""
    # A plain hello has a token; "let's pair up" after a talk is no first answer.
    rows = Request.objects.filter(
        Q(answered_at__isnull=False) | Q(state__in=[State.ACCEPTED, State.DECLINED, State.LAPSED]),
        recipient=user_id,
        program__group=group_id,
        client_token__isnull=False,
    ).order_by("-pk")[:LATEST]
    hours = [
        taken(said, answered or (decided if state != State.LAPSED else None))
        for said, answered, decided, state in rows.values_list(
            "created_at", "answered_at", "decided_at", "state"
        )
    ]
    found = usual(hours)
    kept.keep(user_id, group_id, found)
    return found


def changed(request: Request) -> None:
    """A hello has had its answer, or lapsed: look again once that is committed, with none of its locks held.
    What a crash in between loses is right again with the next answer."""
    transaction.on_commit(partial(refresh, request.recipient_id, request.program.group_id), robust=True)
