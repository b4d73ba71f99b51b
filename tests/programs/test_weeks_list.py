"""The list of weeks, as an admin sees and orders it: with script, without, and on the longest of paths."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from groups.models import Membership
from groups.models.groups import Role
from pairings.services import week_changes
from programs.models import Program, Week
from programs.models.programs import State
from programs.services import programs
from programs.week_text import text_of
from tests.program_pages import at
from tests.weeks_cases import TEXT, place, titles, week

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def buttons(text: str, number: int) -> set[str]:
    """What a week's row offers."""
    row = re.search(rf'<li class="card wk".*?Week {number}: .*?</li>', text, re.DOTALL)
    assert row
    acts = row[0].partition("acts")[2]
    words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", acts, flags=re.DOTALL)
    return {" ".join(found.split()) for found in re.findall(rf"(\w+)\s+week {number}\b", words)}


def test_each_week_offers_what_may_be_done_to_it(priya: Client, program: Program) -> None:
    text = page(priya, at("curriculum", program))
    assert buttons(text, 1) == {"Down", "Edit"}
    assert buttons(text, 6) == {"Up", "Down", "Hide", "Edit"}
    assert buttons(text, 12) == {"Up", "Edit"}


def test_what_has_gone_out_offers_its_words_only(client: Client) -> None:
    program, by = place()
    client.force_login(by)
    text = page(client, at("curriculum", program))
    assert "Weeks 1 to 4 have gone out to at least one pair, so they keep their places." in text
    assert buttons(text, 4) == {"Edit"}
    assert buttons(text, 5) == {"Down", "Hide", "Edit"}


def test_moving_without_script_leads_back_to_the_row(priya: Client, program: Program) -> None:
    sixth = week(program, 6)
    response = priya.post(at("week_up", program, sixth.root), follow=True)
    assert response.redirect_chain == [(at("curriculum", program) + f"#w-{sixth.root}", 302)]
    assert "Week 6 is now week 5." in response.content.decode()
    sixth.refresh_from_db()
    assert sixth.number == 5


@pytest.mark.parametrize(
    ("number", "name", "said", "focused"),
    [
        (6, "week_up", "Week 6 is now week 5.", "up/"),
        (6, "week_down", "Week 6 is now week 7.", "down/"),
        (2, "week_up", "Week 2 is now week 1.", "down/"),  # it cannot go further: the other button
        (11, "week_down", "Week 11 is now week 12.", "up/"),
    ],
)
def test_moving_with_script_keeps_the_focus_on_the_moved_row(
    priya: Client, program: Program, number: int, name: str, said: str, focused: str
) -> None:
    root = week(program, number).root
    answer = priya.post(at(name, program, root), headers=HTMX).content.decode()
    assert answer.startswith("{#") is False
    assert said in answer
    assert "<html" not in answer
    (button,) = re.findall(r"<button[^>]*data-focus[^>]*>", answer)
    assert f"{root}/{focused}" in button


def test_a_refused_move_says_why_where_the_reader_is(client: Client) -> None:
    program, by = place()
    client.force_login(by)
    root = week(program, 5).root
    for headers in ({}, HTMX):
        response = client.post(at("week_up", program, root), headers=headers)
        text = html.unescape(response.content.decode())
        assert response.status_code == 422
        assert re.search(r'role="alert"[^>]*data-focus.*?stays before this one', text, re.DOTALL)
    assert week(program, 5).root == root


def test_hiding_can_be_undone_and_the_hidden_stand_below(priya: Client, program: Program) -> None:
    seventh = week(program, 7)
    text = priya.post(at("week_hide", program, seventh.root), follow=True).content.decode()
    assert "The 11 weeks" in text
    assert "Week 7 is hidden. The weeks after it have moved up." in text
    undo = at("week_back", program, seventh.root)
    assert f'<form method="post" action="{undo}">' in text
    assert "was week 7" in text
    back = priya.post(undo, follow=True).content.decode()
    assert "back, as week 7." in back
    assert "was week 7" not in back
    assert week(program, 7).pk == seventh.pk


