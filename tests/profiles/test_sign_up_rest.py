"""Taking nobody new for a while: one press, from the sign-up or from the directory."""

import pytest
from django.urls import reverse


def url(name):
    return reverse(name, args=["riverside", "autumn"])


@pytest.mark.parametrize(("role", "said"), [("mentor", "full"), ("mentee", "later")])
def test_a_rest_is_one_press_from_the_directory(client, listed, role, said):
    profile = listed(role=role)
    client.force_login(profile.user)
    other = "mentee" if role == "mentor" else "mentor"
    page = client.get(url("directory") + f"?role={other}").content.decode()
    assert "Need a rest from hellos?" in page
    assert ("I’m full" in page) == (role == "mentor")
    answer = client.post(url("sign_up_room"), {"as": role, "room": said, "from_directory": "1"})
    assert answer.url == url("directory") + f"?role={other}"
    profile.refresh_from_db()
    assert profile.accepting_from is not None
    page = client.get(answer.url).content.decode()
    assert "You take nobody new just now" in page
    assert 'name="room" value="open"' in page
    client.post(url("sign_up_room"), {"as": role, "room": "open", "from_directory": "1"})
    profile.refresh_from_db()
    assert profile.accepting_from is None
