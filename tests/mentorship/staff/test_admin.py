"""The staff admin: which models it shows, how, and who comes in."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group as Job
from django.test import Client
from django.urls import reverse

from accounts.admin_base import StaffAdmin
from accounts.models import User
from mentorship import permission_groups, scenarios
from messaging.models import Notice
from pairings.models import DispatchState
from tests.mentorship.staff.desk import HIDDEN, NEVER, OURS, Come, lists


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
