"""One message: its address, putting it right, taking it back, reporting and blocking from where it stands."""

import re
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from groups.models import Report
from mentorship import safety, scenarios
from messaging import delivery
from messaging.models import Message, Notice
from messaging.services import conversations, corrections
from pairings.models import Pairing
from tests.talk_cases import HTMX, age, at, enter, fill, home, page_of, say


@pytest.fixture
def pairing(db: None) -> Pairing:
    return scenarios.running(weeks=1)


# -- putting it right -------------------------------------------------------------------------------
def test_without_javascript_a_page_asks_and_leads_back_to_the_message(pairing: Pairing) -> None:
    message, client = say(pairing, pairing.mentee_user, "See you Thursdya"), enter(pairing.mentee_user)
    assert f'href="{at("message_edit", message)}"' in page_of(client, pairing)
    page = client.get(at("message_edit", message)).content.decode()
    assert "See you Thursdya</textarea>" in page
    assert page.count("<h1") == 1
    answer = client.post(at("message_edit", message), {"body": "See you Thursday"})
    assert (answer.status_code, answer.url) == (302, f"{home(pairing)}#m{message.pk}")
    for user in (pairing.mentee_user, pairing.mentor_user):
        shown = page_of(enter(user), pairing)
        assert "See you Thursday</p>" in shown
        assert "Thursdya" not in shown
        assert "<span>edited</span>" in shown


def test_htmx_swaps_the_message_and_gets_it_back_in_focus(pairing: Pairing) -> None:
    message, client = say(pairing, pairing.mentee_user, "One"), enter(pairing.mentee_user)
    form = client.get(at("message_edit", message), headers=HTMX).content.decode()
    assert "<html" not in form
    assert f'id="m{message.pk}"' in form
    assert re.search(r"<textarea[^>]* data-focus", form)
    answer = client.post(at("message_edit", message), {"body": "Two"}, headers=HTMX).content.decode()
    assert f'id="m{message.pk}" data-focus tabindex="-1"' in answer
    assert "Two</p>" in answer
    assert "Changed." in answer
    assert '"HX-Request"' not in answer
    left = client.get(at("message", message), headers=HTMX).content.decode()
    assert "Two</p>" in left
    assert "<textarea" not in left


