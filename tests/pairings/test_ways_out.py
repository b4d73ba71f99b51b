"""Every way out frees the seats, closes the hellos, takes back what is owed, and stops the weeks."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, User
from groups.models import Membership
from groups.services.memberships import LastOwner
from mentorship import membership as departures
from mentorship import safety, scenarios
from messaging.models import Conversation, Notice
from messaging.models.notices import OWED
from messaging.services import conversations
from pairings import dispatch
from pairings.models import Pairing, Request, Schedule, Step
from pairings.models.pairings import State
from pairings.services import endings, pairings, requests
from profiles.models import Profile

WORDS = "You wrote about the studio key and I keep thinking about it."


@dataclass
class Two:
    """A pair that walks, with a hello to each of the two and one from the mentor."""

    pair: Pairing
    mentor: Profile
    mentee: Profile
    hellos: list[Request]
    priya: User

    def membership(self, profile: Profile) -> Membership:
        return Membership.objects.get(group=self.pair.program.group, user=profile.user)

    def seats(self) -> list[int]:
        rows = Profile.objects.filter(pk__in=[self.mentor.pk, self.mentee.pk])
        return list(rows.order_by("pk").values_list("seats_taken", flat=True))


@pytest.fixture
def two(place) -> Two:
    mentor, mentee = place.mentor("Amara Nwosu", 3), place.mentee("Dani Ferreira")
    noor, kenji = place.mentee("Noor Rahal"), place.mentor("Kenji Mori")
    pair = scenarios.pair(mentor, mentee)

    def hello(sender: Profile, to: Profile, to_pair: bool) -> Request:
        return requests.send(
            sender=sender.user, to_profile=to, body=WORDS, to_pair=to_pair, token=uuid.uuid4()
        )

    hellos = [hello(noor, mentor, True), hello(kenji, mentee, False)]
    return Two(pair, mentor, mentee, hellos, place.priya)


def by_end(two: Two) -> None:
    endings.end(two.pair, by=two.mentor.user)


def by_withdrawing(two: Two) -> None:
    departures.withdraw_profile(two.mentor, by=two.mentor.user)


def by_leaving(two: Two) -> None:
    departures.leave(two.membership(two.mentor), by=two.mentor.user)


def by_removal(two: Two) -> None:
    departures.remove(two.membership(two.mentor), by=two.priya)


def by_block(two: Two) -> None:
    safety.block(blocker=two.mentor.user, blocked=two.mentee.user)


WAYS = [by_end, by_withdrawing, by_leaving, by_removal, by_block]


@pytest.mark.parametrize("way", WAYS)
def test_seats_are_free_and_the_weeks_stop(two: Two, way: Callable[[Two], None]) -> None:
    due = timezone.now() + timedelta(days=8)
    Schedule.objects.filter(pairing=two.pair).update(next_due_at=timezone.now() - timedelta(minutes=1))
    dispatch.tick()
    assert Step.objects.filter(pairing=two.pair).count() == 1
    assert two.seats() == [1, 1]
    way(two)
    two.pair.refresh_from_db()
    assert (two.pair.state, two.seats()) == (State.ENDED, [0, 0])
    assert two.pair.ended_at is not None
    assert two.pair.ended_by_id is not None
    assert not Schedule.objects.filter(pairing=two.pair).exists()
    assert dispatch.tick(due).steps == 0
    assert Step.objects.filter(pairing=two.pair).count() == 1
    owed = Notice.objects.filter(mail_state__in=OWED)
    assert not owed.filter(kind__in=["week", "paired", "proposed"]).exists()
    told = Notice.objects.filter(kind="ended")
    gone = two.priya if way is by_removal else two.mentor.user
    assert gone not in [notice.user for notice in told]
    assert two.mentee.user in [notice.user for notice in told]


@pytest.mark.parametrize("way", WAYS)
def test_the_same_way_twice_changes_nothing(two: Two, way: Callable[[Two], None]) -> None:
    way(two)
    before = (two.seats(), Notice.objects.count())
    try:
        way(two)
    except ValidationError:
        assert way is by_end
    assert (two.seats(), Notice.objects.count()) == before


@pytest.mark.parametrize("way", [by_withdrawing, by_leaving, by_removal])
def test_hellos_of_who_goes_are_closed_and_take_their_mails_along(
    two: Two, way: Callable[[Two], None]
) -> None:
    way(two)
    states = [Request.objects.get(pk=hello.pk).state for hello in two.hellos]
    assert states == ["closed", "open"]  # the partner's own stays
    two.mentor.refresh_from_db()
    assert (two.mentor.waiting_requests, two.mentor.state) == (0, "withdrawn")
    assert not Notice.objects.filter(kind="hello", subject_id=two.hellos[0].pk, mail_state__in=OWED).exists()
    assert not Conversation.objects.get(pk=two.hellos[0].conversation_id).is_open()


@pytest.mark.parametrize("way", [by_leaving, by_removal])
def test_who_has_gone_is_owed_nothing_and_reads_nothing(two: Two, way: Callable[[Two], None], client) -> None:
    way(two)
    gone, group = two.mentor.user, two.pair.program.group
    assert not Notice.objects.filter(user=gone, mail_state__in=OWED, scope=group.pk).exists()
    client.force_login(gone)
    assert client.get(two.pair.get_absolute_url()).status_code == 404
    assert client.get(f"/c/{two.pair.conversation.code}/").status_code == 404
    assert client.get(f"/{group.slug}/").status_code == 404
    assert not Profile.objects.visible_to(two.mentee.user).filter(pk=two.mentor.pk).exists()
    assert not Notice.objects.visible_to(two.mentor.user).exists()
    assert Notice.objects.visible_to(two.mentee.user).exists()


def test_a_departure_takes_drafts_along(two: Two, place) -> None:
    other = place.mentee("Elif Vural")
    pairings.draft(mentor=two.mentor, mentee=other, by=two.priya)
    by_leaving(two)
    assert not Pairing.objects.filter(state=State.DRAFT).exists()


def test_the_last_owner_stays_and_nothing_has_changed(two: Two) -> None:
    owner = Membership.objects.get(group=two.pair.program.group, user=two.priya)
    with pytest.raises(LastOwner):
        departures.leave(owner, by=two.priya)
    owner.refresh_from_db()
    assert (owner.state, owner.role) == ("active", "owner")


def test_a_member_removes_nobody_and_nothing_has_changed(two: Two) -> None:
    with pytest.raises(PermissionDenied):
        departures.remove(two.membership(two.mentor), by=two.mentee.user)
    two.pair.refresh_from_db()
    assert (two.pair.state, two.seats()) == (State.ACTIVE, [1, 1])


# -- a block ------------------------------------------------------------------------------------
def seen(client, two: Two, by: User, of: User) -> list[str]:
    """The pages on which somebody's name stands for somebody."""
    program, group = two.pair.program, two.pair.program.group
    args = [group.slug, program.slug]
    pages = {
        "mentors": reverse("directory", args=args),
        "mentees": f"{reverse('directory', args=args)}?role=mentee",
        "search": f"{reverse('directory', args=args)}?q={of.first_name}",
        "people": reverse("people", args=[group.slug]),
        "found": f"{reverse('people', args=[group.slug])}?q={of.first_name}",
        "home": reverse("group_home", args=[group.slug]),
        "inbox": reverse("inbox"),
        "pairs": reverse("pairs"),
        "hellos": reverse("hellos", args=args),
        "notices": reverse("notices"),
        "today": "/",
    }
    client.force_login(by)
    return [name for name, url in pages.items() if f">{of.name}<" in client.get(url).content.decode()]


