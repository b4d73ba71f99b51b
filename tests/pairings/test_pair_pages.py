"""The pair's page at each point of its life, and who finds it."""

import uuid
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.models import Block
from mentorship import scenarios
from messaging.models import Message
from pairings.models import Pairing, Step
from pairings.services import endings, launches, pairings
from tests.talk_cases import HTMX, enter, url

VERBS = ("pair", "pair_end", "pair_finish")


@pytest.fixture
def pairing(db: None) -> Pairing:
    return scenarios.running(weeks=3)


# -- the week -----------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_this_week_for_each_role(pairing: Pairing, role: str) -> None:
    user = pairing.mentor_user if role == "mentor" else pairing.mentee_user
    page = enter(user).get(url("pair", pairing)).content.decode()
    week = Step.objects.get(pairing=pairing, number=3).week
    assert "Week 3 of 12" in page
    assert "This week’s question, " in page
    assert week.title in page
    assert page.count('name="quote"') == page.count('form="say"') == week.prompts.count()
    mine, theirs = (
        (week.tip_mentor, week.tip_mentee) if role == "mentor" else (week.tip_mentee, week.tip_mentor)
    )
    assert mine[:20] in page.replace("&#x27;", "'")
    assert theirs[:20] not in page.replace("&#x27;", "'")
    assert page.count('class="stone"') == 12
    assert page.count('aria-current="step"') == 1
    assert "2 of 12 weeks behind you" in page
    assert "Week 1 arrived" in page


def test_before_the_first_week_the_light_is_on_in_the_readers_own_hours(db: None) -> None:
    pairing = scenarios.running()
    user = pairing.mentee_user
    user.zone = "Asia/Tokyo"
    user.save()
    page = enter(user).get(url("pair", pairing)).content.decode()
    assert "The light’s on" in page
    local = pairing.schedule.next_due_at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f">{local:%H:%M}</time>" in page
    assert "09:00 for the group" in page
    assert "glad we’re doing this" in page
    assert (
        "Before the first question" in enter(pairing.mentor_user).get(url("pair", pairing)).content.decode()
    )


def test_past_weeks_are_readable_and_future_ones_show_a_title(pairing: Pairing) -> None:
    client = enter(pairing.mentee_user)
    past = client.get(url("pair_week", pairing, 1)).content.decode()
    assert Step.objects.get(pairing=pairing, number=1).week.intro[:30] in past.replace("&#x27;", "'")
    assert "Back to this week" in past
    later = pairing.program.weeks.live().get(number=9)
    future = client.get(url("pair_week", pairing, 9)).content.decode()
    assert later.title in future
    assert later.intro[:30] not in future
    for number in (0, 13, 99999999999999999999):
        assert client.get(url("pair_week", pairing, number)).status_code == 404
        assert client.post(url("pair_talked", pairing, number)).status_code == 404
    assert client.post(url("pair_talked", pairing, 9)).status_code == 404


# -- ticks --------------------------------------------------------------------------------------
def test_a_tick_its_undo_and_the_other_one(pairing: Pairing) -> None:
    client = enter(pairing.mentor_user)
    answer = client.post(url("pair_talked", pairing, 3))
    assert answer.url == url("pair_week", pairing, 3)
    page = client.get(answer.url).content.decode()
    assert "Week 3 ticked. Nice one." in page
    assert f'action="{url("pair_untalked", pairing, 3)}"' in page
    assert client.post(url("pair_talked", pairing, 3)).status_code == 302  # twice is once
    theirs = enter(pairing.mentee_user).get(url("pair", pairing)).content.decode()
    assert "<bdi>Amara</bdi> says you talked. Did you?" in theirs
    client.post(url("pair_untalked", pairing, 3))
    assert Step.objects.get(pairing=pairing, number=3).mentor_talked_at is None


def test_htmx_gets_the_card_the_path_and_the_ring(pairing: Pairing) -> None:
    answer = enter(pairing.mentor_user).post(url("pair_talked", pairing, 3), headers=HTMX)
    html = answer.content.decode()
    assert "<html" not in html
    for part in ('id="week"', '<div id="path" hx-swap-oob="true">', 'id="ring"', "beforeend:#toasts"):
        assert part in html
    assert "data-focus" in html


def test_both_ticks_fill_the_stone(pairing: Pairing) -> None:
    for user in (pairing.mentor_user, pairing.mentee_user):
        enter(user).post(url("pair_talked", pairing, 3))
    page = enter(pairing.mentee_user).get(url("pair", pairing)).content.decode()
    assert "You both say you talked" in page
    assert "3 of 12 weeks behind you" in page


