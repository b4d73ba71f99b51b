"""Holes that were open once, to a stranger, a held account or bad luck. Each test failed before its mend."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.services import people
from groups.services import owner_offers
from mentorship import safety
from mentorship.logs import message
from messaging.models import Message, Notice
from messaging.services import conversations
from pairings.models import Pairing, Request
from pairings.services import kept, launches, pairings, requests
from profiles.models import Profile
from profiles.models.profiles import ProfileTopic
from profiles.services import profiles

WORDS = "I'd love to ask about the studio key."


def hello(sender: Profile, to: Profile, **more) -> Request:
    given = {"body": WORDS, "to_pair": False, "token": uuid.uuid4()} | more
    return requests.send(sender=sender.user, to_profile=to, **given)


def two(cast) -> tuple[Profile, Profile]:
    return cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")


# -- a held account: no words and no pairs ------------------------------------------------------------
@pytest.mark.parametrize("which", [0, 1])
def test_a_held_account_asks_nobody_to_pair_up_nor_is_asked(cast, which) -> None:
    amara, dani = two(cast)
    asked = hello(dani, amara)
    people.freeze((amara, dani)[which].user)
    for by in (amara.user, dani.user):
        with pytest.raises(ValidationError):
            requests.pair_up(Request.objects.get(pk=asked.pk), by=by)
    assert not Request.objects.exclude(pk=asked.pk).exists()


@pytest.mark.parametrize("which", [0, 1])
def test_a_no_across_a_hold_has_no_words(cast, which) -> None:
    amara, dani = two(cast)
    asked = hello(dani, amara)
    people.freeze((amara, dani)[which].user)
    requests.decline(asked, by=amara.user, note="Call me on this number.")
    asked.refresh_from_db()
    assert (asked.state, asked.decline_note) == ("declined", "")


def launched(cast, *, both_say_yes: bool) -> tuple[Pairing, Profile]:
    amara, dani = two(cast)
    cast.program.both_say_yes = both_say_yes
    cast.program.save(update_fields=["both_say_yes"])
    pairing = pairings.draft(mentor=amara, mentee=dani, by=cast.priya)
    launches.launch(cast.program, by=cast.priya)
    return pairing, dani


@pytest.mark.parametrize("both_say_yes", [True, False])
def test_a_launch_of_somebody_held_waits_and_then_goes_on(cast, both_say_yes) -> None:
    pairing, dani = launched(cast, both_say_yes=both_say_yes)
    people.freeze(dani.user)
    later = timezone.now() + timedelta(minutes=11)
    assert launches.release(later) == 0
    pairing.refresh_from_db()
    assert (pairing.state, pairing.told_at) == ("proposed", None)
    people.thaw(dani.user)
    assert launches.release(later) == 1


def test_a_yes_across_a_hold_starts_no_pair(cast) -> None:
    pairing, dani = launched(cast, both_say_yes=True)
    launches.release(timezone.now() + timedelta(minutes=11))
    launches.say_yes(pairing, by=pairing.mentor_user)
    people.freeze(dani.user)
    with pytest.raises(ValidationError) as refused:
        launches.say_yes(pairing, by=dani.user)
    assert "18" not in str(refused.value)
    pairing.refresh_from_db()
    assert pairing.state == "proposed"


# -- tokens ---------------------------------------------------------------------------------------
def test_words_said_elsewhere_are_no_hello(cast) -> None:
    """The token of an old message made a hello without a word in it."""
    pair, zoe = cast.pair(), cast.listed("Zoe Other")
    token = uuid.uuid4()
    conversations.say(pair.conversation, author=pair.mentee_user, body=WORDS, token=token)
    with pytest.raises(ValidationError):
        hello(pair.mentee, zoe, token=token)
    assert not Request.objects.exists()
    talk = conversations.between(
        program_id=cast.program.pk, scope=cast.home.pk, a=pair.mentee_user, b=zoe.user
    )
    with pytest.raises(ValidationError):
        conversations.say(talk, author=pair.mentee_user, body=WORDS, token=token)
    assert Message.objects.count() == 1


# -- what is kept ---------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["held", "blocked"])
def test_a_kept_hello_names_nobody_who_is_out_of_sight(cast, how) -> None:
    zebedee, dani = cast.listed("Zebedee Nwosu"), cast.member("Dani Ferreira")
    said = {"opener": "", "words": WORDS, "to_pair": True, "token": uuid.uuid4()}
    url = reverse("hellos", args=[cast.home.slug, cast.program.slug])
    if how == "held":
        kept.keep(sender=dani, to_profile=zebedee, **said)
        assert "Zebedee" in cast.by(dani).get(url).content.decode()
        people.freeze(zebedee.user)
    else:  # it was being sent while the block came, was refused, and so it was kept
        safety.block(blocker=zebedee.user, blocked=dani)
        kept.keep(sender=dani, to_profile=zebedee, **said)
    assert "Zebedee" not in cast.by(dani).get(url).content.decode()


# -- letters that grow when they are folded -------------------------------------------------------
@pytest.mark.parametrize("letter", ["ß", "ﬃ", "\ufdfa", "㍿"])
@pytest.mark.parametrize("column", ["topics", "goal_topics", "languages"])
def test_words_that_grow_when_folded_are_refused_in_words(cast, letter, column) -> None:
    dani = cast.listed("Dani Ferreira", "mentee")
    with pytest.raises(ValidationError, match="60 characters"):
        profiles.save_step(dani, 1, {column: [letter * 59]})
    profiles.save_step(dani, 1, {"topics": ["ß" * 30]})
    assert ProfileTopic.objects.filter(profile=dani, topic="s" * 60).exists()


def test_sixty_syllables_are_sixty_letters(cast) -> None:
    dani = cast.listed("Dani Ferreira", "mentee")
    profiles.save_step(dani, 1, {"topics": ["한" * 60], "languages": ["漢" * 60]})
    assert ProfileTopic.objects.filter(profile=dani, topic="한" * 60).exists()


def test_a_language_that_grows_when_folded_is_refused_in_words(cast) -> None:
    """It was kept, and with the next change the person's sign-up could not be written any more."""
    dani = cast.listed("Dani Ferreira", "mentee").user
    said = {"name": dani.name, "zone": dani.zone, "own_languages": "\ufdfa" * 40}
    page = cast.by(dani).post(reverse("me"), said)
    assert page.status_code == 422
    assert "40 characters" in page.content.decode()


# -- logs -----------------------------------------------------------------------------------------
def test_a_form_that_stood_open_too_long_leaves_no_address_in_the_log(cast, caplog) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.priya)
    with caplog.at_level(logging.INFO):
        assert client.post(cast.invite).status_code == 403
    said = [message(record) for record in caplog.records if record.name == "django.security.csrf"]
    assert len(said) == 1
    code = cast.invite.rstrip("/").rsplit("/", 1)[1]
    assert code not in said[0]
    assert "/i/" in said[0]


# -- handing a group over -------------------------------------------------------------------------
@pytest.mark.parametrize("blocker", ["owner", "heir"])
def test_no_group_is_offered_across_a_block(cast, blocker) -> None:
    """Whoever had blocked the owner read their name, on the site and by mail."""
    rita = cast.member("Rita Quispe")
    two = (cast.priya, rita) if blocker == "owner" else (rita, cast.priya)
    safety.block(blocker=two[0], blocked=two[1])
    with pytest.raises(ValidationError) as refused:
        owner_offers.offer(cast.membership(rita), by=cast.priya)
    assert "block" not in str(refused.value).lower()
    assert not Notice.objects.filter(user=rita, kind="owner_offered").exists()
