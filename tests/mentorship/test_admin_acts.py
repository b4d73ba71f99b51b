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
from messaging.models.notices import MailState
from messaging.services import notices
from pairings.models import DispatchState, Pairing, Request
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


def test_nobody_has_a_hold_over_staff_or_over_themselves(come: Come) -> None:
    owner, support = come(), come("Support")
    for client, whom in ((support, owner), (owner, owner)):
        act(client, "accounts_user", "disable", whom.staff.pk, confirmed="1", reason="No")  # type: ignore[attr-defined]
    assert not User.objects.filter(is_active=False).exists()
    assert not AuditEntry.objects.exists()
    act(owner, "accounts_user", "disable", support.staff.pk, confirmed="1", reason="Left us")  # type: ignore[attr-defined]
    assert User.objects.filter(is_active=False).count() == 1


def test_only_superusers_make_staff_and_never_themselves(come: Come, dani: User) -> None:
    url = reverse("admin:accounts_user_change", args=[dani.pk])
    support = come("Support")
    assert "_save" not in support.get(url).text
    assert support.post(url, {"is_staff": "on", "is_superuser": "on"}).status_code == 403
    owner = come()
    job = Job.objects.get(name="Words")
    assert owner.post(url, {"is_staff": "on", "groups": [job.pk]}).status_code == 302
    dani.refresh_from_db()
    assert dani.is_staff
    assert not dani.is_superuser
    assert AuditEntry.objects.filter(verb="changed a user", subject=f"user {dani.code}").exists()
    own = reverse("admin:accounts_user_change", args=[owner.staff.pk])  # type: ignore[attr-defined]
    assert owner.post(own, {}).status_code == 403


def test_the_way_in_is_mailed_without_a_code(come: Come, dani: User) -> None:
    act(come("Support"), "accounts_user", "mail_way_in", dani.pk, confirmed="1", reason="Lost it")
    owed = Notice.objects.get(user=dani)
    assert (owed.kind, owed.mail_state, owed.on_site) == ("account", MailState.QUEUED, False)
    assert "log in" not in owed.payload  # sealed


def test_what_was_given_up_is_sent_again_but_not_what_was_blanked(come: Come, dani: User) -> None:
    week = notices.tell("message", dani, key="message:1:user:1", url="/", line="A line")
    code = notices.tell_account(email=dani.email, user=dani, subject="s", text="t")
    sent = notices.tell("message", dani, key="message:2:user:1", url="/", line="A line")
    Notice.objects.filter(pk__in=[week.pk, code.pk]).update(mail_state=MailState.DEAD, attempts=6)
    Notice.objects.filter(pk=sent.pk).update(mail_state=MailState.SENT)
    client = come("Support")
    chosen = [week.pk, code.pk, sent.pk]
    data = {"action": "send_again", "_selected_action": chosen, "confirmed": "1", "reason": "Back again"}
    client.post(reverse("admin:messaging_notice_changelist"), data)
    states = dict(Notice.objects.filter(pk__in=chosen).values_list("pk", "mail_state"))
    assert states == {week.pk: MailState.QUEUED, code.pk: MailState.DEAD, sent.pk: MailState.SENT}
    assert AuditEntry.objects.count() == 1


def test_a_mail_s_words_are_nowhere(come: Come, dani: User) -> None:
    row = notices.tell_account(
        email=dani.email, user=dani, subject="Secret subject", text="Your code is 123456"
    )
    client = come()
    for url in (
        reverse("admin:messaging_notice_changelist"),
        reverse("admin:messaging_notice_change", args=[row.pk]),
    ):
        page = client.get(url).text
        assert row.payload not in page
        assert "123456" not in page


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
