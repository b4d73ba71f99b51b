from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from groups.services import reports

from .purge import purge as run


@shared_task(name="mentorship.purge")
def purge() -> None:
    """Wake the purge, and give reports that nobody looked at for two days to site staff."""
    close_old_connections()
    run()
    reports.escalate(timezone.now())
