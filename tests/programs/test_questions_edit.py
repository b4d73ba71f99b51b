"""Changing a question as it stands: reworded, switched off, from an old form; by whom, and how long."""

import html
import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import User
from groups.models import AuditEntry, Membership
from programs.curriculum import load
from programs.models import Program, Question
from programs.portable import dump
from programs.services import files, programs, questions
from tests.program_pages import at
from tests.racing import at_once

OWN = {"wording": "Which tools do you own?", "kind": "some", "options": ["A saw", "A kiln"]}


def add(program: Program, by: User, role: str = "mentee", **values: object) -> Question:
    return questions.add(program, role, by=by, **({"wording": "Own?", "kind": "yes_no"} | values))


@pytest.fixture
def editor(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


def edit_form(page: str) -> dict[str, str]:
    """What the page's form would send as it is."""
    page = page[page.index("<main") :]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (('type="radio"' not in tag and 'type="checkbox"' not in tag) or " checked" in tag):
            sent[name[1]] = html.unescape(value[1]) if value else "on" if " checked" in tag else ""
    for name, words in re.findall(r'<textarea name="(\w+)".*?>(.*?)</textarea>', page, re.DOTALL):
        sent[name] = html.unescape(words.strip())
    return sent


def test_a_program_holds_as_many_questions_as_its_file(editor: Client, program: Program, owner: User) -> None:
    have = program.questions.filter(role="mentee").count()
    Question.objects.bulk_create(
        Question(
            program=program,
            role="mentee",
            key=f"old_{n}",
            wording=f"{n}?",
            kind="short",
            position=99,
            enabled=False,
        )
        for n in range(questions.KEPT - have - 1)
    )
    add(program, owner, kind="short", wording="The last that fits?")
    with pytest.raises(ValidationError, match="40 questions here, the most there can be"):
        add(program, owner, kind="short", wording="One too many?")
    text = files.export(program)
    assert dump(load(text, source="the file")) == text
    page = editor.post(
        at("question_new", program, "mentee"), {"wording": "One too many?", "kind": "yes_no", "enabled": "on"}
    )
    assert (page.status_code, "the most there can be" in page.content.decode()) == (422, True)


# -- as it stands ---------------------------------------------------------------------------------
def test_a_question_is_reworded_and_switched_off(editor: Client, program: Program) -> None:
    address = at("question_edit", program, "mentee", "yourself")
    form = edit_form(editor.get(address).content.decode())
    form.pop("enabled")
    assert editor.post(address, form | {"wording": "What do you love?"}).status_code == 302
    row = program.questions.get(role="mentee", key="yourself")
    assert (row.wording, row.enabled) == ("What do you love?", False)
    assert "Not asked" in editor.get(at("questions", program)).content.decode()


def test_the_question_people_find_each_other_by_stays(editor: Client, program: Program) -> None:
    address = at("question_edit", program, "mentee", "help")
    form = edit_form(editor.get(address).content.decode())
    editor.post(address, form | {"wording": "What is hard?", "enabled": "", "admins_only": "on"})
    row = program.questions.get(role="mentee", key="help")
    assert (row.wording, row.enabled, row.required, row.admins_only) == ("What is hard?", True, True, False)


def test_saving_the_page_as_it_is_changes_nothing(editor: Client, program: Program, owner: User) -> None:
    add(program, owner, **OWN)
    entries = AuditEntry.objects.count()
    for row in program.questions.all():
        before = questions.stamp(row)
        address = at("question_edit", program, row.role, row.key)
        assert editor.post(address, edit_form(editor.get(address).content.decode())).status_code == 302
        row.refresh_from_db()
        assert questions.stamp(row) == before
    assert AuditEntry.objects.count() == entries


def test_an_old_form_shows_both_and_overwrites_nothing(editor: Client, program: Program, owner: User) -> None:
    address = at("question_edit", program, "mentee", "yourself")
    old = edit_form(editor.get(address).content.decode())
    row = program.questions.get(role="mentee", key="yourself")
    questions.save(row, by=owner, wording="Theirs, meanwhile")
    refused = editor.post(address, old | {"wording": "Mine, later"})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Theirs, meanwhile" in page
    assert "Mine, later" in page
    row.refresh_from_db()
    assert row.wording == "Theirs, meanwhile"
    assert editor.post(address, edit_form(page)).status_code == 302  # once more, knowing both
    row.refresh_from_db()
    assert row.wording == "Mine, later"


def test_a_form_that_does_not_say_what_it_read_is_an_old_one(editor: Client, program: Program) -> None:
    address = at("question_edit", program, "mentee", "yourself")
    assert editor.post(address, {"wording": "Blind", "enabled": "on"}).status_code == 422
    assert program.questions.get(role="mentee", key="yourself").wording != "Blind"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_forms_made_from_the_same_words_one_is_kept(program: Program, owner: User) -> None:
    row = program.questions.get(role="mentee", key="yourself")
    read = questions.stamp(row)
    jobs = [lambda n=n: questions.save(row, by=owner, read=read, wording=f"Number {n}?") for n in range(4)]
    gave = at_once(jobs)
    assert sum(isinstance(one, Question) for one in gave) == 1, gave
    assert sum(isinstance(one, questions.Stale) for one in gave) == 3, gave


# -- who, and when --------------------------------------------------------------------------------
ACTS: list[Callable[[Question, User], object]] = [
    lambda row, by: questions.save(row, by=by, wording="Changed?"),
    lambda row, by: questions.add(row.program, "mentee", by=by, wording="New?", kind="long"),
    lambda row, by: questions.move(row, by=by, up=True),
    lambda row, by: questions.remove(row, by=by),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_demoted_admins_saved_form_is_refused(
    program: Program, owner: User, admin: User, act: Callable[[Question, User], object]
) -> None:
    row = add(program, owner)
    Membership.objects.filter(group=program.group, user=admin).update(role="member")
    with pytest.raises(PermissionDenied):
        act(row, admin)
    row.refresh_from_db()
    assert row.wording == "Own?"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", ["finished", "archived"])
def test_a_program_that_is_over_keeps_its_questions(
    editor: Client, program: Program, owner: User, state: str, act: Callable[[Question, User], object]
) -> None:
    row = add(program, owner)
    Program.objects.filter(pk=program.pk).update(state=state)
    with pytest.raises(programs.Changed, match="stay as they were asked"):
        act(row, owner)
    page = editor.get(at("questions", program)).content.decode()
    assert "This program is over" in page
    assert at("question_edit", program, "mentee", row.key) not in page


@pytest.mark.parametrize(("role", "key"), [("mentee", "nothing"), ("admin", "help")])
def test_there_is_no_such_question(editor: Client, program: Program, role: str, key: str) -> None:
    for name in ("question_edit", "question_remove", "question_move"):
        method = editor.get if name == "question_edit" else editor.post
        assert method(at(name, program, role, key)).status_code == 404
    if role == "admin":
        assert editor.get(at("question_new", program, role)).status_code == 404
