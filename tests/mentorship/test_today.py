"""Today: each sort of card, their order, five at most, and what it costs."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Block
from groups.services import groups, join_requests, reports
from mentorship import safety
from mentorship.scenarios import build
from mentorship.today import MOST, cards
from messaging.services import conversations
from pairings.models import Pairing, Step
from pairings.services import endings, launches, pairings, requests
from profiles.models import Profile
from profiles.services import profiles
from programs.models import Program
from programs.services import programs


def headings(user) -> list[str]:
    return [card.heading for card in cards(user)[0]]


def arrived(pair: Pairing, number: int = 1) -> Step:
    """This week has come to this pair."""
    week = pair.program.weeks.live().get(number=number)
    return Step.objects.create(pairing=pair, number=number, week=week)


def test_nothing_to_do_says_so(cast) -> None:
    page = cast.by(cast.member()).get("/").content.decode()
    assert "All quiet" in page
    assert "Nothing needs you today." in page
    assert "See who’s around" in page
    page = cast.by(cast.somebody()).get("/").content.decode()
    assert "See who’s around" not in page
    assert "Start a group" in page


def test_a_new_pair_may_say_hello_until_week_1_comes(cast) -> None:
    pair = cast.pair()
    assert headings(pair.mentee_user) == ["You and Amara are a pair"]
    step = arrived(pair)
    (card,) = cards(pair.mentee_user)[0]
    assert (card.heading, card.quote) == ("Week 1 with Amara", step.week.question)
    assert card.url == f"/p/{pair.code}/1/"


def test_the_weeks_question_goes_when_one_has_talked(cast) -> None:
    pair = cast.pair()
    step = arrived(pair)
    endings.talked(step, by=pair.mentor_user)
    assert headings(pair.mentor_user) == []
    (card,) = cards(pair.mentee_user)[0]
    assert card.words == "Amara says you talked. Did you?"


def test_many_pairs_are_counted_not_listed(cast) -> None:
    mentor = cast.listed("Amara Nwosu", "mentor", capacity=5)
    for name in ("Dani One", "Dina Two", "Dora Three", "Dirk Four"):
        arrived(build.pair(mentor, cast.listed(name, "mentee")))
    assert headings(mentor.user) == ["Week 1 with Dani", "Week 1 with Dina", "2 more pairs have a question"]


def test_a_reply_waits_to_be_read(cast) -> None:
    pair = cast.pair()
    arrived(pair)
    said = conversations.say(
        pair.conversation, author=pair.mentor_user, body="<b>How</b> was it?", token=uuid.uuid4()
    )
    assert said.body in [card.quote for card in cards(pair.mentee_user)[0]]
    assert headings(pair.mentee_user) == ["Week 1 with Amara", "Amara Nwosu wrote to you"]
    assert "<b>How" not in cast.by(pair.mentee_user).get("/").content.decode()
    assert headings(pair.mentor_user) == ["Week 1 with Dani"]
    conversations.mark_read(pair.conversation, pair.mentee_user)
    assert headings(pair.mentee_user) == ["Week 1 with Amara"]


def hello(sender, to: Profile):
    return requests.send(
        sender=sender, to_profile=to, body="I'd love to ask about glazing.", to_pair=False, token=uuid.uuid4()
    )


def test_a_hello_is_one_card_and_goes_with_the_answer(cast) -> None:
    amara = cast.listed("Amara Nwosu")
    dani = cast.member("Dani Ferreira")
    sent = hello(dani, amara)
    (card,) = cards(amara.user)[0]
    assert (card.heading, card.url) == ("Dani Ferreira said hello", sent.get_absolute_url())
    assert headings(dani) == []
    requests.say(sent.conversation, author=amara.user, body="Gladly, what is it?", token=uuid.uuid4())
    assert headings(amara.user) == []
    assert headings(dani) == ["Amara Nwosu wrote to you"]


def test_a_block_takes_everything_of_the_two_away(cast) -> None:
    amara = cast.listed("Amara Nwosu")
    dani = cast.member("Dani Ferreira")
    hello(dani, amara)
    safety.block(blocker=amara.user, blocked=dani)
    assert headings(amara.user) == headings(dani) == []


def test_a_proposed_pair_wants_a_yes_once_it_is_told(cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(both_say_yes=True)
    cast.program.refresh_from_db()
    amara, dani = cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")
    pair = pairings.draft(mentor=amara, mentee=dani, by=cast.priya)
    assert headings(cast.priya) == ["1 pair waits to be launched"]
    launches.launch(cast.program, by=cast.priya)
    assert headings(dani.user) == []
    (card,) = cards(cast.priya)[0]
    assert (card.heading, bool(card.undo_url)) == ("1 pair is about to be told", True)
    launches.release(timezone.now() + timedelta(minutes=11))
    assert headings(dani.user) == ["Would you like to walk with Amara?"]
    assert headings(cast.priya) == []
    pair.refresh_from_db()
    launches.say_yes(pair, by=dani.user)
    assert headings(dani.user) == []
    assert headings(amara.user) == ["Would you like to walk with Dani?"]


def test_a_path_walked_to_its_end_is_news_for_a_week(cast) -> None:
    pair = cast.pair()
    ended = Pairing.objects.filter(pk=pair.pk)
    ended.update(state="completed", ended_at=timezone.now() - timedelta(days=6))
    for user in (pair.mentor_user, pair.mentee_user):
        (card,) = cards(user)[0]
        assert card.heading == f"You and {pair.partner(user).first_name} walked all the way"
        assert cast.by(user).get(card.url).status_code == 200
    ended.update(ended_at=timezone.now() - timedelta(days=8))
    assert headings(pair.mentee_user) == []


def test_a_half_made_sign_up_until_sign_up_closes(cast) -> None:
    dani = cast.member("Dani Ferreira")
    profiles.begin(cast.program, dani, "mentee")
    assert headings(dani) == ["Your sign-up is nearly there"]
    programs.close_sign_up(cast.program, by=cast.priya)
    assert headings(dani) == []


def test_who_waits_for_an_admin(cast) -> None:
    mentee = cast.listed("Dani Ferreira", "mentee")
    assert headings(cast.priya) == []
    Profile.objects.filter(pk=mentee.pk).update(wants_pairing=True)
    assert headings(cast.priya) == ["1 mentee waits for a mentor"]
    assert headings(cast.member("Gwen Ellis")) == []
    Program.objects.filter(pk=cast.program.pk).update(forming="choose")
    assert headings(cast.priya) == []


def test_a_program_that_is_being_set_up(cast) -> None:
    programs.start(cast.home, by=cast.priya, curriculum_key="career-advancement")
    assert headings(cast.priya) == ["Career advancement isn’t open yet"]
    assert headings(cast.member("Gwen Ellis")) == []


def test_a_report_is_on_top_for_safety_contacts_only(cast) -> None:
    pair = cast.pair()
    programs.start(cast.home, by=cast.priya, curriculum_key="career-advancement")
    reports.file(
        group=cast.home,
        reporter=pair.mentee_user,
        about=pair.mentor_user,
        category="spam",
        words="",
        messages=[],
    )
    assert headings(cast.priya)[0] == "A report needs you"
    gwen = cast.member("Gwen Ellis", role="admin")
    assert "A report needs you" not in headings(gwen)


def test_who_asks_to_join_waits_on_the_admins_page(cast) -> None:
    gwen, dani = cast.member("Gwen Ellis", role="admin"), cast.member("Dani Ferreira")
    asking = groups.update(cast.home, by=cast.priya, joining="ask", visibility="listed")
    first = join_requests.ask(asking, cast.somebody("Noor Rahal"))
    assert headings(gwen) == ["1 person asks to join"]
    join_requests.ask(asking, cast.somebody("Elif Vural"))
    assert headings(cast.priya)[0] == "2 people ask to join"
    assert headings(dani) == []
    assert cast.by(gwen).get(cards(gwen)[0][0].url).status_code == 200
    Block.objects.create(blocker=gwen, blocked=first.user)
    assert headings(gwen) == ["1 person asks to join"]


def test_five_at_most_and_the_rest_is_owned_up_to(cast) -> None:
    for _ in range(7):
        programs.start(cast.home, by=cast.priya, curriculum_key="career-advancement")
    found, more = cards(cast.priya)
    assert (len(found), more) == (MOST, 2)
    page = cast.by(cast.priya).get("/").content.decode()
    assert "2 more come up" in page
    assert "That’s everything." not in page


def everything(cast, number: int):
    """Somebody with so many of each sort."""
    mentor = cast.listed(f"Amara {number}", "mentor", capacity=number)
    cast.home.refresh_from_db()
    for i in range(number):
        pair = build.pair(mentor, cast.listed(f"Dani {number} {i}", "mentee"))
        arrived(pair)
        conversations.say(pair.conversation, author=pair.mentee_user, body="Hello there.", token=uuid.uuid4())
        hello(cast.member(f"Noor {number} {i}"), mentor)
    return mentor.user


@pytest.mark.parametrize("number", [1, 20])
def test_it_asks_the_same_however_many(cast, queries, number) -> None:
    asked = queries(cast.by(everything(cast, number)), "/")
    assert len(asked) == 11


@pytest.mark.parametrize("number", [1, 20])
def test_it_asks_the_same_of_an_admin_however_many(cast, queries, number) -> None:
    for _ in range(number):
        programs.start(cast.home, by=cast.priya, curriculum_key="encouragement-and-support")
    assert len(queries(cast.by(cast.priya), "/")) <= 12


def test_a_mentee_on_the_list_reads_what_comes_next(cast) -> None:
    pair = cast.pair()
    program = pair.program
    noor = build.person("Noor Rahal", "noor@today.example")
    build.member(program.group, noor)
    build.signed_up(program, noor, "mentee")
    card = cards(noor)[0][-1]
    assert (card.heading, card.action) == ("You’re on the list", "See who could help")
    assert not any(c.heading == card.heading for c in cards(pair.mentee_user)[0])
