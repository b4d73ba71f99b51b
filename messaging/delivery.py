"""Sending the mails that are owed. `drain` may run zero, one or fifty times at once.

Promise: none lost; at most one duplicate for each process killed between sending and marking, and a
duplicate always carries the same Message-ID. The lease is committed before sending, so a killed sender's
mails are due again when it runs out.
"""

import logging
import random
import smtplib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import BooleanField, F, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.zones import zone, zone_or_utc

from . import kinds, mails, roundup, sealed
from .last_look import still
from .models import MailChoice, Notice
from .models.notices import MailState
from .services import notices

log = logging.getLogger(__name__)

CLAIM = 10
LEASE = timedelta(seconds=120)
STOP_AFTER = 60.0  # seconds; well below the broker's visibility timeout
BACK_OFF = (30, 120, 600, 3600, 21600)  # seconds, plus or minus a fifth
TRIES = 8
GIVE_UP = timedelta(hours=48)
BREAKER = "messaging:breaker"
BREAK_AFTER = 5
# The partial index's condition, word for word: SQLite cannot match it with bound parameters.
IN_THE_INDEX = RawSQL("mail_state IN ('queued', 'leased')", (), output_field=BooleanField())
QUIET_FROM, QUIET_TO = 21, 8  # o'clock in the reader's zone
TEMPORARY = {101, 111, 421, 422, 431, 432, 442, 447, 450, 451, 452}


@dataclass
class Drained:
    """What one drain did."""

    sent: int = 0
    cancelled: int = 0
    postponed: int = 0
    kept: int = 0  # for a roundup
    failed: int = 0
    errors: list[str] = field(default_factory=list)


class ConnectionTrouble(Exception):
    """The mail server cannot be reached: nothing is wrong with the mail itself."""


def drain(now: datetime | None = None, *, until_empty: bool = True) -> Drained:
    """Send what is owed at `now` (the clock, unless a test or a timelapse says otherwise)."""
    done = Drained()
    if cache.get(BREAKER):
        return done
    clock = time.monotonic()
    connection: BaseEmailBackend | None = None
    trouble = 0
    try:
        while time.monotonic() - clock < STOP_AFTER:
            lease = sealed.random_token()
            claimed = _claim(lease, now or timezone.now())
            if not claimed:
                break
            for notice in claimed:
                try:
                    connection = connection or _open()
                    _one(notice, lease, now or timezone.now(), connection, done)
                    trouble = 0
                except ConnectionTrouble as error:
                    connection = None
                    trouble += 1
                    _retry(notice, lease, now or timezone.now(), str(error), done)
                    if trouble >= BREAK_AFTER:
                        cache.set(BREAKER, True, 60)
                        _release(lease)
                        return done
            if not until_empty:
                break
    finally:
        if connection is not None:
            connection.close()
    return done


def _open() -> BaseEmailBackend:
    connection = get_connection(fail_silently=False)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise ConnectionTrouble(f"{type(error).__name__}: {error}") from error
    return connection


