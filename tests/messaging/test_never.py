"""The link under a mail to a bare address: one button, and this site writes to it no more."""

import pytest
from django.core import mail
from django.db import models
from django.test import Client

from groups.models import Group, MailInvitation
from groups.services import mail_invitations
from mentorship.scenarios import build
from messaging import delivery, never
from messaging.models import NeverMail, Notice

pytestmark = pytest.mark.django_db
ADDRESS = "dani@example.org"


@pytest.fixture
def group() -> Group:
    return build.group(build.person("Priya Raman"))


def invited(group: Group) -> MailInvitation:
    mail_invitations.invite(group, by=group.created_by, people=[(ADDRESS, "")])
    return MailInvitation.objects.get(group=group, address=ADDRESS)


def path() -> str:
    return f"/u/never/{never.token(ADDRESS)}/"


def test_a_mail_program_stops_everything_at_once(group: Group) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(path(), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(path(), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NeverMail.objects.count() == 1
    invited(group)
    assert delivery.drain().cancelled == 1
    assert mail.outbox == []


def test_what_is_owed_already_is_not_sent(group: Group, client: Client) -> None:
    invited(group)
    client.post(path(), {"do": "stop"})
    assert delivery.drain().cancelled == 1
    assert Notice.objects.get(kind="invited").mail_state == "cancelled"


def test_looking_changes_nothing_and_the_undo_undoes(group: Group, client: Client) -> None:
    page = client.get(path()).content.decode()
    assert "Never be invited again?" in page
    assert not NeverMail.objects.exists()
    done = client.post(path(), {"do": "stop"}, follow=True).content.decode()
    assert "You won’t hear from us" in done
    client.post(path(), {"do": "undo"})
    assert not never.asked(ADDRESS)
    invited(group)
    assert delivery.drain().sent == 1


def test_the_mail_carries_the_link_and_nobody_keeps_the_address(group: Group, client: Client) -> None:
    invited(group)
    delivery.drain()
    sent = mail.outbox[0]
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in sent.body
    assert ADDRESS not in link
    client.post(link.replace("http://localhost:8000", ""), {"do": "stop"})
    row = NeverMail.objects.get()
    kept = [
        str(getattr(row, field.name)) for field in row._meta.fields if isinstance(field, models.CharField)
    ]
    assert kept == [row.digest]
    assert "dani" not in row.digest
    assert never.asked("  DANI@example.org ")


def test_other_peoples_words_are_no_token(client: Client) -> None:
    assert client.get(f"/u/never/{never.token(ADDRESS)}x/").status_code == 404
    assert client.post("/u/never/abc:def/").status_code == 404
    assert not NeverMail.objects.exists()
