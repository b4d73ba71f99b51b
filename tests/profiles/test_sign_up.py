"""The pages of signing up, pressed one after the other."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from profiles.models import Answer, Profile
from profiles.services import profiles

WHERE = ("riverside", "autumn")
HELP = {"q_help": "I keep getting stuck when glazing", "topics": ["Confidence"]}
YOU = {"q_yourself": "Night swimming", "q_mentor": "Blunt"}
WHEN = {
    "ways": ["messages", "call"],
    "hours": ["evening"],
    "time_a_week": "60",
    "languages": "English, Português",
    "zone": "Europe/Lisbon",
    "goals_unsure": "on",
}


def url(name, *more):
    return reverse(name, args=[*WHERE, *more])


@pytest.fixture
def dani(client, member, program):
    user = member()
    client.force_login(user)
    return user


def walk(client, role="mentee", **more):
    client.post(url("sign_up_step", role, 1), {**HELP})
    client.post(url("sign_up_step", role, 2), YOU if role == "mentee" else {})
    return client.post(url("sign_up_step", role, 3), {**WHEN, **more})


def test_from_the_invite_to_the_list(client, dani):
    answer = client.get(url("sign_up") + "?as=mentee")
    assert answer.url == url("sign_up_step", "mentee", 1)
    page = client.get(answer.url).content.decode()
    assert "Step 1 of 3" in page
    assert "I keep getting stuck when…" in page
    assert "Everyone in <bdi>Riverside Makers</bdi> can read this." in page
    assert not Profile.objects.exists()  # looking changes nothing
    first = client.post(answer.url, HELP)
    assert first.url == url("sign_up_step", "mentee", 2)
    second = client.post(first.url, YOU)
    assert second.url == url("sign_up_step", "mentee", 3)
    third = client.post(second.url, WHEN)
    assert third.url == url("sign_up_check") + "?as=mentee"
    page = client.get(third.url).content.decode()
    for words in ("Night swimming", "Blunt", "Not sure yet", "Put me on the list"):
        assert words in page
    last = client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"})
    assert last.url == url("sign_up_done") + "?as=mentee"
    profile = Profile.objects.get()
    assert (profile.state, profile.languages, profile.goals_unsure) == (
        "listed",
        ["English", "Português"],
        True,
    )
    assert "You’re on the list" in client.get(last.url).content.decode()
    assert "On the list" in client.get(url("sign_up")).content.decode()


def test_only_one_sentence_has_to_be_typed(client, dani):
    """The prefilled defaults and one topic are enough (architecture.md 5)."""
    client.post(url("sign_up_step", "mentee", 1), HELP)
    client.post(url("sign_up_step", "mentee", 2), {})
    defaults = {"ways": "messages", "hours": "evening", "time_a_week": "60", "zone": "Europe/Lisbon"}
    client.post(url("sign_up_step", "mentee", 3), defaults)
    client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"})
    assert Profile.objects.get().state == "listed"


def test_the_last_look_refuses_what_is_not_whole(client, dani):
    client.post(url("sign_up_step", "mentee", 2), YOU)
    refused = client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"})
    assert (refused.status_code, Profile.objects.get().state) == (422, "draft")
    page = refused.content.decode()
    assert "<title>Error:" in page
    assert "Tell us what you’d like help with" in page


def test_what_is_missing_is_said_where_it_is_missing(client, dani):
    page = client.post(url("sign_up_step", "mentee", 1), {"q_help": " ", "own_topics": ""})
    assert page.status_code == 422
    body = page.content.decode()
    assert body.count("Tell us what you’d like help with, a few words is plenty") == 2  # summary and field
    assert body.count("Pick at least one topic, or choose “Something else”") == 2
    page = client.post(url("sign_up_step", "mentee", 3), {**WHEN, "ways": []})
    assert "Pick at least one way to talk" in page.content.decode()
    assert page.status_code == 422


def test_back_keeps_what_is_sound(client, dani):
    client.post(url("sign_up_step", "mentee", 1), HELP)
    answer = client.post(url("sign_up_step", "mentee", 2), {**YOU, "back": "1"})
    assert answer.url == url("sign_up_step", "mentee", 1)
    answer = client.post(
        url("sign_up_step", "mentee", 3), {"ways": [], "goals": "A shop", "zone": "Mars", "back": "1"}
    )
    assert answer.url == url("sign_up_step", "mentee", 2)
    profile = Profile.objects.get()
    assert (profile.goals, profile.ways, profile.step) == ("A shop", ["messages"], 3)
    assert "Night swimming" in client.get(answer.url).content.decode()
    assert (
        "I keep getting stuck when glazing" in client.get(url("sign_up_step", "mentee", 1)).content.decode()
    )


def test_own_topics_stand_beside_the_offered_ones(client, dani):
    client.post(url("sign_up_step", "mentee", 1), {**HELP, "own_topics": "Glazing, confidence,  Kilns "})
    assert Profile.objects.get().topics == ["Confidence", "Glazing", "Kilns"]
    page = client.get(url("sign_up_step", "mentee", 1)).content.decode()
    assert 'value="Glazing, Kilns"' in page


def test_both_roles_ask_what_is_shared_once(client, dani):
    start = client.post(url("sign_up"), {"as": "both"})
    assert start.url == url("sign_up_step", "mentor", 1) + "?both=1"
    second = client.post(start.url, HELP)
    third = client.post(second.url, {"q_yourself": "Pinball"})
    check = client.post(third.url, {**WHEN, "capacity": "3"})
    assert check.url == url("sign_up_check") + "?as=mentor&both=1"
    other = client.post(check.url, {"as": "mentor", "adult": "on"})
    assert other.url == url("sign_up_step", "mentee", 1)
    page = client.get(other.url).content.decode()
    assert "One step" in page
    assert "What kind of mentor do you need?" in page
    assert "Be yourself" not in page
    check = client.post(other.url, {**HELP, "q_mentor": "Patient", "goals": "A shop"})
    assert check.url == url("sign_up_check") + "?as=mentee"
    client.post(check.url, {"as": "mentee"})
    mentor, mentee = Profile.objects.order_by("pk")
    assert (mentor.state, mentor.capacity, mentee.state, mentee.capacity) == ("listed", 3, "listed", 1)


def test_the_one_who_chose_both_gets_the_shared_answers_from_the_first(client, dani):
    client.post(url("sign_up"), {"as": "both"})
    walk(client, "mentor", capacity="2", q_reach="Ring twice")
    client.post(url("sign_up_check"), {"as": "mentor", "adult": "on"})
    client.post(url("sign_up_step", "mentee", 1), HELP)
    mentee = Profile.objects.get(role="mentee")
    assert mentee.ways == ["messages", "call"]
    assert mentee.answers.get(question__key="reach").text == "Ring twice"


def test_people_on_the_list_change_things(client, dani):
    walk(client, "mentor", capacity="2")
    client.post(url("sign_up_check"), {"as": "mentor", "adult": "on"})
    page = client.get(url("sign_up_step", "mentor", 1)).content.decode()
    assert "Changing your answers" in page
    refused = client.post(url("sign_up_step", "mentor", 1), {**HELP, "q_help": ""})
    assert refused.status_code == 422
    client.post(url("sign_up_step", "mentor", 1), {**HELP, "q_help": "Kilns"})
    assert Profile.objects.get().help_text == "Kilns"
    client.post(url("sign_up_places"), {"as": "mentor", "places": "5"})
    client.post(url("sign_up_room"), {"as": "mentor", "room": "full"})
    profile = Profile.objects.get()
    assert (profile.capacity, profile.accepting_from) == (5, profiles.FAR)
    assert "I have room again" in client.get(url("sign_up")).content.decode()
    client.post(url("sign_up_room"), {"as": "mentor", "room": "later"})
    assert Profile.objects.get().accepting_from.day == 1
    client.post(url("sign_up_room"), {"as": "mentor", "room": "open"})
    assert Profile.objects.get().accepting_from is None
    client.post(url("leave_it"), {"as": "mentor", "wanted": "yes"})
    assert Profile.objects.get().wants_pairing


def test_a_second_program_is_two_presses(client, listed, another):
    profile = listed(role="mentee")
    client.force_login(profile.user)
    answer = client.post(reverse("sign_up", args=["riverside", "winter"]), {"as": "mentee"})
    assert answer.url == reverse("sign_up_check", args=["riverside", "winter"]) + "?as=mentee"
    client.post(answer.url, {"as": "mentee", "adult": "on"})
    assert Profile.objects.filter(state="listed").count() == 2


def test_sign_up_that_closed_while_writing(client, dani, program):
    walk(client)
    program.signup_until = timezone.now() - timedelta(minutes=1)
    program.save()
    page = client.get(url("sign_up_check")).content.decode()
    assert "Sign-up closed while you were writing" in page
    client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"})
    profile = Profile.objects.get()
    assert (profile.late, profile.state) == (True, "sent")
    assert "decides about late sign-ups" in client.get(url("sign_up_done")).content.decode()
    client.force_login(program.created_by)
    page = client.get(url("sign_ups")).content.decode()
    assert "Late" in page
    assert not program.check_first
    assert "You read these first: they came late" in page
    client.post(reverse("sign_up_fine", args=["riverside", "autumn", profile.code]), {"read": profile.stamp})
    client.force_login(profile.user)
    assert "A little late" in client.get(url("sign_up_done")).content.decode()


def test_a_closed_sign_up_takes_nobody_new(client, dani, program):
    program.signup_until = timezone.now() - timedelta(minutes=1)
    program.save()
    assert "Sign-up has closed" in client.get(url("sign_up")).content.decode()
    for answer in (
        client.post(url("sign_up"), {"as": "mentee"}),
        client.get(url("sign_up_step", "mentee", 1)),
        client.post(url("sign_up_step", "mentee", 1), HELP),
    ):
        assert answer.url == url("sign_up")
    assert not Profile.objects.exists()


@pytest.mark.parametrize("name", ["sign_up", "sign_up_check", "sign_up_done", "directory"])
def test_strangers(client, person, program, name):
    assert client.get(url(name)).status_code == 302  # to log in
    client.force_login(person())
    assert client.get(url(name)).status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("sign_up_places", {"as": "mentor", "places": "2"}),
        ("sign_up_room", {"as": "mentor", "room": "full"}),
        ("leave_it", {"as": "mentor"}),
    ],
)
def test_what_is_not_mine_cannot_be_moved(client, listed, member, name, data):
    mentor = listed()
    client.force_login(member())
    assert client.post(url(name), data).status_code == 404
    assert client.get(url(name)).status_code == 405
    mentor.refresh_from_db()
    assert (mentor.capacity, mentor.accepting_from, mentor.wants_pairing) == (1, None, False)


HOSTILE = [
    "\x00",
    "x" * 100_000,
    "a\u202eb",
    "\u3164",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "-1",
    "9" * 30,
    "%s%n{{7*7}}",
    "../../etc/passwd",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_input_breaks_nothing(client, dani, value):
    client.post(url("sign_up"), {"as": value})
    for role, number, names in (
        ("mentee", 1, ["q_help", "topics", "own_topics"]),
        ("mentee", 2, ["q_yourself", "q_mentor"]),
        ("mentor", 3, ["q_reach", "ways", "hours", "time_a_week", "goals", "languages", "zone", "capacity"]),
    ):
        for back in ({}, {"back": "1"}):
            answer = client.post(url("sign_up_step", role, number), dict.fromkeys(names, value) | back)
            assert answer.status_code < 500
    assert client.post(url("sign_up_check"), {"as": value}).status_code < 500
    for name in ("sign_up_places", "sign_up_room", "leave_it"):
        data = {"as": value, "places": value, "room": value, "wanted": value}
        assert client.post(url(name), data).status_code < 500
    page = client.get(url("sign_up_check") + "?as=mentee")
    if page.status_code == 200:
        assert b"<script>alert" not in page.content
    assert Answer.objects.count() <= 4
    assert Profile.objects.count() <= 2


def test_a_question_of_an_admin_is_shown_as_words(client, dani, program):
    program.questions.filter(key="help").update(
        wording="<b>bold</b>", guidance="<img src=x>", starter="<i>", example="<u>"
    )
    page = client.get(url("sign_up_step", "mentee", 1)).content.decode()
    for raw in ("<b>bold", "<img src=x", "<i>", "<u>"):
        assert raw not in page
