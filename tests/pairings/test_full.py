"""Being full with one press, kind notes for those who wait, who else there is, leaving it with an admin."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from messaging import delivery
from messaging.models import Notice
from pairings.models import Request
from pairings.models.requests import State
from pairings.services import fullness, lapses, others, requests
from profiles.models import Mark, Profile
from profiles.services import profiles
from programs.models import Program
from tests.pairings.test_hello_pages import WORDS, enter, sent, url


def where(place, name: str = "hellos_full") -> str:
    return reverse(name, args=[place.group.slug, place.program.slug])


@pytest.fixture
def amara(place) -> Profile:
    return place.mentor("Amara Nwosu", places=3)


def test_one_press_from_the_hello_and_one_to_take_it_back(place, amara) -> None:
    hello = sent(place.mentee("Dani Ferreira").user, amara, to_pair=True)
    client = enter(amara.user)
    assert "I’m full</button>" in client.get(url("hello", hello)).content.decode()
    assert "I’m full</button>" in client.get(where(place, "hellos")).content.decode()
    page = client.post(where(place), {"as": "mentor", "room": "full"}, follow=True)
    assert "You’re full for now" in page.content.decode()
    assert "One person waits for your answer" in page.content.decode()
    amara.refresh_from_db()
    assert amara.accepting_from == profiles.FAR
    hello.refresh_from_db()
    assert hello.state == State.OPEN  # nothing that is talked about ends
    requests.accept(hello, by=amara.user)  # and a yes is still a yes
    client.post(where(place), {"as": "mentor", "room": "open"})
    amara.refresh_from_db()
    assert amara.accepting_from is None


def test_not_this_month_says_until_when(place, amara) -> None:
    page = enter(amara.user).post(where(place), {"as": "mentor", "room": "later"}, follow=True)
    amara.refresh_from_db()
    assert amara.accepting_from.day == 1
    assert amara.accepting_from > place.program.today()
    assert "You take nobody new until" in page.content.decode()
    assert enter(amara.user).post(where(place), {"as": "mentor", "room": "never"}).status_code == 404


def test_the_mail_leads_to_a_page_with_one_button(place, amara) -> None:
    hello = sent(place.mentee("Dani Ferreira").user, amara, to_pair=True)
    mail.outbox = []
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12))
    link = f"/c/{hello.conversation.code}/full/"
    assert link in mail.outbox[0].body
    client = enter(amara.user)
    page = client.get(link, follow=True)
    assert "I’m full</button>" in page.content.decode()
    amara.refresh_from_db()
    assert amara.accepting_from is None  # a mail scanner follows links
    assert enter(hello.sender).get(link).status_code == 404


def test_kind_notes_reach_those_who_are_ticked(place, amara) -> None:
    dani, elif_ = place.mentee("Dani Ferreira"), place.mentee("Elif Vural")
    wishes = [sent(one.user, amara, to_pair=True) for one in (dani, elif_)]
    asks = sent(place.person("Sam Okafor"), amara)
    fullness.say(amara, by=amara.user, until=profiles.FAR)
    client = enter(amara.user)
    form = client.get(where(place)).context["form"]
    assert form["to"].value() == [hello.code for hello in wishes]  # a question is still welcome
    nobody = client.post(where(place, "hellos_full_notes"), {"as": "mentor", "note": "full"})
    assert nobody.status_code == 422
    data = {"as": "mentor", "note": "full", "words": "Be well.", "to": form["to"].value()}
    page = client.post(where(place, "hellos_full_notes"), data, follow=True)
    assert "on its way to two people." in page.content.decode()
    for hello in (*wishes, asks):
        hello.refresh_from_db()
    assert [hello.state for hello in (*wishes, asks)] == ["declined", "declined", "open"]
    assert wishes[0].decline_note.startswith("I’m full just now")
    assert wishes[0].decline_note.endswith("Be well.")
    assert client.post(where(place, "hellos_full_notes"), data).status_code == 422  # they wait no more


def test_nobody_says_it_for_somebody_else(place, amara) -> None:
    dani = place.mentee("Dani Ferreira")
    assert enter(dani.user).post(where(place), {"as": "mentor", "room": "full"}).status_code == 404
    with pytest.raises(PermissionError):
        fullness.say(amara, by=dani.user, until=profiles.FAR)


# -- others -----------------------------------------------------------------------------------------
def test_the_others_are_those_who_share_most_and_never_somebody_to_leave_out(place, amara) -> None:
    topics = ["Wood", "Glass", "Paper"]
    Program.objects.update(topics=topics)
    place.program.refresh_from_db()
    dani = place.mentee("Dani Ferreira")

    def topics_of(profile: Profile, *names: str) -> Profile:
        return profiles.save_step(profile, 1, {"topics": list(names)})

    topics_of(dani, *topics)
    one, two, three, none = (place.mentor(name) for name in ("One O", "Two O", "Three O", "None O"))
    topics_of(one, "Wood")
    topics_of(two, "Wood", "Glass")
    topics_of(three, *topics)
    topics_of(none, "Tea")
    blocked, aside, asked, full, walked = (
        topics_of(place.mentor(name), *topics) for name in ("Bo X", "Al X", "Cy X", "Di X", "Ed X")
    )
    Block.objects.create(blocker=blocked.user, blocked=dani.user)
    Mark.objects.create(user=dani.user, profile=aside, kind=Mark.Kind.NOT_FOR_ME)
    back = sent(dani.user, asked)
    requests.withdraw(back, by=dani.user)
    profiles.set_accepting(full, profiles.FAR)
    sent(walked.user, dani)
    found = others.best(dani.user, place.program, "mentor", but=[amara.user_id])
    assert found == [three, two, one]
    assert others.number_of(dani.user, place.program, "mentor", but=[amara.user_id]) == 3
    assert set(others.best(dani.user, place.program, "mentor", number=9)[3:]) == {amara, none}


def test_fewest_waiting_come_first_for_somebody_who_has_not_signed_up(place) -> None:
    sam = place.person("Sam Okafor")
    busy, free = place.mentor("Busy One"), place.mentor("Free One")
    sent(place.person("Zoe One"), busy)
    assert others.best(sam, place.program, "mentor") == [free, busy]
    Program.objects.update(state="finished")
    place.program.refresh_from_db()
    assert others.best(sam, place.program, "mentor") == []


def test_what_is_promised_is_what_there_is(place, amara) -> None:
    sam = place.person("Sam Okafor")
    hello = sent(sam, amara)
    client = enter(sam)
    assert "it lapses kindly." in client.get(url("hello", hello)).content.decode()
    bea = place.mentor("Bea Other")
    assert "we’ll show you one other." in client.get(url("hello", hello)).content.decode()
    lapses.run(hello.expires_at)
    page = client.get(url("hello", hello))
    assert page.context["others"] == [bea]
    assert "Here is somebody with room" in page.content.decode()
    mail.outbox = []
    delivery.drain((timezone.now() + timedelta(days=9)).replace(hour=12))
    (told,) = [one for one in mail.outbox if one.subject == "Let's find someone with time"]
    assert "One other in" in told.body
    assert "Bea Other" in told.body


def test_a_kind_no_names_somebody_real_or_nobody(place, amara) -> None:
    hello = sent(place.mentee("Dani Ferreira").user, amara)
    client = enter(amara.user)
    notes = client.get(url("hello", hello)).context["decline"].notes
    assert list(notes) == ["full", "fit", "season"]
    bea = place.mentor("Bea Other")
    notes = client.get(url("hello", hello)).context["decline"].notes
    assert notes[f"other-{bea.code}"].endswith("but Bea Other might be.")
    Block.objects.create(blocker=bea.user, blocked=amara.user)
    assert "fit" in client.get(url("hello", hello)).context["decline"].notes
    stale = client.post(url("hello_decline", hello), {"note": f"other-{bea.code}"})
    assert stale.status_code == 422  # whom they read is no longer there to be named
    Block.objects.all().delete()
    page = client.post(url("hello_decline", hello), {"note": f"other-{bea.code}"}, follow=True)
    assert "with one other beside it" in page.content.decode()
    hello.refresh_from_db()
    assert hello.decline_note.endswith("but Bea Other might be.")


# -- left with the admins -----------------------------------------------------------------------------
def test_left_with_the_admins_by_a_day_and_taken_back(place, amara) -> None:
    dani = place.mentee("Dani Ferreira")
    hello = sent(dani.user, amara, to_pair=True)
    starts = place.program.today() + timedelta(days=20)
    Program.objects.update(starts_on=starts)
    lapses.run(hello.expires_at)
    client = enter(dani.user)
    page = client.get(url("hello", hello)).content.decode()
    assert "Or leave it with" in page
    assert f'you hear by <time datetime="{starts}"' in page
    client.post(where(place, "leave_it"), {"as": "mentee", "wanted": "yes"})
    assert "You’ve left it with" in client.get(where(place, "hellos")).content.decode()
    board = enter(place.priya).get(where(place, "pairing_board")).content.decode()
    assert "Leaves it with you" in board
    client.post(where(place, "leave_it"), {"as": "mentee", "wanted": "no"})
    assert "Or leave it with" in client.get(where(place, "hellos")).content.decode()


def test_where_members_choose_each_other_nothing_is_left_with_anybody(place, amara) -> None:
    dani = place.mentee("Dani Ferreira")
    Program.objects.update(forming="choose")
    client = enter(dani.user)
    assert "leave it with" not in client.get(where(place, "hellos")).content.decode()
    client.post(where(place, "leave_it"), {"as": "mentee", "wanted": "yes"})
    dani.refresh_from_db()
    assert not dani.wants_pairing


def test_a_closed_hello_is_not_told_of_any_more(place, amara) -> None:
    """What its sender wrote besides is taken back with it."""
    sam = place.person("Sam Okafor")
    hello = sent(sam, amara)
    requests.say(hello.conversation, author=sam, body="One more thing.", token=uuid.uuid4())
    assert Notice.objects.owed().filter(user=amara.user).count() == 2
    requests.withdraw(hello, by=sam)
    assert not Notice.objects.owed().filter(user=amara.user).exists()
    mail.outbox = []
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12))
    assert mail.outbox == []
    assert Request.objects.get().state == State.WITHDRAWN
    assert WORDS in enter(amara.user).get(url("hello", hello)).content.decode()
