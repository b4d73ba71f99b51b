"""A hello that has to wait for a sign-up: nothing typed is lost, and the last press sends it."""

import uuid
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship import purge, safety, scenarios
from messaging import delivery
from messaging.models import Notice
from pairings import dispatch
from pairings.models import KeptHello, Request
from pairings.services import kept, requests
from profiles.models import Profile
from profiles.services import profiles, reading
from programs.models import Program
from tests.pairings.test_hello_pages import WORDS, enter, send, url
from tests.racing import at_once


@pytest.fixture
def amara(place) -> Profile:
    return place.mentor("Amara Nwosu")


@pytest.fixture
def sam(place):
    return place.person("Sam Okafor")


def written(place, user) -> None:
    """A sign-up with everything in it, off the list: the last page puts it on."""
    profiles.withdraw(scenarios.signed_up(place.program, user, "mentee"))


def last_press(client: Client, place):
    """The button of the check page, and wherever it leads, as a browser goes."""
    address = reverse("sign_up_check", args=[place.group.slug, place.program.slug])
    return client.post(address, {"as": "mentee", "adult": "on"}, follow=True)


def test_one_press_on_the_check_page_lists_and_sends(place, amara, sam) -> None:
    client = enter(sam)
    opener = client.get(url("hello_new", amara)).context["form"].fields["opener"].choices[0][0]
    answer = send(client, amara, asks="mentor", opener=opener)
    assert answer.url == reverse("sign_up", args=[place.group.slug, place.program.slug]) + "?as=mentee"
    assert "sign up as a mentee first" in client.get(answer.url, follow=True).content.decode()
    for number in (
        1,
        2,
        3,
    ):  # said on the page itself: what only passes by is missed, and without script far below
        step = reverse("sign_up_step", args=[place.group.slug, place.program.slug, "mentee", number])
        assert "Your hello is kept, and goes with the last press of this" in client.get(step).content.decode()
    written(place, sam)
    assert "Your hello is kept, and goes with" in client.get(answer.url).content.decode()
    check = reverse("sign_up_check", args=[place.group.slug, place.program.slug]) + "?as=mentee"
    assert "Your hello goes with this press" in client.get(check).content.decode()
    page = last_press(client, place)
    assert [status for _url, status in page.redirect_chain] == [307, 302]
    hello = Request.objects.get()
    assert page.redirect_chain[-1][0] == url("hello", hello)
    assert (hello.asks, hello.sender_profile.user) == ("mentor", sam)
    assert hello.conversation.messages.get().body == f"{opener}\n\n{WORDS}"
    assert "You’re on the list, and your hello is sent." in page.content.decode()
    assert not KeptHello.objects.exists()
    assert "goes with this press" not in client.get(check).content.decode()


def test_the_last_press_twice_is_one_hello(place, amara, sam) -> None:
    client = enter(sam)
    send(client, amara, asks="mentor")
    written(place, sam)
    last_press(client, place)
    again = client.post(url("hello_go", amara), follow=True)
    assert again.status_code == 200
    assert Request.objects.count() == 1


def test_the_words_are_there_in_another_browser_too(place, amara, sam) -> None:
    send(enter(sam), amara, asks="mentor")
    page = enter(sam).get(url("hello_new", amara))
    assert "Your hello is still here" in page.content.decode()
    assert page.context["form"]["words"].value() == WORDS
    assert page.context["form"]["asks"].value() == "mentor"
    listed = enter(sam).get(reverse("hellos", args=[place.group.slug, place.program.slug]))
    assert "<bdi>Amara</bdi> is kept" in listed.content.decode()
    other = place.mentor("Bea Other")
    assert WORDS not in enter(sam).get(url("hello_new", other)).content.decode()
    assert WORDS in enter(sam).get(url("hello_new", other) + "?words=kept").content.decode()


def test_who_filled_up_meanwhile_is_a_conflict_with_others_and_the_words_kept(place, amara, sam) -> None:
    client = enter(sam)
    send(client, amara, asks="mentor")
    written(place, sam)
    for name in ("Bea Other", "Cleo Other", "Dora Other", "Eve Other"):
        place.mentor(name)
    profiles.set_accepting(amara, profiles.FAR)
    page = last_press(client, place)
    words = page.content.decode()
    assert page.status_code == 409
    assert "filled up a moment ago" in words
    assert len(page.context["others"]) == 3
    assert WORDS in words
    other = page.context["others"][0]
    onward = url("hello_new", other) + "?words=kept"
    assert onward in words
    form = client.get(onward).context["form"]
    data = {name: form[name].value() for name in ("opener", "words", "asks", "token")}
    assert (data["words"], data["asks"]) == (WORDS, "mentor")
    assert client.post(onward, data).status_code == 302
    assert Request.objects.get().to_profile == other
    assert not KeptHello.objects.exists()


def test_the_same_without_a_sign_up_between(place, amara) -> None:
    dani = place.mentee("Dani Ferreira")
    client = enter(dani.user)
    form = client.get(url("hello_new", amara)).context["form"]
    profiles.set_accepting(amara, profiles.FAR)
    answer = send(client, amara, asks="mentor", token=form["token"].value())
    assert answer.status_code == 409
    assert "Nobody else has room just now" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert send(client, amara, asks="question").status_code == 302  # still welcome


