"""Two people at one door in the same instant."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group, GroupAddress, JoinRequest, Membership, OwnerOffer
from groups.models.groups import Role
from groups.services import groups, invitations, join_requests, memberships, owner_offers
from messaging.models import Notice
from tests.racing import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
Place = tuple[Group, User, User, User]


def someone(name: str) -> User:
    return User.objects.create_user(
        f"{name.lower()}@race.example", f"{name} Racer", adult_affirmed_at=timezone.now()
    )


@pytest.fixture
def place() -> Place:
    """A group whose people ask, its owner, an admin, and somebody outside."""
    owner, admin, noor = someone("Priya"), someone("Gwen"), someone("Noor")
    group = groups.create(
        by=owner, name="Riverside Makers", line="We.", focus="other", visibility="listed", zone="UTC"
    )
    memberships.set_role(memberships.join(invitations.current(group), admin), Role.ADMIN, by=owner)
    return groups.update(group, by=owner, joining="ask"), owner, admin, noor


def test_asking_many_times_at_once_is_one_request(place: Place) -> None:
    group, owner, _admin, noor = place
    link = invitations.current(group)
    gave = at_once([lambda: join_requests.ask(group, noor, invitation=link)] * 6)
    assert len({request.pk for request in gave}) == 1  # type: ignore[attr-defined]
    link.refresh_from_db()
    assert (JoinRequest.objects.count(), link.uses) == (1, 2)
    assert Notice.objects.filter(user=owner).count() == 1


def test_two_admins_who_decide_at_once_make_one_decision(place: Place) -> None:
    group, owner, admin, noor = place
    for _round in range(4):
        request = join_requests.ask(group, noor)
        before = AuditEntry.objects.count()
        gave = at_once(
            [
                lambda request=request: join_requests.decline(request, by=owner),
                lambda request=request: join_requests.decline(request, by=admin),
                lambda request=request: join_requests.decline(request, by=owner),
            ]
        )
        refused = [one for one in gave if isinstance(one, ValidationError)]
        assert len(refused) == 2, gave
        assert "already" in refused[0].messages[0]
        assert AuditEntry.objects.count() == before + 1
        JoinRequest.objects.all().delete()


def test_a_yes_and_a_taking_back_at_once_agree(place: Place) -> None:
    group, owner, admin, noor = place
    request = join_requests.ask(group, noor)
    jobs: list[Callable[[], object]] = [
        lambda: join_requests.withdraw(request),
        lambda: join_requests.approve(request, by=owner),
        lambda: join_requests.approve(request, by=admin),
    ]
    gave = at_once(jobs)
    assert sum(isinstance(one, ValidationError) for one in gave) == 2, gave
    request.refresh_from_db()
    inside = Membership.objects.active().filter(group=group, user=noor).exists()
    assert inside == (request.state == JoinRequest.State.APPROVED)


def test_a_group_is_handed_over_once(place: Place) -> None:
    group, owner, admin, noor = place
    join_requests.approve(join_requests.ask(group, noor), by=owner)
    heirs = Membership.objects.filter(group=group, user__in=[admin, noor])
    gave = at_once([lambda heir=heir: owner_offers.offer(heir, by=owner) for heir in [*heirs, *heirs]])
    assert {one.heir_id for one in gave if isinstance(one, OwnerOffer)} == {OwnerOffer.objects.get().heir_id}
    assert sum(isinstance(one, ValidationError) for one in gave) == 2, gave
    heir = OwnerOffer.objects.get().heir
    gave = at_once([lambda: owner_offers.accept(group, by=heir)] * 3)
    assert sum(isinstance(one, ValidationError) for one in gave) == 2, gave
    owners = Membership.objects.filter(group=group, role=Role.OWNER)
    assert owners.get().user_id == heir.pk
    assert Membership.objects.get(group=group, user=owner).role == Role.ADMIN


@pytest.mark.parametrize("turn", range(3))
def test_a_yes_and_a_taking_back_of_the_group_agree(place: Place, turn: int) -> None:
    group, owner, admin, _noor = place
    owner_offers.offer(Membership.objects.get(group=group, user=admin), by=owner)
    accept: Callable[[], object] = lambda: owner_offers.accept(group, by=admin)  # noqa: E731
    back: Callable[[], object] = lambda: owner_offers.take_back(group, by=owner)  # noqa: E731
    gave = at_once([accept, back] if turn % 2 else [back, accept])
    yes, taken = gave if turn % 2 else gave[::-1]
    owns = Membership.objects.get(group=group, role=Role.OWNER).user_id
    if isinstance(yes, Membership):
        assert owns == admin.pk
        assert isinstance(taken, PermissionDenied), gave  # an admin by then
    else:
        assert owns == owner.pk
        assert (isinstance(yes, ValidationError), taken) == (True, True), gave
    assert not OwnerOffer.objects.exists()


def test_an_owner_who_is_left_and_one_who_hands_over_leave_one(place: Place) -> None:
    group, owner, admin, noor = place
    join_requests.approve(join_requests.ask(group, noor), by=owner)
    second = Membership.objects.get(group=group, user=admin)
    memberships.set_role(second, Role.OWNER, by=owner)
    owner_offers.offer(Membership.objects.get(group=group, user=noor), by=owner)
    mine = Membership.objects.get(group=group, user=owner)
    at_once(
        [
            lambda: owner_offers.accept(group, by=noor),
            lambda: memberships.set_role(mine, Role.MEMBER, by=admin),
            lambda: memberships.part(second, state=Membership.State.LEFT, by=admin),
        ]
    )
    assert Membership.objects.active().filter(group=group, role=Role.OWNER).exists()
    assert not OwnerOffer.objects.exists()


def test_the_address_that_a_group_leaves_is_not_taken_in_that_instant(place: Place) -> None:
    group, owner, _admin, noor = place
    other = groups.create(
        by=noor, name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC"
    )
    gave = at_once(
        [
            lambda: groups.update(group, by=owner, slug="river-folk"),
            lambda: groups.update(other, by=noor, slug="riverside-makers"),
        ]
    )
    assert isinstance(gave[0], Group), gave
    assert isinstance(gave[1], ValidationError), gave
    assert GroupAddress.objects.get().group == group
    other.refresh_from_db()
    assert other.slug == "hill-walkers"
