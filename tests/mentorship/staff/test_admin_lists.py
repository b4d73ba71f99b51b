"""The staff admin, asked as each kind of staff: what they find, may do, what nobody opens."""

from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import people
from groups.models import AuditEntry
from programs.models import Program
from tests.mentorship.staff.desk import SECRET_WORDS, Come, act

# -- what is shown at all ------------------------------------------------------------------------


# -- who comes in --------------------------------------------------------------------------------


# -- the lists -----------------------------------------------------------------------------------


# -- people --------------------------------------------------------------------------------------


# -- mail ----------------------------------------------------------------------------------------


# -- reports -------------------------------------------------------------------------------------


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


def test_support_lets_a_held_person_write_again_with_a_reason(come: Come, dani: User) -> None:
    people.freeze(dani)
    act(come("Support"), "accounts_user", "thaw", dani.pk, confirmed="1", reason="Showed us their ID")
    dani.refresh_from_db()
    assert dani.frozen_at is None
    entry = AuditEntry.objects.latest("pk")
    assert (entry.verb, entry.subject) == (
        "let write and pair again",
        f"user {dani.code}: Showed us their ID",
    )


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
