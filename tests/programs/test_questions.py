"""The question editor: own questions, their order, their limits, and two admins at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from groups.models import AuditEntry
from programs.curriculum_rules import _validator
from programs.models import Program, Question, Week
from programs.services import questions
from tests.program_pages import at
from tests.racing import at_once

FORM = {
    "wording": "Which tools do you own?",
    "kind": "some",
    "options": "A saw\r\n\r\n  A kiln ",
    "required": "on",
}


def wordings(program: Program, role: str = "mentee") -> list[str]:
    return [question.wording for question in program.questions.asked(role)]


def add(program: Program, by: User, role: str = "mentee", **values: Any) -> Question:
    return questions.add(program, role, by=by, **({"wording": "Own?", "kind": "yes_no"} | values))


@pytest.fixture
def editor(client: Client, owner: User) -> Client:
    client.force_login(owner)
    return client


# -- own questions --------------------------------------------------------------------------------
def test_an_own_question_is_added_last_of_step_two(editor: Client, program: Program, owner: User) -> None:
    before = wordings(program)
    response = editor.post(at("question_new", program, "mentee"), FORM)
    assert response.url == at("questions", program)  # type: ignore[attr-defined]
    assert wordings(program) == [*before[:-1], "Which tools do you own?", before[-1]]
    made = program.questions.get(wording="Which tools do you own?")
    assert re.fullmatch(r"own_[2-9a-z]{12}", made.key)
    assert (made.kind, made.options, made.required, made.enabled) == ("some", ["A saw", "A kiln"], True, True)
    page = editor.get(at("questions", program)).content.decode()
    assert "A saw, A kiln" in page
    assert "added a mentee question to" in list(AuditEntry.objects.values_list("verb", flat=True))


def test_keys_are_never_the_same_and_stay(program: Program, owner: User) -> None:
    rows = [add(program, owner, wording=f"Own {n}?") for n in range(5)]
    assert len({row.key for row in rows}) == 5
    kept = questions.save(rows[0], by=owner, wording="Reworded?")
    assert kept.key == rows[0].key


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"wording": ""}, "This field is required"),
        ({"wording": "x" * 161}, "at most 160 characters"),
        ({"guidance": "x" * 241}, "at most 240 characters"),
        ({"starter": "x" * 161}, "at most 160 characters"),
        ({"example": "x" * 301}, "at most 300 characters"),
        ({"kind": "essay"}, "Select a valid choice"),
        ({"options": "Only one"}, "Give 2 to 12 answers"),
        ({"options": "\n".join(f"Number {n}" for n in range(13))}, "Give 2 to 12 answers"),
        ({"options": "\n".join(f"Number {n}" for n in range(500))}, "Give 12 answers or fewer"),
        ({"options": "Left\nleft "}, "Two of the answers are the same"),
        ({"options": f"Left\n{'x' * 81}"}, "Keep each answer to 80 characters"),
        ({"options": "Left\na\u202eb"}, "hidden characters"),
        ({"wording": "How to reach you"}, "is asked this already"),
    ],
)
def test_a_bad_question_comes_back_in_words(
    editor: Client, program: Program, changed: dict[str, str], words: str
) -> None:
    number = Question.objects.count()
    response = editor.post(at("question_new", program, "mentee"), FORM | changed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Question.objects.count() == number


def test_the_editor_holds_no_more_than_a_file_does() -> None:
    """What is written here can be written down in a program's file and read back."""
    schema = _validator().schema["$defs"]  # type: ignore[index]
    for name in questions.TEXTS:
        assert questions.LONGEST[name] == schema["question"]["properties"][name]["maxLength"]
    options = schema["question"]["properties"]["options"]
    assert questions.MOST_OPTIONS <= options["maxItems"]
    assert questions.OPTION <= options["items"]["maxLength"]
    assert questions.MOST <= schema["questions"]["maxItems"]


