from celery import shared_task
from django.db import close_old_connections

from . import dispatch


@shared_task(name="pairings.tick")
def tick() -> None:
    """Wake the tick. The message carries nothing: the database says what is due."""
    close_old_connections()
    dispatch.tick()
