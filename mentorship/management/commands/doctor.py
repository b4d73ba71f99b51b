from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.doctor import CHECKS, examine
from pairings.models import DispatchState, Schedule


class Command(BaseCommand):
    help = "Check what must always be true, and say what is due. Changes nothing; 1 if something is not so."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        due = Schedule.objects.filter(next_due_at__lte=now).count()
        self.stdout.write(f"Dispatch: {DispatchState.now()}. {due} pairs have a week due.")
        wrong = examine()
        for promise, rows in wrong.items():
            self.stdout.write(f"Not so: {promise}")
            for row in rows:
                self.stdout.write(f"  {row}")
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(CHECKS)} promises do not hold.")
        self.stdout.write(f"All {len(CHECKS)} promises hold.")
