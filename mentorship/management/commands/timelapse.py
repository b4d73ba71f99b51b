import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from mentorship.scenarios import rewind, running
from messaging import delivery
from pairings import dispatch
from pairings.models import Pairing, Schedule
from pairings.services import endings

HIDDEN = timedelta(days=1)  # from the clock's own ticks, by `retry_at`, while the weeks are shown


class Command(BaseCommand):
    help = (
        "Watch twelve weeks arrive: a pair that began 84 days ago walks from then to today while you look. "
        "No row is ever later than the real clock."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seconds", type=float, default=60, help="How long the whole walk takes (default 60)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO and settings.ALLOW_TIME_TRAVEL):
            raise CommandError("The timelapse is for the demo: DEMO=1 and ALLOW_TIME_TRAVEL=1.")
        pairing = self.begin()
        program = pairing.program
        weeks = endings.last_week(program)
        pause = options["seconds"] / (weeks + 1)
        names = f"{pairing.mentor_user.name} and {pairing.mentee_user.name}"
        self.say(
            f"{names} began {timezone.now() - timedelta(weeks=weeks):%A %-d %B}. Sign in as one of them:"
        )
        self.say(f"  {pairing.mentor_user.email} or {pairing.mentee_user.email}")
        self.say(f"  and look at {settings.SITE_URL}{pairing.get_absolute_url()}")
        self.say(f"  (the code to sign in with comes by mail: {settings.SITE_URL}/dev/mail/)")
        while (row := Schedule.objects.filter(pairing=pairing).first()) and row.next_due_at:
            if row.next_due_at > timezone.now():
                break
            time.sleep(pause)
            instant = row.next_due_at + timedelta(seconds=1)
            done = dispatch.tick(instant, program_id=program.pk)
            delivery.drain(instant + timedelta(seconds=1))
            local = instant.astimezone(timezone.get_default_timezone())
            what = f"week {row.next_step} arrived" if done.steps else "the end: they walked all the way"
            self.say(f"{local:%A %-d %B %Y}: {what}")

    @transaction.atomic
    def begin(self) -> Pairing:
        """A pair whose first week was due so long ago that the whole walk has had its time."""
        pairing = running()
        program = pairing.program
        weeks = endings.last_week(program)
        row = Schedule.objects.get(pairing=pairing)
        assert row.next_due_at is not None
        over = row.next_due_at + timedelta(days=program.pace * weeks) - timezone.now()
        rewind(program, timedelta(weeks=-(-over // timedelta(weeks=1))))
        Schedule.objects.filter(pairing=pairing).update(retry_at=timezone.now() + HIDDEN)
        pairing.refresh_from_db()
        return pairing

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
