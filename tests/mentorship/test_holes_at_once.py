"""Holes that were open once, when two acted at the same instant. Each test failed before its mend."""

import threading
import time
import uuid
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import limits
from accounts.models import Block
from mentorship import membership, safety
from messaging.models import Notice, Participant
from messaging.services import conversations, corrections, notices
from pairings.models import KeptHello, Pairing, Request
from pairings.services import kept, lapses, launches, pairings, requests
from profiles.models import Profile
from profiles.services import marks, profiles, seats
from programs.models import Program
from tests.racing import at_once

from .conftest import Cast, make_cast

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORDS = "Would you be my mentor this winter?"


def fresh(profile: Profile) -> Profile:
    """As a page has read it, a moment before somebody presses."""
    return Profile.objects.select_related("user", "program__group").get(pk=profile.pk)


def hello(sender: Profile, to: Profile) -> Request:
    return requests.send(sender=sender.user, to_profile=to, body=WORDS, to_pair=True, token=uuid.uuid4())


def two(cast: Cast, number: int = 0) -> tuple[Profile, Profile]:
    return cast.listed(f"Amara{number} Nwosu"), cast.listed(f"Dani{number} Ferreira", "mentee")


def sound(gave: list[object]) -> None:
    """Nobody got an error that is not a refusal in words."""
    broke = [one for one in gave if isinstance(one, Exception) and not isinstance(one, ValidationError)]
    assert not broke, broke


def test_the_same_hello_form_ten_times_is_one_hello_and_ten_times_sent() -> None:
    cast = make_cast()
    amara, dani = two(cast)
    url = reverse("hello_new", args=[cast.home.slug, cast.program.slug, amara.code])
    said = {"words": WORDS, "opener": "", "asks": "mentor", "token": str(uuid.uuid4())}
    browsers = [cast.by(dani.user) for _ in range(10)]

    def press(browser: Client) -> Callable[[], int]:
        return lambda: browser.post(url, said).status_code

    assert set(at_once([press(browser) for browser in browsers])) == {302}
    assert Request.objects.count() == 1
    assert not KeptHello.objects.exists(), "it went, so nothing of it is kept"


@pytest.mark.parametrize("_round", range(3))
def test_an_archive_leaves_no_hello_open(_round: int) -> None:
    cast = make_cast()
    twos = [two(cast, number) for number in range(4)]
    program = Program.objects.get(pk=cast.program.pk)
    sent = [lambda a=a, d=d: hello(d, fresh(a)) for a, d in twos]
    sound(at_once([*sent, lambda: membership.archive(program, by=cast.priya)]))
    assert not Request.objects.open().exists()


def test_a_page_read_before_the_archive_sends_no_hello() -> None:
    cast = make_cast()
    amara, dani = two(cast)
    read = fresh(amara)
    membership.archive(Program.objects.get(pk=cast.program.pk), by=cast.priya)
    with pytest.raises(ValidationError):
        hello(dani, read)


@pytest.mark.parametrize("way", [membership.leave, membership.remove])
def test_who_has_left_meanwhile_says_no_hello(way: Callable[..., None]) -> None:
    cast = make_cast()
    amara, dani = two(cast)
    read = fresh(amara)
    way(cast.membership(dani.user), by=dani.user if way == membership.leave else cast.priya)
    with pytest.raises(ValidationError):
        requests.send(sender=dani.user, to_profile=read, body=WORDS, to_pair=False, token=uuid.uuid4())
    assert not Request.objects.exists()


def test_a_yes_to_lets_pair_up_after_the_archive_opens_nothing() -> None:
    cast = make_cast()
    amara, dani = two(cast)
    asked = requests.send(sender=dani.user, to_profile=amara, body=WORDS, to_pair=False, token=uuid.uuid4())
    read = Request.objects.select_related("program").get(pk=asked.pk)
    membership.archive(Program.objects.get(pk=cast.program.pk), by=cast.priya)
    Request.objects.filter(pk=asked.pk).update(state="open")  # as if it had been a moment later
    with pytest.raises(ValidationError):
        requests.pair_up(read, by=dani.user)


def test_an_unblocking_waits_for_the_others_block() -> None:
    """The other's block was not seen, as it was not committed yet: both inboxes showed the words again."""
    cast = make_cast()
    amara, dani = cast.member("Amara Nwosu"), cast.member("Dani Ferreira")
    talk = conversations.between(program_id=cast.program.pk, scope=cast.home.pk, a=amara, b=dani)
    safety.block(blocker=amara, blocked=dani)
    made, go = threading.Event(), threading.Event()

    def block() -> None:
        with transaction.atomic():
            safety.block(blocker=dani, blocked=amara)
            made.set()
            go.wait(10)

    def unblock() -> None:
        made.wait(10)
        threading.Timer(0.5, go.set).start()
        safety.unblock(blocker=amara, blocked=dani)

    sound(at_once([block, unblock]))
    assert [(row.blocker_id, row.blocked_id) for row in Block.objects.all()] == [(dani.pk, amara.pk)]
    hidden = Participant.objects.filter(conversation=talk).values_list("hidden", flat=True)
    assert set(hidden) == {True}


