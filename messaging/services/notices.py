"""Telling people things. One row is the line on the site and the mail that is owed."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User

from .. import kinds as registry
from .. import live, sealed
from ..models import MailChoice, Notice
from ..models.notices import WAITING, MailState


def tell(
    kind: str,
    user: User,
    *,
    key: str,
    url: str,
    line: str,
    subject_id: int | None = None,
    scope: int | None = None,
    not_before: datetime | None = None,
) -> Notice:
    """Tell one person one fact, once: a key that exists already changes nothing and returns its row.

    Call it inside the transaction that makes the fact true. `url` is slug-free; `line` is the sentence on
    the site; the mail (where the kind has one) goes out after `not_before`.
    """
    existing = Notice.objects.filter(key=key).first()
    if existing:
        return existing
    notice = draft(
        kind, user, key=key, url=url, line=line, subject_id=subject_id, scope=scope, not_before=not_before
    )
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:  # somebody was first
        return Notice.objects.get(key=key)
    if not_before is None:  # what is told later has told its own page already
        live.tell([user.pk], live.NOTICES)
    return notice


def draft(
    kind: str,
    user: User,
    *,
    key: str,
    url: str,
    line: str,
    subject_id: int | None = None,
    scope: int | None = None,
    not_before: datetime | None = None,
) -> Notice:
    """A notice as `tell` would save it, unsaved: for set-based passes whose keys cannot exist yet."""
    what = registry.get(kind)
    now = timezone.now()
    return Notice(
        user=user,
        key=key,
        kind=kind,
        url=url,
        line=line[:240],
        subject_id=subject_id,
        scope=scope,
        rank=what.rank,
        mail_state=MailState.QUEUED if what.mail else MailState.NONE,
        not_before=not_before or now,
        created_at=min(now, not_before) if not_before else now,
    )


def tell_account(
    *, email: str, user: User | None, subject: str, text: str, html: str = "", code: bool = False
) -> Notice:
    """Owe a mail about somebody's account, to a bare address. Its words are kept encrypted, then blanked.

    A code is worth nothing after ten minutes, so its mail is not sent later than that.
    """
    now = timezone.now()
    payload = json.dumps({"subject": subject, "text": text, "html": html})
    what = registry.get("account")
    return Notice.objects.create(
        user=user,
        address=email,
        key=f"account:{sealed.random_token()}",
        kind="account",
        rank=what.rank if code else what.rank + 1,
        on_site=False,
        mail_state=MailState.QUEUED,
        not_before=now,
        payload=sealed.seal(payload),
        expires_at=now + (timedelta(minutes=10) if code else timedelta(days=2)),
    )


def send_written(
    kind: str, user: User, *, key: str, subject: str, text: str, html: str, scope: int | None = None
) -> Notice:
    """Owe one person a mail that is written already and stands nowhere else: a test, not a fact.

    Its words are kept encrypted, then blanked; there is no line on the site.
    """
    now = timezone.now()
    return Notice.objects.create(
        user=user,
        key=key,
        kind=kind,
        scope=scope,
        rank=registry.get(kind).rank,
        on_site=False,
        mail_state=MailState.QUEUED,
        not_before=now,
        payload=sealed.seal(json.dumps({"subject": subject, "text": text, "html": html})),
        expires_at=now + timedelta(days=1),
    )


def cancel(
    *,
    kinds: Iterable[str] | None = None,
    user: User | int | None = None,
    scope: int | None = None,
    subject_ids: Iterable[int] | None = None,
) -> int:
    """Take back the mails that are owed, or kept for a roundup, and match everything given; how many.

    Refuses to run without a condition: it would cancel everybody's.
    """
    owed = Notice.objects.filter(mail_state__in=WAITING)
    if kinds is None and user is None and scope is None and subject_ids is None:
        raise ValueError("cancel() needs at least one condition")
    if kinds is not None:
        owed = owed.filter(kind__in=list(kinds))
    if user is not None:
        owed = owed.filter(user=user)
    if scope is not None:
        owed = owed.filter(scope=scope)
    if subject_ids is not None:
        owed = owed.filter(subject_id__in=list(subject_ids))
    return owed.update(mail_state=MailState.CANCELLED, lease="", lease_until=None, payload="")


def owe_again(notice: Notice, *, not_before: datetime) -> bool:
    """A fact whose mail was taken back is true anew: it stands on the site and its mail is owed. The drain
    still asks whether it is wanted."""
    rows = Notice.objects.filter(pk=notice.pk, mail_state=MailState.CANCELLED)
    now = timezone.now()
    values = {"mail_state": MailState.QUEUED, "on_site": True, "read_at": None, "created_at": now}
    return bool(rows.update(not_before=not_before, attempts=0, last_error="", **values))


def hide(user: User, scope: int) -> int:
    """Take a group's lines off a person's list, for when they belong to it no more; returns how many."""
    return Notice.objects.filter(user=user, scope=scope, on_site=True).update(on_site=False)


def mark_read(user: User, notice_ids: Iterable[int] | None = None) -> int:
    """Mark these (or all) of a person's notices as read; returns how many were new."""
    unread = Notice.objects.visible_to(user).unread()
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=timezone.now())


def how(user: User, kind: registry.Kind) -> str:
    """How this person wants this kind by mail, a pause apart: now, daily or never. Who has stopped the
    roundup gets nothing once a day."""
    if not kind.can_stop:
        return MailChoice.How.NOW
    rows = MailChoice.objects.filter(user=user, kind__in=[kind.name, registry.ROUNDUP])
    return settled(dict(rows.values_list("kind", "how")), kind)


def settled(chosen: dict[str, str], kind: registry.Kind) -> str:
    """The same, from a person's rows."""
    answer = chosen.get(kind.name, MailChoice.How.NOW)
    if answer != MailChoice.How.DAILY:
        return answer
    if not kind.may_be_daily:  # it could be, in the version in which they chose
        return MailChoice.How.NOW
    return MailChoice.How.NEVER if chosen.get(registry.ROUNDUP) == MailChoice.How.NEVER else answer


def paused(user: User, kind: registry.Kind, now: datetime) -> bool:
    """Does a pause of theirs hold this kind back at the moment?"""
    return kind.can_stop and bool(user.mail_paused_until and user.mail_paused_until > now)


def stopped(user: User, kind: registry.Kind, now: datetime) -> bool:
    """Does this person not want this kind by mail at the moment?"""
    return paused(user, kind, now) or how(user, kind) == MailChoice.How.NEVER
