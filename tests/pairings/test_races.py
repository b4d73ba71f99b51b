"""What two people could race for holds: seats, pairs, steps, mails. On both databases."""

import time
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from mentorship import membership, safety
from mentorship.scenarios import cohort
from messaging import delivery
from messaging.models import Message, Notice
from messaging.services import conversations
from pairings import dispatch
from pairings.models import Pairing, Request, Schedule, Step
from pairings.services import endings, launches, pairings, requests
from profiles.models import Profile
from profiles.services import seats
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

TEN = [f"Mentee{n} Ten" for n in range(10)]


def ask(sender: User, mentor: Profile) -> Request:
    return requests.send(
        sender=sender,
        to_profile=mentor,
        body="Would you be my mentor this winter?",
        to_pair=True,
        token=uuid.uuid4(),
    )


def asked_by_ten(place) -> tuple[Profile, list[Request]]:
    amara = place.mentor("Amara Nwosu")
    mentees = [place.mentee(name) for name in TEN]
    asked = [ask(mentee.user, amara) for mentee in mentees]
    return amara, asked


def test_ten_simultaneous_yeses_for_one_seat(committed_place) -> None:
    amara, asked = asked_by_ten(committed_place)
    gave = at_once([lambda r=r: requests.accept(r, by=amara.user) for r in asked])
    refused = [g for g in gave if isinstance(g, ValidationError)]
    assert sorted(type(g).__name__ for g in gave) == ["Pairing"] + ["SeatsGone"] * 9
    assert {r.messages[0] for r in refused} == {"Somebody else was a moment faster: there is no place left."}
    amara.refresh_from_db()
    assert (amara.seats_taken, Pairing.objects.count(), Schedule.objects.count()) == (1, 1, 1)
    assert Request.objects.filter(state="open").count() == 9
    assert Notice.objects.filter(kind="paired").count() == 2


def test_without_the_conditional_update_the_seat_goes_to_many(committed_place) -> None:
    """The negative control: look, then write, as one would without thinking, really does race."""
    amara, asked = asked_by_ten(committed_place)

    def careless(request: Request) -> bool:
        taken = Profile.objects.values_list("seats_taken", flat=True).get(pk=amara.pk)
        time.sleep(0.2)
        if taken >= 1:
            raise ValidationError("full")
        Profile.objects.filter(pk=request.sender_profile_id).update(seats_taken=1)
        return True

    gave = at_once([lambda r=r: careless(r) for r in asked])
    assert gave.count(True) > 1


def test_a_double_click_on_yes_is_one_pair(committed_place) -> None:
    amara, asked = asked_by_ten(committed_place)
    gave = at_once([lambda: requests.accept(asked[0], by=amara.user)] * 5)
    assert {g.pk for g in gave} == {Pairing.objects.get().pk}
    amara.refresh_from_db()
    assert amara.seats_taken == 1


def test_four_hellos_at_once_leave_three(committed_place) -> None:
    sam = committed_place.person("Sam Okafor")
    mentors = [committed_place.mentor(name) for name in ("Ann A", "Ben B", "Cat C", "Dan D", "Eve E")]
    gave = at_once(
        [
            lambda m=m: requests.send(
                sender=sam,
                to_profile=m,
                body="I'd love to ask about your work.",
                to_pair=False,
                token=uuid.uuid4(),
            )
            for m in mentors
        ]
    )
    assert sum(isinstance(g, Request) for g in gave) == 3
    assert Request.objects.waiting().filter(sender=sam).count() == 3


def test_eight_ticks_over_a_thousand_pairs() -> None:
    cohort(1000, groups_of=4, zones=("Europe/Lisbon", "Asia/Tokyo", "America/New_York", "Asia/Kathmandu"))
    now = timezone.now()
    gave = at_once([lambda: dispatch.tick(now, slice_size=100)] * 8)
    assert [g for g in gave if not isinstance(g, dispatch.Ticked)] == []
    assert sum(g.steps for g in gave) == 1000
    assert sum(g.failed for g in gave) == 0
    assert (Step.objects.count(), Notice.objects.filter(kind="week").count()) == (1000, 2000)
    assert set(Schedule.objects.values_list("next_step", flat=True)) == {2}


def test_an_ending_and_a_tick_wait_for_each_other() -> None:
    cohort(40)
    pairs = list(Pairing.objects.select_related("program__group", "mentor_user", "mentee_user"))
    now = timezone.now()
    jobs = [lambda p=p: endings.end(p, by=p.mentee_user) for p in pairs[:6]]
    gave = at_once(
        [*jobs, lambda: dispatch.tick(now, slice_size=5), lambda: dispatch.tick(now, slice_size=5)]
    )
    assert [g for g in gave if isinstance(g, Exception)] == []
    for pairing in Pairing.objects.filter(state="ended"):
        assert not Schedule.objects.filter(pairing=pairing).exists()
        # I4: no step is later than the end
        assert not Step.objects.filter(pairing=pairing, delivered_at__gt=pairing.ended_at).exists()
    assert Step.objects.filter(pairing__state="active").count() == 34
    # What was owed about an ended pair has been taken back.
    ended = Step.objects.filter(pairing__state="ended").values_list("pk", flat=True)
    assert not Notice.objects.owed().filter(kind="week", subject_id__in=list(ended)).exists()


