"""Reports: told to the people whose task it is, with the reported one none the wiser."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.limits import spend
from accounts.models import User, not_blocked
from accounts.services import people
from groups.models import Group, Membership, Report, ReportedMessage
from groups.models.groups import RUNS
from messaging.services import notices

from . import audit

UNREAD_AFTER = timedelta(hours=48)
KEPT = timedelta(days=180)  # after it was closed; the privacy page says so
OPEN = (Report.State.NEW, Report.State.LOOKING)
Copy = tuple[User, str, datetime]


def file(
    *,
    group: Group,
    reporter: User,
    about: User,
    category: str,
    words: str = "",
    messages: Sequence[Copy] = (),
) -> Report:
    """Tell the safety contacts about somebody in the group; one open report about one person is enough.

    `messages` are (author, body, sent at) of messages that the caller found in the reporter's own
    conversation with this person. They go to site staff where no safety contact could be fair.
    """
    if not Membership.objects.active().filter(group=group, user=reporter).exists():
        raise PermissionDenied
    theirs = Membership.objects.filter(group=group, user=about).select_related("group").first()
    if theirs is None:
        raise ValidationError("You can report people of this group.", code="stranger")
    if about.pk == reporter.pk:
        raise ValidationError(
            "You can't report yourself. Talk to the people who look after the group.", code="self"
        )
    spend("report", reporter.pk)
    try:
        return _file(reporter, theirs, category, words, messages)
    except IntegrityError as error:
        raise ValidationError("You have told us already. We're looking at it.", code="twice") from error


@transaction.atomic
def _file(reporter: User, theirs: Membership, category: str, words: str, messages: Sequence[Copy]) -> Report:
    contacts = readers(theirs.group, reporter, theirs)
    report = Report.objects.create(
        group=theirs.group,
        reporter=reporter,
        about_id=theirs.user_id,
        category=category,
        words=words,
        for_staff=category == Report.Category.UNDER_18 or not contacts,
    )
    ReportedMessage.objects.bulk_create(
        ReportedMessage(report=report, author=author, body=body, sent_at=sent_at)
        for author, body, sent_at in messages
    )
    if category == Report.Category.UNDER_18:
        people.freeze(theirs.user)  # at once; staff look at it and take it back if it isn't so
    _tell(report, _staff() if report.for_staff else contacts)
    return report


def look(report: Report, *, by: User) -> Report:
    """Say that somebody is looking at it now; the reporter is told. The second to say so changes nothing."""
    with transaction.atomic():
        rows = Report.objects.filter(pk=report.pk, state=Report.State.NEW)
        if rows.update(state=Report.State.LOOKING, looked_at=timezone.now(), looked_by=by):
            _log(report, by, "started to look at a report")
            _tell_reporter(report, Report.State.LOOKING, "Somebody is looking at your report")
    report.refresh_from_db()
    return report


def close(report: Report, *, by: User, outcome: str) -> Report:
    """End it with words for the reporter. Only the first to close it is heard."""
    if not outcome.strip():
        raise ValidationError(
            {"outcome": "Say in a sentence what you did. The person who wrote to you reads it."}
        )
    now = timezone.now()
    with transaction.atomic():
        closed = Report.objects.filter(pk=report.pk, state__in=OPEN).update(
            state=Report.State.CLOSED,
            outcome=outcome,
            closed_at=now,
            looked_at=Coalesce("looked_at", now),
            looked_by=Coalesce("looked_by", by.pk),
        )
        if not closed:
            raise ValidationError("Somebody has closed this report already.", code="closed")
        _log(report, by, "closed a report")
        _tell_reporter(report, Report.State.CLOSED, "Your report has been looked at")
    report.refresh_from_db()
    return report


def escalate(now: datetime) -> int:
    """Give reports that nobody looked at within two days to site staff; returns how many."""
    given = 0
    for report in Report.objects.filter(
        state=Report.State.NEW, for_staff=False, created_at__lte=now - UNREAD_AFTER
    ):
        with transaction.atomic():
            rows = Report.objects.filter(pk=report.pk, state=Report.State.NEW, for_staff=False)
            if rows.update(for_staff=True):
                _tell(report, _staff())
                given += 1
    return given


def forget(now: datetime) -> int:
    """Delete reports that were closed half a year ago, with the messages they hold; how many reports."""
    over = Report.objects.filter(state=Report.State.CLOSED, closed_at__lt=now - KEPT)
    return over.delete()[1].get("groups.Report", 0)


def readers(group: Group, reporter: User, theirs: Membership) -> list[User]:
    """The safety contacts who would read a report about this member; nobody: it goes to site staff."""
    if theirs.state == Membership.State.ACTIVE and theirs.role in RUNS:
        return []
    rows = Membership.objects.safety_contacts().filter(group=group)
    rows = rows.exclude(user=reporter).exclude(user=theirs.user_id)
    rows = rows.filter(not_blocked(reporter.pk, "user_id"))  # nobody whom the reporter wants nothing of
    return [row.user for row in rows.select_related("user")]


def _staff() -> list[User]:
    may = Q(is_superuser=True) | Q(groups__permissions__codename="view_report")
    return list(User.objects.filter(may, is_staff=True, is_active=True).distinct())


def _tell(report: Report, people: Sequence[User]) -> None:
    # SECURITY: no name, no category, no words: a mail is read over shoulders and kept for ever.
    for person in people:
        notices.tell(
            "report",
            person,
            key=f"report:{report.pk}:user:{person.pk}",
            url=reverse("report_short", args=[report.code]),
            line="A report needs you",
            subject_id=report.pk,
            scope=report.group_id,
        )


def _tell_reporter(report: Report, state: Report.State, line: str) -> None:
    notices.tell(
        "report_update",
        report.reporter,
        key=f"report:{report.pk}:{state}:user:{report.reporter_id}",
        url=reverse("report_short", args=[report.code]),
        line=line,
        subject_id=report.pk,
        scope=report.group_id,
    )


def _log(report: Report, by: User, verb: str) -> None:
    # SECURITY: the group's log is read by admins; one for staff may be about an admin.
    audit.log(None if report.for_staff else report.group, by, verb, report.code)