def test_after_a_block_neither_sees_the_other_anywhere(two: Two, client) -> None:
    amara, dani = two.mentor.user, two.mentee.user
    conversations.say(two.pair.conversation, author=amara, body="Morning.", token=uuid.uuid4())
    assert {"mentors", "people", "inbox"} <= set(seen(client, two, dani, amara))
    safety.block(blocker=dani, blocked=amara)
    assert seen(client, two, dani, amara) == []
    assert seen(client, two, amara, dani) == []
    for reader, other in ((dani, two.mentor), (amara, two.mentee)):
        client.force_login(reader)
        assert client.get(other.get_absolute_url()).status_code == 404
        assert client.get(two.pair.get_absolute_url()).status_code == 404


def test_a_block_tells_nobody_who_did_it(two: Two) -> None:
    safety.block(blocker=two.mentee.user, blocked=two.mentor.user)
    told = Notice.objects.filter(kind="ended", user=two.mentor.user).get()
    assert told.line == "A pair of yours has ended"  # without a name: across a block nobody reads one
    assert not Notice.objects.filter(user=two.mentor.user, line__icontains="block").exists()


def test_a_block_ends_nothing_with_others(two: Two) -> None:
    safety.block(blocker=two.mentor.user, blocked=two.mentee.user)
    assert [Request.objects.get(pk=hello.pk).state for hello in two.hellos] == ["open", "open"]


def test_blocking_twice_is_one_block_and_oneself_is_refused(two: Two) -> None:
    by_block(two)
    by_block(two)
    assert Block.objects.count() == 1
    with pytest.raises(ValidationError):
        safety.block(blocker=two.mentor.user, blocked=two.mentor.user)


def test_taking_a_block_back_shows_the_words_and_restores_no_pair(two: Two) -> None:
    amara, dani = two.mentor.user, two.mentee.user
    by_block(two)
    assert not Conversation.objects.visible_to(amara).filter(pk=two.pair.conversation_id).exists()
    assert safety.unblock(blocker=amara, blocked=dani) is True
    assert safety.unblock(blocker=amara, blocked=dani) is False
    assert Conversation.objects.visible_to(amara).filter(pk=two.pair.conversation_id).exists()
    assert not Conversation.objects.get(pk=two.pair.conversation_id).is_open()
    two.pair.refresh_from_db()
    assert two.pair.state == State.ENDED


def test_two_blocks_need_two_ways_back(two: Two) -> None:
    amara, dani = two.mentor.user, two.mentee.user
    safety.block(blocker=amara, blocked=dani)
    safety.block(blocker=dani, blocked=amara)
    safety.unblock(blocker=amara, blocked=dani)
    assert not Conversation.objects.visible_to(amara).filter(pk=two.pair.conversation_id).exists()
    safety.unblock(blocker=dani, blocked=amara)
    assert Conversation.objects.visible_to(amara).filter(pk=two.pair.conversation_id).exists()
