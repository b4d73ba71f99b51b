from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from messaging import delivery


class Command(BaseCommand):
    help = "Send the mails that are owed, once. Celery beat does this every two seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now", help="Another instant (ISO 8601, with an offset); ALLOW_TIME_TRAVEL=1 only."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = None
        if options["now"]:
            if not settings.ALLOW_TIME_TRAVEL:
                raise CommandError("Time travel is for tests and the demo: set ALLOW_TIME_TRAVEL=1.")
            now = datetime.fromisoformat(options["now"])
            if now.tzinfo is None:
                raise CommandError("Give the instant with an offset, like 2026-11-30T09:00+00:00")
        done = delivery.drain(now)
        self.stdout.write(
            f"{done.sent} sent, {done.cancelled} cancelled, {done.postponed} put off, {done.failed} given up"
        )