def test_where_admins_read_first_it_goes_by_itself_once_they_have(place, amara, sam) -> None:
    Program.objects.update(check_first=True)
    client = enter(sam)
    send(client, amara, asks="mentor")
    Program.objects.update(check_first=False)
    written(place, sam)
    Program.objects.update(check_first=True)
    page = last_press(client, place)
    assert "It goes to Amara by itself once Priya has read your sign-up" in page.content.decode()
    assert not Request.objects.exists()
    dispatch.tick(timezone.now())
    assert not Request.objects.exists()
    own = Profile.objects.get(user=sam)
    reading.fine_one(own, own.stamp, by=place.priya)
    dispatch.tick(timezone.now())
    hello = Request.objects.get()
    assert (hello.sender, hello.asks) == (sam, "mentor")
    assert Notice.objects.get(kind="hello_gone").user == sam
    assert not KeptHello.objects.exists()
    dispatch.tick(timezone.now())
    assert Request.objects.count() == 1


def test_who_has_not_opened_our_mail_yet_sends_it_by_opening_it(place, amara, sam) -> None:
    client = enter(sam)
    send(client, amara, asks="mentor")
    written(place, sam)
    EmailAddress.objects.filter(user=sam).update(verified=False)
    page = last_press(client, place)
    assert "It goes to Amara by itself once you’ve opened our mail" in page.content.decode()
    dispatch.tick(timezone.now())
    assert not Request.objects.exists()
    EmailAddress.objects.filter(user=sam).update(verified=True)
    profiles.confirmed_by(sam)
    dispatch.tick(timezone.now())
    assert Request.objects.get().sender == sam


def waits(place, amara, sam) -> KeptHello:
    lying = kept.keep(sender=sam, to_profile=amara, opener="", words=WORDS, to_pair=True, token=uuid.uuid4())
    kept.wait(lying)
    return lying


def test_what_cannot_go_by_itself_says_so_and_stays(place, amara, sam) -> None:
    waits(place, amara, sam)
    scenarios.signed_up(place.program, sam, "mentee")
    profiles.set_accepting(amara, profiles.FAR)
    dispatch.tick(timezone.now())
    assert not Request.objects.exists()
    assert not KeptHello.objects.get().goes_when_listed
    notice = Notice.objects.get(kind="hello_kept")
    assert enter(sam).get(notice.url).url == url("hello_new", amara)
    mail.outbox = []
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12))
    assert [one.subject for one in mail.outbox] == ["Your hello to Amara is kept"]


def test_nobody_is_written_to_for_whom_it_was_not_said_to_go_by_itself(place, amara, sam) -> None:
    send(enter(sam), amara, asks="mentor")
    scenarios.signed_up(place.program, sam, "mentee")  # some other day, by another way
    dispatch.tick(timezone.now())
    assert not Request.objects.exists()
    assert KeptHello.objects.count() == 1


def test_a_block_takes_it_away_on_both_sides(place, amara, sam) -> None:
    waits(place, amara, sam)
    scenarios.signed_up(place.program, sam, "mentee")
    safety.block(blocker=amara.user, blocked=sam)
    dispatch.tick(timezone.now())
    assert not KeptHello.objects.exists()
    assert not Request.objects.exists()
    assert not Notice.objects.visible_to(sam).filter(kind__startswith="hello").exists()


def test_it_is_read_by_nobody_else_and_forgotten_after_a_month(place, amara, sam) -> None:
    waits(place, amara, sam)
    for user in (place.priya, amara.user, place.person("Zoe Other")):
        where = reverse("hellos", args=[place.group.slug, place.program.slug])
        assert "is kept" not in enter(user).get(where).content.decode()
    purge.purge(timezone.now() + timedelta(days=29))
    assert KeptHello.objects.exists()
    purge.purge(timezone.now() + timedelta(days=31))
    assert not KeptHello.objects.exists()


def test_the_fourth_names_the_day_and_keeps_the_words_until_one_is_taken_back(place, sam) -> None:
    client = enter(sam)
    for name in ("Amara", "Bea", "Cleo"):
        requests.send(
            sender=sam, to_profile=place.mentor(name), body=WORDS, to_pair=False, token=uuid.uuid4()
        )
    first = Request.objects.earliest("pk")
    Request.objects.filter(pk=first.pk).update(expires_at=first.expires_at - timedelta(days=3))
    dora = place.mentor("Dora Last")
    answer = send(client, dora)
    words = answer.content.decode()
    assert answer.status_code == 422
    first.refresh_from_db()
    day = timezone.localtime(first.expires_at).strftime("%A")
    assert f"or give them until {day}" in words
    assert words.count("Take it back<") == 3
    back = client.post(url("hello_withdraw", first), follow=True)
    assert back.redirect_chain[-1][0] == url("hello_new", dora)
    assert WORDS in back.content.decode()
    form = back.context["form"]
    data = {name: form[name].value() for name in ("opener", "words", "asks", "token")}
    assert client.post(url("hello_new", dora), data).status_code == 302


def test_where_sign_up_is_over_nobody_is_sent_there(place, amara, sam) -> None:
    Program.objects.update(signup_until=timezone.now() - timedelta(days=1), signup_from=None)
    page = enter(sam).get(url("hello_new", amara))
    assert [value for value, _ in page.context["form"].fields["asks"].choices] == ["question"]
    assert "Sign-up is closed" in page.content.decode()


@pytest.mark.race
def test_eight_ticks_send_a_kept_hello_once(committed_place) -> None:
    amara, sam = committed_place.mentor("Amara Nwosu"), committed_place.person("Sam Okafor")
    waits(committed_place, amara, sam)
    scenarios.signed_up(committed_place.program, sam, "mentee")
    gave = at_once([lambda: kept.run(timezone.now())] * 8)
    assert sum(gave) == Request.objects.count() == 1
    assert not KeptHello.objects.exists()
