"""What machines ask: is the process there, can it work, and do weeks and mails go out."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from messaging.models import Notice
from pairings.models import DispatchState


def test_the_process_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_a_probe_needs_no_sign_in_no_tls_and_sets_no_cookie(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert client.post(path).status_code in {403, 405}


@pytest.mark.django_db
def test_ready_tells_ages_and_no_secret(client, settings):
    now = timezone.now()
    DispatchState.objects.update_or_create(pk=1, defaults={"heartbeat": now - timedelta(seconds=30)})
    facts = client.get("/readyz").json()
    assert facts["ready"] is True
    assert 30 <= facts["tick_age"] <= 35
    assert facts["mail_age"] == 0
    assert facts["late"] is False
    assert facts["live"] is True
    assert set(facts) == {
        *("ready", "database", "migrations_pending", "dispatch_on_hold"),
        *("tick_age", "mail_age", "late", "live"),
    }


@pytest.mark.django_db
def test_a_tick_that_does_not_come_is_late_but_pages_are_served(client):
    DispatchState.objects.update_or_create(
        pk=1, defaults={"heartbeat": timezone.now() - timedelta(minutes=6)}
    )
    response = client.get("/readyz")
    assert (response.status_code, response.json()["late"]) == (200, True)


@pytest.mark.django_db
def test_mail_that_waits_too_long_is_late_and_mail_of_tomorrow_is_not(client):
    now = timezone.now()
    DispatchState.objects.update_or_create(pk=1, defaults={"heartbeat": now})
    owed = {"address": "someone@example.org", "kind": "code", "mail_state": "queued"}
    Notice.objects.create(key="tomorrow", not_before=now + timedelta(days=1), **owed)
    assert client.get("/readyz").json()["late"] is False
    Notice.objects.create(key="waiting", not_before=now - timedelta(minutes=20), **owed)
    facts = client.get("/readyz").json()
    assert facts["late"] is True
    assert facts["mail_age"] >= 1200


@pytest.mark.django_db
def test_a_database_that_is_away_is_503_in_a_word(client):
    def away(execute, sql, params, many, context):
        raise OperationalError("connection to server at secret-host refused")

    with connection.execute_wrapper(away):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "database": False}


@pytest.mark.django_db
def test_a_migration_that_is_owed_is_503(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'pairings'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations_pending"] > 0
