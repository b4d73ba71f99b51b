"""The last look before a notice goes out, alone or in a roundup: it is asked of the facts as they are now."""

from datetime import datetime

from . import kinds, never
from .models import MailChoice, Notice
from .services import notices


def still(notice: Notice, kind: kinds.Kind, now: datetime, how: str) -> bool:
    """It has not run out, its reader (who wants this kind in the way `how`) wants it, and its fact holds."""
    if notice.expires_at and notice.expires_at <= now:
        return False
    user = notice.user
    if user is None and notice.kind != "account" and never.asked(notice.address):
        return False
    told = user is not None and notice.kind != "account"
    if told and user:
        unwanted = how == MailChoice.How.NEVER or notices.paused(user, kind, now)
        if unwanted or not user.is_active or notice.read_at:
            return False
    return kind.wanted(notice)