def _claim(lease: str, now: datetime) -> list[Notice]:
    """Take up to CLAIM notices for this sender, most urgent first, and commit that before sending."""
    with transaction.atomic():
        owed = Notice.objects.filter(
            Q(mail_state=MailState.QUEUED) | Q(mail_state=MailState.LEASED, lease_until__lte=now),
            IN_THE_INDEX,
            not_before__lte=now,
        )
        ids = list(
            owed.select_for_update(skip_locked=True, no_key=True)
            .order_by("rank", "not_before")
            .values_list("pk", flat=True)[:CLAIM]
        )
        if not ids:
            return []
        Notice.objects.filter(pk__in=ids).update(
            mail_state=MailState.LEASED, lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    rows = Notice.objects.filter(pk__in=ids, lease=lease).select_related("user")
    return sorted(rows, key=lambda n: (n.rank, n.not_before, n.pk))


def _mark(notice: Notice, lease: str, **values: object) -> bool:
    """Change a row only while this sender still holds it."""
    held = Notice.objects.filter(pk=notice.pk, lease=lease, mail_state=MailState.LEASED)
    return bool(held.update(lease="", lease_until=None, **values))


def _release(lease: str) -> None:
    held = Notice.objects.filter(lease=lease, mail_state=MailState.LEASED)
    held.update(mail_state=MailState.QUEUED, lease="", lease_until=None, attempts=F("attempts") - 1)


def _one(notice: Notice, lease: str, now: datetime, connection: BaseEmailBackend, done: Drained) -> None:
    if not kinds.known(notice.kind):
        _mark(notice, lease, mail_state=MailState.DEAD, last_error="a kind that this version does not know")
        return
    kind = kinds.get(notice.kind)
    how = notices.how(notice.user, kind) if notice.user else MailChoice.How.NOW
    if _not_yet(notice, kind, how, lease, now, done):
        return
    gathers = notice.kind == kinds.ROUNDUP
    if gathers:
        roundup.gather(notice, now)
    mail = None
    if still(notice, kind, now, how):
        try:
            mail = mails.build(notice, kind)
        except Exception as error:
            log.exception("mail could not be written", extra={"notice": notice.pk, "kind": notice.kind})
            _retry(notice, lease, now, f"{type(error).__name__}: {error}", done)
            return
    if mail is None:
        if gathers:
            roundup.nothing_to_say(notice, lease, now)
        else:
            _mark(notice, lease, mail_state=MailState.CANCELLED, payload="")
        done.cancelled += 1
        return
    mail.connection = connection
    _settle(notice, lease, now, _hand_over(mail), done)


def _settle(
    notice: Notice, lease: str, now: datetime, refusal: tuple[int, str] | None, done: Drained
) -> None:
    """Write down what the server made of it."""
    if refusal is None:
        if notice.kind == kinds.ROUNDUP:
            roundup.sent(notice, lease, now)
        else:
            _mark(notice, lease, mail_state=MailState.SENT, sent_at=now, payload="", last_error="")
        done.sent += 1
    elif refusal[0] in TEMPORARY or 400 <= refusal[0] < 500:
        _retry(notice, lease, now, refusal[1], done)
    else:
        _mark(notice, lease, mail_state=MailState.FAILED, last_error=refusal[1][:300], payload="")
        done.failed += 1
        done.errors.append(refusal[1][:300])


def _not_yet(notice: Notice, kind: kinds.Kind, how: str, lease: str, now: datetime, done: Drained) -> bool:
    """Put aside what its reader hears of once a day, what a pause of theirs holds, and what waits for their
    morning."""
    # Before its quiet hours: what comes at night is told that morning, not the next.
    if how == MailChoice.How.DAILY:
        done.kept += roundup.keep(notice, lease, now)
    elif notice.kind == kinds.ROUNDUP and notice.user and notices.paused(notice.user, kind, now):
        done.postponed += roundup.postpone(notice, lease, now)
    elif morning := _later(notice, kind, now):
        _mark(notice, lease, mail_state=MailState.QUEUED, not_before=morning, attempts=F("attempts") - 1)
        done.postponed += 1
    else:
        return False
    return True


def _later(notice: Notice, kind: kinds.Kind, now: datetime) -> datetime | None:
    """The morning that this mail waits for, if its reader sleeps."""
    if notice.user is None or not kind.quiet:
        return None
    return quiet_until(now, zone_or_utc(notice.user.zone))


def _hand_over(mail: EmailMultiAlternatives) -> tuple[int, str] | None:
    """Give the mail to the server: None when it took it, else its code and words. ConnectionTrouble when
    there is no server to speak of."""
    try:
        mail.send(fail_silently=False)
    except smtplib.SMTPRecipientsRefused as error:
        return min((code for code, _ in error.recipients.values()), default=550), str(error)
    except smtplib.SMTPResponseException as error:
        if error.smtp_code == 421:
            raise ConnectionTrouble(str(error)) from error
        return error.smtp_code, str(error)
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise ConnectionTrouble(f"{type(error).__name__}: {error}") from error
    except (smtplib.SMTPException, ValueError) as error:
        # An address or a header that cannot be sent at all: it must not stop the mails behind it.
        return 554, f"{type(error).__name__}: {error}"
    return None


def _retry(notice: Notice, lease: str, now: datetime, error: str, done: Drained) -> None:
    done.errors.append(error[:300])
    if notice.attempts >= TRIES or now - notice.created_at > GIVE_UP:
        _mark(notice, lease, mail_state=MailState.DEAD, last_error=error[:300], payload="")
        done.failed += 1
        return
    wait = BACK_OFF[min(notice.attempts, len(BACK_OFF)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311 jitter
    _mark(
        notice,
        lease,
        mail_state=MailState.QUEUED,
        not_before=now + timedelta(seconds=wait),
        last_error=error[:300],
    )
    done.postponed += 1


def quiet_until(now: datetime, zone_name: str) -> datetime | None:
    """When the reader's quiet hours (21:00 to 08:00 where they are) end; None outside them."""
    local = now.astimezone(zone(zone_name))
    if QUIET_TO <= local.hour < QUIET_FROM:
        return None
    day = local.date() + timedelta(days=1) if local.hour >= QUIET_FROM else local.date()
    return datetime(day.year, day.month, day.day, QUIET_TO, tzinfo=zone(zone_name)).astimezone(UTC)