def test_twelve_are_as_many_as_anybody_answers(editor: Client, program: Program, owner: User) -> None:
    there = len(wordings(program))
    for number in range(questions.MOST - there):
        add(program, owner, wording=f"Own {number}?")
    with pytest.raises(ValidationError, match="12 questions already"):
        add(program, owner, wording="One more?")
    assert "Switch one off to add another" in editor.get(at("questions", program)).content.decode()
    add(program, owner, role="mentor")  # the other side has room
    off = program.questions.get(role="mentee", key="yourself")
    questions.save(off, by=owner, enabled=False)
    add(program, owner, wording="One more?")
    with pytest.raises(ValidationError, match="12 questions already"):
        questions.save(off, by=owner, enabled=True)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_admins_add_the_twelfth(program: Program, owner: User) -> None:
    for number in range(questions.MOST - len(wordings(program)) - 1):
        add(program, owner, wording=f"Own {number}?")
    jobs = [lambda n=n: add(program, owner, wording=f"The twelfth, {n}?") for n in range(4)]
    gave = at_once(jobs)
    assert sum(isinstance(one, Question) for one in gave) == 1, gave
    assert len(wordings(program)) == questions.MOST


def test_an_unanswered_question_is_gone_for_good(editor: Client, program: Program, owner: User) -> None:
    row = add(program, owner)
    page = editor.get(at("question_edit", program, "mentee", row.key)).content.decode()
    assert "Nobody has answered it yet" in page
    editor.post(at("question_remove", program, "mentee", row.key))
    assert not Question.objects.filter(pk=row.pk).exists()
    with pytest.raises(questions.Stale):
        questions.save(row, by=owner, wording="Too late?")


def test_what_came_with_the_program_stays(editor: Client, program: Program, owner: User) -> None:
    editor.post(at("question_remove", program, "mentee", "yourself"))
    assert program.questions.filter(role="mentee", key="yourself").exists()
    row = program.questions.get(role="mentee", key="yourself")
    with pytest.raises(ValidationError, match="its kind stays"):
        questions.save(row, by=owner, kind="long")
    with pytest.raises(ValidationError, match="so they read the answers"):
        questions.save(program.questions.get(role="mentee", key="help"), by=owner, admins_only=True)


# -- order ----------------------------------------------------------------------------------------
def test_order_is_moved_and_the_fixed_ones_stay(editor: Client, program: Program, owner: User) -> None:
    first, second = add(program, owner, wording="First?"), add(program, owner, wording="Second?")
    before = wordings(program)
    response = editor.post(at("question_move", program, "mentee", second.key), {"way": "up"})
    assert response.url == f"{at('questions', program)}#{second.key}"  # type: ignore[attr-defined]
    assert wordings(program) == [*before[:-3], "Second?", "First?", before[-1]]
    for _press in range(20):
        questions.move(first, by=owner, up=False)
    assert wordings(program)[-2:] == ["First?", before[-1]]
    for _press in range(20):
        questions.move(first, by=owner, up=True)
    assert wordings(program)[:2] == [before[0], "First?"]
    with pytest.raises(ValidationError, match="fixed place"):
        questions.move(program.questions.get(role="mentee", key="help"), by=owner, up=False)


def test_a_move_passes_over_what_is_switched_off(program: Program, owner: User) -> None:
    off, own = add(program, owner, wording="Off?"), add(program, owner, wording="Own?")
    questions.save(off, by=owner, enabled=False)
    before = wordings(program)
    questions.move(own, by=owner, up=True)
    after = wordings(program)
    assert after.index("Own?") == before.index("Own?") - 1


def test_the_button_keeps_the_focus(editor: Client, program: Program, owner: User) -> None:
    add(program, owner, wording="First?")
    second = add(program, owner, wording="Second?")
    address = at("question_move", program, "mentee", second.key)
    page = editor.post(address, {"way": "up"}, headers={"HX-Request": "true"}).content.decode()
    assert page.count("data-focus") == 1
    focused = re.search(r"<button[^>]*data-focus[^>]*>.*?</button>", page, re.DOTALL)
    assert focused
    assert 'value="up"' in focused[0]
    assert "Second?" in focused[0]
    assert "<html" not in page


# -- what it costs --------------------------------------------------------------------------------
@pytest.mark.parametrize("number", [1, 8])
def test_the_editor_costs_the_same_for_any_number(
    editor: Client,
    program: Program,
    owner: User,
    django_assert_max_num_queries: Callable[[int], Any],
    number: int,
) -> None:
    for n in range(number):
        row = add(program, owner, wording=f"Own {n}?")
        Week.objects.create(program=program, number=n + 13, title="More", question="And?")
    pages = [
        (at("questions", program), 5),
        (at("questions_preview", program, "mentee"), 5),
        (at("question_edit", program, "mentee", row.key), 6),
        (at("question_new", program, "mentee"), 4),
    ]
    for address, most in pages:
        editor.get(address)
        with django_assert_max_num_queries(most):
            assert editor.get(address).status_code == 200
