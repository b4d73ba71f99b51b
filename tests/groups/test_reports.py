from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group, Membership, Report
from groups.services import memberships, reports
from messaging import kinds, mails
from messaging.models import Notice

Member = Callable[..., Membership]
SECRET = "He asked me for money twice"


@pytest.fixture
def report(group: Group, gwen: User, dani: User, yusuf: User) -> Report:
    copies = [(yusuf, "Send me forty euros", timezone.now())]
    return reports.file(
        group=group, reporter=dani, about=yusuf, category="spam", words=SECRET, messages=copies
    )


def test_a_report_reaches_the_safety_contacts_without_a_word_of_it(report: Report, gwen: User) -> None:
    notice = Notice.objects.get(kind="report")
    assert notice.user == gwen
    mail = mails.build(notice, kinds.get("report"))
    assert mail is not None
    everything = " ".join([notice.line, str(mail.subject), str(mail.body), str(mail.alternatives)])
    for private in (SECRET, "Dani Ferreira", "Yusuf", "forty", "Selling"):
        assert private not in everything
    assert report.code[:4].upper() in mail.body
    assert "List-Unsubscribe" not in mail.extra_headers


def test_only_a_safety_contact_reads_it(
    report: Report, gwen: User, owner: User, dani: User, yusuf: User
) -> None:
    readers = {user.name for user in (gwen, owner, dani, yusuf) if Report.objects.handled_by(user).exists()}
    assert readers == {"Gwen Hale"}
    assert Report.objects.made_by(dani).get() == report


def test_copies_survive_on_their_own(report: Report, yusuf: User) -> None:
    copy = report.messages.get()
    assert (copy.author, copy.body) == (yusuf, "Send me forty euros")


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_a_report_about_somebody_who_runs_the_group_goes_to_staff(
    group: Group, gwen: User, dani: User, member: Member, person: Callable[..., User], role: str
) -> None:
    jun = person("Jun Staff", is_staff=True, is_superuser=True)
    report = reports.file(
        group=group, reporter=dani, about=member("Bill", role=role).user, category="other", words="x"
    )
    assert report.for_staff
    assert [notice.user for notice in Notice.objects.filter(kind="report")] == [jun]
    assert not Report.objects.handled_by(gwen).exists()


def test_a_report_about_or_by_the_only_safety_contact_goes_to_staff(
    group: Group, gwen: User, dani: User
) -> None:
    assert reports.file(group=group, reporter=dani, about=gwen, category="spam").for_staff
    assert reports.file(group=group, reporter=gwen, about=dani, category="spam").for_staff


def test_a_report_about_one_of_two_safety_contacts_goes_to_the_other(
    group: Group, owner: User, gwen: User, dani: User, member: Member
) -> None:
    joan = memberships.set_safety_contact(member("Joan Pike"), True, by=owner).user
    assert not reports.file(group=group, reporter=dani, about=gwen, category="spam").for_staff
    assert [notice.user for notice in Notice.objects.filter(kind="report")] == [joan]


def test_under_18_goes_to_staff(group: Group, gwen: User, dani: User, yusuf: User) -> None:
    assert reports.file(group=group, reporter=dani, about=yusuf, category="under-18").for_staff


def test_a_second_open_report_about_the_same_person_is_refused(report: Report, group: Group) -> None:
    with pytest.raises(ValidationError, match="You have told us already"):
        reports.file(group=group, reporter=report.reporter, about=report.about, category="spam")
    assert Report.objects.count() == 1


def test_only_members_report_people_of_the_group(group: Group, stranger: User, dani: User) -> None:
    with pytest.raises(PermissionDenied):
        reports.file(group=group, reporter=stranger, about=dani, category="spam")
    with pytest.raises(ValidationError, match="people of this group"):
        reports.file(group=group, reporter=dani, about=stranger, category="spam")
    with pytest.raises(ValidationError, match="yourself"):
        reports.file(group=group, reporter=dani, about=dani, category="spam")
    assert not Report.objects.exists()


def test_somebody_who_left_can_still_be_reported(
    group: Group, gwen: User, dani: User, member: Member
) -> None:
    gone = member("Yusuf Osman")
    memberships.part(gone, state=Membership.State.LEFT, by=gone.user)
    assert reports.file(group=group, reporter=dani, about=gone.user, category="spam").state == "new"


def test_looking_tells_the_reporter_once(report: Report, gwen: User, dani: User) -> None:
    reports.look(report, by=gwen)
    reports.look(report, by=gwen)
    report.refresh_from_db()
    assert (report.state, report.looked_by) == (Report.State.LOOKING, gwen)
    told = Notice.objects.get(kind="report_update")
    assert (told.user, told.line) == (dani, "Somebody is looking at your report")


def test_closing_says_what_was_done_to_the_reporter_alone(report: Report, gwen: User, dani: User) -> None:
    reports.close(report, by=gwen, outcome="We asked him to stop.")
    report.refresh_from_db()
    assert (report.state, report.outcome, report.looked_by) == ("closed", "We asked him to stop.", gwen)
    assert [n.user for n in Notice.objects.filter(kind="report_update")] == [dani]
    with pytest.raises(ValidationError, match="closed this report already"):
        reports.close(report, by=gwen, outcome="Again.")


def test_closing_needs_a_sentence(report: Report, gwen: User) -> None:
    with pytest.raises(ValidationError):
        reports.close(report, by=gwen, outcome="  ")
    report.refresh_from_db()
    assert report.state == Report.State.NEW


def test_after_a_closed_report_there_may_be_another(report: Report, group: Group, gwen: User) -> None:
    reports.close(report, by=gwen, outcome="Done.")
    reports.file(group=group, reporter=report.reporter, about=report.about, category="spam")
    assert Report.objects.count() == 2


def test_the_log_never_says_who_reported(report: Report, gwen: User) -> None:
    reports.look(report, by=gwen)
    reports.close(report, by=gwen, outcome="Done.")
    entries = AuditEntry.objects.filter(subject=report.code)
    assert {entry.actor for entry in entries} == {gwen}
    assert not AuditEntry.objects.filter(actor=report.reporter, verb__contains="report").exists()


def test_after_two_days_unread_it_is_for_staff(report: Report, person: Callable[..., User]) -> None:
    jun = person("Jun Staff", is_staff=True, is_superuser=True)
    assert reports.escalate(timezone.now() + timedelta(hours=47)) == 0
    assert reports.escalate(timezone.now() + timedelta(hours=49)) == 1
    assert reports.escalate(timezone.now() + timedelta(hours=50)) == 0
    report.refresh_from_db()
    assert report.for_staff
    assert Notice.objects.filter(kind="report", user=jun).count() == 1


def test_a_report_somebody_looks_at_stays_with_the_group(report: Report, gwen: User) -> None:
    reports.look(report, by=gwen)
    assert reports.escalate(timezone.now() + timedelta(days=9)) == 0
