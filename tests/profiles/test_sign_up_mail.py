"""Nobody is listed before they have opened our mail, whatever the door; then at once."""

import pytest
from allauth.account.models import EmailAddress
from django.test import RequestFactory
from django.urls import reverse

from mentorship.adapter import AccountAdapter
from profiles.models import Profile
from profiles.services import profiles, reading
from profiles.services.profiles import NotReady

WHOLE = {"answers": {"help": "I keep getting stuck"}, "topics": ["Confidence"], "ways": ["call"]}


def url(name, *more):
    return reverse(name, args=["riverside", "autumn", *more])


@pytest.fixture
def dani(client, member):
    user = member(verified=False)
    client.force_login(user)
    return user


@pytest.fixture
def waiting(client, dani, program):
    """Sent, and the mail lies unopened."""
    profiles.save_step(profiles.begin(program, dani, "mentee"), 3, WHOLE)
    answer = client.post(url("sign_up_check"), {"as": "mentee", "adult": "on"})
    assert answer.url == url("sign_up_done") + "?as=mentee"
    return Profile.objects.get()


def confirm(user, monkeypatch):
    """As allauth does it for the code of our mail."""
    monkeypatch.setattr(AccountAdapter, "add_message", lambda *args, **kwargs: None)
    request = RequestFactory().get("/")
    request.user = user
    address = EmailAddress.objects.get(user=user, email=user.email)
    assert AccountAdapter(request).confirm_email(request, address)


def unconfirm(user):
    EmailAddress.objects.filter(user=user).update(verified=False)


def states():
    return list(Profile.objects.order_by("pk").values_list("state", flat=True))


def test_one_thing_is_left(client, waiting, dani):
    assert (waiting.state, waiting.listed_at, waiting.adult_at is not None) == ("draft", None, True)
    words = f"open the mail we sent to <bdi>{dani.email[0]}…@example.org</bdi>"
    for page in (url("sign_up_done") + "?as=mentee", url("sign_up"), url("sign_up") + "?as=mentee"):
        answer = client.get(page)
        assert words in answer.content.decode().lower(), page
        assert dani.email not in answer.content.decode().replace(f'value="{dani.email}"', "")
    again = client.post(url("sign_up_check"), {"as": "mentee"}, follow=True)
    assert again.redirect_chain[-1][0] == url("sign_up_done") + "?as=mentee"
    assert "It isn’t confirmed yet" in again.content.decode()
    assert states() == ["draft"]


def test_today_says_it_too(client, waiting, dani):
    page = client.get(reverse("today")).content.decode()
    assert "One thing left" in page
    assert f"Open the mail we sent to {dani.email[0]}…@example.org" in page


def test_whoever_looks_does_not_see_them(client, waiting, member):
    client.force_login(member("Reader"))
    assert client.get(url("answers", waiting.code)).status_code == 404
    assert "Dani" not in client.get(url("directory") + "?role=mentee").content.decode()


def test_opening_the_mail_lists_them(client, waiting, dani, monkeypatch):
    confirm(dani, monkeypatch)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.listed_at is not None) == ("listed", True)
    assert "You’re on the list" in client.get(url("sign_up_done") + "?as=mentee").content.decode()


def test_it_waits_for_the_admins_where_they_read_first(checking, waiting, dani, monkeypatch):
    confirm(dani, monkeypatch)
    assert states() == ["sent"]


def test_who_says_so_themselves_is_looked_up(client, waiting, dani):
    EmailAddress.objects.filter(user=dani).update(verified=True)
    client.post(url("sign_up_check"), {"as": "mentee"})
    assert states() == ["listed"]


def test_a_half_made_one_stays_where_it_is(dani, program, monkeypatch):
    profiles.save_step(profiles.begin(program, dani, "mentee"), 1, WHOLE)
    confirm(dani, monkeypatch)
    assert states() == ["draft"]


def test_what_is_not_whole_any_more_stays_theirs(client, waiting, dani, monkeypatch):
    profiles.save_step(waiting, 3, {"ways": []})
    confirm(dani, monkeypatch)
    assert states() == ["draft"]


def test_another_address_than_the_one_signed_in_with_proves_nothing(dani, waiting):
    EmailAddress.objects.create(user=dani, email="other@example.org", verified=True)
    assert profiles.enlist(waiting).state == "draft"


def test_both_sides_come_at_once(client, dani, program, monkeypatch):
    for role in ("mentor", "mentee"):
        profiles.enlist(profiles.save_step(profiles.begin(program, dani, role), 3, WHOLE), adult=True)
    assert states() == ["draft", "draft"]
    confirm(dani, monkeypatch)
    assert states() == ["listed", "listed"]


def test_coming_back_asks_for_it_too(listed):
    profile = listed()
    profiles.withdraw(profile)
    unconfirm(profile.user)
    assert profiles.enlist(profile).state == "draft"


def test_sent_again_asks_for_it_too(sent, owner):
    profile = sent()
    reading.ask(profile, profile.stamp, by=owner, note="Shorter, please")
    profile.refresh_from_db()
    unconfirm(profile.user)
    with pytest.raises(NotReady, match="One thing left"):
        profiles.enlist(profile)
    profile.refresh_from_db()
    assert (profile.state, profile.note) == ("asked", "Shorter, please")


def test_fine_lists_nobody_without_it(client, sent, owner):
    first, second = sent(), sent("Elif Kaya")
    unconfirm(first.user)
    assert reading.fine(first.program, {p.code: p.stamp for p in (first, second)}, by=owner) == [second]
    first.refresh_from_db()
    assert first.state == "sent"
    with pytest.raises(reading.Decided, match="confirmed their address"):
        reading.fine_one(first, first.stamp, by=owner)
    client.force_login(owner)
    answer = client.post(url("sign_up_fine", first.code), {"read": first.stamp}, follow=True)
    assert "confirmed their address" in answer.content.decode()
    assert states() == ["sent", "listed"]
