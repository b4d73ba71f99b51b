"""A program's details and its sign-up at a real browser: what is counted, what follows, what is copied."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from mentorship.scenarios import build
from programs.models import Program
from programs.models.programs import State
from programs.services import programs
from tests.e2e import steps
from tests.e2e.walker import DESK, Walker

Come = Callable[..., Walker]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_nothing_to_open_sign_up(come: Come, script: bool) -> None:
    """Eight presses and three fields with the way into the account; sharing is one press more."""
    name = f"Priya Season {'one' if script else 'two'}"
    priya = come(name, size=DESK, script=script)
    priya.email = f"priya-season-{script}@bothy.example".lower()
    group = steps.make_group(priya, f"Season of {script}")
    program = steps.open_sign_up(priya, group)
    presses, fields = priya.count()
    assert (presses <= 8, fields <= 3) == (True, True), (presses, fields)
    assert program.state == State.LIVE
    assert "Sign up until" in priya.page.get_by_label("Change what you like, then copy it").input_value()


@pytest.fixture
def sela(come: Come, request: pytest.FixtureRequest) -> tuple[Walker, Program]:
    """An admin, and a draft of hers."""
    tag = "".join(letter for letter in request.node.name if letter.isalnum())[:40].lower()
    owner = build.person("Sela Share", f"sela-{tag}@bothy.example")
    group = build.group(owner, f"Shares {tag}")
    program = programs.start(group, by=owner, curriculum_key="career-advancement")
    return come("Sela Share", user=owner, size=DESK), program


def manage(program: Program, page: str) -> str:
    return f"{program.get_absolute_url()}manage/{page}"


def test_changing_one_week_is_two_presses_more(sela: tuple[Walker, Program]) -> None:
    walker, program = sela
    walker.open(manage(program, "curriculum/"))
    walker.count()
    walker.press("Edit week 3")
    walker.type("Title", "Good and bad advice")
    walker.press("Save", kind="button")
    presses, fields = walker.count()
    assert (presses, fields) == (2, 1)
    assert program.weeks.live().get(number=3).title == "Good and bad advice"


def test_the_closing_follows_the_start_until_somebody_sets_it(sela: tuple[Walker, Program]) -> None:
    walker, program = sela
    walker.open(manage(program, "details/"))
    start, close = walker.page.locator("#id_starts_on"), walker.page.locator("#id_closes_on")
    later: date = program.starts_on + timedelta(days=14)  # type: ignore[operator]
    start.fill(later.isoformat())
    start.dispatch_event("change")
    expect(close).to_have_value((later - timedelta(days=8)).isoformat())
    last = later + timedelta(days=83)
    expect(walker.page.locator("#ends")).to_contain_text(f"{last:%A} {last.day} {last:%B} {last.year}")

    own = (later - timedelta(days=3)).isoformat()
    close.fill(own)
    close.dispatch_event("change")
    start.fill((later + timedelta(days=7)).isoformat())
    start.dispatch_event("change")
    expect(close).to_have_value(own)
    walker.press("Save", kind="button")
    saved = Program.objects.get(pk=program.pk)
    assert (saved.starts_on, saved.closes_on) == (later + timedelta(days=7), later - timedelta(days=3))


def test_a_closing_put_back_to_where_it_was_stays(sela: tuple[Walker, Program]) -> None:
    walker, program = sela
    walker.open(manage(program, "details/"))
    start, close = walker.page.locator("#id_starts_on"), walker.page.locator("#id_closes_on")
    before = program.closes_on
    start.fill((program.starts_on + timedelta(days=7)).isoformat())  # type: ignore[operator]
    start.dispatch_event("change")
    close.fill(before.isoformat())  # type: ignore[union-attr]
    close.dispatch_event("change")
    walker.press("Save", kind="button")
    assert Program.objects.get(pk=program.pk).closes_on == before


def test_the_post_is_copied_as_it_was_changed(sela: tuple[Walker, Program]) -> None:
    walker, program = sela
    programs.open_sign_up(program, by=program.created_by)
    walker.context.grant_permissions(["clipboard-read", "clipboard-write"])
    walker.open(manage(program, "sign-up/"))
    walker.page.get_by_label("Change what you like, then copy it").fill("Come and join us. Amara")
    walker.press("Copy the post")
    assert walker.page.evaluate("navigator.clipboard.readText()") == "Come and join us. Amara"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_poster_is_one_sheet(sela: tuple[Walker, Program], paper: str) -> None:
    walker, program = sela
    programs.save_details(
        program,
        by=program.created_by,
        name="A circle of people who make things " * 3,
        for_whom="Anybody " * 20,
    )
    programs.open_sign_up(program, by=program.created_by)
    walker.open(manage(program, "sign-up/poster/"))
    sheets = walker.page.pdf(format=paper)
    assert sheets.count(b"/Type /Page\n") == 1
    walker.page.emulate_media(media="print", color_scheme="dark")
    expect(walker.page.locator(".screen-only").first).to_be_hidden()
    poster = walker.page.locator(".poster")
    colours = poster.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_year_of_a_program(come: Come, script: bool) -> None:
    """Open, close, open until a day, finish, begin the next season, archive: by hand, with words at each."""
    owner = build.person("Sela Year", f"sela-year-{script}@bothy.example".lower())
    group = build.group(owner, f"Year {script}")
    program = programs.start(group, by=owner, curriculum_key="skill-development")
    programs.save_details(program, by=owner, name="Autumn Share 2026")
    walker = come("Sela Year", user=owner, script=script)
    walker.open(manage(program, "sign-up/"))
    walker.press("Open sign-up", kind="button")
    walker.press("Close sign-up now")
    walker.sees("Nobody’s answers are lost.")
    until = program.today() + timedelta(days=3)
    walker.page.get_by_label("Until the end of").fill(until.isoformat())
    walker.press("Open sign-up again")
    assert Program.objects.get(pk=program.pk).closes_on == until
    walker.page.locator("summary", has_text="Finish it").click()
    walker.press("Finish this program")
    walker.press("Copy it for the next season")
    walker.sees("Look at its name and its dates first.")
    following = Program.objects.filter(group=group).latest("pk")
    assert following.state == State.DRAFT
    assert following.name != "Autumn Share 2026"
    walker.open(manage(program, "sign-up/"))
    walker.press("Archive this program")
    walker.press("Archive it")
    walker.sees("Archived programs")
    assert Program.objects.get(pk=program.pk).state == State.ARCHIVED
    walker.open(f"{group.get_absolute_url()}programs/")
    walker.press("1 archived program")
    walker.sees("Autumn Share 2026")
