"""The link under a mail: no log-in, one button, and mail programs may press it themselves."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from messaging import kinds, unsubscribe
from messaging.models import MailChoice
from messaging.services import notices

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def user() -> User:
    return User.objects.create_user("dani@example.org", "Dani Ferreira", adult_affirmed_at=timezone.now())


def path(user: User, kind: str = "message") -> str:
    return f"/u/{unsubscribe.token(user, kind)}/"


def stopped(user: User, kind: str = "message") -> bool:
    user.refresh_from_db()
    return notices.stopped(user, kinds.get(kind), timezone.now())


def test_a_mail_program_stops_the_kind_at_once(user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(path(user), ONE_CLICK).status_code == 200
    assert stopped(user)
    assert client.post(path(user), ONE_CLICK).status_code == 200  # twice is once
    assert MailChoice.objects.count() == 1


def test_looking_changes_nothing(client: Client, user: User) -> None:
    page = client.get(path(user))
    assert "Stop these" in page.content.decode()
    assert "dani@example.org" not in page.content.decode()
    assert not MailChoice.objects.exists()


def test_the_button_and_its_undo(client: Client, user: User) -> None:
    done = client.post(path(user), {"do": "stop"}, follow=True)
    assert "Undo" in done.content.decode()
    assert stopped(user)
    client.post(path(user), {"do": "undo"})
    assert not stopped(user)


def test_a_pause_for_a_month_and_its_end(client: Client, user: User) -> None:
    client.post(path(user), {"do": "pause"})
    user.refresh_from_db()
    assert timedelta(days=29) < user.mail_paused_until - timezone.now() < timedelta(days=31)
    assert stopped(user)
    client.post(path(user), {"do": "resume"})
    assert not stopped(user)


def test_other_kinds_from_the_same_page(client: Client, user: User) -> None:
    other = next(kind.name for kind in kinds.stoppable() if kind.name != "message")
    client.post(path(user), {"do": f"stop:{other}"})
    assert stopped(user, other)
    assert not stopped(user)
    client.post(path(user), {"do": f"undo:{other}"})
    assert not stopped(user, other)


@pytest.mark.parametrize("do", ["stop:account", "stop:nothing", "undo:account", "dance", "stop:", "pause:x"])
def test_words_that_do_nothing_to_account_mail(client: Client, user: User, do: str) -> None:
    assert client.post(path(user), {"do": do}).status_code == 302
    assert not MailChoice.objects.filter(kind__in=["account", "nothing"]).exists()


def test_account_mail_cannot_be_stopped(client: Client, user: User) -> None:
    assert client.post(path(user, "account"), ONE_CLICK).status_code == 404


@pytest.mark.parametrize("damage", ["x", "", "abc:def", "%00", "é"])
def test_a_damaged_link_says_where_to_go(client: Client, user: User, damage: str) -> None:
    token = unsubscribe.token(user, "message")
    answer = client.get(f"/u/{token[:-3]}{damage}/")
    assert answer.status_code in (400, 404)
    if answer.status_code == 404:
        assert "This link is damaged" in answer.content.decode()
    assert not MailChoice.objects.exists()


def test_a_token_is_for_one_person_and_one_kind(user: User) -> None:
    other = User.objects.create_user("tom@example.org", "Tom")
    assert len({unsubscribe.token(p, k) for p in (user, other) for k in ("message", "report")}) == 4
    assert unsubscribe.read(unsubscribe.token(user, "message")) == (user.code, "message")
    forged = unsubscribe.token(user, "message").replace(user.code, other.code)
    assert unsubscribe.read(forged) is None
