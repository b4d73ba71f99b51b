from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pairings import dispatch


class Command(BaseCommand):
    help = "Deliver the weeks that are due, once. Celery beat does this every minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", help="Another instant (ISO 8601, with an offset); ALLOW_TIME_TRAVEL=1 only."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = instant(options["now"])
        done = dispatch.tick(now)
        if done.held:
            raise CommandError("The dispatch is on hold. See `manage.py dispatch`.")
        self.stdout.write(
            f"{done.steps} steps, {done.completed} pairs completed, {done.started} started, "
            f"{done.lapsed} hellos lapsed, {done.failed} set aside"
        )


def instant(text: str | None) -> datetime | None:
    """The instant that an option names; refuses time travel where it is not allowed."""
    if text is None:
        return None
    if not settings.ALLOW_TIME_TRAVEL:
        raise CommandError("Time travel is for tests and the demo: set ALLOW_TIME_TRAVEL=1.")
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not an instant like 2026-11-30T09:00+00:00") from error
    return now if now.tzinfo else timezone.make_aware(now)
