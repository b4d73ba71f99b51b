"""What admins see of pairs, before and while they walk: dates and ticks, and nothing that anybody wrote."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.zones import zone
from groups.models import AuditEntry
from mentorship import scenarios
from messaging.models import Notice
from messaging.services import conversations
from pairings import dispatch
from pairings.models import Pairing, Schedule, Step
from pairings.models.pairings import State
from pairings.organise import overview, rows
from pairings.organise.numbers import Numbers
from pairings.services import endings, launches, pairings
from profiles.models import Profile
from programs.models import Program


def url(place, rest: str = "") -> str:
    return f"/{place.group.slug}/programs/{place.program.slug}/manage/{rest}"


def walking(place, mentor: str = "Amara Nwosu", mentee: str = "Dani Ferreira", weeks: int = 1) -> Pairing:
    """A launched pair that has had so many weeks."""
    pairing = pairings.draft(mentor=place.mentor(mentor), mentee=place.mentee(mentee), by=place.priya)
    launches.launch(place.program, by=place.priya)
    launches.release(timezone.now() + launches.HOLD)
    for _ in range(weeks):
        now = timezone.now()
        Schedule.objects.filter(pairing=pairing).update(next_due_at=now, next_on=place.program.today())
        dispatch.tick(now, program_id=place.program.pk)
    pairing.refresh_from_db()
    return pairing


def test_before_pairs_walk_the_page_is_the_list_of_what_is_left(priya, place) -> None:
    page = priya.get(url(place)).content.decode()
    assert "Needs at least one mentor and one mentee" in page
    assert "Launch week 1" in page
    place.mentor("Amara Nwosu")
    place.mentee("Dani Ferreira")
    page = priya.get(url(place)).content.decode()
    assert "Next: pair people." in page
    assert "1 mentor and 1 mentee" in page
    assert "You see dates and ticks. You never see what pairs write to each other." in page


def test_once_pairs_walk_it_says_how_it_goes(priya, place) -> None:
    pairing = walking(place, weeks=2)
    place.mentee("Elif Vural")
    page = priya.get(url(place)).content.decode()
    assert "One pair is on the way." in page
    assert "Nobody has ticked this week yet and one mentee waits for a partner." in page
    assert "0 of 12 weeks done, now on week 2" in page
    assert "Elif Vural" in page  # a new sign-up
    endings.talked(Step.objects.get(pairing=pairing, number=2), by=pairing.mentee_user)
    page = priya.get(url(place)).content.decode()
    assert "One pair has talked this week" in page
    assert re.search(r"<dd>1 <small>so far</small>", page)
    assert "Today" in page


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (
            Numbers(walking=18, paused=1, talked=9),
            "Nine pairs have talked this week and one is having a pause.",
        ),
        (
            Numbers(walking=18, paused=2, talked=1, waiting=3),
            "One pair has talked this week, two are having a pause and three mentees wait for a partner.",
        ),
        (Numbers(walking=1, paused=1), "One is having a pause."),
        (Numbers(completed=4), "Nobody is on the way now."),
    ],
)
def test_the_sentence_says_it_in_words(now: Numbers, words: str) -> None:
    assert overview.lead(now)[1] == words


def test_a_cohort_has_dates_ahead_and_a_rolling_program_none(place) -> None:
    weeks = list(place.program.weeks.live())
    assert overview.coming_up(place.program, weeks) == []
    Program.objects.filter(pk=place.program.pk).update(starts_on=place.program.today() - timedelta(days=7))
    place.program.refresh_from_db()
    first, *_, last = overview.coming_up(place.program, weeks)
    assert first.on == place.program.today() + timedelta(days=7)
    assert first.words.startswith("Week 3 goes out: ")
    assert last.on == place.program.starts_on + timedelta(days=12 * 7 - 1)
    assert overview.this_week(place.program, 12) == 2


def test_no_word_that_people_wrote_is_on_any_admin_page(priya, place) -> None:
    secrets = ("I want to leave my husband", "My answer to the second way in", "Goodbye and thank you")
    dani = place.mentee("Dani Ferreira")
    dani = Profile.objects.get(pk=dani.pk)
    pairing = pairings.draft(mentor=place.mentor("Amara Nwosu"), mentee=dani, by=place.priya)
    launches.launch(place.program, by=place.priya)
    launches.release(timezone.now() + launches.HOLD)
    pairing.refresh_from_db()
    for body, quote in ((secrets[0], ""), ("Yes", secrets[1])):
        conversations.say(pairing.conversation, author=dani.user, body=body, token=uuid.uuid4(), quote=quote)
    addresses = ["", "pairs/", f"pairs/{pairing.code}/", f"pairs/{pairing.code}/end/", "pairing/", "launch/"]
    before = "".join(priya.get(url(place, rest)).content.decode() for rest in addresses)
    endings.end(pairing, by=dani.user, note=secrets[2], reason="We never found a time")
    after = "".join(priya.get(url(place, rest)).content.decode() for rest in addresses)
    for secret in secrets:
        assert secret not in before + after
    assert "We never found a time" in after  # that was for the admins


def test_the_list_narrows_to_a_state_and_goes_on_where_it_stopped(priya, place, monkeypatch) -> None:
    first = walking(place)
    second = walking(place, "Bill Kerr", "Elif Vural")
    third = walking(place, "Joan Price", "Malik Cole")
    endings.end(second, by=place.priya)
    monkeypatch.setattr(rows, "PAGE", 2)
    page = priya.get(url(place, "pairs/")).content.decode()
    assert "Three pairs so far." in page
    assert "Malik</bdi> and <bdi>Joan" in page
    assert "Dani</bdi> and" not in page
    more = re.search(r'href="(\?state=all&amp;before=\w+)"', page)
    assert more
    page = priya.get(url(place, "pairs/") + more[1].replace("&amp;", "&")).content.decode()
    assert f"/pairs/{first.code}/" in page
    page = priya.get(url(place, "pairs/"), {"state": "ended"}).content.decode()
    assert f"/pairs/{second.code}/" in page
    assert f"/pairs/{third.code}/" not in page
    for odd in ("nonsense", "draft", "9" * 400):
        assert priya.get(url(place, "pairs/"), {"state": odd, "before": odd}).status_code == 200


def test_a_draft_is_not_a_pair_yet_nor_is_one_of_another_program(priya, place) -> None:
    draft = pairings.draft(mentor=place.mentor("A B"), mentee=place.mentee("C D"), by=place.priya)
    assert priya.get(url(place, f"pairs/{draft.code}/")).status_code == 404
    assert priya.post(url(place, f"pairs/{draft.code}/end/")).status_code == 404
    other = scenarios.started(place.group, place.priya, starts_on=None, signup_until=None, name="Second")
    Pairing.objects.filter(pk=draft.pk).update(state=State.PROPOSED, program=other)
    assert priya.get(url(place, f"pairs/{draft.code}/")).status_code == 404


def test_an_admin_ends_a_pair_kindly_and_both_are_free_again(priya, place) -> None:
    pairing = walking(place)
    address = url(place, f"pairs/{pairing.code}/end/")
    assert priya.get(address).status_code == 200
    pairing.refresh_from_db()
    assert pairing.state == State.ACTIVE
    answer = priya.post(address, {"note": "Thank you both.", "reason": "Dani moves away"}, follow=True)
    assert "has ended. Both can be paired again." in answer.content.decode()
    pairing.refresh_from_db()
    assert (pairing.state, pairing.goodbye, pairing.reason) == ("ended", "Thank you both.", "Dani moves away")
    assert not Profile.objects.filter(seats_taken__gt=0).exists()
    told = Notice.objects.filter(kind="ended").values_list("user__name", flat=True)
    assert sorted(told) == ["Amara Nwosu", "Dani Ferreira"]
    entry = AuditEntry.objects.get(verb="ended a pair")
    assert (entry.actor, entry.subject) == (place.priya, "Amara Nwosu and Dani Ferreira")
    again = priya.post(address, {"note": "", "reason": ""})
    assert again.status_code == 422
    assert "Look again" in again.content.decode()
    assert AuditEntry.objects.filter(verb="ended a pair").count() == 1


def test_too_long_a_note_is_refused_and_nothing_ends(priya, place) -> None:
    pairing = walking(place)
    answer = priya.post(url(place, f"pairs/{pairing.code}/end/"), {"note": "x" * 501})
    assert answer.status_code == 422
    pairing.refresh_from_db()
    assert pairing.state == State.ACTIVE


def test_lists_cost_the_same_for_one_pair_and_for_twenty(priya, place, django_assert_max_num_queries) -> None:
    pairing = walking(place, weeks=2)
    addresses = [url(place), url(place, "pairs/"), url(place, f"pairs/{pairing.code}/")]
    counts: list[int] = []
    for _ in range(2):
        for address in addresses:
            with django_assert_max_num_queries(12) as seen:
                assert priya.get(address).status_code == 200
            counts.append(len(seen))
        if len(counts) == len(addresses):
            for number in range(20):
                walking(place, f"Mentor{number} Of", f"Mentee{number} Of")
    assert counts[:3] == counts[3:]


def test_the_pairs_weeks_follow_when_details_change(priya, place) -> None:
    pairing = walking(place, weeks=1)
    before = Schedule.objects.get(pairing=pairing)
    page = priya.get(url(place, "details/"))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    day = (place.program.week_day + 2) % 7
    answer = priya.post(url(place, "details/"), data | {"hour": 18, "week_day": day})
    assert answer.status_code == 302
    after = Schedule.objects.get(pairing=pairing)
    assert after.next_on.weekday() == day
    assert after.next_due_at != before.next_due_at
    assert after.next_due_at is not None
    assert timezone.localtime(after.next_due_at, zone("Europe/Lisbon")).hour == 18


def test_details_that_are_refused_move_nothing(priya, place) -> None:
    pairing = walking(place, weeks=1)
    before = Schedule.objects.get(pairing=pairing).next_due_at
    past = {"together": "cohort", "starts_on": date(2020, 1, 6).isoformat(), "hour": 18}
    assert priya.post(url(place, "details/"), past).status_code == 422
    assert Schedule.objects.get(pairing=pairing).next_due_at == before
