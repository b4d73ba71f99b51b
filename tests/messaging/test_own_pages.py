"""A person's notices, and how they want to hear from us."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from messaging import kinds
from messaging.models import MailChoice, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client: Client) -> User:
    made = User.objects.create_user(
        "dani@example.org", "Dani Ferreira", zone="Europe/Lisbon", adult_affirmed_at=timezone.now()
    )
    client.force_login(made)
    return made


def told(user: User, number: int, **extra: object) -> Notice:
    values = {"kind": "message", "line": f"Amara wrote, {number}.", "url": "/messages/", **extra}
    return Notice.objects.create(user=user, key=f"t:{user.pk}:{number}", **values)


def queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/notices/").status_code == 200
    own = [query for query in seen.captured_queries if "messaging_notice" in query["sql"]]
    assert len(own) == 1
    return len(seen)


def test_the_list_asks_as_much_for_twenty_as_for_one(client: Client, user: User) -> None:
    told(user, 0)
    client.get("/notices/")
    one = queries(client)
    for number in range(1, 20):
        told(user, number)
    assert queries(client) == one
    assert one <= 4


def test_newest_first_thirty_at_a_time(client: Client, user: User) -> None:
    rows = [told(user, number) for number in range(35)]
    first = client.get("/notices/")
    assert [n.pk for n in first.context["notices"]] == [r.pk for r in reversed(rows[5:])]
    earlier = client.get("/notices/", {"before": first.context["earlier"]})
    assert [n.pk for n in earlier.context["notices"]] == [r.pk for r in reversed(rows[:5])]
    assert earlier.context["earlier"] is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²", "1.5", ""])
def test_a_strange_page_is_the_first(client: Client, user: User, before: str) -> None:
    told(user, 1)
    assert len(client.get("/notices/", {"before": before}).context["notices"]) == 1


def test_opening_marks_one_and_goes_on(client: Client, user: User) -> None:
    notice, other = told(user, 1), told(user, 2)
    page = client.get("/notices/").content.decode()
    assert page.count('class="dot"') >= 2
    assert "new" in page
    assert client.get(f"/notices/{notice.pk}/").status_code == 405
    assert client.post(f"/notices/{notice.pk}/")["Location"] == "/messages/"
    notice.refresh_from_db()
    other.refresh_from_db()
    assert notice.read_at
    assert not other.read_at


def test_opening_leads_nowhere_else(client: Client, user: User) -> None:
    notice = told(user, 1, url="https://evil.example/")
    assert client.post(f"/notices/{notice.pk}/")["Location"] == "/notices/"


def test_what_another_was_told_is_not_there(client: Client, user: User) -> None:
    other = User.objects.create_user("tom@example.org", "Tom")
    theirs, quiet = told(other, 1), told(user, 2, on_site=False)
    page = client.get("/notices/").content.decode()
    assert "Amara wrote" not in page
    for notice in (theirs, quiet):
        assert client.post(f"/notices/{notice.pk}/").status_code == 404
    client.post("/notices/read/")
    theirs.refresh_from_db()
    assert not theirs.read_at


def test_all_as_read(client: Client, user: User) -> None:
    told(user, 1)
    told(user, 2)
    client.post("/notices/read/")
    assert not Notice.objects.unread().exists()
    assert "Mark all as read" not in client.get("/notices/").content.decode()


def test_the_kinds_that_come_are_chosen_in_one_table(client: Client, user: User) -> None:
    names = [kind.name for kind in kinds.stoppable()]
    form = dict.fromkeys(names, "now") | {"message": "never"}
    assert client.post("/me/mail/", form).status_code == 302
    assert MailChoice.objects.get(user=user, kind="message").how == "never"
    client.post("/me/mail/", dict.fromkeys(names, "now"))
    assert not MailChoice.objects.filter(how="never").exists()
    assert client.post("/me/mail/", form | {"message": "pigeon"}).status_code == 422
    assert "account" not in client.get("/me/mail/").context["form"].fields


def test_a_pause_until_a_day(client: Client, user: User) -> None:
    day = timezone.localdate() + timedelta(days=10)
    client.post("/me/mail/pause/", {"until": day.isoformat()})
    user.refresh_from_db()
    assert user.mail_paused_until.date() == day
    assert "No mails until" in client.get("/me/mail/").content.decode()
    client.post("/me/mail/pause/", {"pause": "end"})
    user.refresh_from_db()
    assert user.mail_paused_until is None
    client.post("/me/mail/pause/", {"until": ""})
    user.refresh_from_db()
    assert user.mail_paused_until > timezone.now() + timedelta(days=29)


@pytest.mark.parametrize("until", ["yesterday", "2001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(client: Client, user: User, until: str) -> None:
    assert client.post("/me/mail/pause/", {"until": until}).status_code == 422
    user.refresh_from_db()
    assert user.mail_paused_until is None
