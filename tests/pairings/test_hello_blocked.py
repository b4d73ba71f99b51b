"""A block between two who said hello: on the next request neither finds the other, nor by mail."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from mentorship import safety
from messaging import delivery
from messaging.models import Notice
from pairings.services import lapses, others, reminders, requests
from tests.pairings.test_hello_pages import enter, sent, url

MOMENTS = {
    "waiting": lambda r: None,
    "reminded": lambda r: reminders.run(r.created_at + timedelta(days=3, minutes=1)),
    "answered": lambda r: requests.say(
        r.conversation, author=r.recipient, body="Hello to you", token=uuid.uuid4()
    ),
    "declined": lambda r: requests.decline(r, by=r.recipient, note="Not this season."),
    "lapsed": lambda r: lapses.run(r.expires_at),
}


@pytest.mark.parametrize("blocked_by", ["sender", "recipient"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_of_it_is_left_for_either(place, moment: str, blocked_by: str) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara, to_pair=True)
    MOMENTS[moment](hello)
    assert Notice.objects.owed().filter(kind__in=["hello", "hello_reminder", "message", "declined", "lapsed"])
    one, other = (
        (hello.sender, hello.recipient) if blocked_by == "sender" else (hello.recipient, hello.sender)
    )
    safety.block(blocker=one, blocked=other)
    listed = reverse("hellos", args=[place.group.slug, place.program.slug])
    for user, partner in ((dani.user, "Amara"), (amara.user, "Dani")):
        client = enter(user)
        assert client.get(url("hello", hello)).status_code == 404
        assert client.get(f"/c/{hello.conversation.code}/").status_code == 404
        assert client.get(f"/c/{hello.conversation.code}/full/").status_code == 404
        for page in (listed, reverse("today"), reverse("inbox"), reverse("notices")):
            assert partner not in client.get(page).content.decode(), page
    for act in ("hello_accept", "hello_decline", "hello_withdraw", "hello_pair_up"):
        for user in (dani.user, amara.user):
            assert enter(user).post(url(act, hello)).status_code == 404
    mail.outbox = []
    delivery.drain((timezone.now() + timedelta(days=9)).replace(hour=12))
    assert [one.subject for one in mail.outbox] == []
    amara.refresh_from_db()
    assert amara.waiting_requests == 0
    assert others.best(dani.user, place.program, "mentor") == []
    assert reminders.run(hello.created_at + timedelta(days=6, minutes=1)) == 0
