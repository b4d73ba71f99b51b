"""Mails to people who may have no account here: to a bare address, with nothing on the site."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from .. import kinds as registry
from ..models import Notice
from ..models.notices import MailState

APART = timedelta(days=1)  # between two mails of a kind to one address, whoever asks for them


def draft(
    kind: str,
    address: str,
    *,
    key: str,
    url: str,
    subject_id: int,
    scope: int,
    not_before: datetime | None = None,
) -> Notice:
    """A mail to a bare address, unsaved; `bulk_create` it in the transaction that makes the fact true.

    SECURITY: whether somebody signs in with this address changes nothing about it, not even when it goes.
    """
    now = timezone.now()
    return Notice(
        address=address,
        key=key,
        kind=kind,
        url=url,
        subject_id=subject_id,
        scope=scope,
        on_site=False,
        rank=registry.get(kind).rank,
        mail_state=MailState.QUEUED,
        not_before=max(not_before or now, now),
        created_at=now,
    )


def not_before(kind: str, addresses: Collection[str]) -> dict[str, datetime]:
    """From when on another mail of this kind may go to these addresses; those that had none lately are left
    out."""
    lately = Notice.objects.filter(
        kind=kind, user=None, address__in=addresses, not_before__gt=timezone.now() - APART
    ).exclude(mail_state=MailState.CANCELLED)
    rows = lately.order_by().values_list("address").annotate(last=Max("not_before"))
    return {address: last + APART for address, last in rows}
