"""Two admins save a program's details, or the group's settings, at once: both versions, one is chosen."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import versions
from groups.models import AuditEntry, Group
from groups.services import groups
from pairings.services import looking_after
from programs.models import Program
from programs.services import programs
from tests.racing import at_once

pytestmark = pytest.mark.django_db
Form = dict[str, str]


def fields(page: str) -> Form:
    """What the page's form sends as it is."""
    page = page[page.index("<main") :]
    sent: Form = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        chosen = not re.search(r'type="(radio|checkbox)"', tag) or " checked" in tag
        if name and chosen and name[1] != "csrfmiddlewaretoken":
            sent[name[1]] = html.unescape(value[1]) if value else "on" if " checked" in tag else ""
    for name, words in re.findall(r'<textarea name="(\w+)"[^>]*>\s?(.*?)</textarea>', page, re.DOTALL):
        sent[name] = html.unescape(words)
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        tags = [tag for tag in re.findall(r"<option[^>]*>", options) if re.search(r"\bselected\b", tag)]
        value = re.search(r'value="?([^">]*)', tags[0]) if tags else None
        sent[name] = html.unescape(value[1].split(" selected")[0]) if value else ""
    return sent


def plain(page: str) -> str:
    page = html.unescape(re.sub(r"<[^>]+>", "", page[page.index("<main") :]))
    return " ".join(page.replace("\xa0", " ").split())


@pytest.fixture
def details(program: Program) -> str:
    return reverse("program_details", args=[program.group.slug, program.slug])


@pytest.fixture
def settings_page(group: Group) -> str:
    return reverse("manage_settings", args=[group.slug])


def ago() -> None:
    AuditEntry.objects.update(created_at=timezone.now() - timedelta(minutes=2, seconds=5))


# -- a program's details --------------------------------------------------------------------------
def test_whoever_saves_details_second_sees_both_and_chooses(
    priya: Client, gwen: Client, admin: User, program: Program, details: str
) -> None:
    read = fields(priya.get(details).content.decode())
    theirs = fields(gwen.get(details).content.decode()) | {"name": "Gwen’s Circle", "capacity": "3"}
    assert gwen.post(details, theirs).status_code == 302
    ago()
    mine = read | {"name": "Priya’s Circle", "topics": "Glazing\nKilns", "check_first": "on"}
    answer = priya.post(details, mine)
    said = plain(answer.content.decode())
    who = admin.first_name
    assert answer.status_code == 409
    assert f"{who} changed this 2 minutes ago. Here is {who}’s version and yours." in said
    for words in ("Gwen’s Circle", "Priya’s Circle", "Places a mentor starts with", "Glazing"):
        assert words in said
    assert "Who it is for" not in said  # where both say the same there is nothing to choose
    assert Program.objects.get().name == "Gwen’s Circle"

    kept = fields(answer.content.decode())
    kept.pop("go_on", None)
    again = priya.post(details, kept | {"go_on": "1"})
    assert (again.status_code, Program.objects.get().name) == (200, "Gwen’s Circle")
    assert fields(again.content.decode())["name"] == "Priya’s Circle"

    assert priya.post(details, kept).status_code == 302
    now = Program.objects.get()
    assert (now.name, now.topics, now.capacity, now.check_first, now.adults_only) == (
        "Priya’s Circle",
        ["Glazing", "Kilns"],
        1,
        True,
        program.adults_only,
    )
    assert (now.starts_on, now.closes_on) == (program.starts_on, program.closes_on)


def test_sign_up_that_was_closed_meanwhile_is_not_opened_by_an_old_form(
    priya: Client, admin: User, program: Program, details: str
) -> None:
    programs.open_sign_up(program, by=program.created_by)
    read = fields(priya.get(details).content.decode())
    programs.close_sign_up(program, by=admin)
    answer = priya.post(details, read | {"name": "A typo mended"})
    assert (answer.status_code, Program.objects.get().sign_up_is_open()) == (409, False)
    assert f"{admin.first_name} changed this just now" in plain(answer.content.decode())


def test_the_same_words_and_forms_without_a_stamp_are_no_conflict(
    priya: Client, gwen: Client, program: Program, details: str
) -> None:
    read = fields(priya.get(details).content.decode())
    both = read | {"name": "Agreed"}
    assert gwen.post(details, both).status_code == 302
    assert priya.post(details, both).status_code == 302
    assert priya.post(details, both | {"seen": "", "name": "No stamp"}).status_code == 302
    assert Program.objects.get().name == "No stamp"


def test_two_programs_of_one_name_name_nobody(
    priya: Client, gwen: Client, owner: User, program: Program, details: str
) -> None:
    programs.start(program.group, by=owner, curriculum_key=program.template)
    Program.objects.update(name=program.name)
    read = fields(priya.get(details).content.decode())
    assert gwen.post(details, read | {"summary": "Gwen was here."}).status_code == 302
    answer = priya.post(details, read | {"summary": "Priya was here."})
    assert "Somebody changed this meanwhile" in plain(answer.content.decode())


# -- a group's settings ---------------------------------------------------------------------------
def test_whoever_saves_settings_second_sees_both_and_chooses(
    priya: Client, gwen: Client, admin: User, settings_page: str
) -> None:
    read = fields(priya.get(settings_page).content.decode())
    assert gwen.post(settings_page, read | {"rules": "Be kind.", "joining": "ask"}).status_code == 302
    ago()
    answer = priya.post(settings_page, read | {"line": "Potters and friends."})
    said = plain(answer.content.decode())
    assert answer.status_code == 409
    assert f"{admin.first_name} changed this 2 minutes ago." in said
    for words in ("Be kind.", "Potters and friends.", "People ask, and one of you says yes"):
        assert words in said
    assert (Group.objects.get().rules, Group.objects.get().line == "Potters and friends.") == (
        "Be kind.",
        False,
    )
    mine = fields(answer.content.decode())
    mine.pop("go_on", None)
    assert priya.post(settings_page, mine).status_code == 302
    now = Group.objects.get()
    assert (now.line, now.rules, now.joining) == ("Potters and friends.", "", "link")


def test_your_own_other_window_is_told_as_such(priya: Client, settings_page: str) -> None:
    read = fields(priya.get(settings_page).content.decode())
    priya.post(settings_page, read | {"line": "One."})
    said = plain(priya.post(settings_page, read | {"line": "Two."}).content.decode())
    assert "You changed this just now, in another window." in said


# -- at the same instant --------------------------------------------------------------------------
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["details", "settings"])
def test_of_two_at_the_same_instant_one_is_asked(
    program: Program, group: Group, owner: User, admin: User, what: str
) -> None:
    save: Callable[[User, str], object]
    if what == "details":
        read = programs.stamp(Program.objects.get())

        def save(by: User, words: str) -> object:
            return looking_after.save_details(program, by=by, read=read, summary=words)
    else:
        read = groups.stamp(Group.objects.get())

        def save(by: User, words: str) -> object:
            return looking_after.save_settings(group, by=by, read=read, about=words)

    gave = at_once([lambda: save(owner, "Priya’s"), lambda: save(admin, "Gwen’s")] * 2)
    saved = [gave.index(one) % 2 for one in gave if not isinstance(one, versions.Stale)]
    assert saved
    assert len(set(saved)) == 1, gave  # the other's second try is as stale as the first
    assert sum(isinstance(one, versions.Stale) for one in gave) == 2, gave
