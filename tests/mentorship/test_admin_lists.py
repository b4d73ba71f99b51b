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
from messaging.models import MailChoice
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


def test_each_list_searches_and_each_row_opens(come: Come, story: Program) -> None:
    client = come()
    for model, shown in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if shown.search_fields:
            assert client.get(reverse(f"admin:{name}_changelist"), {"q": "amara"}).status_code == 200
            assert client.get(reverse(f"admin:{name}_changelist"), {"_facets": "True"}).status_code == 200
        row = model._default_manager.first()
        assert row is not None, name
        answer = client.get(reverse(f"admin:{name}_change", args=[row.pk]))
        assert answer.status_code == 200, name
        assert SECRET_WORDS not in answer.text
        if name not in ("accounts_user", "groups_report"):
            assert "_save" not in answer.text


def test_nothing_can_be_deleted_or_added(come: Come, story: Program) -> None:
    client = come()
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.first()
        assert client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403
        assert "delete_selected" not in client.get(reverse(f"admin:{name}_changelist")).text


def test_support_disables_and_enables_with_a_reason(come: Come, dani: User) -> None:
    theirs = Client()
    theirs.force_login(dani)
    client = come("Support")
    asked = act(client, "accounts_user", "disable", dani.pk)
    assert "Why" in asked.text
    dani.refresh_from_db()
    assert dani.is_active
    assert act(client, "accounts_user", "disable", dani.pk, confirmed="1", reason=" ").status_code == 422
    assert (
        act(client, "accounts_user", "disable", dani.pk, confirmed="1", reason="Asked us").status_code == 302
    )
    dani.refresh_from_db()
    assert not dani.is_active
    assert theirs.get(reverse("me")).status_code == 302
    act(client, "accounts_user", "enable", dani.pk, confirmed="1", reason="Asked us back")
    dani.refresh_from_db()
    assert dani.is_active
    log = list(AuditEntry.objects.order_by("pk").values_list("actor__name", "verb", "subject"))
    assert log == [
        ("Support Staff", "disabled an account", f"user {dani.code}: Asked us"),
        ("Support Staff", "enabled an account", f"user {dani.code}: Asked us back"),
    ]