def test_a_kept_hello_that_goes_and_a_block_wait_and_never_in_a_circle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = make_cast()
    amara, dani = two(cast)
    kept.wait(
        kept.keep(
            sender=dani.user, to_profile=amara, opener="", words=WORDS, to_pair=True, token=uuid.uuid4()
        )
    )
    plain, going = requests.send, threading.Event()

    def slowly(**more: object) -> Request:
        going.set()
        time.sleep(0.5)
        return plain(**more)  # type: ignore[arg-type]

    monkeypatch.setattr(requests, "send", slowly)

    def block() -> None:
        going.wait(5)
        safety.block(blocker=amara.user, blocked=dani.user)

    sound(at_once([lambda: kept.run(amara.created_at), block]))
    assert not KeptHello.objects.exists()
    assert not Request.objects.open().exists()


def test_two_who_leave_with_crossing_hellos_never_wait_in_a_circle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each had written to both mentors, in another order."""
    cast = make_cast()
    first, second = cast.listed("Amara Nwosu"), cast.listed("Bela Okafor")
    dani, enno = cast.listed("Dani Ferreira", "mentee"), cast.listed("Enno Vask", "mentee")
    for sender, mentors in ((dani, (first, second)), (enno, (second, first))):
        for mentor in mentors:
            hello(sender, fresh(mentor))
    plain = requests.close

    def slowly(*given: object, **more: object) -> None:
        plain(*given, **more)  # type: ignore[arg-type]
        time.sleep(0.3)

    monkeypatch.setattr(requests, "close", slowly)
    ways_out = [
        lambda one=one: membership.leave(cast.membership(one.user), by=one.user) for one in (dani, enno)
    ]
    sound(at_once(ways_out))
    assert not Request.objects.open().exists()
    assert lapses.close_all(group_id=cast.home.pk) == 0


@pytest.mark.parametrize("act", ["say", "edit"])
def test_a_block_waits_for_words_that_are_being_said(monkeypatch: pytest.MonkeyPatch, act: str) -> None:
    """No luck in it, as five rounds of a race have: the words are half said when the block comes. Without the
    lock on the conversation the block was done first, and the mail about the words stayed owed."""
    cast = make_cast()
    pair = cast.pair()
    talk, amara, dani = pair.conversation, pair.mentor_user, pair.mentee_user
    said = conversations.say(talk, author=amara, body="Morning.", token=uuid.uuid4())
    plain, half = limits.spend, threading.Event()

    def slowly(what: str, who: int | str, **more: int) -> None:
        half.set()
        time.sleep(0.5)
        plain(what, who, **more)

    monkeypatch.setattr(limits, "spend", slowly)

    def write() -> object:
        if act == "edit":
            return corrections.edit(said, by=amara, body="Evening.")
        return conversations.say(talk, author=amara, body="One more thing.", token=uuid.uuid4())

    def block() -> float:
        half.wait(5)
        began = time.monotonic()
        safety.block(blocker=dani, blocked=amara)
        return time.monotonic() - began

    gave = at_once([write, block])
    sound(gave)
    assert isinstance(gave[1], float)
    assert gave[1] > 0.3, "it waited"
    assert not Notice.objects.owed().filter(kind="message").exists()


def test_whose_room_is_told_waits_for_no_block_that_comes_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line with the name of who had just blocked them stood on the site."""
    cast = make_cast()
    amara, dani = two(cast)
    profiles.set_accepting(amara, profiles.FAR)
    marks.put(dani.user, fresh(amara), marks.Kind.TELL_ME)
    profiles.set_accepting(amara, None)
    plain, telling = notices.tell, threading.Event()

    def slowly(*given: object, **more: object) -> Notice:
        telling.set()
        time.sleep(0.5)
        return plain(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "tell", slowly)

    def block() -> None:
        telling.wait(5)
        safety.block(blocker=amara.user, blocked=dani.user)

    sound(at_once([lambda: marks.tell(timezone.now()), block]))
    assert not Notice.objects.visible_to(dani.user).filter(kind="room_again").exists()


@pytest.mark.parametrize("way", ["leave", "block", "undraft"])
def test_a_draft_that_is_being_launched_is_not_deleted_with_its_seats(way: str) -> None:
    """Its row went, and two people were full for good."""
    cast = make_cast()
    amara, dani = two(cast)
    drafted = pairings.draft(mentor=amara, mentee=dani, by=cast.priya)
    launched = threading.Event()

    def launch() -> None:
        with transaction.atomic():
            launches.launch(cast.program, by=cast.priya)
            launched.set()
            time.sleep(0.5)

    def meanwhile() -> None:
        launched.wait(5)
        if way == "leave":
            membership.leave(cast.membership(dani.user), by=dani.user)
        elif way == "block":
            safety.block(blocker=dani.user, blocked=amara.user)
        else:
            pairings.undraft(drafted, by=cast.priya)

    sound(at_once([launch, meanwhile]))
    state = Pairing.objects.get(pk=drafted.pk).state
    assert state == ("proposed" if way == "undraft" else "ended")
    taken = Profile.objects.filter(pk__in=[amara.pk, dani.pk]).values_list("seats_taken", flat=True)
    assert set(taken) == {1 if way == "undraft" else 0}


def test_a_yes_takes_sign_ups_in_the_order_of_all_that_moves_seats() -> None:
    """A mentor asks a mentee, who says yes while a tick frees the seats of many."""
    cast = make_cast()
    amara, dani = two(cast)
    assert amara.pk < dani.pk
    asked = hello(amara, fresh(dani))
    first = threading.Event()

    def frees() -> None:
        with transaction.atomic():
            for profile in (amara, dani):
                seats.hold([profile.pk])
                first.set()
                time.sleep(0.5)

    def says_yes() -> Pairing:
        first.wait(5)
        return requests.accept(asked, by=dani.user)

    gave = at_once([frees, says_yes])
    sound(gave)
    assert isinstance(gave[1], Pairing)
