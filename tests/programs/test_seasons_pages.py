"""Details, opening and closing, sharing, the next season and the archive, in the browser's words."""

import html
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group, Membership
from programs.models import Program
from programs.models.programs import State
from programs.services import programs
from tests.program_pages import TOKEN, at, details, text


# -- details --------------------------------------------------------------------------------------
def test_all_of_it_is_saved(priya: Client, program: Program) -> None:
    data = details(
        program,
        pace=14,
        capacity=3,
        check_first="on",
        adults_only="",
        hour=18,
        topics="Glazing\n\nKilns\nglazing",
    )
    assert priya.post(at("program_details", program), data).status_code == 302
    program.refresh_from_db()
    assert (program.pace, program.capacity, program.check_first, program.adults_only, program.hour) == (
        14,
        3,
        True,
        False,
        18,
    )
    assert program.topics == ["Glazing", "Kilns"]


def test_the_last_day_is_said_in_words(priya: Client, program: Program) -> None:
    last = program.starts_on + timedelta(days=83)  # type: ignore[operator]
    page = text(priya, at("program_details", program))
    assert (
        f'With 12 weeks, the last day is <strong><time datetime="{last}">{last:%A} {last.day} {last:%B}'
        in page
    )


def test_without_script_the_closing_follows_the_start(priya: Client, program: Program) -> None:
    later = program.starts_on + timedelta(days=14)  # type: ignore[operator]
    priya.post(at("program_details", program), details(program, starts_on=later))
    moved = Program.objects.get()
    assert moved.closes_on == later - timedelta(days=8)