# -- who ----------------------------------------------------------------------------------------
def test_nobody_but_the_two_finds_a_pair(pairing: Pairing) -> None:
    group = pairing.program.group
    member = scenarios.person("Mo Member", "mo@else.example")
    scenarios.member(group, member)
    stranger = scenarios.person("Zed Stranger", "zed@else.example")
    admin = group.memberships.get(role="owner").user
    other = scenarios.running()
    for user in (member, stranger, admin, other.mentee_user):
        client = enter(user)
        for name in VERBS:
            assert client.get(url(name, pairing)).status_code == 404
        for name in ("pair_yes", "pair_not_for_me", "pair_end"):
            assert client.post(url(name, pairing)).status_code == 404
        assert client.get(url("pair_week", pairing, 1)).status_code == 404
        assert client.post(url("pair_talked", pairing, 1)).status_code == 404
        assert client.get(reverse("pair_short", args=[pairing.code])).status_code == 404
        assert client.get(reverse("step_short", args=[pairing.code, 1])).status_code == 404
    # The whole address is checked: a pair under another group's slug is not there either.
    wrong = reverse("pair", args=[other.program.group.slug, other.program.slug, pairing.code])
    assert enter(pairing.mentee_user).get(wrong).status_code == 404
    gone = len(enter(admin).get(url("pair", pairing)).content)
    Pairing.objects.filter(pk=pairing.pk).update(code="2" * 12)
    assert gone == len(enter(admin).get(url("pair", pairing)).content)


def test_a_block_or_a_departure_takes_the_page_away(pairing: Pairing) -> None:
    block = Block.objects.create(blocker=pairing.mentor_user, blocked=pairing.mentee_user)
    for user in (pairing.mentor_user, pairing.mentee_user):
        assert enter(user).get(url("pair", pairing)).status_code == 404
    block.delete()
    pairing.program.group.memberships.filter(user=pairing.mentee_user).update(state="left")
    assert enter(pairing.mentee_user).get(url("pair", pairing)).status_code == 404
    assert "Amara" not in enter(pairing.mentee_user).get(reverse("pairs")).content.decode()


def test_a_draft_and_a_held_launch_are_nobodys_business(place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    made = pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    assert enter(dani.user).get(url("pair", made)).status_code == 404
    launches.launch(place.program, by=place.priya)
    assert enter(dani.user).get(url("pair", made)).status_code == 404
    assert enter(dani.user).post(url("pair_yes", made)).status_code == 404


# -- around -------------------------------------------------------------------------------------
def test_my_pairs_open_first_then_past(pairing: Pairing) -> None:
    client = enter(pairing.mentee_user)
    assert "Walking now" in client.get(reverse("pairs")).content.decode()
    endings.end(pairing, by=pairing.mentor_user)
    page = client.get(reverse("pairs")).content.decode()
    assert "Walking now" not in page
    assert url("pair", pairing) in page
    assert (
        "Nobody to walk with yet"
        in enter(scenarios.person("Zed", "zed@else.example")).get(reverse("pairs")).content.decode()
    )


def test_short_addresses_lead_to_the_page(pairing: Pairing) -> None:
    client = enter(pairing.mentee_user)
    assert client.get(reverse("pair_short", args=[pairing.code])).url == url("pair", pairing)
    assert client.get(reverse("step_short", args=[pairing.code, 2])).url == url("pair_week", pairing, 2)


def test_the_groups_help_lines_and_the_care_card_stand_beside_the_pair(db: None) -> None:
    pairing = scenarios.running(weeks=1, template="encouragement-and-support")
    group = pairing.program.group
    group.help_lines = "Night line: 555 0100"
    group.save()
    page = enter(pairing.mentee_user).get(url("pair", pairing)).content.decode()
    assert "Night line: 555 0100" in page
    assert pairing.program.care["advice"][0][:30] in page.replace("&#x27;", "'")
    assert "Ask <bdi>Priya</bdi> for help" in page
    assert reverse("report_new", args=[group.slug, pairing.mentor_user.code]) in page


def test_programs_of_another_length_have_a_path_of_their_own(pairing: Pairing) -> None:
    pairing.program.weeks.filter(number__gt=5).update(live=False)
    page = enter(pairing.mentee_user).get(url("pair", pairing)).content.decode()
    assert page.count('class="stone"') == 5
    assert "stones-n" in page
    assert "Week 3 of 5" in page


def test_a_way_in_goes_with_the_message(pairing: Pairing) -> None:
    prompt = Step.objects.get(pairing=pairing, number=3).week.prompts.first()
    enter(pairing.mentee_user).post(
        reverse("conversation_say", args=[pairing.conversation.code]),
        {"body": "This one", "quote": prompt.text, "token": str(uuid.uuid4())},
    )
    assert Message.objects.get().quote == prompt.text
