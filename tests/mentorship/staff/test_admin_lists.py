"""The lists of the staff admin: searched, opened, never changed, and as cheap for twenty rows as for one."""

from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import Program
from tests.mentorship.staff.desk import SECRET_WORDS, Come, lists, twenty_more


def test_a_list_asks_the_same_number_of_questions_for_one_row_and_for_twenty(
    come: Come, story: Program
) -> None:
    client = come()

    def asked() -> dict[str, int]:
        counts = {}
        for name in lists():
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(reverse(f"admin:{name}_changelist"))
            assert answer.status_code == 200, name
            counts[name] = len(queries)
        return counts

    asked()  # content types, jobs: remembered from now on
    few = asked()
    twenty_more()
    assert asked() == few
    assert max(few.values()) <= 12


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