def test_removing_asks_once_more(priya: Client, program: Program) -> None:
    ninth = week(program, 9)
    address = at("week_remove", program, ninth.root)
    asked = page(priya, address)
    assert f"“{ninth.title}”" in asked
    assert "Hide it instead" in asked
    assert "is gone." in priya.post(address, follow=True).content.decode()
    assert not Week.objects.filter(root=ninth.root).exists()
    assert priya.post(address).status_code == 404
    response = priya.post(at("week_remove", program, week(program, 1).root))
    assert response.status_code == 422
    assert "The first week stays on the path" in response.content.decode()


def test_the_original_is_offered_where_the_words_differ(priya: Client, program: Program) -> None:
    third = week(program, 3)
    address = at("week_original", program, third.root)
    assert address not in page(priya, at("curriculum", program))
    week_changes.edit(third, by=program.created_by, text=_reworded(third))
    assert address in page(priya, at("curriculum", program))
    beside = page(priya, address)
    assert "What would you say now?" in beside
    assert third.question in beside
    edition = week(program, 3).edition
    assert priya.post(address, {"edition": edition - 1}).status_code == 409
    assert priya.post(address, {"edition": edition}).status_code == 302
    assert week(program, 3).question == third.question


def _reworded(row: Week):
    text = text_of(row)
    words = {name: getattr(text, name) for name in text.__dataclass_fields__}
    return type(text)(**words | {"question": "What would you say now?"})


def test_a_week_that_the_group_made_has_no_original(priya: Client, program: Program) -> None:
    own = week_changes.add(program, by=program.created_by, after=3, text=TEXT)
    assert priya.get(at("week_original", program, own.root)).status_code == 404


# -- the path as a whole --------------------------------------------------------------------------
def stretch_form(*ends: tuple[str, object]) -> dict[str, object]:
    data: dict[str, object] = {"form-TOTAL_FORMS": len(ends), "form-INITIAL_FORMS": 0}
    for place_, (name, last) in enumerate(ends):
        data |= {f"form-{place_}-name": name, f"form-{place_}-last": last}
    return data


def test_stretches_are_named_in_a_plain_form(priya: Client, program: Program) -> None:
    data = stretch_form(("Beginnings", 5), ("", ""), ("The rest", 12))
    assert priya.post(at("curriculum_stretches", program), data).status_code == 302
    program.refresh_from_db()
    assert program.stretches == [
        {"name": "Beginnings", "first": 1, "last": 5},
        {"name": "The rest", "first": 6, "last": 12},
    ]
    assert priya.post(at("curriculum_stretches", program), stretch_form(("", ""))).status_code == 302
    program.refresh_from_db()
    assert program.stretches == []


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ([("One", 5), ("Two", 3)], "“Two” must end after week 5"),
        ([("One", 11)], "Let “One” end at week 12"),
        ([("One", "")], "Say with which week “One” ends"),
        ([("", 12)], "Give it a name"),
        ([("One", "x")], "Enter a whole number"),
        ([("One", 99)], "less than or equal to 52"),
    ],
)
def test_stretches_that_do_not_fit_come_back_in_words(
    priya: Client, program: Program, ends: list[tuple[str, object]], words: str
) -> None:
    before = program.stretches
    response = priya.post(at("curriculum_stretches", program), stretch_form(*ends))
    text = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "Error:" in text
    assert words in text
    for name, _last in ends:
        assert f'value="{name}"' in text or not name
    program.refresh_from_db()
    assert program.stretches == before


def test_thoughts_about_the_whole_stand_below_the_list_and_block_nothing(
    priya: Client, program: Program
) -> None:
    assert "to think about" not in page(priya, at("curriculum", program))
    last = week(program, 12)
    Week.objects.filter(pk=last.pk).update(form="none")
    text = page(priya, at("curriculum", program))
    assert "One thing to think about" in text
    assert "<b>Week 12.</b> Without a last talk that says so, a pair just fades" in text
    assert 'role="alert"' not in text
    programs.open_sign_up(program, by=program.created_by)


