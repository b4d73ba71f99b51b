"""Two admins write at once, or the week goes away under whoever writes: both versions stay, one is chosen."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from pairings.services import week_changes
from programs.models import Program, Week
from programs.models.programs import State
from programs.week_text import text_of
from tests.program_pages import at
from tests.weeks_cases import changed, sent, week, words

pytestmark = pytest.mark.django_db


def hidden(response: object) -> dict[str, str]:
    """What the page's hidden fields send."""
    page = response.content.decode()  # type: ignore[attr-defined]
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def test_whoever_comes_second_sees_both_and_chooses(priya: Client, gwen: Client, program: Program) -> None:
    third = week(program, 3)
    address = at("week_edit", program, 3)
    theirs = sent(third, question="What does Gwen ask?", intro="From Gwen.")
    assert gwen.post(address, theirs).status_code == 302
    Week.objects.filter(pk=third.pk).update(changed_at=timezone.now() - timedelta(minutes=2, seconds=5))
    response = priya.post(address, sent(third, question="What does Priya ask?"))
    text = words(response)
    plain = " ".join(re.sub(r"<[^>]+>", "", text).replace("\xa0", " ").split())
    assert response.status_code == 409
    assert "Bill changed this 2 minutes ago. Here is Bill’s version and yours." in plain
    assert "Which one do you want?" in plain
    for said in ("What does Gwen ask?", "What does Priya ask?", "From Gwen.", third.intro.split(".")[0]):
        assert said in plain
    assert "A tip for the mentor" not in plain  # where both say the same there is nothing to choose
    assert week(program, 3).question == "What does Gwen ask?"
    mine = {
        name: html.unescape(value)
        for name, value in re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()
        )
        if name != "csrfmiddlewaretoken"
    }
    assert mine["edition"] == "2"
    assert priya.post(address, mine).status_code == 302
    now = week(program, 3)
    assert (now.question, now.intro, now.edition) == ("What does Priya ask?", third.intro, 3)


def test_a_form_that_does_not_say_what_it_has_read_overwrites_nothing(
    priya: Client, gwen: Client, program: Program
) -> None:
    third = week(program, 3)
    data = sent(third, question="Blind?")
    for missing, status in (
        ({"edition": ""}, 409),
        ({"edition": "x"}, 422),
        ({"edition": "", "root": ""}, 409),
    ):
        response = priya.post(at("week_edit", program, 3), data | missing)
        assert response.status_code == status
        assert "Blind?" in words(response)
    assert week(program, 3).question == third.question


def test_a_week_that_has_moved_meanwhile_is_still_the_one_that_is_saved(
    priya: Client, program: Program, owner: User
) -> None:
    third, fourth = week(program, 3), week(program, 4)
    week_changes.move(third, by=owner, up=False)
    priya.post(at("week_edit", program, 3), sent(third, question="Where am I?"))
    assert (week(program, 4).question, week(program, 3).question) == ("Where am I?", fourth.question)


@pytest.mark.parametrize("act", [week_changes.hide, week_changes.remove])
def test_words_for_a_week_that_has_gone_meanwhile_are_all_there(
    priya: Client, program: Program, owner: User, act: object
) -> None:
    seventh = week(program, 7)
    act(week(program, 7), by=owner)  # type: ignore[operator]
    response = priya.post(at("week_edit", program, 7), sent(seventh, question="Written too late?"))
    text = words(response)
    assert response.status_code == 409
    assert "Written too late?" in text
    assert ("Bring it back" in text) == (act is week_changes.hide)
    again = words(priya.post(at("week_preview", program), hidden(response)))
    assert "<h1>A new week</h1>" in again
    assert 'value="Written too late?"' in again


def test_a_finished_program_refuses_words_and_shows_them(priya: Client, program: Program) -> None:
    data = sent(week(program, 3), question="Too late?")
    Program.objects.filter(pk=program.pk).update(state=State.FINISHED)
    response = priya.post(at("week_edit", program, 3), data)
    assert response.status_code == 422
    assert 'value="Too late?"' in words(response)
    assert "Its weeks stay as they are" in words(response)


def test_what_comes_from_a_template_remembers_it(program: Program, owner: User) -> None:
    for row in Week.objects.live().filter(program=program):
        assert row.original["question"] == row.question
        assert "number" not in row.original
    third = week(program, 3)
    week_changes.edit(third, by=owner, text=changed(text_of(third), question="Other?"))
    assert week(program, 3).original["question"] == third.question
