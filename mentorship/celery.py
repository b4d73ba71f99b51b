"""Celery in numbers: messages carry no facts, the database says what is due, any message may be lost."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

from django.conf import settings

VISIBILITY_TIMEOUT = 600  # seconds until a task whose worker vanished is given to another

app = Celery("mentorship")
app.conf.update(
    broker_url=settings.REDIS_URL.replace("unix://", "redis+socket://", 1),
    result_backend=None,
    task_ignore_result=True,
    accept_content=["json"],
    task_serializer="json",
    timezone="UTC",
    enable_utc=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "unacked_restore_interval": 10,  # with the default throttle a lost task comes back after 100 s
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 3,
        "health_check_interval": 25,
        "global_keyprefix": settings.KEY_PREFIX,
        **({} if settings.REDIS_URL.startswith("unix://") else {"socket_keepalive": True}),
    },
    visibility_timeout=VISIBILITY_TIMEOUT,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=120,
    task_soft_time_limit=100,
    task_publish_retry=False,
    worker_concurrency=2,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_max_memory_per_child=300_000,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_soft_shutdown_timeout=20,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    beat_schedule_filename=settings.BEAT_SCHEDULE,
    beat_schedule={
        # `expires`: a worker that was away does not work through a pile of stale wake-ups.
        "tick": {"task": "pairings.tick", "schedule": 60.0, "options": {"expires": 55}},
        "drain": {"task": "messaging.drain", "schedule": 2.0, "options": {"expires": 10}},
        "purge": {"task": "mentorship.purge", "schedule": crontab(minute="17"), "options": {"expires": 3000}},
    },
)
app.autodiscover_tasks()
