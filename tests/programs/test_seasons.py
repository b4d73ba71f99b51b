"""States, addresses, dates that follow, the next season: what the services promise."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group, Membership
from programs.models import Program, ProgramAddress
from programs.models.programs import MOVES, State
from programs.services import programs, seasons

WEDNESDAY = datetime(2026, 9, 2, 12, tzinfo=UTC)
Act = Callable[..., object]


def archive(program: Program, *, by: User) -> object:
    return seasons.archive(program, by=by)


# What each act moves to. Reopening and closing stay in a live program.
ACTS: dict[str, tuple[Act, State]] = {
    "open": (programs.open_sign_up, State.LIVE),
    "reopen": (programs.reopen_sign_up, State.LIVE),
    "finish": (programs.finish, State.FINISHED),
    "carry on": (seasons.carry_on, State.LIVE),
    "archive": (archive, State.ARCHIVED),
}
ALLOWED = {
    *(("open", State.DRAFT), ("open", State.LIVE)),
    *(("reopen", State.LIVE), ("finish", State.LIVE), ("finish", State.FINISHED)),
    *(("carry on", State.FINISHED), ("carry on", State.LIVE)),
    *(("archive", state) for state in State),
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", list(ACTS))
def test_states_move_along_their_table_only(program: Program, owner: User, act: str, state: State) -> None:
    Program.objects.filter(pk=program.pk).update(state=state, signup_from=timezone.now() - timedelta(days=1))
    service, to = ACTS[act]
    if (act, state) in ALLOWED:
        service(program, by=owner)
        program.refresh_from_db()
        assert program.state == to
        assert state == to or to in MOVES[state]
    else:
        with pytest.raises(ValidationError, match=f"the program is {state.label}"):
            service(program, by=owner)
        program.refresh_from_db()
        assert program.state == state


@pytest.mark.parametrize("state", [State.DRAFT, State.ARCHIVED])
def test_weeks_are_held_only_where_some_go_out(program: Program, owner: User, state: State) -> None:
    Program.objects.filter(pk=program.pk).update(state=state)
    with pytest.raises(ValidationError, match="No weeks go out"):
        seasons.set_hold(program, by=owner, held=True)


def test_what_is_done_twice_is_written_down_once(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    for _time in range(2):
        programs.close_sign_up(program, by=owner)
    for held in (True, True, False, False):
        seasons.set_hold(program, by=owner, held=held)
    for service in (programs.finish, seasons.carry_on, archive):
        for _time in range(2):
            service(program, by=owner)  # type: ignore[operator]
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-7:] == [
        "opened sign-up for",
        "closed sign-up for",
        "held the weeks of",
        "let the weeks go on in",
        "finished",
        "carried on with",
        "archived",
    ]


def test_carrying_on_opens_no_sign_up(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    Program.objects.filter(pk=program.pk).update(signup_until=None)
    programs.finish(program, by=owner)
    again = seasons.carry_on(program, by=owner)
    assert (again.state, again.finished_at, again.sign_up_is_open()) == (State.LIVE, None, False)
    assert programs.reopen_sign_up(again, by=owner).sign_up_is_open()


# -- a demoted admin's saved form -----------------------------------------------------------------
def later(program: Program, *, by: User) -> object:
    return programs.save_details(program, by=by, name="Mine now")


def again(program: Program, *, by: User) -> object:
    return seasons.duplicate(program, by=by, token=uuid.uuid4())


def held(program: Program, *, by: User) -> object:
    return seasons.set_hold(program, by=by, held=True)


@pytest.mark.parametrize(
    "service",
    [
        *(programs.open_sign_up, programs.close_sign_up, programs.reopen_sign_up, programs.finish),
        *(seasons.carry_on, archive, held, again, later),
    ],
)
def test_who_looks_after_it_no_more_changes_nothing(
    program: Program, group: Group, admin: User, service: Act
) -> None:
    Membership.objects.filter(group=group, user=admin).update(role="member")
    before = Program.objects.values().get()
    with pytest.raises(PermissionDenied):
        service(program, by=admin)
    assert Program.objects.values().get() == before


# -- dates ------------------------------------------------------------------------------------------
@time_machine.travel(WEDNESDAY, tick=False)
def test_the_closing_follows_a_start_that_moves(program: Program, owner: User) -> None:
    saved = programs.save_details(program, by=owner, starts_on=date(2026, 10, 12))
    assert saved.closes_on == date(2026, 10, 4)


@time_machine.travel(WEDNESDAY, tick=False)
def test_a_closing_set_by_hand_stays(program: Program, owner: User) -> None:
    own = programs.last_minute(date(2026, 9, 16), program.group.zone)
    programs.save_details(program, by=owner, signup_until=own)
    assert programs.save_details(program, by=owner, starts_on=date(2026, 10, 12)).signup_until == own
    programs.save_details(program, by=owner, signup_until=None)
    assert programs.save_details(program, by=owner, starts_on=date(2026, 10, 19)).signup_until is None


@time_machine.travel(WEDNESDAY, tick=False)
def test_a_start_that_is_near_closes_sign_up_the_evening_before(program: Program, owner: User) -> None:
    saved = programs.save_details(program, by=owner, starts_on=date(2026, 9, 9))
    assert saved.closes_on == date(2026, 9, 8)


def test_moving_the_start_opens_no_closed_sign_up(program: Program, owner: User) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        programs.save_details(program, by=owner, starts_on=date(2026, 9, 28))
        programs.open_sign_up(program, by=owner)
    with time_machine.travel(WEDNESDAY + timedelta(days=20), tick=False):  # closed by its day, not begun
        saved = programs.save_details(program, by=owner, starts_on=date(2026, 10, 26))
        assert saved.closes_on == date(2026, 9, 20)
        assert not saved.sign_up_is_open()


# -- addresses --------------------------------------------------------------------------------------
def test_an_address_that_was_left_stays_its_own(program: Program, group: Group, owner: User) -> None:
    old = program.slug
    moved = programs.save_details(program, by=owner, slug="autumn-share")
    assert moved.slug == "autumn-share"
    assert ProgramAddress.objects.get().slug == old
    other = programs.start(group, by=owner, curriculum_key="career-advancement")
    assert other.slug == f"{old}-2"
    with pytest.raises(ValidationError, match=r"taken\. Try career-advancement-3"):
        programs.save_details(other, by=owner, slug=old)
    with pytest.raises(ValidationError, match="taken"):
        programs.save_details(other, by=owner, slug="autumn-share")
    back = programs.save_details(moved, by=owner, slug=old)
    assert (back.slug, ProgramAddress.objects.get().slug) == (old, "autumn-share")


def test_our_own_words_are_no_addresses(program: Program, owner: User) -> None:
    with pytest.raises(ValidationError, match="Try new-2"):
        programs.save_details(program, by=owner, slug="new")


def test_another_group_may_have_the_same_address(program: Program, stranger: User) -> None:
    elsewhere = Group.objects.get(name="Hill Walkers")
    theirs = programs.start(elsewhere, by=stranger, curriculum_key="career-advancement")
    assert theirs.slug == program.slug
