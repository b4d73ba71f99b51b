"""Two questions a machine asks: is this process there, and can it do its work."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from messaging import live
from messaging.models import Notice
from pairings.models import DispatchState

TICK_LATE = timedelta(minutes=5)
MAIL_LATE = timedelta(minutes=15)


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; it asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served and whether weeks and mails go out: 200, or 503 and what is wrong."""
    try:
        facts = look()
    except Error:
        facts = {"ready": False, "database": False}
    return JsonResponse(facts, status=200 if facts["ready"] else 503)


def look() -> dict[str, Any]:
    """Ask the database for the facts of readiness: ages in seconds, no names, no addresses, no versions."""
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        return {"ready": False, "database": True, "migrations_pending": pending}
    now = timezone.now()
    state = DispatchState.objects.filter(pk=DispatchState.THE_ONE).first()
    tick = state.age(now) if state else None
    owed = Notice.objects.owed().filter(not_before__lte=now).order_by("not_before").first()
    mail = (now - owed.not_before).total_seconds() if owed else 0.0
    late = (tick is None or tick > TICK_LATE.total_seconds()) or mail > MAIL_LATE.total_seconds()
    return {
        "ready": True,
        "database": True,
        "migrations_pending": 0,
        "dispatch_on_hold": bool(state and state.hold),
        "tick_age": None if tick is None else round(tick),
        "mail_age": round(mail),
        "late": late,
        "live": live.reachable(),  # without it words arrive by polling: no reason to wake anybody
    }
