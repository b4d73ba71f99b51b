"""Decisions about many sign-ups, late ones, by nobody in charge any more, and by two at once."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from groups.models import Membership
from messaging.models import Notice
from profiles.models import Profile
from profiles.models.profiles import MOVES, State
from profiles.services import profiles, reading
from tests.racing import at_once

WHERE = ("riverside", "autumn")


def url(name, *more):
    return reverse(name, args=[*WHERE, *more])


def lines(user) -> list[str]:
    return [notice.line for notice in Notice.objects.filter(user=user).order_by("pk")]


def again(profile: Profile) -> Profile:
    return Profile.objects.select_related("program__group", "user").get(pk=profile.pk)


def test_fine_for_these_in_one_click(client, sent, owner, member):
    people = [sent(f"Person {n}") for n in range(3)]
    client.force_login(owner)
    page = client.get(url("sign_ups")).content.decode()
    assert "Fine for these 3" in page
    ones = re.findall(r'name="one" value="([^"]+)"', page)
    profiles.save_step(people[0], 1, {"answers": {"help": "Changed after the page was shown"}})
    answer = client.post(url("sign_ups_fine"), {"one": ones}, follow=True)
    assert "One has changed meanwhile" in answer.content.decode()
    assert [again(one).state for one in people] == [State.SENT, State.LISTED, State.LISTED]
    assert lines(people[1].user) == ["You’re on the list of Autumn Skill Share"]
    for junk in ("x", "\x00", f"{people[0].code}.1", ""):
        client.post(url("sign_ups_fine"), {"one": junk})
    assert again(people[0]).state == State.SENT


def test_switching_it_off_lists_nobody_by_itself(client, sent, owner, checking):
    people = [sent(f"Person {n}") for n in range(2)]
    checking.check_first = False
    checking.save()
    assert {again(one).state for one in people} == {State.SENT}
    client.force_login(owner)
    page = client.get(url("sign_ups")).content.decode()
    assert "Fine for all 2" in page
    client.post(url("sign_ups_fine"), {"one": re.findall(r'name="one" value="([^"]+)"', page)})
    assert {again(one).state for one in people} == {State.LISTED}


def test_one_sent_back_is_read_again_although_it_was_switched_off(sent, owner, checking):
    waiting = sent()
    reading.ask(waiting, waiting.stamp, by=owner, note="A little more?")
    checking.check_first = False
    checking.save()
    assert profiles.enlist(again(waiting)).state == State.SENT


def test_a_finished_program_decides_nothing(client, sent, owner, checking):
    waiting = sent()
    checking.state = "finished"
    checking.save()
    client.force_login(owner)
    client.post(url("sign_up_fine", waiting.code), {"read": waiting.stamp})
    assert again(waiting).state == State.SENT
    page = client.get(url("sign_up_read", waiting.code)).content.decode()
    assert "its list stays as it is" in page


def test_who_left_is_put_on_no_list(sent, owner):
    waiting = sent()
    profiles.withdraw(waiting)
    with pytest.raises(reading.Decided):
        reading.fine_one(waiting, waiting.stamp, by=owner)
    assert again(waiting).state == State.WITHDRAWN


def test_admins_read_nothing_that_was_not_sent(client, program, member, owner):
    draft = profiles.begin(program, member("Draft Person"), "mentee")
    client.force_login(owner)
    for name in ("sign_up_read", "sign_up_ask", "sign_up_decline"):
        assert client.get(url(name, draft.code)).status_code == 404
    assert client.post(url("sign_up_fine", draft.code), {"read": draft.stamp}).status_code == 404


@pytest.mark.parametrize("act", ["fine", "ask", "decline"])
def test_a_demoted_admins_saved_form_is_refused(sent, member, act, group):
    admin = member("Gwen Ellis", role="admin")
    waiting = sent()
    Membership.objects.filter(group=group, user=admin).update(role="member")
    acts: dict[str, Callable[[], object]] = {
        "fine": lambda: reading.fine_one(waiting, waiting.stamp, by=admin),
        "ask": lambda: reading.ask(waiting, waiting.stamp, by=admin, note="More?"),
        "decline": lambda: reading.decline(waiting, waiting.stamp, by=admin, note="No."),
    }
    with pytest.raises(PermissionDenied):
        acts[act]()
    assert again(waiting).state == State.SENT


# -- two at once ----------------------------------------------------------------------------------
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_admins_decide_at_once_and_one_is_heard(sent, member, owner):
    gwen = member("Gwen Ellis", role="admin")
    for number in range(4):
        waiting = sent(f"Person {number}")
        read = waiting.stamp
        jobs = [
            lambda w=waiting, r=read: reading.fine_one(w, r, by=owner),
            lambda w=waiting, r=read: reading.ask(w, r, by=gwen, note="More?"),
            lambda w=waiting, r=read: reading.decline(w, r, by=gwen, note="No."),
            lambda w=waiting, r=read: reading.fine(w.program, {w.code: r}, by=gwen) or _nobody(),
        ]
        gave = at_once(jobs)
        heard = [one for one in gave if not isinstance(one, ValidationError)]
        assert len(heard) == 1, gave
        assert Notice.objects.filter(user=waiting.user).count() == 1
        assert again(waiting).state in MOVES[State.SENT]


def _nobody() -> None:
    raise reading.Decided("Nobody was listed.")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_change_and_a_fine_at_once_list_nothing_unread(sent, owner):
    for number in range(4):
        waiting = sent(f"Person {number}")
        read, words = waiting.stamp, f"Not what was read, {number}"
        own = again(waiting)
        gave = at_once(
            [
                lambda w=waiting, r=read: reading.fine_one(w, r, by=owner),
                lambda p=own, t=words: profiles.save_step(p, 1, {"answers": {"help": t}}),
            ]
        )
        assert not any(isinstance(one, Exception) and not isinstance(one, ValidationError) for one in gave)
        now = again(waiting)
        # Listed first and changed on the list then, or changed first and read again.
        assert now.state in (State.LISTED, State.SENT)
        assert isinstance(gave[0], ValidationError) == (now.state == State.SENT)
