"""The doctor finds what it says it looks for, and finds nothing in a healthy site."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from groups.models import Membership
from mentorship.doctor import CHECKS, examine
from mentorship.scenarios import demo, running
from messaging.models import Notice
from pairings import passes
from pairings.models import Pairing, Schedule
from profiles.models import Profile

pytestmark = pytest.mark.django_db


def test_the_demo_is_healthy() -> None:
    assert demo()
    assert examine() == {}
    assert not demo()  # safe to run twice
    call_command("doctor", verbosity=0)


@pytest.mark.parametrize(
    ("harm", "word"),
    [
        (lambda p: Membership.objects.update(role="member"), "no owner"),
        (lambda p: Membership.objects.update(safety_contact=False), "no safety contact"),
        (lambda p: p.program.weeks.filter(number=3).update(live=False), "weeks"),
        (lambda p: Profile.objects.filter(role="mentor").update(seats_taken=0), "0 seats for 1 pairs"),
        (lambda p: Profile.objects.update(waiting_requests=2), "2 waiting for 0 hellos"),
        (lambda p: Schedule.objects.all().delete(), "no schedule"),
        (lambda p: Pairing.objects.update(state="ended", ended_at=p.created_at), "still scheduled"),
        (lambda p: Membership.objects.filter(user=p.mentee_user).update(state="left"), "is not a member"),
        (lambda p: Notice.objects.update(mail_state="dead"), "not sent"),
        (lambda p: Notice.objects.update(mail_state="digest"), "kept for no roundup"),
        (lambda p: passes.remember({"reminders": "KeyError: 'x'"}, timezone.now()), "pass reminders"),
    ],
)
def test_each_harm_is_found(harm, word: str) -> None:
    pairing = running(weeks=1)
    assert examine() == {}
    harm(pairing)
    assert word in " ".join(row for rows in examine().values() for row in rows)
    with pytest.raises(CommandError, match=f"of {len(CHECKS)} promises"):
        call_command("doctor")
