"""What the pages on which admins set a program up take, refuse in words, and keep."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from programs.models import Program, Week
from programs.models.programs import State
from programs.services import programs
from tests.program_pages import at, details, enter

WEEK = {
    "title": "Advice",
    "question": "What would you tell yourself?",
    "subject": "",
    "intro": "Tell each other.",
    "first": "Light",
    "second": "Deeper",
    "third": "Deepest",
    "minutes": "45",
    "tip_mentor": "",
    "tip_mentee": "",
}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"starts_on": ""}, "Choose the day on which week 1 goes out"),
        ({"starts_on": "2001-01-01"}, "Choose a start date from tomorrow on"),
        ({"starts_on": "soon"}, "Choose a day, like 22 September"),
        ({"closes_on": "2999-01-01"}, "when week 1 starts"),
        ({"hour": 24}, "Select a valid choice"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_bad_details_come_back_in_words(
    client: Client, program: Program, owner: User, changed: dict[str, object], words: str
) -> None:
    response = enter(client, owner).post(at("program_details", program), details(program, **changed))
    assert response.status_code == 422
    assert words in response.content.decode()
    kept = Program.objects.get()
    assert (kept.name, kept.starts_on) == (program.name, program.starts_on)


@pytest.mark.parametrize(
    ("state", "to", "asks"), [(State.DRAFT, "curriculum", True), (State.LIVE, "program_details", False)]
)
def test_only_a_draft_is_asked_to_look_over_it(
    client: Client, program: Program, owner: User, state: State, to: str, asks: bool
) -> None:
    Program.objects.update(state=state, weeks_checked_at=None, questions_checked_at=None)
    saved = enter(client, owner).post(at("program_details", program), details(program))
    assert saved.headers["location"] == at(to, program)
    for page in ("curriculum", "questions"):
        assert ("Looks good" in client.get(at(page, program)).content.decode()) is asks


def test_opening_that_is_refused_says_why(client: Client, program: Program, owner: User) -> None:
    Week.objects.filter(program=program, number=5).update(live=False)
    response = enter(client, owner).post(at("sign_up_open", program))
    assert response.status_code == 422
    assert "A week is missing" in response.content.decode()


def test_closing_opening_again_and_finishing(client: Client, program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    enter(client, owner).post(at("sign_up_close", program))
    assert "Sign-up is closed" in client.get(at("sign_up_open", program)).content.decode()
    client.post(at("sign_up_reopen", program))
    assert "Sign-up is open" in client.get(at("sign_up_open", program)).content.decode()
    client.post(at("program_finish", program))
    assert client.post(at("sign_up_reopen", program)).status_code == 422
    assert Program.objects.get().state == State.FINISHED


def test_a_week_is_changed_in_a_plain_form(client: Client, program: Program, owner: User) -> None:
    address = at("week_edit", program, 3)
    assert "Good advice" in enter(client, owner).get(address).content.decode()
    read = program.weeks.live().get(number=3)
    assert client.post(address, WEEK | {"root": read.root, "edition": read.edition}).status_code == 302
    week = program.weeks.live().get(number=3)
    assert (week.title, week.minutes, [p.text for p in week.prompts.all()]) == (
        "Advice",
        45,
        ["Light", "Deeper", "Deepest"],
    )


@pytest.mark.parametrize("changed", [{"title": ""}, {"third": " "}, {"minutes": "4"}, {"title": "x" * 121}])
def test_a_bad_week_comes_back(
    client: Client, program: Program, owner: User, changed: dict[str, str]
) -> None:
    assert enter(client, owner).post(at("week_edit", program, 3), WEEK | changed).status_code == 422
    assert program.weeks.live().get(number=3).title == "Good advice"


@pytest.mark.parametrize("number", [0, 13, 99999999999999999999])
def test_there_is_no_such_week(client: Client, program: Program, owner: User, number: int) -> None:
    address = f"/{program.group.slug}/programs/{program.slug}/manage/curriculum/{number}/"
    assert enter(client, owner).get(address).status_code in {400, 404}


@pytest.mark.parametrize(("role", "key"), [("mentee", "nothing"), ("admin", "help")])
def test_there_is_no_such_question(
    client: Client, program: Program, owner: User, role: str, key: str
) -> None:
    assert enter(client, owner).get(at("question_edit", program, role, key)).status_code == 404


def test_a_program_of_another_group_is_not_found_here(
    client: Client, program: Program, stranger: User
) -> None:
    address = f"/hill-walkers/programs/{program.slug}/manage/details/"
    assert enter(client, stranger).get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("name", "queries"), [("curriculum", 9), ("questions", 5)])
def test_lists_do_not_grow(
    client: Client,
    program: Program,
    owner: User,
    django_assert_num_queries: Callable[..., object],
    name: str,
    queries: int,
    count: int,
) -> None:
    for number in range(13, 13 + count):
        week = Week.objects.create(program=program, number=number, title="More", question="And?")
        week.prompts.create(position=1, text="Go on")
        program.questions.create(role="mentor", key=f"own{number}", position=number, wording="Own")
    enter(client, owner).get(at(name, program))
    with django_assert_num_queries(queries):  # type: ignore[attr-defined]
        client.get(at(name, program))
