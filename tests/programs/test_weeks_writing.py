"""Writing one week: how it looks while it is typed, a test by mail, saving. No word is lost."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from groups.models import AuditEntry
from messaging import delivery
from messaging.models import Notice
from programs.models import Program, Prompt, Week
from programs.services import files
from programs.week_text import text_of
from tests.program_pages import at
from tests.weeks_cases import place, sent, week, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


# -- how it looks ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("look", "seen", "unseen"),
    [
        ("mentor", "For you as the mentor:", "For you as the mentee:"),
        ("mentee", "For you as the mentee:", "For you as the mentor:"),
        ("mail", "This week's question for you and Amara:", "Pick one to start with"),
    ],
)
def test_what_is_typed_is_shown_as_it_will_look_and_not_kept(
    priya: Client, program: Program, look: str, seen: str, unseen: str
) -> None:
    third = week(program, 3)
    before = text_of(third), Prompt.objects.count(), AuditEntry.objects.count()
    data = sent(third, question="What would you tell yourself?", first="A new way in", look=look)
    part = words(priya.post(at("week_preview", program), data, headers=HTMX))
    whole = words(priya.post(at("week_preview", program), data))
    for text in (part, whole):
        assert "What would you tell yourself?" in text
        assert "A new way in" in text
        assert seen in text
        assert unseen not in text
    assert "<html" not in part
    assert re.search(r'name="question"[^>]*value="What would you tell yourself\?"', whole)
    assert "Error:" not in whole
    assert (text_of(week(program, 3)), Prompt.objects.count(), AuditEntry.objects.count()) == before


def test_the_subject_of_the_mail_is_no_longer_than_a_file_holds(priya: Client, program: Program) -> None:
    page = at("week_edit", program, 3)
    too_long = priya.post(page, sent(week(program, 3), subject="a" * 42))
    assert (too_long.status_code, week(program, 3).subject == "a" * 42) == (422, False)
    assert priya.post(page, sent(week(program, 3), subject="a" * 41)).status_code == 302
    for number in (3, 52):
        assert files.week_text(week(program, 3), number).subject == "a" * 41  # whole, wherever it stands


def test_a_subject_that_stays_behind_the_question_is_pointed_out(priya: Client, program: Program) -> None:
    page, third = at("week_edit", program, 3), week(program, 3)
    still = f"The mail’s subject still says “{third.subject}”. Empty it"
    said = words(priya.post(page, sent(third, question="What did you mend last?"), follow=True))
    assert still in said
    now = week(program, 3)
    for change in ({"intro": "Only this."}, {"question": "Another?", "subject": "another thing"}):
        assert still not in words(priya.post(page, sent(now, **change), follow=True))
        now = week(program, 3)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"title": "", "question": "", "first": ""},
        {"minutes": "many", "form": "nothing", "root": "x", "edition": "y", "look": "z"},
        {"title": "x" * 5000, "intro": "a\u202eb", "second": "<b>bold</b>"},
    ],
)
def test_half_a_week_has_a_look_too(priya: Client, program: Program, data: dict[str, str]) -> None:
    for headers in ({}, HTMX):
        response = priya.post(at("week_preview", program), data, headers=headers)
        assert response.status_code == 200
        assert "<b>bold</b>" not in response.content.decode()


@pytest.mark.parametrize("minutes", ["", "many", "4", "241"])
def test_minutes_that_are_none_are_asked_for_kindly(priya: Client, program: Program, minutes: str) -> None:
    said = words(priya.post(at("week_edit", program, 3), sent(week(program, 3), minutes=minutes)))
    assert "Write a number from 5 to 240" in said


def test_the_card_is_the_one_that_pairs_get(client: Client) -> None:
    """The preview's card and the pair's own page say the same of a week, but for what only a pair can do."""
    program, by = place()
    client.force_login(by)
    fourth = week(program, 4)
    shown = words(client.post(at("week_preview", program), sent(fourth, look="mentee"), headers=HTMX))
    pairing = program.pairings.get()
    client.force_login(pairing.mentee_user)
    theirs = words(client.get(at("pair_week", program, pairing.code, 4)))
    said = re.compile(
        r'<h2 id="wk".*?</h2>|<fieldset.*?</fieldset>|<p class="small muted"><b>.*?</p>', re.DOTALL
    )
    card = re.search(r'<article class="card lamplit.*?</article>', theirs, re.DOTALL)
    assert card
    assert said.findall(shown) == said.findall(card[0])
    assert len(said.findall(shown)) == 3


def test_thoughts_come_while_typing(priya: Client, program: Program) -> None:
    third = week(program, 3)
    closed = {"question": "Is it?", "first": "Do you?", "second": "Can you?", "third": "Have you?"}
    address = at("week_preview", program)
    assert "Worth a thought" not in words(priya.post(address, sent(third), headers=HTMX))
    text = words(priya.post(address, sent(third, **closed), headers=HTMX))
    assert "Every question of this week can be answered with yes or no" in text
    assert "Start at least one with what, how, which or when" in text
    last = week(program, 12)
    no_end = words(priya.post(address, sent(last, form="none"), headers=HTMX))
    assert "a pair just fades" in no_end
    assert priya.post(at("week_edit", program, 3), sent(third, **closed)).status_code == 302


# -- a test by mail -------------------------------------------------------------------------------
def test_a_test_goes_to_the_one_who_writes_and_says_what_it_is(
    priya: Client, program: Program, owner: User
) -> None:
    third = week(program, 3)
    data = sent(third, question="What would you tell yourself?", subject="", look="mentor")
    response = priya.post(at("week_test", program), data)
    assert f"A test is on its way to {owner.email}." in words(response)
    assert re.search(r'name="question"[^>]*value="What would you tell yourself\?"', words(response))
    assert week(program, 3).question == third.question
    notice = Notice.objects.get(kind="week_test")
    assert (notice.user, notice.on_site) == (owner, False)
    assert "yourself" not in notice.payload
    mail.outbox = []
    delivery.drain()
    (only,) = mail.outbox
    assert only.to == [owner.email]
    assert only.subject == "Test: Week 3: What would you tell yourself?"
    assert "This is a test. Only you got it" in only.body
    assert third.tip_mentor.split(".")[0] in " ".join(only.body.split())
    assert "This is a test." in only.alternatives[0][0]
    notice.refresh_from_db()
    assert (notice.mail_state, notice.payload) == ("sent", "")
    assert "mailed themselves a test of week 3" in AuditEntry.objects.latest("pk").verb


def test_ten_tests_an_hour_are_enough_and_the_words_stay(priya: Client, program: Program) -> None:
    data = sent(week(program, 3), question="Still here?")
    for _number in range(10):
        assert "on its way" in words(priya.post(at("week_test", program), data, headers=HTMX))
    refused = priya.post(at("week_test", program), data)
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert "That’s ten tests in an hour." in words(refused)
    assert 'value="Still here?"' in words(refused)
    shown = priya.post(at("week_test", program), data, headers=HTMX)
    assert shown.status_code == 422  # what htmx swaps
    assert "That’s ten tests in an hour." in words(shown)
    assert Notice.objects.filter(kind="week_test").count() == 10


# -- saving ---------------------------------------------------------------------------------------
def test_a_refusal_keeps_every_word(priya: Client, program: Program) -> None:
    typed = sent(
        week(program, 3), title="", question="A question?", third="", intro="Two\nlines.", form="goal"
    )
    response = priya.post(at("week_edit", program, 3), typed)
    text = words(response)
    assert response.status_code == 422
    assert "Error:" in text
    assert 'value="A question?"' in text
    assert "Two\nlines.</textarea>" in text
    assert '<option value="goal" selected>' in text
    assert "data-typed" in text


def test_the_words_are_kept_on_the_device_until_they_are_saved(priya: Client, program: Program) -> None:
    third = week(program, 3)
    text = words(priya.get(at("week_edit", program, 3)))
    assert f'data-keep="week:{third.root}"' in text
    assert "data-typed" not in text
    preview = words(priya.post(at("week_preview", program), sent(third)))
    assert "data-typed" in preview


def test_a_new_week_is_written_on_the_same_page(priya: Client, program: Program) -> None:
    asked = words(priya.get(at("week_add", program)))
    assert re.search(r'<option value="11" selected>After week 11, Measuring success', asked)
    data = sent(week(program, 3), title="A long walk", after="5", root="", edition="")
    before = Week.objects.live().filter(program=program).count()
    look = words(priya.post(at("week_preview", program), data))
    assert "<h1>A new week</h1>" in look
    assert '<option value="5" selected>' in look
    assert Week.objects.live().filter(program=program).count() == before
    response = priya.post(at("week_add", program), data, follow=True)
    assert "Week 6 is new: A long walk." in words(response)
    assert (week(program, 6).title, week(program, 7).title) == ("A long walk", "Someone you admire")
    refused = priya.post(at("week_add", program), data | {"after": "40"})
    assert refused.status_code == 422
    assert 'value="A long walk"' in words(refused)


def test_places_before_what_has_gone_out_are_not_offered(client: Client) -> None:
    program, by = place()
    client.force_login(by)
    offered = re.findall(r'<option value="(\d+)"', words(client.get(at("week_add", program))))
    assert offered == [str(number) for number in range(4, 13)]


def test_a_running_week_says_who_keeps_the_old_text(client: Client) -> None:
    program, by = place()
    client.force_login(by)
    text = words(client.get(at("week_edit", program, 4)))
    assert "1 pair has already passed this week. It keeps the old text." in text
    assert "already passed" not in words(client.get(at("week_edit", program, 5)))
