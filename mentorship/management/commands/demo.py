from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentorship.scenarios import demo


class Command(BaseCommand):
    help = (
        "Fill the database with Riverside Makers and their programs. Safe to run twice; never on a real site."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is a real site: anybody could sign in as the demo's people. Set DEMO=1 for a demo."
            )
        told = demo()
        if options["verbosity"]:
            self.stdout.write("Riverside Makers are in." if told else "Riverside Makers were in already.")
