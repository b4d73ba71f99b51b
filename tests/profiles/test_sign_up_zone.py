"""The time zone at sign-up: said in words, and chosen from the whole list only by whoever asks for it."""

import pytest
from django.urls import reverse

HELP = {"q_help": "I keep getting stuck when glazing", "topics": ["Confidence"]}
WHEN = {"ways": ["messages"], "hours": ["evening"], "time_a_week": "60", "zone": "Europe/Lisbon"}
ZONES = '<option value="Pacific/Auckland"'


def url(name, *more):
    return reverse(name, args=["riverside", "autumn", *more])


@pytest.fixture
def dani(client, member, program):
    user = member()
    client.force_login(user)
    return user


def at_step_three(client):
    client.post(url("sign_up_step", "mentee", 1), HELP)
    return client.post(url("sign_up_step", "mentee", 2), {}).url


def test_the_list_comes_to_whoever_asks(client, dani):
    step = at_step_three(client)
    page = client.get(step).content.decode()
    assert "Your time zone is <b>Europe, Lisbon</b>." in page
    assert '<input type="hidden" name="zone" value="Europe/Lisbon"' in page
    assert ZONES not in page
    page = client.get(step, {"zones": 1}).content.decode()
    assert ZONES in page
    assert '<option value="Europe/Lisbon" selected>' in page
    assert "Choose another" not in page


def test_without_script_what_was_picked_is_kept_on_the_way(client, dani):
    step = at_step_three(client)
    asked = client.post(step, {**WHEN, "ways": ["voice"], "zones": "1"})
    assert asked.url == f"{step}?zones=1#zone"
    page = client.get(asked.url).content.decode()
    assert 'value="voice" id="id_ways_1" checked' in page
    client.post(step, {**WHEN, "zone": "Pacific/Auckland"})
    assert dani.profiles.get().zone == "Pacific/Auckland"


def test_half_of_a_step_is_no_reason_to_refuse_the_list(client, dani):
    step = at_step_three(client)
    assert client.post(step, {"zones": "1", "zone": "Europe/Lisbon"}).url == f"{step}?zones=1#zone"


def test_a_zone_that_is_none_shows_the_list_and_says_so(client, dani):
    answer = client.post(at_step_three(client), {**WHEN, "zone": "Moon/Base"})
    assert answer.status_code == 422
    assert ZONES in answer.content.decode()


def test_enter_in_a_field_goes_on(client, dani):
    """A form's first button is what Enter presses."""
    page = client.get(at_step_three(client)).content.decode()
    form = page[page.index('<form class="card') :]
    first = form[form.index("<button") : form.index("</button>")]
    assert first.endswith("Continue")
    assert "zones" not in first
