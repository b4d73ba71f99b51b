"""The directory: who reads it, what it shows, how it is asked."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Block
from accounts.services import people
from groups.models import Membership
from messaging.services import conversations
from profiles.models import Profile
from profiles.services import profiles

WHERE = ("riverside", "autumn")


def url(name="directory", *more):
    return reverse(name, args=[*WHERE, *more])


def body(client, address=None, **query):
    return client.get(address or url(), query).content.decode()


# -- who reads ----------------------------------------------------------------------------------
@pytest.mark.parametrize("narrowed", [False, True])
@pytest.mark.parametrize(
    ("who", "open_to_group", "when_narrowed"),
    [
        ("anonymous", (302, 302), (302, 302)),
        ("outsider", (404, 404), (404, 404)),
        ("removed", (404, 404), (404, 404)),
        ("member", (200, 200), (403, 404)),
        ("still writing", (200, 200), (403, 404)),
        ("signed up", (200, 200), (200, 200)),
        ("admin", (200, 200), (200, 200)),
        ("blocked", (200, 404), (403, 404)),
        ("blocking", (200, 404), (403, 404)),
    ],
)
def test_who_reads_the_list_and_the_answers(
    client, person, member, listed, program, group, who, open_to_group, when_narrowed, narrowed
):
    amara = listed()
    program.readers = "program" if narrowed else "group"
    program.save()
    reader = (
        person("Reader")
        if who == "outsider"
        else member("Reader", role="admin" if who == "admin" else "member")
    )
    if who == "removed":
        Membership.objects.filter(group=group, user=reader).update(state="removed")
    elif who == "still writing":
        profiles.begin(program, reader, "mentee")
    elif who == "signed up":
        listed(user=reader, role="mentee")
    elif who == "blocked":
        Block.objects.create(blocker=amara.user, blocked=reader)
    elif who == "blocking":
        Block.objects.create(blocker=reader, blocked=amara.user)
    if who != "anonymous":
        client.force_login(reader)
    directory, answers = client.get(url()), client.get(url("answers", amara.code))
    assert (directory.status_code, answers.status_code) == (when_narrowed if narrowed else open_to_group)
    shown = "Screens and squeegees" in directory.content.decode()
    assert shown == (directory.status_code == answers.status_code == 200)


def test_drafts_and_leavers_are_nowhere(client, member, listed, program, group):
    writing = profiles.begin(program, member("Draft Person"), "mentor")
    gone = listed("Gone Person")
    Membership.objects.filter(group=group, user=gone.user).update(state="left")
    client.force_login(member("Reader"))
    page = body(client)
    assert "Draft Person" not in page
    assert "Gone Person" not in page
    assert client.get(url("answers", writing.code)).status_code == 404
    assert client.get(url("answers", gone.code)).status_code == 404


def test_whoever_is_held_is_on_no_list_and_in_no_count_but_sees_themselves(client, member, listed):
    held, rosa = listed("Tomasz Zieliński"), listed("Rosa Quispe")
    people.freeze(held.user)
    client.force_login(member("Reader"))
    for query in ({}, {"q": "tomasz"}, {"topic": "Screen printing"}):
        page = body(client, **query)
        assert "Tomasz" not in page
        assert (rosa.user.name in page) == ("q" not in query)
    assert "One person has offered to help" in body(client)
    client.force_login(held.user)
    assert f'<h2><a href="{held.code}/"' in body(client)


def test_somebody_who_stepped_back(client, member, listed):
    gone, rosa = listed("Tomasz Zieliński"), listed("Rosa Quispe")
    profiles.withdraw(gone)
    client.force_login(member("Reader"))
    answer = client.get(url("answers", gone.code))
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "<bdi>Tomasz</bdi> has stepped back for now" in page
    assert rosa.user.name in page
    assert "Screens and squeegees" in page  # Rosa's
    assert "Tomasz" not in body(client)


# -- what it shows ------------------------------------------------------------------------------
def test_a_card_says_what_the_two_have_in_common(client, listed):
    dani = listed("Dani Ferreira", "mentee", topics=["Screen printing", "Confidence"], ways=["call"])
    listed(topics=["screen printing", "Craft fairs"], answers={"why": "Somebody lent me a key"}, capacity=2)
    client.force_login(dani.user)
    page = body(client)
    assert "you asked for this" in page
    assert page.count('class="tag hit"') == 1
    assert (
        "\u2068Amara\u2069 helps with 1 of your 2 topics, and you both like weekday evenings and a call"
        in page
    )
    assert "Somebody lent me a key" in page
    assert "Room for 2" in page
    assert reverse("hello_new", args=[*WHERE, Profile.objects.get(role="mentor").code]) in page


def test_the_states_of_a_card(client, listed, member, program):
    full, busy, talking = listed("Full Person"), listed("Busy Person"), listed("Talking Person")
    Profile.objects.filter(pk=full.pk).update(seats_taken=1)
    profiles.set_accepting(busy, program.today().replace(day=28))
    profiles.set_accepting(busy, profiles.FAR)
    reader = member("Reader")
    talk = conversations.between(program_id=program.pk, scope=program.group_id, a=reader, b=talking.user)
    client.force_login(reader)
    page = body(client)
    assert page.count("Full for now") == 2
    assert "You’ve been in touch" in page
    assert reverse("conversation_short", args=[talk.code]) in page
    for profile in (full, busy, talking):
        assert reverse("hello_new", args=[*WHERE, profile.code]) not in page
    conversations.close(talk.pk)
    assert "You’ve been in touch" not in body(client)


def test_ones_own_card(client, listed):
    mentor = listed()
    client.force_login(mentor.user)
    page = body(client)
    assert "This is you" in page
    assert "Say hello" not in page
    assert "This is how people see you" in body(client, url("answers", mentor.code))


def test_all_answers_with_the_wording_they_were_asked_with(client, listed, member, program):
    mentor = listed(answers={"why": "One.\n\nTwo."}, goals="A first fair")
    program.questions.filter(key="why", role="mentor").update(wording="Reworded since")
    client.force_login(member("Reader"))
    page = body(client, url("answers", mentor.code))
    for words in ("Why do you want to help?", '<p dir="auto">Two.</p>', "A first fair", "Report", "A call"):
        assert words in page
    assert "Reworded since" not in page


def test_leave_it_with_the_admin(client, listed):
    dani = listed("Dani Ferreira", "mentee")
    listed()
    client.force_login(dani.user)
    assert "Leave it with <bdi>Priya</bdi>" in body(client)
    assert "Leave it with" not in body(client, role="mentee")
    client.post(url("leave_it"), {"as": "mentee", "wanted": "yes"})
    assert "You’ve left it with <bdi>Priya</bdi>" in body(client)


@pytest.mark.parametrize(("days", "promised"), [(5, True), (0, False), (-30, False)])
def test_nothing_is_promised_by_a_day_that_has_gone(client, listed, program, days, promised):
    dani = listed("Dani Ferreira", "mentee")
    program.starts_on = program.today() + timedelta(days=days)
    program.save()
    client.force_login(dani.user)
    page = body(client)
    assert "Leave it with <bdi>Priya</bdi>" in page
    assert ("suggest someone by <time" in page) is promised


# -- how it is asked ----------------------------------------------------------------------------
def test_search_topics_time_and_room(client, listed, member):
    listed("Zoë Åström", topics=["Confidence"], time_a_week="30")
    full = listed("Full Person", answers={"help": "Kilns and glazes"})
    Profile.objects.filter(pk=full.pk).update(seats_taken=1)
    client.force_login(member("Reader"))

    def names(**query):
        page = body(client, **query)
        return [name for name in ("Zoë Åström", "Full Person") if f"<bdi>{name}</bdi>" in page]

    assert names() == ["Zoë Åström", "Full Person"]
    assert names(q="zoe ASTROM") == ["Zoë Åström"]
    assert names(q="glazes kilns") == ["Full Person"]
    assert names(topic=["Confidence"]) == ["Zoë Åström"]
    assert names(topic=["Confidence", "Screen printing"]) == ["Zoë Åström", "Full Person"]
    assert names(time=["30"]) == ["Zoë Åström"]
    assert names(room="on") == ["Zoë Åström"]
    assert names(q="100%_\\") == []
    assert names(topic=["nonsense"], time=["x"]) == ["Zoë Åström", "Full Person"]  # passed over


def test_nothing_found_names_what_to_take_away(client, listed, member):
    listed()
    client.force_login(member("Reader"))
    page = body(client, q="nobody writes this", room="on")
    assert "No one matches all of that" in page
    assert "Try taking away the search words" in page
    assert "?role=mentor&amp;room=on" in page


def test_nobody_yet(client, member, program):
    client.force_login(member("Reader"))
    assert "The first sign-up makes the second one easier." in body(client)


@time_machine.travel("2026-11-30T09:00:05+00:00", tick=False)  # a window of the limit ends with its minute
def test_searching_has_a_limit(client, listed, member):
    listed()
    client.force_login(member("Reader"))
    for _ in range(60):
        assert (
            client.get(url(), {"q": "a", "after": "2" * 12}, headers={"HX-Request": "true"}).status_code
            == 200
        )
    assert client.get(url(), {"q": "a"}).status_code == 429
    assert client.get(url()).status_code == 200


def test_twelve_at_a_time_to_the_end(client, listed, member):
    made = [listed(f"Person {n}") for n in range(30)]
    client.force_login(member("Reader"))
    seen, address = [], url()
    for number in (12, 12, 6):
        page = client.get(address).content.decode()
        found = [profile.code for profile in made if f'<h2><a href="{profile.code}/"' in page]
        assert len(found) == number
        seen += found
        address = url() + f"?role=mentor&after={min(found, key=[p.code for p in made].index)}"
    assert sorted(seen) == sorted(profile.code for profile in made)
    assert "Show more" not in page


def test_show_more_is_appended_and_the_focus_goes_to_the_first_new_name(client, listed, member):
    made = [listed(f"Person {n}") for n in range(14)]
    client.force_login(member("Reader"))
    part = client.get(url(), {"after": made[2].code}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert part.count("data-focus") == 1
    assert part.index("data-focus") < part.index("Person 1<")
    assert 'id="more" hx-swap-oob="true"' in part
