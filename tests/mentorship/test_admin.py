"""The staff admin, asked as each kind of staff: what they find, may do, what nobody opens."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group as Job
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.admin_base import StaffAdmin
from accounts.models import User
from groups.models import Report
from groups.services import audit, reports
from mentorship import permission_groups, scenarios
from messaging.models import MailChoice, Notice
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


def test_each_model_is_shown_or_left_out_on_purpose() -> None:
    models = {m._meta.label for app in OURS for m in apps.get_app_config(app).get_models()}
    shown = {m._meta.label for m in admin.site._registry}
    assert shown == models - NEVER  # nothing else either: no session keys, factors, confirmation keys


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda m: m._meta.label)
def test_how_a_model_is_presented(model: type, rf: Any, db: None) -> None:
    shown = admin.site._registry[model]
    assert isinstance(shown, StaffAdmin)
    request = rf.get("/")
    request.user, request.session = User.objects.create_superuser("jun@example.org", "Jun Park"), {}
    form = {name for _, what in shown.get_fieldsets(request) for name in what["fields"]}
    assert not form & (HIDDEN | ({"line", "url"} if model is Notice else set()))
    assert not set(shown.list_display) & HIDDEN
    if model is not DispatchState:
        assert 4 <= len(shown.list_display) <= 7
        assert shown.search_fields
        assert shown.search_help_text
        assert shown.list_filter
    assert shown.fieldsets
    assert not shown.has_add_permission(request)
    assert not shown.has_delete_permission(request)


@pytest.mark.django_db
def test_the_jobs_hold_what_they_say_however_often_they_are_made() -> None:
    before = {}
    for job in permission_groups.JOBS:
        held = Job.objects.get(name=job).permissions.values_list("content_type__app_label", "codename")
        before[job] = set(held)
        assert before[job] == permission_groups.names(job)
    extra = Job.objects.get(name="Words")
    extra.permissions.add(Job.objects.get(name="Safety").permissions.get(codename="change_report"))
    permission_groups.make()
    permission_groups.make()
    assert {job.name for job in Job.objects.all()} == set(permission_groups.JOBS)
    held = extra.permissions.values_list("content_type__app_label", "codename")
    assert set(held) == before["Words"]


# -- who comes in --------------------------------------------------------------------------------


def test_without_a_second_factor_in_this_session_nothing_opens(client: Client, db: None) -> None:
    user = scenarios.person("Jun Park", "jun@example.org")
    User.objects.update(is_staff=True, is_superuser=True)
    client.force_login(user)
    for name in lists():
        answer = client.get(reverse(f"admin:{name}_changelist"))
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/")


@pytest.mark.parametrize(
    ("job", "opens"),
    [
        (
            "Support",
            {
                "user",
                "notice",
                "mailchoice",
                "group",
                "membership",
                "program",
                "profile",
                "pairing",
                "request",
            },
        ),
        ("Safety", {"user", "report", "group", "membership", "auditentry"}),
        ("Words", {"program", "week", "question"}),
    ],
)
def test_each_job_opens_its_own_lists(come: Come, job: str, opens: set[str]) -> None:
    client = come(job)
    found = {
        name.split("_")[1]
        for name in lists()
        if client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    }
    assert found == opens
    assert client.get(reverse("admin:index")).status_code == 200


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


def test_a_list_asks_the_same_number_of_questions_for_one_row_and_for_twenty(
    come: Come, story: Program
) -> None:
    client = come()

    def asked() -> dict[str, int]:
        counts = {}
        for name in lists():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = client.get(reverse(f"admin:{name}_changelist"))
            assert answer.status_code == 200, name
            counts[name] = len(queries)
        return counts

    asked()  # content types, jobs: remembered from now on
    few = asked()
    twenty_more()
    assert asked() == few
    assert max(few.values()) <= 12


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
