from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pairings.models import DispatchState
from pairings.services import holds, rhythm


class Command(BaseCommand):
    help = "Look at the dispatch, hold it, or end a hold after an outage, a restore or a jump of the clock."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["status", "hold", "resume"])
        parser.add_argument("--why", default="Held by hand", help="hold: said to whoever looks.")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--catch-up", action="store_true", help="resume: send what was missed.")
        how.add_argument(
            "--shift-schedule", action="store_true", help="resume: every pair's plan moves ahead."
        )
        how.add_argument(
            "--mark-sent-before",
            metavar="T",
            help="resume: steps due before T count as sent, without a mail.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        state = DispatchState.now()
        now = timezone.now()
        if options["do"] == "hold":
            holds.hold(options["why"])
        elif options["do"] == "resume":
            self.resume(now, options)
        state.refresh_from_db()
        age = state.age(now)
        seen = "never" if age is None else f"{timedelta(seconds=round(age))} ago"
        self.stdout.write(f"{'On hold: ' + state.why if state.hold else 'Running'}. Last tick: {seen}.")

    def resume(self, now: datetime, options: dict[str, Any]) -> None:
        if not (options["catch_up"] or options["shift_schedule"] or options["mark_sent_before"]):
            raise CommandError("Say how: --catch-up, --shift-schedule or --mark-sent-before T.")
        if options["mark_sent_before"]:
            before = datetime.fromisoformat(options["mark_sent_before"])
            if before.tzinfo is None or before > now:
                raise CommandError("Give an instant in the past, with an offset.")
            self.stdout.write(f"{rhythm.mark_mail_sent(before)} mails will not be sent")
        moved = holds.resume(now, shift=options["shift_schedule"])
        if options["shift_schedule"]:
            self.stdout.write(f"{moved} plans moved ahead")
