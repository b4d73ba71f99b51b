"""Asking to join, in the browser: from a listed group's card to the sign-up that was wanted."""

from collections.abc import Callable

import pytest

from groups.models import JoinRequest
from groups.services import groups
from mentorship.scenarios import build
from messaging import delivery
from tests.e2e.walker import Walker, newest_mail

Come = Callable[..., Walker]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_invite_of_a_group_that_asks_first(come: Come, script: bool) -> None:
    priya = build.person("Priya Doors", f"priya-doors-{script}@bothy.example")
    group = build.group(priya, f"Door People {script}", visibility="listed")
    group = groups.update(
        group, by=priya, joining="ask", join_questions=["What do you make?"], rules="Be kind."
    )
    program = build.started(group, priya)
    owner = come("Priya", user=priya, script=script)
    noor = come("Noor Asks", script=script)

    noor.open("/groups/")
    noor.press(group.name, kind="link")
    noor.sees("Anyone may ask.")
    noor.open(group.invitations.get().get_absolute_url())
    noor.press("Find me a mentor")
    noor.sign_up()
    noor.sees("Ask to join")
    noor.type("What do you make?", "Lampshades.")
    noor.choose("I’ve read what this group agrees on")
    noor.press("Ask to join", kind="button")
    noor.sees("You’ve asked to join")

    delivery.drain()
    assert "asks to join" in newest_mail(priya.email)
    owner.open("/")
    owner.press("Read and answer")
    owner.sees("Lampshades.")
    owner.press("Let in", kind="button")
    owner.sees("is in. We’ve told them where to go on.")

    delivery.drain()
    request = JoinRequest.objects.get(group=group)
    assert f"/j/{request.code}/" in newest_mail(noor.email)
    noor.open(f"/j/{request.code}/")
    assert noor.path.startswith(f"{program.get_absolute_url()}sign-up/mentee/")
    noor.open(group.get_absolute_url())
    noor.sees("Home")
    assert not noor.complaints