def test_two_admins_draft_the_same_two(committed_place) -> None:
    amara, dani = committed_place.mentor("Amara Nwosu"), committed_place.mentee("Dani Ferreira")
    gave = at_once([lambda: pairings.draft(mentor=amara, mentee=dani, by=committed_place.priya)] * 4)
    assert sum(isinstance(g, Pairing) for g in gave) == Pairing.objects.count() == 1
    assert all(isinstance(g, Pairing | ValidationError) for g in gave)


def test_launch_and_undo_at_once_agree(committed_place) -> None:
    amara, dani = committed_place.mentor("Amara Nwosu"), committed_place.mentee("Dani Ferreira")
    pairings.draft(mentor=amara, mentee=dani, by=committed_place.priya)
    program, by = committed_place.program, committed_place.priya
    at_once([lambda: launches.launch(program, by=by)] * 2)
    amara.refresh_from_db()
    assert (amara.seats_taken, Pairing.objects.get().state) == (1, "proposed")
    at_once([lambda: launches.undo(program, by=by)] * 3)
    amara.refresh_from_db()
    assert (amara.seats_taken, Pairing.objects.get().state) == (0, "draft")


def test_parallel_drains_send_each_mail_once() -> None:
    cohort(60)
    dispatch.tick(timezone.now())
    mail.outbox = []
    noon = timezone.now().replace(hour=12) + timedelta(days=1)
    gave = at_once([lambda: delivery.drain(noon)] * 6)
    assert [g for g in gave if isinstance(g, Exception)] == []
    sent = [m.extra_headers["Message-ID"] for m in mail.outbox]
    assert len(sent) == len(set(sent)) == 120


def test_the_same_message_twenty_times_is_one(committed_place) -> None:
    amara, dani = committed_place.mentor("Amara Nwosu"), committed_place.mentee("Dani Ferreira")
    talk = conversations.between(
        program_id=committed_place.program.pk, scope=committed_place.group.pk, a=amara.user, b=dani.user
    )
    token = uuid.uuid4()
    gave = at_once([lambda: conversations.say(talk, author=dani.user, body="Once", token=token)] * 20)
    assert {type(g) for g in gave} == {Message}
    assert Message.objects.count() == 1


def test_one_conversation_for_two_people_who_start_together(committed_place) -> None:
    amara, dani = committed_place.mentor("Amara Nwosu"), committed_place.mentee("Dani Ferreira")
    made = at_once(
        [
            lambda: conversations.between(
                program_id=committed_place.program.pk,
                scope=committed_place.group.pk,
                a=amara.user,
                b=dani.user,
            )
        ]
        * 6
    )
    assert len({talk.pk for talk in made}) == 1
    assert made[0].participants.count() == 2


def test_seats_are_freed_once_however_often_an_ending_is_pressed(committed_place) -> None:
    amara, dani = committed_place.mentor("Amara Nwosu"), committed_place.mentee("Dani Ferreira")
    with transaction.atomic():
        talk = conversations.between(
            program_id=committed_place.program.pk, scope=committed_place.group.pk, a=amara.user, b=dani.user
        )
        pairing = pairings.agree(mentor=amara, mentee=dani, conversation=talk)
    gave = at_once(
        [lambda: endings.end(pairing, by=amara.user)] * 3 + [lambda: endings.end(pairing, by=dani.user)] * 3
    )
    assert sum(g is None for g in gave) == 1
    assert set(Profile.objects.values_list("seats_taken", flat=True)) == {0}
    with transaction.atomic():
        seats.take_seats([amara.pk, dani.pk])


def test_a_yes_and_a_block_at_once_leave_no_pair(committed_place) -> None:
    for number in range(3):
        amara = committed_place.mentor(f"Amara{number} Nwosu")
        dani = committed_place.mentee(f"Dani{number} Ferreira")
        asked = ask(dani.user, amara)
        gave = at_once(
            [
                lambda r=asked, a=amara: requests.accept(r, by=a.user),
                lambda a=amara, d=dani: safety.block(blocker=d.user, blocked=a.user),
            ]
        )
        assert not any(isinstance(g, Exception) and not isinstance(g, ValidationError) for g in gave)
    assert not Pairing.objects.filter(state__in=["proposed", "active"]).exists()
    assert not Request.objects.open().exists()
    assert set(Profile.objects.values_list("seats_taken", flat=True)) == {0}
    assert not Schedule.objects.exists()


def test_a_yes_and_a_departure_at_once_leave_nobody_walking_outside(committed_place) -> None:
    for number in range(3):
        amara = committed_place.mentor(f"Amara{number} Nwosu")
        dani = committed_place.mentee(f"Dani{number} Ferreira")
        asked = ask(dani.user, amara)
        going = committed_place.group.memberships.get(user=dani.user)
        gave = at_once(
            [
                lambda r=asked, a=amara: requests.accept(r, by=a.user),
                lambda m=going: membership.leave(m, by=m.user),
            ]
        )
        assert not any(isinstance(g, Exception) and not isinstance(g, ValidationError) for g in gave)
    assert not Schedule.objects.exists()
    assert set(Profile.objects.values_list("seats_taken", flat=True)) == {0}
