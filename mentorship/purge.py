"""Retention: what is kept, and until when; and what time changes by itself. Safe to run at any time; once an
hour finds little to do.

Source of the periods: docs/operate.md.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Bucket
from groups.services import join_requests, mail_invitations, owner_offers, reports
from messaging.models import Notice
from messaging.models.notices import OWED, MailState
from messaging.roundup import KEPT
from messaging.services import conversations
from pairings.models import Step
from pairings.services import kept
from profiles.services import answering, weeks

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
    done["offers of groups"] = owner_offers.forget(now)
    done["reports"] = reports.forget(now)
    done["messages"] = conversations.forget(now)
    done["kept hellos"] = kept.forget(now)
    done["weeks"] = weeks.refresh(now)  # nothing has had its time there, but a zone's clocks have changed
    # A pause can be longer than anybody wants to read back: what waited so long stands on the site alone.
    waited = Notice.objects.filter(KEPT, mail_state=MailState.DIGEST, created_at__lt=now - MAIL_BLANKED)
    done["kept too long"] = waited.update(mail_state=MailState.CANCELLED, lease="")
    # A row for a bare address has nobody else to belong to: it goes whole.
    done["bare addresses"] = sent.filter(user=None).delete()[0]
    written = sent.exclude(address="", last_error="")
    done["mail columns"] = written.update(address="", last_error="")
    done["run out"] = Notice.objects.filter(expires_at__lt=now).exclude(payload="").update(payload="")
    old = Notice.objects.exclude(mail_state__in=OWED).filter(created_at__lt=now - NOTICE_KEPT)
    ids = list(old.values_list("pk", flat=True)[:CHUNK])
    done["notices"] = Notice.objects.filter(pk__in=ids).delete()[0]
    answering.inherit()  # deletes nothing: a new season's sign-up learns what the old one knew
    return done
