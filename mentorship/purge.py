"""Retention: what is kept, and until when. Safe to run at any time; once an hour finds little to do.

Source of the periods: reliability.md 5 and architecture.md 5, restated in docs/operate.md.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Bucket
from groups.services import join_requests, mail_invitations, reports
from messaging.models import Notice
from messaging.models.notices import OWED
from messaging.services import conversations
from pairings.models import Step

MAIL_BLANKED = timedelta(days=30)
NOTICE_KEPT = timedelta(days=180)
BATCH_KEPT = timedelta(days=1)
CHUNK = 5000


def purge(now: datetime | None = None) -> dict[str, int]:
    """Delete and blank what has had its time; how many rows of each."""
    now = now or timezone.now()
    done = {"buckets": Bucket.objects.filter(ends_at__lt=now).delete()[0]}
    done["batches"] = Step.objects.filter(batch__isnull=False, delivered_at__lt=now - BATCH_KEPT).update(
        batch=None
    )
    done["answers to join"] = join_requests.forget(now)
    sent = Notice.objects.exclude(mail_state__in=OWED).filter(created_at__lt=now - MAIL_BLANKED)
    done["invitations sent"] = mail_invitations.settle()  # from the rows that go next
    done["invitations"] = mail_invitations.forget(now)
    done["reports"] = reports.forget(now)
    done["messages"] = conversations.forget(now)
    # A row for a bare address has nobody else to belong to: it goes whole.
    done["bare addresses"] = sent.filter(user=None).delete()[0]
    written = sent.exclude(address="", last_error="")
    done["mail columns"] = written.update(address="", last_error="")
    done["run out"] = Notice.objects.filter(expires_at__lt=now).exclude(payload="").update(payload="")
    old = Notice.objects.exclude(mail_state__in=OWED).filter(created_at__lt=now - NOTICE_KEPT)
    ids = list(old.values_list("pk", flat=True)[:CHUNK])
    done["notices"] = Notice.objects.filter(pk__in=ids).delete()[0]
    return done
