"""The pairing board: who waits, who could walk with whom, two clicks a pair, a launch that can be undone."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Block
from mentorship import scenarios
from pairings.models import Pairing
from pairings.models.pairings import State
from pairings.organise import board, candidates, numbers
from pairings.services import endings, launches, pairings
from profiles.models import Profile
from profiles.services import profiles
from programs.models import Program
from programs.services import programs


def url(place, rest: str = "pairing/") -> str:
    return f"/{place.group.slug}/programs/{place.program.slug}/manage/{rest}"


def drafted(place, mentor: str = "Amara Nwosu", mentee: str = "Dani Ferreira") -> Pairing:
    return pairings.draft(mentor=place.mentor(mentor), mentee=place.mentee(mentee), by=place.priya)


def names(found: list[candidates.Candidate]) -> list[str]:
    return [one.profile.user.first_name for one in found]


def test_two_clicks_from_the_board_make_a_draft_that_only_admins_see(priya, place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    page = priya.get(url(place)).content.decode()
    first = re.search(r'href="(\?mentee=\w+)"', page)
    assert first
    page = priya.get(url(place) + first[1]).content.decode()  # click one
    assert "Who for <bdi>Dani</bdi>?" in page
    assert "1 place left" in page
    data = dict(re.findall(r'name="(mentee|mentor)" value="(\w+)"', page))
    assert data == {"mentee": dani.code, "mentor": amara.code}
    answer = priya.post(url(place, "pairing/pair/"), data, follow=True)  # click two
    assert answer.redirect_chain == [(url(place), 302)]
    assert "Dani and Amara paired as a draft" in answer.content.decode()
    assert Pairing.objects.get().state == State.DRAFT
    for user in (amara.user, dani.user):
        assert not Pairing.objects.visible_to(user).exists()
        assert not user.notices.filter(kind__in=["paired", "proposed"]).exists()


def test_who_leaves_it_with_the_admins_comes_first_then_who_waited_longest(priya, place) -> None:
    place.mentor("Amara Nwosu", places=5)
    early, late, left = (place.mentee(name) for name in ("Early Bird", "Late Riser", "Leaves It"))
    for profile, days in ((early, 9), (late, 5), (left, 1)):
        Profile.objects.filter(pk=profile.pk).update(listed_at=timezone.now() - timedelta(days=days))
    profiles.leave_it(left)
    page = priya.get(url(place)).content.decode()
    order = [page.index(f"<strong><bdi>{name}") for name in ("Leaves It", "Early Bird", "Late Riser")]
    assert order == sorted(order)
    assert page.count("Leaves it with you") == 1


def test_the_waiting_come_in_pages_and_nobody_is_lost(priya, place, monkeypatch) -> None:
    place.mentor("Amara Nwosu", places=5)
    people = [place.mentee(f"Mentee{number} Of") for number in range(7)]
    for profile in people[4:6]:
        profiles.leave_it(profile)
    same = timezone.now() - timedelta(days=2)
    Profile.objects.filter(pk__in=[p.pk for p in people[1:4]]).update(listed_at=same)
    monkeypatch.setattr(board, "PAGE", 2)
    seen: list[str] = []
    query: str | None = ""
    while query is not None:
        page = priya.get(url(place) + query).content.decode()
        seen += re.findall(r"<strong><bdi>(Mentee\d) Of", page)
        more = re.search(r'href="(\?after=\w+)"', page)
        query = more[1] if more else None
    assert sorted(seen) == [f"Mentee{number}" for number in range(7)]
    assert seen[:2] == ["Mentee4", "Mentee5"]


def test_the_order_is_plain_topics_shared_then_fewest_pairs_then_who_was_first(place) -> None:
    topics = place.program.topics[:3]
    dani = place.mentee("Dani Ferreira")
    profiles.save_step(dani, 3, {"topics": topics})  # type: ignore[typeddict-item]
    none, first, second, busy, best = (
        place.mentor(name, places=3) for name in ("None At", "First In", "Second In", "Busy One", "Best Fit")
    )
    profiles.save_step(none, 3, {"topics": ["Something else entirely"]})  # type: ignore[typeddict-item]
    profiles.save_step(best, 3, {"topics": topics[:2]})  # type: ignore[typeddict-item]
    Profile.objects.filter(pk=busy.pk).update(seats_taken=1)
    dani.refresh_from_db()
    found = candidates.for_mentee(dani, reader=place.priya)
    assert names(found) == ["Best", "First", "Second", "Busy", "None"]
    assert found[0].shared == topics[:2]
    assert found[0].reasons[0].startswith("Both like ")
    assert found[-1].shared == []
    assert [found[3].places, found[0].places] == ["2 places left", "3 places left"]
    assert (first.pk, second.pk) == (found[1].profile.pk, found[2].profile.pk)


def test_those_who_have_no_room_or_somebody_already_do_not_appear(place) -> None:
    dani = place.mentee("Dani Ferreira")
    full, later, both, gone = (place.mentor(f"{name} X") for name in ("Full", "Later", "Dani2", "Gone"))
    pairings.draft(mentor=full, mentee=place.mentee("Elif Vural"), by=place.priya)  # a draft fills it too
    profiles.set_accepting(later, place.program.today() + timedelta(days=20))
    profiles.withdraw(gone)
    scenarios.signed_up(place.program, dani.user, "mentor")
    own = place.mentor("Walks With")
    pairings.draft(mentor=own, mentee=dani, by=place.priya)
    assert names(candidates.for_mentee(dani, reader=place.priya)) == ["Dani2"]
    assert both.user.first_name == "Dani2"


@pytest.mark.parametrize("way", ["mentor", "mentee"])
def test_blocked_people_never_appear_and_are_never_explained(priya, place, way: str) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    two = (amara.user, dani.user)
    Block.objects.create(blocker=two[way == "mentee"], blocked=two[way == "mentor"])
    page = priya.get(url(place), {"mentee": dani.code}).content.decode()
    assert "Amara" not in page
    assert "block" not in page.lower().replace("inline-block", "")
    answer = priya.post(url(place, "pairing/pair/"), {"mentor": amara.code, "mentee": dani.code})
    assert answer.status_code == 422
    assert "can’t be paired" in (said := answer.content.decode()) or "can&#x27;t be paired" in said
    assert not Pairing.objects.exists()


def test_a_pair_that_was_comes_last_and_says_so(place) -> None:
    amara, dani = place.mentor("Amara Nwosu", places=2), place.mentee("Dani Ferreira")
    pairing = pairings.draft(mentor=amara, mentee=dani, by=place.priya)
    launches.launch(place.program, by=place.priya)
    launches.release(timezone.now() + launches.HOLD)
    pairing.refresh_from_db()
    endings.end(pairing, by=dani.user)
    place.mentor("Bill Kerr")
    dani.refresh_from_db()
    found = candidates.for_mentee(dani, reader=place.priya)
    assert [(one.profile.user.first_name, one.before) for one in found] == [("Bill", False), ("Amara", True)]


def test_without_both_roles_the_board_says_what_it_needs(priya, place) -> None:
    assert "You have nobody yet." in priya.get(url(place)).content.decode()
    for number in range(3):
        place.mentee(f"Mentee{number} Of")
    page = priya.get(url(place)).content.decode()
    assert "Needs at least one mentor and one mentee. You have three mentees." in page


@pytest.mark.parametrize(
    "data", [{}, {"mentor": "", "mentee": ""}, {"mentor": "x" * 5000, "mentee": "\x00"}, {"mentor": "bcdf"}]
)
def test_nonsense_is_refused_and_nothing_changes(priya, place, data) -> None:
    place.mentor("Amara Nwosu")
    place.mentee("Dani Ferreira")
    assert priya.post(url(place, "pairing/pair/"), data).status_code == 422
    assert not Pairing.objects.exists()


def test_people_of_another_program_and_swapped_roles_are_not_found(priya, place) -> None:
    amara, dani = place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira")
    other = scenarios.started(place.group, place.priya, starts_on=None, signup_until=None, name="Second")
    elsewhere = scenarios.signed_up(other, amara.user, "mentor")
    for mentor, mentee in ((elsewhere.code, dani.code), (dani.code, amara.code)):
        answer = priya.post(url(place, "pairing/pair/"), {"mentor": mentor, "mentee": mentee})
        assert answer.status_code == 404
    assert not Pairing.objects.exists()


def test_two_admins_at_once_the_second_is_told_kindly(priya, place) -> None:
    pairing = drafted(place)
    data = {"mentor": pairing.mentor.code, "mentee": pairing.mentee.code}
    answer = priya.post(url(place, "pairing/pair/"), data)
    assert answer.status_code == 422
    assert "no place left" in answer.content.decode()
    assert Pairing.objects.count() == 1


def test_a_draft_is_taken_away_once(priya, place) -> None:
    pairing = drafted(place)
    gone = url(place, f"pairing/{pairing.code}/remove/")
    assert priya.get(gone).status_code == 405
    assert priya.post(gone).status_code == 302
    assert not Pairing.objects.exists()
    assert priya.post(gone).status_code == 404


def test_the_launch_page_says_when_week_one_comes_and_who_still_waits(place) -> None:
    programs.save_details(place.program, by=place.priya, starts_on=date(2099, 11, 30))
    place.program.refresh_from_db()
    now = numbers.Numbers(drafts=18, waiting=2)
    assert board.launch_sentences(place.program, now) == [
        "18 pairs will get week 1 on Monday 30 November 2099 at 09:00, Lisbon time.",
        "Two people are still waiting.",
    ]
    assert board.launch_sentences(place.program, numbers.Numbers(drafts=1, waiting=1)) == [
        "One pair will get week 1 on Monday 30 November 2099 at 09:00, Lisbon time.",
        "One person is still waiting.",
    ]
    Program.objects.filter(pk=place.program.pk).update(both_say_yes=True, dispatch_paused=True)
    place.program.refresh_from_db()
    asked, held = board.launch_sentences(place.program, numbers.Numbers(drafts=2))
    assert "will be asked first" in asked
    assert "on hold" in held


def test_launching_is_held_for_ten_minutes_and_can_be_undone(priya, place) -> None:
    pairing = drafted(place)
    page = priya.get(url(place, "launch/")).content.decode()
    assert "Launch 1 pair?" in page
    assert "One pair will get week 1 on" in page
    pairing.refresh_from_db()
    assert pairing.state == State.DRAFT  # looking changes nothing
    answer = priya.post(url(place, "launch/"), follow=True)
    assert answer.redirect_chain == [(url(place, ""), 302)]
    page = answer.content.decode()
    assert "Undo the launch" in page
    assert "1 pair is told at" in page
    assert url(place, "launch/undo/") in page
    assert priya.get(url(place, "launch/undo/")).status_code == 405
    answer = priya.post(url(place, "launch/undo/"), follow=True)
    assert "One pair taken back" in answer.content.decode()
    pairing.refresh_from_db()
    assert (pairing.state, pairing.mentor.seats_taken) == (State.DRAFT, 0)


def test_after_the_ten_minutes_there_is_no_undo_any_more(priya, place) -> None:
    drafted(place)
    launches.launch(place.program, by=place.priya)
    past = timezone.now() - timedelta(seconds=1)
    Pairing.objects.update(held_until=past)
    assert "Undo the launch" not in priya.get(url(place, "")).content.decode()
    answer = priya.post(url(place, "launch/undo/"))
    assert answer.status_code == 422
    assert "they have been told" in answer.content.decode()


def test_launching_nothing_is_refused_kindly(priya, place) -> None:
    assert "There is nothing to launch yet" in priya.get(url(place, "launch/")).content.decode()
    answer = priya.post(url(place, "launch/"))
    assert answer.status_code == 422
    assert "Pair two people first" in answer.content.decode()


def test_the_board_costs_the_same_for_one_and_for_twenty(priya, place, django_assert_max_num_queries) -> None:
    place.mentor("Amara Nwosu", places=5)
    dani = place.mentee("Dani Ferreira")
    addresses = [url(place), url(place) + f"?mentee={dani.code}", url(place, "launch/"), url(place, "")]
    counts = []
    for _ in range(2):
        for address in addresses:
            with django_assert_max_num_queries(12) as seen:
                assert priya.get(address).status_code == 200
            counts.append(len(seen))
        for number in range(20 if len(counts) == 4 else 0):
            mentor = place.mentor(f"Mentor{number} Of", places=2)
            mentee = place.mentee(f"Mentee{number} Of")
            if number % 2:
                pairings.draft(mentor=mentor, mentee=mentee, by=place.priya)
    assert counts[:4] == counts[4:]


@pytest.mark.parametrize("rest", ["", "pairing/", "launch/", "pairs/"])
def test_members_may_not_and_strangers_learn_nothing(client, place, rest: str) -> None:
    member, stranger = place.person("Sam Okafor"), scenarios.person("Olu Stranger", "olu@pairings.example")
    client.force_login(member)
    assert client.get(url(place, rest)).status_code == 403
    client.force_login(stranger)
    assert client.get(url(place, rest)).status_code == 404
