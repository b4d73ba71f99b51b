"""A sign-up that lies half-made: one reminder, while there is time, and never a second."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import Membership
from mentorship import membership
from messaging import delivery
from messaging.models import Notice
from messaging.services import choices
from pairings import dispatch
from profiles.models import Profile
from profiles.services import profiles, unfinished
from tests.racing import at_once

HELP = {"answers": {"help": "I keep getting stuck"}, "topics": ["Confidence"]}
WHOLE = {**HELP, "ways": ["call"]}


@pytest.fixture
def begun(program, member):
    """Somebody who stopped after the first step, some hours ago."""

    def make(hours=25, step=1, data=HELP, **more):
        user = more.pop("user", None) or member(**more)
        profile = profiles.begin(program, user, "mentee")
        if step:
            profiles.save_step(profile, step, data)
        Profile.objects.filter(pk=profile.pk).update(updated_at=timezone.now() - timedelta(hours=hours))
        profile.refresh_from_db()
        return profile

    return make


def told():
    return Notice.objects.filter(kind="sign_up_unfinished")


def test_one_reminder_and_never_a_second(begun, mailoutbox):
    profile = begun()
    now = timezone.now()
    assert unfinished.run(now) == 1
    assert unfinished.run(now) == 0
    profiles.save_step(profile, 2, {"answers": {"yourself": "Kites"}})
    Profile.objects.update(updated_at=now - timedelta(days=2))
    assert unfinished.run(now + timedelta(days=1)) == 0
    notice = told().get()
    assert notice.key == f"profile:{profile.pk}:unfinished:user:{profile.user_id}"
    assert (
        notice.line
        == "You were nearly done with Autumn Skill Share: two short steps and a last look are left"
    )


def test_the_mail_says_where_it_stopped_and_until_when(client, begun, program, mailoutbox):
    profile = begun()
    unfinished.run(timezone.now())
    delivery.drain()
    mail = mailoutbox[0]
    assert mail.to == [profile.user.email]
    assert mail.subject == "You were nearly done with Autumn Skill Share"
    closes = f"{program.closes_on.day} {program.closes_on:%B}"
    words = " ".join(mail.body.split())
    for said in (
        'You stopped at "A little about you"',
        f"/s/{profile.code}/",
        closes,
        "We don't remind you again",
    ):
        assert said in words
    assert "I keep getting stuck" not in mail.body + mail.alternatives[0][0]
    client.force_login(profile.user)
    page = client.get(f"/s/{profile.code}/", follow=True)
    assert page.redirect_chain[-1][0].endswith("/sign-up/mentee/2/")


def test_who_has_only_looked_is_told_so(begun):
    begun(step=0)
    unfinished.run(timezone.now())
    assert told().get().line.startswith("You had begun with Autumn Skill Share: three short steps")


@pytest.mark.parametrize(("hours", "number"), [(23, 0), (25, 1), (24 * 4 - 1, 1), (24 * 4 + 1, 0)])
def test_a_day_untouched_and_not_for_ever(begun, hours, number):
    begun(hours)
    assert unfinished.run(timezone.now()) == number


@pytest.mark.parametrize(
    "spoil",
    [
        lambda profile: Profile.objects.update(state="withdrawn"),
        lambda profile: Profile.objects.update(state="declined"),
        lambda profile: Profile.objects.update(sent_at=timezone.now()),
        lambda profile: Membership.objects.filter(user=profile.user).update(state="left"),
        lambda profile: Membership.objects.filter(user=profile.user).update(state="removed"),
        lambda profile: type(profile.user).objects.filter(pk=profile.user_id).update(is_active=False),
        lambda profile: (
            type(profile.user).objects.filter(pk=profile.user_id).update(frozen_at=timezone.now())
        ),
        lambda profile: type(profile.program).objects.update(
            signup_until=timezone.now() - timedelta(hours=1)
        ),
        lambda profile: type(profile.program).objects.update(state="archived"),
        lambda profile: type(profile.program.group).objects.update(archived_at=timezone.now()),
    ],
    ids=[
        "withdrawn",
        "declined",
        "sent",
        "left",
        "removed",
        "closed-account",
        "held",
        "over",
        "archived",
        "group",
    ],
)
def test_where_there_is_nothing_to_finish(begun, mailoutbox, spoil):
    profile = begun()
    unfinished.run(timezone.now())
    Profile.objects.filter(pk=profile.pk).update(step=profile.step)
    spoil(profile)
    delivery.drain()
    assert mailoutbox == []  # asked again before it is sent
    told().delete()
    assert unfinished.run(timezone.now()) == 0


def test_who_went_on_meanwhile_gets_no_mail(begun, mailoutbox):
    profile = begun()
    unfinished.run(timezone.now())
    profiles.save_step(profile, 2, {"answers": {"yourself": "Kites"}})
    delivery.drain()
    assert mailoutbox == []


def test_who_leaves_hears_nothing(begun, mailoutbox):
    profile = begun()
    unfinished.run(timezone.now())
    row = Membership.objects.get(user=profile.user)
    membership.leave(row, by=profile.user)
    delivery.drain()
    assert mailoutbox == []


def test_it_can_be_stopped(begun, mailoutbox):
    profile = begun()
    choices.set_one(profile.user, "sign_up_unfinished", "never")
    unfinished.run(timezone.now())
    delivery.drain()
    assert mailoutbox == []


@pytest.mark.quiet_hours
def test_not_in_the_night(begun, mailoutbox):
    begun()
    unfinished.run(timezone.now())
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    night = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 3, tzinfo=UTC)  # Lisbon: 3 or 4
    delivery.drain(night)
    assert mailoutbox == []
    delivery.drain(night + timedelta(hours=7))
    assert len(mailoutbox) == 1


def test_the_tick_does_it(begun):
    begun()
    dispatch.tick(timezone.now())
    assert told().count() == 1


def test_its_cost_does_not_grow_with_the_list(begun, listed, django_assert_num_queries):
    for number in range(5):
        listed(f"Amara {number}")
        begun(hours=2, name=f"Dani {number}")
    with django_assert_num_queries(1):
        assert unfinished.run(timezone.now()) == 0
    with CaptureQueriesContext(
        connection,
    ) as seen:
        unfinished.run(timezone.now())
    with connection.cursor() as cursor:
        explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(explain + seen.captured_queries[0]["sql"])
        plan = str(cursor.fetchall())
    assert "profile_begun" in plan, plan


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_tell_once(begun):
    for number in range(4):
        begun(name=f"Dani {number}")
    now = timezone.now()
    gave = at_once([lambda: unfinished.run(now)] * 4)
    assert all(isinstance(one, int) for one in gave), gave
    assert told().count() == 4


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_finished_at_the_same_instant(begun, mailoutbox):
    profile = begun(step=3, data=WHOLE)
    now = timezone.now()
    finish = lambda: profiles.enlist(Profile.objects.get(pk=profile.pk), adult=True)  # noqa: E731
    gave = at_once([lambda: unfinished.run(now), finish])
    assert not [one for one in gave if isinstance(one, Exception)]
    profile.refresh_from_db()
    assert profile.state == "listed"
    delivery.drain()
    assert mailoutbox == []  # told a moment before or not at all: nobody who is on the list is asked to go on
