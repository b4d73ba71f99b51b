"""What a program asks of everybody who signs up: 18 or over, said once; and the places mentors start with."""

import re

import pytest
from django.urls import reverse

from profiles.models import Profile
from profiles.services import profiles

WHOLE = {"answers": {"help": "I keep getting stuck"}, "topics": ["Confidence"], "ways": ["call"]}
ASKED = "I’m 18 or over"


def url(name, *more, program="autumn"):
    return reverse(name, args=["riverside", program, *more])


def check(role, program="autumn"):
    return f"{url('sign_up_check', program=program)}?as={role}"


@pytest.fixture
def dani(client, member):
    user = member()
    client.force_login(user)
    return user


def written(program, user, role="mentee"):
    return profiles.save_step(profiles.begin(program, user, role), 3, WHOLE)


def test_eighteen_or_over_is_said_once_in_each_program(client, dani, program, another):
    profile = written(program, dani)
    assert ASKED in client.get(check("mentee")).content.decode()
    refused = client.post(check("mentee"), {"as": "mentee"})
    assert refused.status_code == 422
    assert "Tick that you’re 18 or over" in refused.content.decode()
    with pytest.raises(profiles.NotReady, match="18 or over"):
        profiles.enlist(profile)
    client.post(check("mentee"), {"as": "mentee", "adult": "on"})
    profile.refresh_from_db()
    assert (profile.state, profile.adult_at is not None) == ("listed", True)
    written(program, dani, "mentor")  # the other side, and coming back, do not ask again
    profiles.withdraw(profile)
    for role in ("mentor", "mentee"):
        assert ASKED not in client.get(check(role)).content.decode()
        client.post(check(role), {"as": role})
    assert Profile.objects.filter(program=program, state="listed").count() == 2
    written(another, dani)
    assert ASKED in client.get(check("mentee", "winter")).content.decode()


def test_a_program_that_does_not_ask_takes_it_as_said(client, dani, program):
    program.adults_only = False
    program.save()
    written(program, dani)
    assert ASKED not in client.get(check("mentee")).content.decode()
    client.post(check("mentee"), {"as": "mentee"})
    assert Profile.objects.get().state == "listed"


def test_a_mentor_starts_with_the_programs_places(client, dani, program):
    program.capacity = 3
    program.save()
    page = client.get(url("sign_up_step", "mentor", 3)).content.decode()
    chosen = [tag for tag in re.findall(r'<input[^>]*name="capacity"[^>]*>', page) if " checked" in tag]
    assert [re.search(r'value="(\d)"', tag)[1] for tag in chosen] == ["3"]
    assert profiles.begin(program, dani, "mentor").capacity == 3
    assert profiles.begin(program, dani, "mentee").capacity == 1
