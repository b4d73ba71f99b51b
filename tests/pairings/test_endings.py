"""How a pair ends: all the way, or early and kindly."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from mentorship import scenarios
from messaging.models import Conversation, Notice
from pairings import dispatch
from pairings.models import Pairing, Schedule, Step
from pairings.models.pairings import State
from pairings.services import endings, pairings
from pairings.services.endings import AFTER_AN_EARLY_END, AFTER_THE_LAST
from profiles.models import Profile

pytestmark = pytest.mark.django_db


def seats(pairing: Pairing) -> list[int]:
    rows = Profile.objects.filter(pk__in=[pairing.mentor_id, pairing.mentee_id])
    return list(rows.values_list("seats_taken", flat=True))


def open_for(pairing: Pairing) -> timedelta:
    until = Conversation.objects.get(pk=pairing.conversation_id).open_until
    assert until is not None
    return until - timezone.now()


def test_an_early_end_tells_the_partner_and_the_admins_and_nobody_twice() -> None:
    pairing = scenarios.running(weeks=1)
    endings.end(pairing, by=pairing.mentee_user, note="Thank you.", reason="We moved.")
    kinds = sorted(Notice.objects.filter(kind__in=["ended", "pair_ended"]).values_list("kind", "user"))
    assert kinds == [
        ("ended", pairing.mentor_user_id),
        ("pair_ended", pairing.program.created_by_id),
    ]
    assert "moved" not in "".join(Notice.objects.values_list("line", flat=True))
    pairing.refresh_from_db()
    assert (pairing.goodbye, pairing.reason) == ("Thank you.", "We moved.")
    assert pairing.ended_by == pairing.mentee_user
    assert abs(open_for(pairing) - AFTER_AN_EARLY_END) < timedelta(minutes=1)
    with pytest.raises(ValidationError):
        endings.end(pairing, by=pairing.mentor_user)
    assert seats(pairing) == [0, 0]


def test_both_ticks_of_the_last_week_complete_the_pair() -> None:
    pairing = scenarios.running(weeks=12)
    last = Step.objects.get(pairing=pairing, number=12)
    endings.talked(last, by=pairing.mentor_user)
    pairing.refresh_from_db()
    assert pairing.state == State.ACTIVE
    endings.talked(last, by=pairing.mentee_user)
    pairing.refresh_from_db()
    assert (pairing.state, seats(pairing)) == (State.COMPLETED, [0, 0])
    assert not Schedule.objects.filter(pairing=pairing).exists()
    assert Notice.objects.filter(kind="completed").count() == 2
    assert abs(open_for(pairing) - AFTER_THE_LAST) < timedelta(minutes=1)
    assert endings.complete(pairing, timezone.now()) is False
    with pytest.raises(ValidationError, match="has ended"):
        endings.talked(last, by=pairing.mentor_user, yes=False)


def test_one_pace_after_the_last_week_the_pair_is_complete() -> None:
    pairing = scenarios.running(weeks=12)
    later = timezone.now() + timedelta(days=9)
    dispatch.tick(later)
    pairing.refresh_from_db()
    assert (pairing.state, seats(pairing)) == (State.COMPLETED, [0, 0])
    assert Step.objects.filter(pairing=pairing).count() == 12
    assert Notice.objects.filter(kind="completed").count() == 2
    dispatch.tick(later)
    assert Notice.objects.filter(kind="completed").count() == 2


def test_a_tick_can_be_taken_back_while_they_walk() -> None:
    pairing = scenarios.running(weeks=2)
    step = Step.objects.get(pairing=pairing, number=2)
    endings.talked(step, by=pairing.mentor_user)
    done = endings.talked(step, by=pairing.mentee_user)
    assert done.done_at is not None
    again = endings.talked(step, by=pairing.mentee_user, yes=False)
    assert (again.done_at, again.mentee_talked_at) == (None, None)
    assert again.mentor_talked_at is not None
    first = again.mentor_talked_at
    assert endings.talked(step, by=pairing.mentor_user).mentor_talked_at == first


def test_after_an_end_the_same_two_may_walk_again() -> None:
    pairing = scenarios.running(weeks=1)
    endings.end(pairing, by=pairing.mentor_user)
    again = pairings.agree(mentor=pairing.mentor, mentee=pairing.mentee, conversation=pairing.conversation)
    assert again.state == State.ACTIVE
    assert Conversation.objects.get(pk=pairing.conversation_id).is_open()
    assert seats(again) == [1, 1]
    with pytest.raises(pairings.AlreadyAPair):
        pairings.draft(mentor=pairing.mentor, mentee=pairing.mentee, by=pairing.program.created_by)
