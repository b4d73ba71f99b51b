"""From an invite link to the list, as the browser counts it: what is pressed, and the fields typed in."""

import uuid
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from groups.services import invitations
from mentorship.scenarios import build
from profiles.models import Profile
from programs.models import Program
from tests.e2e import steps
from tests.e2e.walker import Walker
from tests.e2e.world import World

Come = Callable[..., Walker]
# What people do, as the browser reports it. A field counts once a page, however much is typed into it; chips
# and boxes are choices, which are counted apart.
COUNT = """
for (const kind of ["presses", "fields"]) if (!localStorage.getItem(kind)) localStorage.setItem(kind, "0");
const add = (kind) => localStorage.setItem(kind, Number(localStorage.getItem(kind)) + 1);
const typed = new Set();
addEventListener("click", ({ target, isTrusted }) => {
  if (isTrusted && target.closest("a, button, summary")) add("presses");
}, true);
addEventListener("input", ({ target }) => {
  if (!target.matches("textarea, input:not([type=checkbox]):not([type=radio])") || typed.has(target)) return;
  typed.add(target);
  add("fields");
}, true);
"""


@pytest.fixture
def autumn(world: World) -> Program:
    """The one program of a group that somebody is invited to."""
    tag = uuid.uuid4().hex[:6]
    owner = build.person("Olga Owner", f"owner-{tag}@bothy.example")
    return build.started(build.group(owner, f"Budget {tag}"), owner)


def link(program: Program) -> str:
    return invitations.current(program.group).get_absolute_url()


def counted(walker: Walker) -> tuple[int, int]:
    """Presses and fields by the browser's count; it must be the walker's."""
    said = walker.page.evaluate("[localStorage.presses, localStorage.fields].map(Number)")
    assert tuple(said) == (walker.presses, walker.fields)
    return said[0], said[1]


@pytest.mark.parametrize(("role", "presses"), [("mentee", 7), ("mentor", 7)])
def test_invite_link_to_the_list(come: Come, autumn: Program, role: str, presses: int) -> None:
    dani = come(f"Dani{uuid.uuid4().hex[:6]} Budget")
    dani.context.add_init_script(COUNT)
    steps.join(dani, dani.site + link(autumn), role, autumn)
    profile = Profile.objects.get(user__email=dani.email)
    assert (profile.state, profile.role) == ("listed", role)
    done, fields = counted(dani)
    assert done <= presses
    assert fields <= 4
    assert dani.choices <= 11


def test_who_is_signed_in_needs_no_name_and_no_mail(come: Come, autumn: Program) -> None:
    user = build.person("Sana Signed", f"sana-{uuid.uuid4().hex[:6]}@bothy.example")
    sana = come("Sana", user=user)
    sana.context.add_init_script(COUNT)
    sana.open(link(autumn))
    sana.press("Find me a mentor")
    sana.choose(autumn.topics[0])
    sana.type("What do you need help with", "Asking for more money, out loud.")
    for _ in range(3):
        sana.press("Continue")
    sana.choose("I’m 18 or over")
    sana.press("Put me on the list")
    sana.sees("What happens now")
    assert Profile.objects.get(user=user).state == "listed"
    done, fields = counted(sana)
    assert done <= 5
    assert fields == 1


def test_a_second_program_is_a_last_look(come: Come, autumn: Program) -> None:
    """Two presses and nothing typed again (WCAG 3.3.7)."""
    user = build.person("Sara Second", f"sara-{uuid.uuid4().hex[:6]}@bothy.example")
    build.member(autumn.group, user)
    build.signed_up(autumn, user, "mentee", help_text="Asking for more money, out loud.")
    second = build.started(autumn.group, autumn.created_by, name=f"Second {uuid.uuid4().hex[:6]}")
    sara = come("Sara", user=user)
    sara.context.add_init_script(COUNT)
    sara.open(f"{second.get_absolute_url()}sign-up/")
    sara.press("Find me a mentor")
    assert sara.path.endswith("/sign-up/check/")
    sara.sees("Asking for more money, out loud.")
    expect(
        sara.page.locator("main input:not([type=hidden]):not([type=checkbox]), main textarea")
    ).to_have_count(0)
    sara.choose("I’m 18 or over")
    sara.press("Put me on the list")
    sara.sees("What happens now")
    assert counted(sara) == (2, 0)
    assert Profile.objects.get(user=user, program=second).state == "listed"


def test_pausing_is_one_press(come: Come, autumn: Program) -> None:
    user = build.person("Fred Full", f"fred-{uuid.uuid4().hex[:6]}@bothy.example")
    build.member(autumn.group, user)
    build.signed_up(autumn, user, "mentor")
    fred = come("Fred", user=user)
    fred.open(f"{autumn.get_absolute_url()}sign-up/")
    for words, back in (("I’m full", True), ("Not this month", False)):
        fred.count()
        fred.press(words)
        assert fred.count()[0] == 1
        fred.sees("People can see that.")
        assert Profile.objects.get(user=user).accepting_from is not None
        if back:
            fred.press("I have room again")
            assert Profile.objects.get(user=user).accepting_from is None


def test_the_mail_is_the_one_thing_left(come: Come, autumn: Program) -> None:
    """Sent without a confirmed address: told so, and listed by the code of the mail."""
    tag = uuid.uuid4().hex[:6]
    user = build.person("Una Opened", f"una-{tag}@bothy.example")
    build.member(autumn.group, user)
    EmailAddress.objects.filter(user=user).update(verified=False)
    build.signed_up(autumn, user, "mentee")
    una = come("Una", user=user)
    una.open(f"{autumn.get_absolute_url()}sign-up/done/?as=mentee")
    una.sees("so people can see your answers")
    una.press("I’ve opened it")
    una.sees("It isn’t confirmed yet")
    una.press("Send it again")
    una.type("Your code", una.code())
    una.press("Continue")
    assert Profile.objects.get(user=user).state == "listed"
    una.open(f"{autumn.get_absolute_url()}sign-up/")
    una.sees("You’re on the list")
