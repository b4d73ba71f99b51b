"""Handing a group over: it is offered, the heir says yes, both roles change; somebody always owns it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group, Membership, OwnerOffer
from groups.models.groups import Role
from groups.services import memberships, owner_offers
from messaging.models import Notice

Member = Callable[..., Membership]
BEFORE = {"Priya Raman": Role.OWNER, "Sam Okafor": Role.MEMBER}


def roles(group: Group) -> dict[str, str]:
    rows = Membership.objects.active().filter(group=group).values_list("user__name", "role")
    return dict(rows)


def last_entry() -> tuple[User | None, str, str]:
    entry = AuditEntry.objects.latest("pk")
    return entry.actor, entry.verb, entry.subject


def at(name: str, group: Group, *more: object) -> str:
    return reverse(name, args=[group.slug, *more])


def run_out() -> None:
    OwnerOffer.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def sam(member: Member) -> Membership:
    return member("Sam Okafor")


# -- what happens ---------------------------------------------------------------------------------
@pytest.mark.parametrize("before", ["member", "admin"])
def test_nothing_changes_before_the_heir_says_yes(
    group: Group, owner: User, member: Member, before: str
) -> None:
    sam = member("Sam Okafor", role=before)
    made = owner_offers.offer(sam, by=owner)
    assert roles(group) == {"Priya Raman": Role.OWNER, "Sam Okafor": before}
    assert last_entry() == (owner, "offered the group to", "Sam Okafor")
    told = Notice.objects.get(user=sam.user)
    assert (told.line, told.url) == ("Priya asks you to own Riverside Makers", "/riverside-makers/owner/")
    assert made.ends_at - made.made_at == pytest.approx(timedelta(days=14), abs=timedelta(seconds=5))
    owner_offers.accept(group, by=sam.user)
    assert roles(group) == {"Priya Raman": Role.ADMIN, "Sam Okafor": Role.OWNER}
    assert last_entry() == (sam.user, "took the group over from", "Priya Raman")
    assert Notice.objects.get(user=owner, kind="owner_answered").line == "Sam owns Riverside Makers now"
    assert not OwnerOffer.objects.exists()


def test_a_no_changes_nothing_and_is_told(group: Group, owner: User, sam: Membership) -> None:
    owner_offers.offer(sam, by=owner)
    owner_offers.decline(group, by=sam.user)
    assert roles(group) == BEFORE
    assert last_entry() == (sam.user, "said no to taking the group over from", "Priya Raman")
    told = Notice.objects.get(user=owner, kind="owner_answered")
    assert told.line == "Sam would rather not own Riverside Makers"
    with pytest.raises(ValidationError, match="offered to you any more"):
        owner_offers.accept(group, by=sam.user)
    owner_offers.offer(sam, by=owner)  # they may be asked once more
    owner_offers.accept(group, by=sam.user)
    assert roles(group)["Sam Okafor"] == Role.OWNER


def test_what_is_taken_back_or_has_run_out_can_be_accepted_no_more(
    group: Group, owner: User, sam: Membership
) -> None:
    owner_offers.offer(sam, by=owner)
    assert owner_offers.take_back(group, by=owner) is True
    assert last_entry() == (owner, "took back the offer to", "Sam Okafor")
    assert owner_offers.take_back(group, by=owner) is False
    for answer in (owner_offers.accept, owner_offers.decline):
        with pytest.raises(ValidationError, match="offered to you any more"):
            answer(group, by=sam.user)
    owner_offers.offer(sam, by=owner)
    run_out()
    with pytest.raises(ValidationError, match="offered to you any more"):
        owner_offers.accept(group, by=sam.user)
    assert roles(group) == BEFORE
    assert owner_offers.forget(timezone.now()) == 1
    assert owner_offers.forget(timezone.now()) == 0


def test_one_person_is_asked_at_a_time(group: Group, owner: User, sam: Membership, member: Member) -> None:
    first = owner_offers.offer(sam, by=owner)
    assert owner_offers.offer(sam, by=owner) == first  # pressed twice
    assert Notice.objects.filter(user=sam.user).count() == 1
    rosa = member("Rosa Quispe")
    with pytest.raises(ValidationError, match="Sam has been asked and hasn’t answered yet"):
        owner_offers.offer(rosa, by=owner)
    run_out()
    assert owner_offers.offer(rosa, by=owner).heir == rosa.user


def test_only_an_owner_offers_and_only_to_a_member(
    group: Group, owner: User, admin: User, sam: Membership, stranger: User
) -> None:
    for nobody in (admin, sam.user, stranger):
        with pytest.raises(PermissionDenied):
            owner_offers.offer(sam, by=nobody)
    with pytest.raises(ValidationError, match="own the group already"):
        owner_offers.offer(Membership.objects.get(group=group, user=owner), by=owner)
    owner_offers.offer(sam, by=owner)
    for nobody in (admin, sam.user, stranger):
        with pytest.raises(PermissionDenied):
            owner_offers.take_back(group, by=nobody)
    for nobody in (admin, owner, stranger):
        with pytest.raises(ValidationError, match="offered to you any more"):
            owner_offers.accept(group, by=nobody)
    memberships.part(sam, state=Membership.State.LEFT, by=sam.user)
    with pytest.raises(ValidationError, match="don't belong"):
        owner_offers.offer(sam, by=owner)
    assert roles(group)["Priya Raman"] == Role.OWNER


def test_who_goes_or_owns_no_more_takes_the_offer_along(
    group: Group, owner: User, admin: User, sam: Membership, member: Member
) -> None:
    gwen = Membership.objects.get(group=group, user=admin)
    owner_offers.offer(sam, by=owner)
    memberships.part(sam, state=Membership.State.LEFT, by=sam.user)
    assert not OwnerOffer.objects.exists()
    memberships.set_role(gwen, Role.OWNER, by=owner)
    owner_offers.offer(member("Rosa Quispe"), by=admin)
    memberships.set_role(gwen, Role.ADMIN, by=owner)  # the giver owns it no more
    assert not OwnerOffer.objects.exists()


def test_who_has_handed_over_may_leave(group: Group, owner: User, sam: Membership) -> None:
    owner_offers.offer(sam, by=owner)
    mine = Membership.objects.get(group=group, user=owner)
    with pytest.raises(ValidationError, match="owner first"):
        memberships.part(mine, state=Membership.State.LEFT, by=owner)
    owner_offers.accept(group, by=sam.user)
    memberships.part(mine, state=Membership.State.LEFT, by=owner)
    now = Membership.objects.active().get(group=group)
    assert (now.role, now.safety_contact) == (Role.OWNER, True)


# -- the pages ------------------------------------------------------------------------------------
def test_the_owner_asks_sees_that_it_waits_and_takes_it_back(
    client: Client, group: Group, owner: User, sam: Membership
) -> None:
    client.force_login(owner)
    address, people = at("manage_owner", group, sam.user.code), at("manage_people", group)
    assert address in client.get(people).content.decode()
    page = client.get(address).content.decode()
    for words in ("You become an admin", "reports still reach you", "two weeks to answer"):
        assert words in page
    assert not OwnerOffer.objects.exists()  # looking does nothing
    assert client.post(address).url == people  # type: ignore[attr-defined]
    page = client.get(people).content.decode()
    assert "asked to own it, until" in page
    assert address not in page
    assert "You’ve asked <bdi>Sam</bdi> already" in client.get(address).content.decode()
    back = client.post(at("manage_owner_back", group), follow=True)
    assert "Taken back. The group stays as it is." in back.content.decode()
    assert (
        "Nobody is asked at the moment"
        in client.post(at("manage_owner_back", group), follow=True).content.decode()
    )
    assert roles(group) == BEFORE


def test_the_heir_reads_and_answers(client: Client, group: Group, owner: User, sam: Membership) -> None:
    client.force_login(sam.user)
    waits = "Nothing waits for you here"
    assert waits in client.get(at("owner_offer", group)).content.decode()
    owner_offers.offer(sam, by=owner)
    assert "Priya asks you to own the group" in client.get("/").content.decode()
    page = client.get(at("owner_offer", group)).content.decode()
    assert "Will you own <bdi>Riverside Makers</bdi>?" in page
    assert roles(group) == BEFORE
    said = client.post(at("owner_offer_decline", group), follow=True).content.decode()
    assert "That’s fine, and they know." in said
    said = client.post(at("owner_offer_accept", group), follow=True).content.decode()
    assert "offered to you any more" in said
    assert waits in said
    owner_offers.offer(sam, by=owner)
    for _twice in range(2):
        assert client.post(at("owner_offer_accept", group)).url == at("group_manage", group)  # type: ignore[attr-defined]
    assert roles(group) == {"Priya Raman": Role.ADMIN, "Sam Okafor": Role.OWNER}
    client.force_login(owner)
    assert client.post(at("manage_owner", group, sam.user.code)).status_code == 403  # an admin now


def test_nobody_hands_over_to_an_owner_or_to_somebody_from_elsewhere(
    client: Client, group: Group, owner: User, stranger: User
) -> None:
    client.force_login(owner)
    for user in (owner, stranger):
        assert client.get(at("manage_owner", group, user.code)).status_code == 404


@pytest.mark.parametrize(
    ("role", "words"),
    [("owner", "is an owner now"), ("admin", "is an admin now"), ("member", "is a member now")],
)
def test_a_new_role_is_said_in_a_sentence(
    client: Client, group: Group, owner: User, member: Member, role: str, words: str
) -> None:
    client.force_login(owner)
    somebody = member("Sam Okafor", role="admin" if role == "member" else "member").user
    answer = client.post(at("manage_role", group, somebody.code), {"role": role}, follow=True)
    assert f"Sam Okafor {words}." in answer.content.decode()