@pytest.mark.parametrize("headers", [None, HTMX])
def test_too_late_is_said_kindly_and_keeps_the_words(pairing: Pairing, headers) -> None:
    message, client = say(pairing, pairing.mentee_user, "One"), enter(pairing.mentee_user)
    age(message, minutes=16)
    answer = client.post(at("message_edit", message), {"body": "Too late a word"}, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "stays as it was sent" in html
    assert "Too late a word</textarea>" in html
    assert "Take it back</button>" in html
    assert ">Save<" not in html
    assert Message.objects.get().body == "One"


def test_after_a_quarter_of_an_hour_it_can_only_be_taken_back(pairing: Pairing) -> None:
    message, client = say(pairing, pairing.mentee_user, "One"), enter(pairing.mentee_user)
    assert ">Edit<span" in page_of(client, pairing)
    age(message, minutes=16)
    assert ">Take back<" in page_of(client, pairing)
    page = client.get(at("message_edit", message)).content.decode()
    assert "<textarea" not in page
    assert "Take it back</button>" in page


def test_nothing_written_is_refused_where_it_was_written(pairing: Pairing) -> None:
    message = say(pairing, pairing.mentee_user)
    answer = enter(pairing.mentee_user).post(at("message_edit", message), {"body": " "})
    assert answer.status_code == 422
    assert "Write a few words first" in answer.content.decode()


def test_a_closed_talk_takes_no_edit(pairing: Pairing) -> None:
    message, client = say(pairing, pairing.mentee_user, "One"), enter(pairing.mentee_user)
    conversations.close(pairing.conversation_id)
    answer = client.post(at("message_edit", message), {"body": "Two"})
    assert answer.status_code == 422
    assert "This conversation is closed" in answer.content.decode()
    assert ">Take back<" in page_of(client, pairing)
    assert client.post(at("message_remove", message)).status_code == 302
    assert Message.objects.get().removed_at


# -- taking it back ---------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_was_taken_back_is_gone_for_both(pairing: Pairing, headers) -> None:
    message = say(pairing, pairing.mentee_user, "A secret", quote="Which one?")
    client = enter(pairing.mentee_user)
    answer = client.post(at("message_remove", message), headers=headers)
    if headers:
        assert "You took this back" in answer.content.decode()
        assert "data-focus" in answer.content.decode()
    else:
        assert answer.url == f"{home(pairing)}#m{message.pk}"
    mine, theirs = page_of(client, pairing), page_of(enter(pairing.mentor_user), pairing)
    assert "You took this back" in mine
    assert f"<bdi>{pairing.mentee_user.first_name}</bdi> took a message back" in theirs
    for html in (mine, theirs):
        assert "A secret" not in html
        assert "Which one?" not in html
    assert at("message_edit", message) not in mine
    assert at("message_report", message) not in theirs
    assert client.get(at("message_edit", message)).status_code == 302
    inbox = enter(pairing.mentor_user).get(reverse("inbox")).content.decode()
    assert "took a message back" in inbox
    assert "A secret" not in inbox


def test_looking_removes_nothing(pairing: Pairing) -> None:
    message, client = say(pairing, pairing.mentee_user), enter(pairing.mentee_user)
    assert client.get(at("message_remove", message)).status_code == 405
    client.get(at("message_edit", message))
    assert not Message.objects.get().removed_at


def test_a_report_made_before_keeps_its_copy_and_none_after_has_one(pairing: Pairing) -> None:
    message = say(pairing, pairing.mentor_user, "Send me forty euros")
    client = enter(pairing.mentee_user)
    report = client.get(at("message_report", message)).url
    assert client.post(report, {"category": "spam", "messages": [message.pk]}).status_code == 302
    corrections.remove(message, by=pairing.mentor_user)
    assert [copy.body for copy in Report.objects.get().messages.all()] == ["Send me forty euros"]
    assert "forty" not in client.get(report).content.decode()
    assert client.post(report, {"category": "spam", "messages": [message.pk]}).status_code == 422


# -- whose it is ------------------------------------------------------------------------------------
def test_nobody_but_its_author_and_nobody_outside(pairing: Pairing) -> None:
    message = say(pairing, pairing.mentee_user)
    other = enter(pairing.mentor_user)
    assert other.get(at("message", message)).status_code == 302
    assert other.get(at("message_edit", message)).status_code == 403
    assert other.post(at("message_edit", message), {"body": "Mine"}).status_code == 403
    assert other.post(at("message_remove", message)).status_code == 403
    assert enter(pairing.mentee_user).get(at("message_report", message)).status_code == 404
    member = scenarios.person("Mo Member", "mo@else.example")
    scenarios.member(pairing.program.group, member)
    owner = pairing.program.group.memberships.get(role="owner").user
    for user in (member, owner, scenarios.person("Zed Stranger", "zed@else.example")):
        client = enter(user)
        for name in ("message", "message_edit", "message_report"):
            assert client.get(at(name, message)).status_code == 404
        assert client.post(at("message_edit", message), {"body": "Mine"}).status_code == 404
        assert client.post(at("message_remove", message)).status_code == 404
    assert Message.objects.get().body == "Good morning"


def test_a_message_is_found_in_its_own_conversation_only(pairing: Pairing) -> None:
    group = pairing.program.group
    third = scenarios.person("Tess Third", "tess@else.example")
    scenarios.member(group, third)
    other = conversations.between(program_id=77, scope=group.pk, a=third, b=pairing.mentor_user)
    foreign = conversations.say(other, author=third, body="Not yours", token=uuid.uuid4())
    client = enter(pairing.mentee_user)
    for name in ("message", "message_edit", "message_report"):
        assert client.get(reverse(name, args=[pairing.conversation.code, foreign.pk])).status_code == 404
    assert client.get(reverse("message", args=[pairing.conversation.code, 10**30])).status_code == 404


# -- report and block from a message -----------------------------------------------------------------
def test_each_message_of_the_other_can_be_reported_where_it_stands(pairing: Pairing) -> None:
    rows = fill(pairing, 60)
    asked = next(row for row in rows if row.author_id == pairing.mentor_user_id)  # long before the newest
    client = enter(pairing.mentee_user)
    page = page_of(client, pairing, f"?at={asked.pk}")
    assert f'href="{at("message_report", asked)}"' in page
    address = client.get(at("message_report", asked)).url
    assert parse_qs(urlsplit(address).query) == {
        "conversation": [pairing.conversation.code],
        "message": [str(asked.pk)],
    }
    form = client.get(address).content.decode()
    ticked = re.findall(r'name="messages" value="(\d+)"[^>]*checked', form)
    assert ticked == [str(asked.pk)]
    assert form.count('name="messages"') > 1
    both = [str(asked.pk), str(rows[rows.index(asked) + 1].pk)]
    assert client.post(address, {"category": "harassment", "messages": both}).status_code == 302
    assert Report.objects.get().messages.count() == 2


def test_block_from_a_message_hides_all_at_once(pairing: Pairing, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    delivery.drain()
    say(pairing, pairing.mentor_user, "Something nasty")
    message = say(pairing, pairing.mentee_user, "Please stop")
    mentee, mentor = enter(pairing.mentee_user), enter(pairing.mentor_user)
    theirs = Message.objects.get(author=pairing.mentor_user)
    report = mentee.get(at("message_report", theirs), follow=True).content.decode()
    block = reverse("person_block", args=[pairing.program.group.slug, pairing.mentor_user.code])
    assert f'href="{block}"' in report
    assert mentee.post(block).status_code == 302
    for client in (mentee, mentor):
        inbox = client.get(reverse("inbox")).content.decode()
        assert "nasty" not in inbox
        assert "Please stop" not in inbox
        assert '<b class="dot"></b>' not in inbox
        found = client.get(reverse("inbox"), {"q": "something"}).content.decode()
        assert "Nothing found" in found
        assert "nasty" not in found
        for name in ("message", "message_edit"):
            assert client.get(at(name, message)).status_code == 404
    mail.outbox = []
    delivery.drain(timezone.now() + timedelta(minutes=11))
    assert [one for one in mail.outbox if "wrote to you" in one.subject] == []
    assert not Notice.objects.filter(kind="message", on_site=True).exists()


def test_block_twice_and_taking_it_back_shows_the_talk_again(pairing: Pairing) -> None:
    say(pairing, pairing.mentor_user, "Words of before")
    safety.block(blocker=pairing.mentee_user, blocked=pairing.mentor_user)
    safety.unblock(blocker=pairing.mentee_user, blocked=pairing.mentor_user)
    assert "Words of before" in enter(pairing.mentee_user).get(reverse("inbox")).content.decode()


# -- saying it again ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("headers", [None, HTMX])
def test_changed_words_after_a_lost_answer_come_back_to_be_sent_once(pairing: Pairing, headers) -> None:
    client, token = enter(pairing.mentee_user), str(uuid.uuid4())
    address = reverse("conversation_say", args=[pairing.conversation.code])
    client.post(address, {"body": "See you Thursday", "token": token}, headers=headers)
    answer = client.post(address, {"body": "See you Friday", "token": token}, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Your first words did arrive" in html
    assert "See you Friday</textarea>" in html
    new = re.search(r'name="token" value="([^"]+)"', html)
    assert new
    assert new[1] != token
    for _ in range(2):
        client.post(address, {"body": "See you Friday", "token": new[1]}, headers=headers)
    assert list(Message.objects.order_by("pk").values_list("body", flat=True)) == [
        "See you Thursday",
        "See you Friday",
    ]
