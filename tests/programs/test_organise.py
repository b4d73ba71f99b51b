"""The pages on which admins set a program up, asked by everybody; and the whole way to open sign-up."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import Group
from programs.curriculum import library
from programs.models import Program
from programs.models.programs import State
from tests.program_pages import TOKEN, at, details, enter

PAGES = ("program_details", "curriculum", "questions", "sign_up_open")
WRITES = ("curriculum_check", "questions_check", "sign_up_close", "sign_up_reopen", "program_finish")


@pytest.fixture
def cast(owner: User, admin: User, dani: User, stranger: User) -> dict[str, User | None]:
    return {"anonymous": None, "stranger": stranger, "member": dani, "admin": admin, "owner": owner}


@pytest.mark.parametrize("state", ["draft", "live"])
@pytest.mark.parametrize("name", [*PAGES, "week_edit", "question_edit"])
def test_pages_are_for_admins(
    client: Client, program: Program, cast: dict[str, User | None], name: str, state: str
) -> None:
    Program.objects.filter(pk=program.pk).update(state=state, signup_from=timezone.now())
    more = {"week_edit": [3], "question_edit": ["mentee", "help"]}.get(name, [])
    # A draft is nothing that a member may know of; a live program is, but not how it is run.
    expected = {
        "anonymous": 302,
        "stranger": 404,
        "member": 404 if state == "draft" else 403,
        "admin": 200,
        "owner": 200,
    }
    found = {who: enter(client, user).get(at(name, program, *more)).status_code for who, user in cast.items()}
    assert found == expected


@pytest.mark.parametrize("name", WRITES)
def test_writes_are_for_admins_and_by_post(
    client: Client, program: Program, cast: dict[str, User | None], name: str
) -> None:
    Program.objects.filter(pk=program.pk).update(state=State.LIVE, signup_from=timezone.now())
    expected = {"anonymous": 302, "stranger": 404, "member": 403}
    for who, status in expected.items():
        assert enter(client, cast[who]).post(at(name, program)).status_code == status
    program.refresh_from_db()
    assert (program.state, program.weeks_checked_at, program.finished_at) == (State.LIVE, None, None)
    assert enter(client, cast["admin"]).get(at(name, program)).status_code == 405
    assert client.post(at(name, program)).status_code == 302


def test_only_admins_start_a_program(client: Client, group: Group, cast: dict[str, User | None]) -> None:
    address = reverse("program_new", args=[group.slug])
    expected = {"anonymous": 302, "stranger": 404, "member": 403, "admin": 200, "owner": 200}
    assert {who: enter(client, user).get(address).status_code for who, user in cast.items()} == expected
    for who in ("anonymous", "stranger", "member"):
        enter(client, cast[who]).post(address, {"template": "career-advancement", "token": TOKEN})
    assert not Program.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"template": "nothing", "token": TOKEN}, {"template": "career-advancement"}]
)
def test_a_wrong_choice_of_template_comes_back(
    client: Client, group: Group, owner: User, data: dict[str, str]
) -> None:
    response = enter(client, owner).post(reverse("program_new", args=[group.slug]), data)
    assert response.status_code == 422
    assert not Program.objects.exists()


def test_every_template_has_its_card_and_the_page_stays_light(
    client: Client, group: Group, owner: User
) -> None:
    address = reverse("program_new", args=[group.slug])
    page = enter(client, owner).get(address).content.decode()
    for key, template in library().items():
        assert f'<h2 id="t-{key}">{template.name}</h2>' in page
        assert template.for_whom.replace("'", "&#x27;") in page
        assert f'href="?read={key}"' in page
    assert len(page.encode()) < 20_000
    assert enter(client, owner).get(address, {"read": "nothing"}).content.decode().count('href="?read=') == 7


@pytest.mark.parametrize("key", list(library()))
def test_all_weeks_of_a_template_can_be_read_before_choosing(
    client: Client, group: Group, owner: User, key: str
) -> None:
    template, address = library()[key], reverse("program_new", args=[group.slug])
    page = html.unescape(enter(client, owner).get(address, {"read": key}).content.decode())
    told = [
        template.summary,
        *(step.title for step in template.runbook),
        *(step.when for step in template.runbook),
    ]
    for week in template.weeks:
        told += [f"{week.number}. {week.title}", week.question, week.intro, *week.prompts]
    assert [text for text in told if text not in page] == []
    assert page.count(f'name="template" value="{key}"') == 2
    assert len(page.encode()) < 25_000


def form_of(page: str) -> dict[str, str]:
    """What the page's details form would send as it is."""
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (('type="radio"' not in tag and 'type="checkbox"' not in tag) or " checked" in tag):
            sent[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        sent[name] = re.search(r'value="([^"]*)" selected', options)[1]  # type: ignore[index]
    for name, words in re.findall(r'<textarea name="(\w+)".*?>(.*?)</textarea>', page, re.DOTALL):
        sent[name] = words.strip()
    return sent


def test_from_a_group_to_open_sign_up_without_typing(client: Client, group: Group, owner: User) -> None:
    """Use this one, Save, Looks good, Looks good, Open sign-up: five presses, each leads to the next page."""
    enter(client, owner)
    begun = client.post(
        reverse("program_new", args=[group.slug]), {"template": "skill-development", "token": TOKEN}
    )
    program = Program.objects.get()
    assert begun.url == at("program_details", program)  # type: ignore[attr-defined]
    saved = client.post(begun.url, form_of(client.get(begun.url).content.decode()))  # type: ignore[attr-defined]
    assert saved.url == at("curriculum", program)  # type: ignore[attr-defined]
    weeks = client.post(at("curriculum_check", program))
    assert weeks.url == at("questions", program)  # type: ignore[attr-defined]
    asked = client.post(at("questions_check", program))
    assert asked.url == at("sign_up_open", program)  # type: ignore[attr-defined]
    assert "What a mentee reads first" in client.get(asked.url).content.decode()  # type: ignore[attr-defined]
    opened = client.post(at("sign_up_open", program))
    page = client.get(opened.url).content.decode()  # type: ignore[attr-defined]
    assert group.invitations.get().get_absolute_url() in page
    before, program = program, Program.objects.get()
    assert program.sign_up_is_open()
    kept = ("name", "for_whom", "summary", "starts_on", "signup_until", "pace", "hour", "forming", "readers")
    assert [getattr(program, name) for name in kept] == [getattr(before, name) for name in kept]


def test_rolling_has_no_start(client: Client, program: Program, owner: User) -> None:
    data = details(program, together="rolling", closes_on="", week_day=2)
    assert enter(client, owner).post(at("program_details", program), data).status_code == 302
    program.refresh_from_db()
    assert (program.starts_on, program.signup_until, program.week_day) == (None, None, 2)