def test_nothing_is_said_of_the_whole_while_some_of_it_is_unwritten(priya: Client, program: Program) -> None:
    Week.objects.filter(program=program, number__gt=3).update(question="", form="none")
    assert "to think about" not in page(priya, at("curriculum", program))
    week(program, 2).prompts.filter(position=2).update(text=week(program, 2).prompts.get(position=1).text)
    assert "1 thought" in page(priya, at("curriculum", program))


def test_the_reading_level_decides_what_reads_too_hard(priya: Client, program: Program) -> None:
    hard = (
        "Considering organisational circumstances, which professional responsibilities were "
        "extraordinarily difficult?"
    )
    week(program, 4).prompts.filter(position=1).update(text=hard)
    assert "1 thought" in page(priya, at("curriculum", program))
    assert "reads like school year" in page(priya, at("week_edit", program, 4))
    assert priya.post(at("curriculum_reading", program), {"grade": "0"}).status_code == 302
    assert "1 thought" not in page(priya, at("curriculum", program))
    assert "reads like school year" not in page(priya, at("week_edit", program, 4))
    assert priya.post(at("curriculum_reading", program), {"grade": "99"}).status_code == 422
    program.refresh_from_db()
    assert program.reading_grade == 0


# -- states, rights, size -------------------------------------------------------------------------
def test_a_finished_program_is_for_reading(priya: Client, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(state=State.FINISHED)
    text = page(priya, at("curriculum", program))
    assert "This program is finished. Its weeks stay as they are" in text
    assert "Read week 6" in re.sub(r"<[^>]+>", "", text)
    assert "/up/" not in text
    one = page(priya, at("week_edit", program, 6))
    assert "Its weeks stay as they are" in one
    assert "<textarea" not in one
    refused = priya.post(at("week_down", program, week(program, 6).root))
    assert refused.status_code == 422


def test_an_open_page_of_somebody_who_is_no_admin_any_more_does_nothing(
    client: Client, program: Program, admin: User
) -> None:
    client.force_login(admin)
    assert client.get(at("curriculum", program)).status_code == 200
    programs.open_sign_up(program, by=program.created_by)
    Membership.objects.filter(group=program.group, user=admin).update(role=Role.MEMBER)
    before = titles(program)
    sixth = week(program, 6)
    tried = [client.post(at(name, program, sixth.root)) for name in ("week_up", "week_hide", "week_remove")]
    tried += [
        client.post(at("week_add", program), {"title": "Mine", "after": "3"}),
        client.post(at("week_edit", program, 6), {"root": sixth.root, "edition": "1", "title": "Mine"}),
        client.post(at("week_test", program), {"root": sixth.root, "title": "Mine"}),
        client.post(at("week_preview", program), {"root": sixth.root, "title": "Mine"}),
    ]
    assert {response.status_code for response in tried} == {403}
    assert titles(program) == before


@pytest.mark.parametrize("total", [12, 52])
def test_the_longest_path_costs_what_a_short_one_does(
    priya: Client, program: Program, total: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _number in range(12, total):
        week_changes.add(program, by=program.created_by, after=8, text=TEXT)
    week_changes.hide(week(program, 5), by=program.created_by)
    week_changes.add(program, by=program.created_by, after=8, text=TEXT)
    sixth = week(program, 6)
    asked = [
        (9, lambda: priya.get(at("curriculum", program))),
        (10, lambda: priya.get(at("week_edit", program, 6))),
        (8, lambda: priya.get(at("week_add", program))),
        (5, lambda: priya.post(at("week_preview", program), {"root": sixth.root}, headers=HTMX)),
    ]
    for queries, ask in asked:
        ask()
        with django_assert_num_queries(queries):  # type: ignore[attr-defined]
            assert ask().status_code == 200
