"""A hello that nobody has answered is brought up again on day 3 and on day 6, once each."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from messaging.services import notices

from ..models import Request
from ..models.requests import LIFE

KIND = "hello_reminder"
DAYS = (3, 6)
MOST = 1000  # a pass; the rest is there a minute later


def run(now: datetime, *, program_id: int | None = None) -> int:
    """The tick's part: remind of what is due at `now`; how many were told.

    After an outage somebody hears the latest only: what is reminded of on day 6 is not on day 3 as well.
    """
    return sum(_stage(stage, now, program_id) for stage in reversed(range(1, len(DAYS) + 1)))


def _stage(stage: int, now: datetime, program_id: int | None) -> int:
    # Said by the end of its life, which is what the tick's index holds.
    due = now + LIFE - timedelta(days=DAYS[stage - 1])
    found = Request.objects.waiting().filter(expires_at__gt=now, expires_at__lte=due, reminded__lt=stage)
    if program_id is not None:
        found = found.filter(program_id=program_id)
    ids = list(found.order_by("expires_at").values_list("pk", flat=True)[:MOST])
    return sum(_remind(pk, stage, now) for pk in ids)


@transaction.atomic
def _remind(pk: int, stage: int, now: datetime) -> bool:
    # The row decides: two ticks at once, or an answer a moment ago, remind nobody twice or for nothing.
    waiting = Request.objects.waiting().filter(pk=pk, reminded__lt=stage, expires_at__gt=now)
    if not waiting.update(reminded=stage):
        return False
    request = Request.objects.select_related("program", "sender", "recipient", "conversation").get(pk=pk)
    notices.tell(
        KIND,
        request.recipient,
        key=f"request:{pk}:reminder:{DAYS[stage - 1]}:user:{request.recipient_id}",
        url=reverse("conversation_short", args=[request.conversation.code]),
        line=f"{request.sender.first_name} is hoping to hear from you",
        subject_id=pk,
        scope=request.program.group_id,
        not_before=now,
    )
    return True
