from celery import shared_task
from django.db import close_old_connections

from . import delivery


@shared_task(name="messaging.drain")
def drain() -> None:
    """Wake the drain. The message carries nothing: the database says what is owed."""
    close_old_connections()
    delivery.drain()
