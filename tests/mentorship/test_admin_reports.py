"""The staff admin, asked as each kind of staff: what they find, may do, what nobody opens."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib import admin
from django.contrib.auth.models import Group as Job
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Report
from groups.services import audit, reports
from mentorship import scenarios
from messaging.models import MailChoice, Notice
from messaging.services import notices
from pairings.models import DispatchState, Pairing, Request, Schedule
from pairings.services import requests
from programs.models import Program

OURS = ("accounts", "messaging", "groups", "programs", "profiles", "pairings")
# Private, or a token, or nothing to look at: no admin, on purpose.
NEVER = {
    *("accounts.Block", "accounts.Bucket"),
    *("messaging.Conversation", "messaging.Message", "messaging.Participant"),
    *("groups.Invitation", "groups.ReportedMessage"),
    *("profiles.Answer", "profiles.ProfileTopic", "programs.Prompt", "pairings.Step"),
}
HIDDEN = {
    "payload",
    "lease",
    "client_token",
    "password",
    "preview",
    "body",
    "reason",
    "goodbye",
    "decline_note",
}
SECRET_WORDS = "the words between the two"

Come = Callable[..., Client]


def visit(client: Client, user: User) -> Client:
    """Signed in, with a second factor in this session: the record that allauth keeps of one."""
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def come(db: None) -> Come:
    """A client of a member of staff: a superuser, or one with the job named."""

    def make(job: str = "") -> Client:
        name = job or "Owner"
        user = scenarios.person(f"{name} Staff", f"{name.lower()}@staff.example")
        user.is_staff, user.is_superuser = True, not job
        user.save()
        if job:
            user.groups.add(Job.objects.get(name=job))
        client = visit(Client(), user)
        client.staff = user  # type: ignore[attr-defined]
        return client

    return make


def lists() -> list[str]:
    return [f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry]


def act(client: Client, model: str, action: str, pk: int, **extra: Any) -> Any:
    data = {"action": action, "_selected_action": [pk], **extra}
    return client.post(reverse(f"admin:{model}_changelist"), data)


# -- what is shown at all ------------------------------------------------------------------------


# -- who comes in --------------------------------------------------------------------------------


# -- the lists -----------------------------------------------------------------------------------


@pytest.fixture
def story(db: None) -> Program:
    """A running program with a row of everything."""
    DispatchState.now()
    pairing = scenarios.running(weeks=1)
    group = pairing.program.group
    notices.choose(pairing.mentor_user, "week", "never")
    reports.file(
        group=group,
        reporter=pairing.mentee_user,
        about=pairing.mentor_user,
        category=Report.Category.OTHER,
        words="Please look",
        messages=[(pairing.mentor_user, SECRET_WORDS, timezone.now())],
    )
    asking = scenarios.person("Asks Something", "asks@bothy.example")
    scenarios.member(group, asking)
    to = pairing.mentor
    requests.send(
        sender=asking,
        to_profile=to,
        body="Hello, I saw that you print posters. May I ask how you began?",
        to_pair=False,
        token=uuid4(),
    )
    return pairing.program


def twenty_more() -> None:
    """Twenty groups with a pair each, and what else lists show of them."""
    for program in scenarios.cohort(20, groups_of=20):
        pairing = Pairing.objects.filter(program=program).select_related("conversation").get()
        a, b = pairing.mentor_user, pairing.mentee_user
        MailChoice.objects.create(user=a, kind="week", how="never")
        notices.tell("message", a, key=f"message:{a.pk}", url="/", line="A line")
        Report.objects.create(group=program.group, reporter=a, about=b, category="other")
        audit.log(program.group, b, "did something")
        Request.objects.create(
            program=program,
            sender=a,
            recipient=b,
            to_profile=pairing.mentee,
            conversation=pairing.conversation,
            asks="question",
            low_id=pairing.low_id,
            high_id=pairing.high_id,
        )


# -- people --------------------------------------------------------------------------------------


@pytest.fixture
def dani(db: None) -> User:
    return scenarios.person("Dani Ferreira", "dani@example.org")


# -- mail ----------------------------------------------------------------------------------------


# -- reports -------------------------------------------------------------------------------------


@pytest.fixture
def report(story: Program) -> Report:
    return Report.objects.latest("pk")


# -- programs and the dispatch -------------------------------------------------------------------


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


def test_sign_up_is_closed_and_a_program_finished(come: Come, story: Program) -> None:
    client = come()
    act(client, "programs_program", "close_sign_up", story.pk, confirmed="1", reason="Full")
    story.refresh_from_db()
    assert not story.sign_up_is_open()
    act(client, "programs_program", "finish", story.pk, confirmed="1", reason="Over")
    story.refresh_from_db()
    assert story.state == "finished"
    assert story.group.audit.filter(verb="finished").count() == 1


def test_the_dispatch_is_held_and_resumed(come: Come, story: Program) -> None:
    client = come()
    act(client, "pairings_dispatchstate", "hold", 1, confirmed="1", reason="Restoring")
    assert DispatchState.now().hold
    assert DispatchState.now().why == "Restoring"
    act(client, "pairings_dispatchstate", "resume", 1, confirmed="1", reason="Done")
    assert not DispatchState.now().hold
    row = Schedule.objects.filter(program=story).get()
    due = timezone.now() - timezone.timedelta(days=3)
    Schedule.objects.filter(pk=row.pk).update(next_on=due.date(), next_due_at=due, fails=8)
    act(client, "pairings_dispatchstate", "resume_and_shift", 1, confirmed="1", reason="Too late now")
    act(client, "pairings_schedule", "try_again", row.pk, confirmed="1", reason="Mended")
    row.refresh_from_db()
    assert row.next_due_at > timezone.now()
    assert row.fails == 0
    verbs = list(AuditEntry.objects.filter(group=None).order_by("pk").values_list("verb", flat=True))
    assert verbs[0] == "held the dispatch"
    assert len(verbs) == 4
    assert come("Words").get(reverse("admin:pairings_dispatchstate_changelist")).status_code == 403
