"""Asking to join: who may, what is kept, who is told, and that one decision stands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accounts.limits import TooMany
from accounts.models import Block, User
from groups.models import AuditEntry, Group, JoinRequest, Membership
from groups.models.groups import Role
from groups.services import groups, invitations, join_requests, memberships
from messaging.models import Notice

Member = Callable[..., Membership]
State = JoinRequest.State


@pytest.fixture
def asking(group: Group, owner: User) -> Group:
    """The group, whose people ask first."""
    return groups.update(group, by=owner, joining="ask", join_questions=["What do you make?"])


@pytest.fixture
def noor(person: Callable[..., User]) -> User:
    return person("Noor Rahal")


def ask(group: Group, user: User, **more: object) -> JoinRequest:
    more = {"invitation": invitations.current(group), "rules": group.rules_version, **more}
    return join_requests.ask(group, user, answers=[("What do you make?", "Lampshades.")], **more)


def belongs(group: Group, user: User) -> bool:
    return Membership.objects.active().filter(group=group, user=user).exists()


def lines(user: User) -> list[str]:
    return list(Notice.objects.visible_to(user).order_by("pk").values_list("line", flat=True))


# -- asking -------------------------------------------------------------------------------------
def test_asking_keeps_the_answers_and_tells_who_looks_after_the_group(
    admin: User, owner: User, member: Member, noor: User, group: Group
) -> None:
    dani = member().user
    asking = groups.update(group, by=owner, joining="ask")
    request = ask(asking, noor, wants="mentee:careers")
    assert (request.state, request.said) == (State.WAITING, [("What do you make?", "Lampshades.")])
    assert request.wants == "mentee:careers"
    assert not belongs(asking, noor)
    for admin_or_owner in (owner, admin):
        assert lines(admin_or_owner) == ["Noor Rahal asks to join Riverside Makers"]
    assert lines(dani) == []


def test_asking_twice_is_one_request_and_one_use_of_the_link(asking: Group, owner: User, noor: User) -> None:
    assert ask(asking, noor) == ask(asking, noor)
    assert invitations.current(asking).uses == 1
    assert len(lines(owner)) == 1


def test_without_a_link_one_may_ask_a_listed_group_only(asking: Group, owner: User, noor: User) -> None:
    with pytest.raises(PermissionDenied):
        ask(asking, noor, invitation=None)
    listed = groups.update(asking, by=owner, visibility="listed")
    assert ask(listed, noor, invitation=None).state == State.WAITING


def test_a_link_that_ended_leads_nowhere(asking: Group, noor: User) -> None:
    link = invitations.current(asking)
    type(link).objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    with pytest.raises(ValidationError, match="has ended"):
        ask(asking, noor, invitation=link)
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize("joining", ["link", "invited"])
def test_only_groups_whose_people_ask_take_requests(
    asking: Group, owner: User, noor: User, joining: str
) -> None:
    changed = groups.update(asking, by=owner, joining=joining)
    with pytest.raises(ValidationError, match="Nobody can ask"):
        ask(changed, noor)


@pytest.mark.parametrize("joining", ["ask", "invited"])
def test_their_link_lets_nobody_straight_in(group: Group, owner: User, noor: User, joining: str) -> None:
    groups.update(group, by=owner, joining=joining)
    with pytest.raises(ValidationError, match="straight in"):
        memberships.join(invitations.current(group), noor)
    assert not belongs(group, noor)
    assert invitations.current(group).uses == 0


def test_members_and_those_who_were_removed_ask_nothing(
    admin: User, asking: Group, owner: User, noor: User
) -> None:
    with pytest.raises(ValidationError, match="belong to the group already"):
        ask(asking, admin)
    join_requests.approve(ask(asking, noor), by=owner)
    mine = Membership.objects.get(group=asking, user=noor)
    memberships.part(mine, state=Membership.State.REMOVED, by=owner)
    with pytest.raises(ValidationError, match="The people who look after the group can"):
        ask(asking, noor)


def test_asking_counts_as_a_try_to_join(asking: Group, noor: User) -> None:
    for _time in range(20):
        join_requests.withdraw(ask(asking, noor))
    with pytest.raises(TooMany):
        ask(asking, noor)


def test_the_rules_are_those_that_the_asker_read(asking: Group, owner: User, noor: User) -> None:
    changed = groups.update(asking, by=owner, rules="Be kind.")
    with pytest.raises(ValidationError, match="rules changed"):
        ask(changed, noor, rules=0)
    request = ask(changed, noor)
    assert request.said[-1] == ("What we agree on", "Accepted")
    groups.update(changed, by=owner, rules="Be kind and wash up.")
    member = join_requests.approve(request, by=owner)
    member.refresh_from_db()
    assert (member.rules_accepted, member.owes_rules) == (1, True)


def test_a_block_keeps_a_request_from_the_admin_it_concerns(
    admin: User, asking: Group, owner: User, noor: User
) -> None:
    Block.objects.create(blocker=noor, blocked=admin)
    request = ask(asking, noor)
    assert lines(admin) == []
    assert len(lines(owner)) == 1
    assert not JoinRequest.objects.run_by(admin).exists()
    with pytest.raises(PermissionDenied):
        join_requests.approve(request, by=admin)


# -- deciding -----------------------------------------------------------------------------------
def test_letting_in_tells_the_asker_logs_it_and_forgets_the_answers(
    asking: Group, owner: User, noor: User
) -> None:
    request = ask(asking, noor)
    join_requests.approve(request, by=owner)
    request.refresh_from_db()
    assert belongs(asking, noor)
    assert (request.state, request.decided_by, request.answers) == (State.APPROVED, owner, [])
    assert lines(noor) == ["You’re in. Welcome to Riverside Makers"]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.actor, entry.verb, entry.subject) == (owner, "let in", "Noor Rahal")


def test_not_now_is_told_kindly_and_holds_for_thirty_days(asking: Group, owner: User, noor: User) -> None:
    request = join_requests.decline(ask(asking, noor), by=owner)
    assert not belongs(asking, noor)
    assert lines(noor) == ["Riverside Makers: not just now"]
    assert AuditEntry.objects.latest("pk").verb == "said “not now” to"
    with pytest.raises(ValidationError, match="You can ask again from"):
        ask(asking, noor)
    request.decided_at = timezone.now() - timedelta(days=30, minutes=1)
    request.save()
    assert ask(asking, noor).state == State.WAITING


def test_an_admin_may_let_them_in_later(asking: Group, owner: User, noor: User) -> None:
    request = join_requests.decline(ask(asking, noor), by=owner)
    join_requests.approve(request, by=owner)
    assert belongs(asking, noor)
    assert lines(noor)[-1] == "You’re in. Welcome to Riverside Makers"


def test_a_second_decision_is_refused_with_the_name_of_the_first(
    admin: User, asking: Group, owner: User, noor: User
) -> None:
    request = ask(asking, noor)
    join_requests.approve(request, by=admin)
    with pytest.raises(ValidationError, match="Bill has let them in already"):
        join_requests.decline(request, by=owner)
    with pytest.raises(ValidationError, match="Bill has let them in already"):
        join_requests.approve(request, by=owner)
    assert belongs(asking, noor)


def test_only_who_looks_after_the_group_decides(
    admin: User, asking: Group, owner: User, stranger: User, noor: User
) -> None:
    request = ask(asking, noor)
    mine = Membership.objects.get(group=asking, user=admin)
    memberships.set_role(mine, Role.MEMBER, by=owner)
    for nobody in (admin, stranger, noor):
        for decide in (join_requests.approve, join_requests.decline):
            with pytest.raises(PermissionDenied):
                decide(request, by=nobody)
    request.refresh_from_db()
    assert request.state == State.WAITING


def test_taken_back_is_taken_back(asking: Group, owner: User, noor: User) -> None:
    request = ask(asking, noor)
    join_requests.withdraw(request)
    request.refresh_from_db()
    assert (request.state, request.answers) == (State.WITHDRAWN, [])
    assert Notice.objects.get(user=owner).mail_state == "cancelled"
    with pytest.raises(ValidationError, match="Noor has taken it back"):
        join_requests.approve(request, by=owner)
    assert not belongs(asking, noor)
    again = ask(asking, noor)
    join_requests.approve(again, by=owner)
    with pytest.raises(ValidationError, match="answered it already"):
        join_requests.withdraw(again)
    assert belongs(asking, noor)


def test_whoever_comes_in_another_way_waits_no_longer(asking: Group, owner: User, noor: User) -> None:
    request = ask(asking, noor)
    memberships.let_in(asking.pk, noor, door=lambda: None, back_in=True)  # as an invitation by e-mail does
    request.refresh_from_db()
    assert (request.state, request.answers) == (State.APPROVED, [])


def test_nobody_lets_in_an_account_that_is_closed(asking: Group, owner: User, noor: User) -> None:
    request = ask(asking, noor)
    User.objects.filter(pk=noor.pk).update(is_active=False)
    with pytest.raises(ValidationError, match="closed"):
        join_requests.approve(request, by=owner)


def test_answers_are_forgotten_half_a_year_after_a_not_now(asking: Group, owner: User, noor: User) -> None:
    request = join_requests.decline(ask(asking, noor), by=owner)
    assert join_requests.forget(timezone.now() + timedelta(days=179)) == 0
    later = timezone.now() + timedelta(days=181)
    assert join_requests.forget(later) == 1
    assert join_requests.forget(later) == 0
    request.refresh_from_db()
    assert request.said == []
