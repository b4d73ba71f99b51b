"""What somebody hesitated at who walked through signing up on a small phone."""

import pytest
from django.urls import reverse

from accounts.models import User

HELP = {"q_help": "I keep getting stuck when glazing", "topics": ["Confidence"]}
WHEN = {"ways": ["messages"], "hours": ["evening"], "time_a_week": "60", "zone": "Europe/Lisbon"}
FOLDED = '<details class="stack g4"><summary>Languages and time zone'


def url(name, *more):
    return reverse(name, args=["riverside", "autumn", *more])


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def dani(client, member, program):
    user = member()
    client.force_login(user)
    return user


def walk(client, role, *, both=False):
    query = "?both=1" if both else ""
    for step, data in enumerate((HELP, {}, {**WHEN, "capacity": "1"}), start=1):
        answer = client.post(url("sign_up_step", role, step) + query, data)
    return answer.url


def test_who_is_both_reads_which_side_this_is_and_that_the_other_comes(client, dani):
    client.post(url("sign_up"), {"as": "both"})
    assert "As a mentor. Step 1 of 3" in text(client.get(url("sign_up_step", "mentor", 1) + "?both=1"))
    last = walk(client, "mentor", both=True)
    assert "As a mentor. The other side comes next" in text(client.get(last))
    second = client.post(last, {"as": "mentor", "adult": "on"})
    assert "As a mentee. One step" in text(client.get(second.url))
    page = text(client.get(walk(client, "mentee")))
    assert "As a mentee." in page
    assert "comes next" not in page


def test_the_other_side_is_offered_once_somebody_is_on_the_list(client, dani):
    client.post(walk(client, "mentee"), {"as": "mentee", "adult": "on"})
    done = url("sign_up_done") + "?as=mentee"
    offer = f'href="{url("sign_up")}?as=mentor"'
    assert offer in text(client.get(done))
    client.post(walk(client, "mentor"), {"as": "mentor"})
    assert offer not in text(client.get(done))


def test_a_clock_that_we_do_not_know_is_asked_for_in_sight(client, dani):
    """Without JavaScript nobody's zone is known: UTC would be compared with everybody's evenings."""
    client.post(url("sign_up_step", "mentee", 1), HELP)
    client.post(url("sign_up_step", "mentee", 2), {})
    third = url("sign_up_step", "mentee", 3)
    assert FOLDED in text(client.get(third))
    User.objects.filter(pk=dani.pk).update(zone="UTC")
    dani.profiles.update(zone="UTC")
    assert FOLDED not in text(client.get(third))


def test_stepping_back_says_what_it_ends_before_the_press(client, listed):
    profile = listed()
    client.force_login(profile.user)
    page = text(client.get(url("sign_up")))
    fold = page[page.index("<summary>Step back") :]
    assert fold.index("ends your pairs") < fold.index('<button class="btn btn-x btn-s">Step back')


def test_one_card_has_no_order(client, listed, member):
    listed(role="mentor", name="Amara Nwosu")
    client.force_login(member("Sam"))
    assert "The newest first" not in text(client.get(url("directory")))
    listed(role="mentor", name="Bea Other")
    assert "The newest first" in text(client.get(url("directory")))


def test_what_nobody_answered_is_not_shown_to_others(client, listed, member):
    profile = listed(answers={"yourself": ""})
    client.force_login(profile.user)
    nothing = '<dd class="muted">Nothing yet.'
    assert nothing in text(client.get(url("sign_up_check") + "?as=mentor"))
    client.force_login(member("Sam"))
    page = text(client.get(url("answers", profile.code)))
    assert "About <bdi>" not in page
    assert nothing not in page