def test_who_set_the_closing_keeps_it(priya: Client, program: Program) -> None:
    later = program.starts_on + timedelta(days=14)  # type: ignore[operator]
    data = details(program, starts_on=later, own_closing="on")
    priya.post(at("program_details", program), data)
    assert Program.objects.get().closes_on == program.closes_on


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"topics": "\n".join(f"Topic {n}" for n in range(21))}, "Keep it to 20 topics. There are 21 here."),
        ({"topics": "x" * 41}, "Keep each topic to 40 letters"),
        ({"slug": "Autumn Share"}, "Use small letters, numbers and hyphens"),
        ({"slug": "new"}, "That address is taken. Try new-2"),
        ({"capacity": "6"}, "Select a valid choice"),
        ({"pace": "10"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_behind_a_heading_opens_it(
    priya: Client, program: Program, changed: dict[str, object], words: str
) -> None:
    response = priya.post(at("program_details", program), details(program, **changed))
    page = html.unescape(response.content.decode())
    assert (response.status_code, words in page, '<details class="card fold" open>' in page) == (
        422,
        True,
        True,
    )
    assert Program.objects.get().slug == program.slug


def test_nothing_is_open_that_nobody_has_to_look_at(priya: Client, program: Program) -> None:
    page = text(priya, at("program_details", program))
    assert (page.count('<details class="card fold">'), "fold open" in page) == (4, False)


def test_a_new_address_leads_on_and_the_old_one_too(priya: Client, program: Program, dani: User) -> None:
    old = at("program", program)
    saved = priya.post(at("program_details", program), details(program, slug="autumn-share"))
    assert saved.url == f"/{program.group.slug}/programs/autumn-share/manage/curriculum/"  # type: ignore[attr-defined]
    assert priya.get(f"{old}?from=mail").url == f"/{program.group.slug}/programs/autumn-share/?from=mail"  # type: ignore[attr-defined]
    assert priya.get(f"{old}manage/details/").url.endswith("/autumn-share/manage/details/")  # type: ignore[attr-defined]
    sent = priya.post(f"{old}manage/finish/?a=b")
    assert (sent.status_code, sent.url) == (307, saved.url.replace("curriculum/", "finish/?a=b"))  # type: ignore[attr-defined]
    assert Program.objects.get().state == State.DRAFT  # led on, not done
    member = Client()
    member.force_login(dani)
    assert member.get(old).status_code == 404  # set up still: nothing that a member may know of
    assert member.post(f"{old}manage/finish/").status_code == 404
    programs.open_sign_up(Program.objects.get(), by=program.created_by)
    assert member.get(old).status_code == 302


def test_an_old_address_tells_strangers_nothing(
    client: Client, program: Program, owner: User, stranger: User
) -> None:
    old = at("program", program)
    programs.save_details(program, by=owner, slug="autumn-share")
    client.force_login(stranger)
    missing = client.get(old.replace(program.slug, "no-such-program"))
    response = client.get(old)
    assert (response.status_code, missing.status_code) == (404, 404)
    assert client.post(f"{old}manage/finish/").status_code == 404


def test_what_is_written_on_an_old_page_is_kept_at_the_new_address(
    priya: Client, program: Program, owner: User
) -> None:
    old, form = at("program_details", program), details(program, name="Written on an old page")
    programs.save_details(program, by=owner, slug="autumn-share")
    form["slug"] = "autumn-share"
    response = priya.post(old, form, follow=True)
    assert response.redirect_chain[0] == (old.replace(program.slug, "autumn-share"), 307)  # type: ignore[attr-defined]
    assert Program.objects.get().name == "Written on an old page"


def test_a_demoted_admins_saved_form_is_refused(
    client: Client, program: Program, group: Group, admin: User
) -> None:
    programs.open_sign_up(program, by=program.created_by)
    client.force_login(admin)
    Membership.objects.filter(group=group, user=admin).update(role="member")
    for name, data in (
        ("program_details", details(program, name="Mine now")),
        ("sign_up_close", {}),
        ("program_finish", {}),
        ("program_carry_on", {}),
        ("program_duplicate", {"token": TOKEN}),
        ("program_archive", {}),
        ("program_hold", {}),
        ("program_go_on", {}),
    ):
        assert client.post(at(name, program), data).status_code == 403, name
    assert Program.objects.get().state == State.LIVE


# -- sharing --------------------------------------------------------------------------------------
def test_the_post_says_what_for_whom_when_and_where(priya: Client, program: Program, group: Group) -> None:
    programs.open_sign_up(program, by=program.created_by)
    page = text(priya, at("sign_up_open", program))
    post = page[page.index('id="post"') : page.index("</textarea>", page.index('id="post"'))]
    link = group.invitations.get().get_absolute_url()
    for words in (program.name, group.name, program.for_whom, program.minutes_a_week, link, "twelve weeks"):
        assert words in post
    assert f"{program.starts_on:%A} {program.starts_on.day}" in post  # type: ignore[union-attr]
    assert f"{program.closes_on:%A} {program.closes_on.day}" in post  # type: ignore[union-attr]
    assert 'data-copy="#post" hidden' in page


def test_the_poster_has_a_code_and_the_address_in_words(
    priya: Client, program: Program, group: Group
) -> None:
    programs.open_sign_up(program, by=program.created_by)
    page = text(priya, at("poster", program))
    address = "testserver" + group.invitations.get().get_absolute_url()
    poster = page[page.index('class="poster') :]
    assert f"<strong>{address}</strong>" in poster
    assert f'aria-label="A QR code that leads to http://{address}"' in poster
    assert poster.count("<li") == 3
    assert "style=" not in page
    programs.close_sign_up(program, by=program.created_by)
    assert "Sign-up isn’t open just now" in text(priya, at("poster", program))


@pytest.mark.parametrize("name", ["<b>Bold</b>", "مهارات الخريف"])
def test_names_are_words_on_the_poster_too(priya: Client, program: Program, owner: User, name: str) -> None:
    programs.save_details(program, by=owner, name=name)
    page = priya.get(at("poster", program)).content.decode()
    assert "<b>Bold</b>" not in page
    assert name in html.unescape(page)


# -- open, close, again, the end ----------------------------------------------------------------------
def test_opening_again_until_a_day(priya: Client, program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    programs.close_sign_up(program, by=owner)
    day = program.today() + timedelta(days=4)
    refused = priya.post(at("sign_up_reopen", program), {"until": program.today() - timedelta(days=1)})
    assert (refused.status_code, "still to come" in refused.content.decode()) == (422, True)
    wrong = priya.post(at("sign_up_reopen", program), {"until": "soon"})
    assert (wrong.status_code, "Choose a day, like 14 September" in wrong.content.decode()) == (422, True)
    assert priya.post(at("sign_up_reopen", program), {"until": day}).status_code == 302
    opened = Program.objects.get()
    assert (opened.closes_on, opened.sign_up_is_open()) == (day, True)


def test_today_is_a_day_to_open_until(priya: Client, program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    programs.close_sign_up(program, by=owner)
    with time_machine.travel(timezone.now().replace(hour=12) + timedelta(days=1)):  # far from midnight
        priya.post(at("sign_up_reopen", program), {"until": program.today()})
        assert Program.objects.get().sign_up_is_open()


def test_finished_too_soon(priya: Client, program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    priya.post(at("program_finish", program))
    assert "Carry on after all" in text(priya, at("sign_up_open", program))
    priya.post(at("program_carry_on", program))
    assert "Sign-up is closed" in text(priya, at("sign_up_open", program))
    draft = Program.objects.filter(pk=program.pk)
    draft.update(state=State.DRAFT)
    refused = priya.post(at("program_carry_on", program))
    assert (refused.status_code, "the program is setting up" in refused.content.decode()) == (422, True)


def test_the_next_season_is_said_and_made(priya: Client, program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    assert "Career advancement 2" in text(priya, at("sign_up_open", program))
    for _time in range(2):
        made = priya.post(at("program_duplicate", program), {"token": TOKEN})
        assert made.url.endswith("/career-advancement-2/manage/details/")  # type: ignore[attr-defined]
    assert Program.objects.count() == 2
    old_page = priya.post(at("program_duplicate", program), {"token": "nothing"})
    assert (old_page.status_code, Program.objects.count()) == (422, 2)


def test_a_draft_offers_no_next_season(priya: Client, program: Program) -> None:
    assert "The next season" not in text(priya, at("sign_up_open", program))


def test_every_act_is_written_down_without_words(priya: Client, program: Program, owner: User) -> None:
    priya.post(at("sign_up_open", program))
    for name in ("sign_up_close", "sign_up_reopen", "program_finish", "program_carry_on"):
        priya.post(at(name, program))
    priya.post(at("program_hold", program))
    priya.post(at("program_go_on", program))
    priya.post(at("program_duplicate", program), {"token": TOKEN})
    priya.post(at("program_archive", program))
    rows = AuditEntry.objects.filter(group=program.group, actor=owner).order_by("pk")
    assert [row.verb for row in rows][-9:] == [
        "opened sign-up for",
        "closed sign-up for",
        "reopened sign-up for",
        "finished",
        "carried on with",
        "held the weeks of",
        "let the weeks go on in",
        "copied for the next season:",
        "archived",
    ]
