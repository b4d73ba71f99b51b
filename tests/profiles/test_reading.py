"""Where admins read answers before they are listed: who waits, what is decided, what each hears."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from groups.models import AuditEntry
from messaging import delivery
from messaging.models import Notice
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.services import profiles, reading, seats
from profiles.services.profiles import NotReady

WHERE = ("riverside", "autumn")


def url(name, *more):
    return reverse(name, args=[*WHERE, *more])


def lines(user) -> list[str]:
    return [notice.line for notice in Notice.objects.filter(user=user).order_by("pk")]


def again(profile: Profile) -> Profile:
    return Profile.objects.select_related("program__group", "user").get(pk=profile.pk)


# -- who waits ------------------------------------------------------------------------------------
def test_the_button_sends_and_nobody_is_half_listed(client, sent, listed, member, owner, checking):
    waiting = sent()
    assert waiting.listed_at is None
    reader = member("Reader")
    client.force_login(reader)
    for name, query in (("directory", "?role=mentee"), ("directory", "?role=mentee&q=squeegees")):
        page = client.get(url(name) + query).content.decode()
        assert "Dani Ferreira" not in page
    for name in ("answers", "hello_new"):
        assert client.get(url(name, waiting.code)).status_code == 404
    assert not Profile.objects.with_room(checking.today()).exists()
    with pytest.raises(seats.SeatsGone), transaction.atomic():
        seats.take_seats([waiting.pk])
    client.force_login(owner)
    assert "Dani Ferreira" not in client.get(url("pairing_board")).content.decode()
    with pytest.raises(ValidationError, match="on the list first"):
        profiles.leave_it(waiting)


def test_the_person_sees_what_happens_next(client, sent):
    waiting = sent()
    client.force_login(waiting.user)
    assert "That’s sent" in client.get(url("sign_up_done")).content.decode()
    page = client.get(url("sign_up")).content.decode()
    assert "Being read" in page
    page = client.get(url("program")).content.decode()
    assert "Your sign-up" in page
    assert "Find me a mentor" not in page
    assert client.get(url("answers", waiting.code)).url == url("sign_up")
    profiles.save_step(waiting, 1, {"answers": {"help": "Glaze, then"}})
    assert again(waiting).state == State.SENT
    with pytest.raises(NotReady):
        profiles.save_step(waiting, 1, {"answers": {"help": ""}})
    assert profiles.enlist(waiting).state == State.SENT  # a second press changes nothing
    assert profiles.withdraw(waiting).state == State.WITHDRAWN


def test_an_admins_own_sign_up_waits_for_nobody(checking, listed, owner):
    assert listed("Priya Raman", user=owner).state == State.LISTED


def test_admins_hear_of_the_first_that_waits_and_again_when_they_have_read(sent, owner):
    first = sent()
    sent("Fern Hill")
    assert lines(owner) == ["Somebody waits to be on the list of Autumn Skill Share"]
    for profile in Profile.objects.filter(state=State.SENT).order_by("pk"):
        reading.fine_one(profile, profile.stamp, by=owner)
    sent("Noor Rahal")
    assert len(lines(owner)) == 2
    assert AuditEntry.objects.filter(verb="put on the list").count() == 2
    assert first.user.name in AuditEntry.objects.filter(verb="put on the list").earliest("pk").subject


def test_its_mail_is_not_sent_when_nobody_waits_any_more(sent, owner, mailoutbox):
    waiting = sent()
    noon = (timezone.now() + timedelta(days=1)).replace(hour=12)
    reading.fine_one(waiting, waiting.stamp, by=owner)
    delivery.drain(noon)
    assert [(mail.to[0], mail.subject) for mail in mailoutbox] == [(waiting.user.email, "You’re on the list")]


# -- what is decided ------------------------------------------------------------------------------
def test_fine_lists_and_tells(client, sent, owner, mailoutbox):
    waiting = sent()
    client.force_login(owner)
    page = client.get(url("sign_ups")).content.decode()
    assert "One waits to be read" in page
    page = client.get(url("sign_up_read", waiting.code)).content.decode()
    assert "Screens and squeegees" in page
    read = re.search(r'name="read" value="([^"]+)"', page)[1]
    assert client.post(url("sign_up_fine", waiting.code), {"read": read}).url == url("sign_ups")
    now = again(waiting)
    assert (now.state, now.decided_by, now.listed_at is not None) == (State.LISTED, owner, True)
    assert lines(waiting.user) == ["You’re on the list of Autumn Skill Share"]
    assert "on the list" in client.get(url("sign_up_read", waiting.code)).content.decode().lower()
    client.force_login(waiting.user)
    answer = client.get(reverse("sign_up_short", args=[waiting.code]))
    assert answer.url == url("sign_up")


def test_a_small_change_stands_at_its_place_and_comes_back(client, sent, owner, mailoutbox):
    waiting = sent()
    client.force_login(owner)
    page = client.get(url("sign_up_ask", waiting.code)).content.decode()
    assert "Could you say a little more here" in page
    data = {"read": waiting.stamp, "about": "help", "note": "Which <b>glaze</b> do you mean?"}
    assert client.post(url("sign_up_ask", waiting.code), data).status_code == 302
    assert again(waiting).state == State.ASKED
    client.force_login(waiting.user)
    page = client.get(url("sign_up")).content.decode()
    assert "Which &lt;b&gt;glaze&lt;/b&gt; do you mean?" in page
    where = url("sign_up_step", "mentee", 1)
    assert f'href="{where}#note"' in page
    page = client.get(where).content.decode()
    assert page.index('id="note"') < page.index('name="q_help"')
    answer = client.post(where, {"q_help": "Celadon", "topics": ["Confidence"]})
    assert answer.url == url("sign_up_check") + "?as=mentee"
    assert again(waiting).state == State.ASKED
    assert "Send it again" in client.get(answer.url).content.decode()
    assert client.post(url("sign_up_check"), {"as": "mentee"}).url == url("sign_up_done") + "?as=mentee"
    assert again(waiting).state == State.SENT
    assert len(lines(owner)) == 2
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12))
    assert [mail.subject for mail in mailoutbox] == ["Somebody waits to be read"]  # the change is made
    client.force_login(owner)
    assert "Changed what you asked for" in client.get(url("sign_ups")).content.decode()


def test_what_was_asked_for_comes_by_mail_with_the_admins_words(sent, owner, mailoutbox):
    waiting = sent()
    reading.ask(waiting, waiting.stamp, by=owner, note="Which glaze?", about="help")
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12))
    mail = mailoutbox[-1]
    assert (mail.to, mail.subject) == ([waiting.user.email], "A small thing about your answers")
    assert "Which glaze?" in mail.body
    assert f"/s/{waiting.code}/" in mail.body


def test_not_this_time_is_kind_and_final_until_an_admin_thinks_again(client, sent, owner, mailoutbox):
    waiting = sent()
    client.force_login(owner)
    page = client.get(url("sign_up_decline", waiting.code)).content.decode()
    assert "I can’t put you on the list this time" in page
    data = {"read": waiting.stamp, "note": "Next season, gladly."}
    client.post(url("sign_up_decline", waiting.code), data)
    assert again(waiting).state == State.DECLINED
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12))
    assert "Next season, gladly." in mailoutbox[-1].body
    client.force_login(waiting.user)
    assert "Next season, gladly." in client.get(url("sign_up")).content.decode()
    assert client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"}).status_code == 422
    assert client.get(url("sign_up_step", "mentee", 1)).url == url("sign_up")
    client.post(url("sign_up_withdraw"), {"as": "mentee"})
    with pytest.raises(ValidationError):
        profiles.save_step(again(waiting), 1, {"answers": {"help": "Please"}})
    assert again(waiting).state == State.DECLINED
    client.force_login(owner)
    assert "Fine after all" in client.get(url("sign_up_read", waiting.code)).content.decode()
    client.post(url("sign_up_fine", waiting.code), {"read": again(waiting).stamp})
    assert again(waiting).state == State.LISTED


def test_words_are_needed_and_kept_when_refused(client, sent, owner):
    waiting = sent()
    client.force_login(owner)
    for name in ("sign_up_ask", "sign_up_decline"):
        for note in ("", " ", "x" * 601):
            data = {"read": waiting.stamp, "note": note, "about": ""}
            assert client.post(url(name, waiting.code), data).status_code == 422
    profiles.save_step(waiting, 1, {"answers": {"help": "Another thing"}})
    old = {"read": waiting.stamp[:-1] + "x", "note": "Kept words", "about": ""}
    refused = client.post(url("sign_up_ask", waiting.code), old)
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()
    assert again(waiting).state == State.SENT


def test_what_changed_while_it_was_read_is_read_again(client, sent, owner):
    waiting = sent()
    read = waiting.stamp
    profiles.save_step(waiting, 1, {"answers": {"help": "Something else altogether"}})
    client.force_login(owner)
    answer = client.post(url("sign_up_fine", waiting.code), {"read": read}, follow=True)
    assert "Dani changed something a moment ago" in answer.content.decode()
    assert again(waiting).state == State.SENT
    assert reading.fine(waiting.program, {waiting.code: read}, by=owner) == []


# -- what it costs --------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 12])
def test_the_queue_costs_the_same_for_any_number(client, sent, owner, number):
    for n in range(number):
        waiting = sent(f"Person {n}")
    client.force_login(owner)
    for address, most in ((url("sign_ups"), 8), (url("sign_up_read", waiting.code), 6)):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= most, [query["sql"][:80] for query in queries]
