"""An admin's drafts: nobody knows for ten minutes, and all of it can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship import safety
from messaging.models import Notice
from pairings.models import Pairing, Schedule
from pairings.models.pairings import State
from pairings.services import endings, launches, pairings
from pairings.services.launches import HOLD, QUIET_NO
from profiles.models import Profile
from profiles.services import profiles
from profiles.services.seats import SeatsGone
from programs.models import Program


@pytest.fixture
def draft(place) -> Pairing:
    """One draft, by Priya."""
    return pairings.draft(
        mentor=place.mentor("Amara Nwosu"), mentee=place.mentee("Dani Ferreira"), by=place.priya
    )


def seats(pairing: Pairing) -> list[int]:
    rows = Profile.objects.filter(pk__in=[pairing.mentor_id, pairing.mentee_id])
    return list(rows.values_list("seats_taken", flat=True))


def fresh(pairing: Pairing) -> Pairing:
    return Pairing.objects.get(pk=pairing.pk)


def released(place, draft: Pairing) -> Pairing:
    launches.launch(place.program, by=place.priya)
    assert launches.release(timezone.now() + HOLD) == 1
    return fresh(draft)


def test_a_draft_holds_no_seat_and_tells_nobody(draft: Pairing) -> None:
    assert (seats(draft), Notice.objects.count()) == ([0, 0], 0)
    assert not Pairing.objects.visible_to(draft.mentor_user).exists()


def test_a_launch_takes_the_seats_and_tells_nobody_for_ten_minutes(place, draft: Pairing) -> None:
    launches.launch(place.program, by=place.priya)
    assert (fresh(draft).state, seats(draft)) == (State.PROPOSED, [1, 1])
    assert not Pairing.objects.visible_to(draft.mentor_user).exists()
    assert launches.release(timezone.now() + HOLD - timedelta(seconds=5)) == 0
    assert not Notice.objects.exists()
    assert launches.release(timezone.now() + HOLD) == 1
    assert fresh(draft).state == State.ACTIVE
    assert Schedule.objects.filter(pairing=draft).count() == 1
    assert set(Notice.objects.filter(kind="paired").values_list("user", flat=True)) == {
        draft.mentor_user_id,
        draft.mentee_user_id,
    }
    assert launches.release(timezone.now() + HOLD) == 0


def test_an_undone_launch_leaves_nothing_behind(place, draft: Pairing) -> None:
    launches.launch(place.program, by=place.priya)
    assert launches.undo(place.program, by=place.priya) == 1
    assert (fresh(draft).state, seats(draft)) == (State.DRAFT, [0, 0])
    assert launches.release(timezone.now() + HOLD) == 0
    assert not Notice.objects.exists()
    with pytest.raises(ValidationError):
        launches.undo(place.program, by=place.priya)


def test_after_ten_minutes_there_is_no_undo(place, draft: Pairing) -> None:
    launches.launch(place.program, by=place.priya)
    Pairing.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ValidationError, match="ten minutes are over"):
        launches.undo(place.program, by=place.priya)
    assert fresh(draft).state == State.PROPOSED


def test_a_launch_without_drafts_is_refused(place) -> None:
    with pytest.raises(ValidationError, match="nothing to launch"):
        launches.launch(place.program, by=place.priya)


def test_a_launch_is_refused_as_a_whole_when_a_place_has_gone(place, draft: Pairing) -> None:
    other = pairings.draft(
        mentor=place.mentor("Kenji Mori"), mentee=place.mentee("Noor Rahal"), by=place.priya
    )
    Profile.objects.filter(pk=other.mentor_id).update(seats_taken=1)
    with pytest.raises(SeatsGone):
        launches.launch(place.program, by=place.priya)
    assert {fresh(draft).state, fresh(other).state} == {State.DRAFT}
    assert seats(draft) == [0, 0]


def test_who_stepped_back_or_blocked_meanwhile_is_not_launched(place, draft: Pairing) -> None:
    safety.block(blocker=draft.mentee_user, blocked=draft.mentor_user)
    assert not Pairing.objects.exists()  # the block took the draft along
    with pytest.raises(ValidationError, match="can't be paired"):
        pairings.draft(mentor=draft.mentor, mentee=draft.mentee, by=place.priya)
    again = place.mentee("Noor Rahal")
    pairings.draft(mentor=draft.mentor, mentee=again, by=place.priya)
    profiles.withdraw(again)
    with pytest.raises(ValidationError, match="stepped back"):
        launches.launch(place.program, by=place.priya)


# -- where both say yes -----------------------------------------------------------------------------
@pytest.fixture
def proposed(place, draft: Pairing) -> Pairing:
    Program.objects.filter(pk=place.program.pk).update(both_say_yes=True)
    return released(place, draft)


def test_both_are_asked_and_the_second_yes_starts_it(proposed: Pairing) -> None:
    assert proposed.state == State.PROPOSED
    assert Notice.objects.filter(kind="proposed").count() == 2
    assert launches.say_yes(proposed, by=proposed.mentor_user).state == State.PROPOSED
    assert launches.say_yes(proposed, by=proposed.mentor_user).state == State.PROPOSED  # twice is once
    assert not Schedule.objects.exists()
    assert launches.say_yes(proposed, by=proposed.mentee_user).state == State.ACTIVE
    assert Schedule.objects.filter(pairing=proposed).count() == 1
    assert launches.say_yes(proposed, by=proposed.mentee_user).state == State.ACTIVE  # and still is
    assert Schedule.objects.filter(pairing=proposed).count() == 1


def test_nobody_else_says_yes(place, proposed: Pairing) -> None:
    with pytest.raises(ValidationError):
        launches.say_yes(proposed, by=place.priya)
    with pytest.raises(ValidationError):
        launches.not_for_me(proposed, by=place.priya)


def test_a_quiet_no_frees_the_seats(proposed: Pairing) -> None:
    launches.not_for_me(proposed, by=proposed.mentee_user)
    assert (fresh(proposed).state, seats(proposed)) == (State.ENDED, [0, 0])
    assert not Notice.objects.filter(kind="proposed", mail_state__in=["queued", "leased"]).exists()


def test_a_quiet_no_has_five_days(place, draft: Pairing) -> None:
    walking = released(place, draft)
    assert launches.may_say_not_for_me(walking)
    Pairing.objects.filter(pk=walking.pk).update(told_at=timezone.now() - QUIET_NO - timedelta(seconds=1))
    with pytest.raises(ValidationError, match="five days are over"):
        launches.not_for_me(walking, by=walking.mentor_user)
    assert fresh(walking).state == State.ACTIVE
    endings.end(walking, by=walking.mentor_user)
    assert seats(walking) == [0, 0]
