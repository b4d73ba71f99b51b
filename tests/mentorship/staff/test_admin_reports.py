"""Reports at the desk: opened for a reason, looked at, closed; never one's own."""

from django.urls import reverse

from groups.models import AuditEntry, Report
from messaging.models import Notice
from tests.mentorship.staff.desk import SECRET_WORDS, Come


def test_a_report_opens_with_a_reason_that_other_staff_read(come: Come, report: Report) -> None:
    client = come("Safety")
    url = reverse("admin:groups_report_change", args=[report.pk])
    opening = reverse("admin:groups_report_open", args=[report.pk])
    assert SECRET_WORDS not in client.get(url).text
    assert "Please look" not in client.get(url).text
    assert client.post(opening, {"confirmed": "1", "reason": ""}).status_code == 422
    assert SECRET_WORDS not in client.get(url).text
    client.post(opening, {"confirmed": "1", "reason": "The group asked"})
    page = client.get(url).text
    assert SECRET_WORDS in page
    assert "Please look" in page
    other = come()
    assert SECRET_WORDS not in other.get(url).text
    assert "The group asked" in other.get(url).text


def test_hostile_words_in_a_report_stay_words(come: Come, report: Report) -> None:
    Report.objects.filter(pk=report.pk).update(words="<script>alert(1)</script>")
    client = come("Safety")
    client.post(
        reverse("admin:groups_report_open", args=[report.pk]), {"confirmed": "1", "reason": "<b>now</b>"}
    )
    page = client.get(reverse("admin:groups_report_change", args=[report.pk])).text
    assert "<script>alert" not in page
    assert "<b>now" not in page


def test_a_report_is_looked_at_and_closed_by_the_service(come: Come, report: Report) -> None:
    client = come("Safety")
    url = reverse("admin:groups_report_change", args=[report.pk])
    client.post(url, {"act": "look", "outcome": ""})
    report.refresh_from_db()
    assert (report.state, report.looked_by) == (Report.State.LOOKING, client.staff)  # type: ignore[attr-defined]
    assert client.post(url, {"act": "close", "outcome": " "}).status_code == 200
    report.refresh_from_db()
    assert report.state == Report.State.LOOKING
    client.post(url, {"act": "close", "outcome": "We spoke to them."})
    report.refresh_from_db()
    assert (report.state, report.outcome) == (Report.State.CLOSED, "We spoke to them.")
    assert Notice.objects.filter(kind="report_update", user=report.reporter).count() == 2
    assert AuditEntry.objects.filter(verb="closed a report").count() == 1
    client.post(url, {"act": "close", "outcome": "Something else"})
    report.refresh_from_db()
    assert report.outcome == "We spoke to them."


def test_nobody_opens_their_own_case(come: Come, report: Report) -> None:
    client = come("Safety")
    Report.objects.filter(pk=report.pk).update(about=client.staff)  # type: ignore[attr-defined]
    assert report.code not in client.get(reverse("admin:groups_report_changelist")).text
    assert client.get(reverse("admin:groups_report_change", args=[report.pk])).status_code == 302
    assert client.get(reverse("admin:groups_report_open", args=[report.pk])).status_code == 403
