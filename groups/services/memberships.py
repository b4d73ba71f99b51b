from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.limits import spend
from accounts.models import User
from groups.models import Group, Invitation, JoinRequest, Membership, OwnerOffer
from groups.models.groups import RUNS, MembershipQuerySet, Role

from . import audit

MEMBERS = 5000
RULES_MOVED = "The rules changed a moment ago. Read them once more, please."
NOT_BY_ONESELF = "This link can't let you in. The people who look after the group can."


class LastOwner(ValidationError):
    """A group is never without an owner."""

    def __init__(self, what: str) -> None:
        super().__init__(f"Make someone else an owner first, then {what}.", code="last-owner")


def join(invitation: Invitation, user: User, *, rules: int | None = None) -> Membership:
    """Let somebody in by a link that still works. Joining twice is harmless and uses the link once.

    A group whose people ask first, or come by e-mail only, lets nobody in by a link. `rules`: as in `let_in`.
    """
    if member := Membership.objects.active().filter(group=invitation.group_id, user=user).first():
        return member
    spend("join", user.pk)

    def door() -> None:
        if Group.objects.get(pk=invitation.group_id).joining != Group.Joining.LINK:
            raise ValidationError("This link lets nobody straight in any more.", code="policy")
        use(invitation)

    return let_in(invitation.group_id, user, door=door, rules=rules)


def use(invitation: Invitation) -> None:
    """Count one use of a link; refuses one that has ended. Under the group's lock: a limit is kept."""
    if not Invitation.objects.usable(timezone.now()).filter(pk=invitation.pk).exists():
        raise ValidationError("This invite has ended. Ask for a new one.", code="ended")
    Invitation.objects.filter(pk=invitation.pk).update(uses=F("uses") + 1)


@transaction.atomic
def let_in(
    group_id: int,
    user: User,
    *,
    door: Callable[[], None],
    back_in: bool = False,
    rules: int | None = None,
) -> Membership:
    """Make somebody a member. Every way in ends here, under the group's lock.

    `door` is asked only for somebody who is not in yet; it refuses by raising ValidationError, or keeps
    that it was used. Who was removed stays out, but for `back_in`: an admin asked for this very person.
    `rules` is the version of the rules that they said yes to; another than the group's is refused. None:
    they have not been asked, and the group's home will. A request of theirs that waits is settled by this.
    """
    group = lock(group_id)
    member = Membership.objects.filter(group=group, user=user).first()
    if member and member.state == Membership.State.ACTIVE:
        return member
    if member and member.state == Membership.State.REMOVED and not back_in:
        raise ValidationError(NOT_BY_ONESELF, code="removed")
    if rules is not None and group.rules and rules != group.rules_version:
        raise ValidationError(RULES_MOVED, code="rules")
    if Membership.objects.active().filter(group=group).count() >= MEMBERS:
        raise ValidationError("This group is full.", code="full")
    door()
    JoinRequest.objects.waiting().filter(group=group, user=user).update(
        state=JoinRequest.State.APPROVED, decided_at=timezone.now(), answers=[]
    )
    if member is None:
        return Membership.objects.create(group=group, user=user, rules_accepted=rules or 0)
    member.state, member.role, member.joined_at, member.left_at = (
        Membership.State.ACTIVE,
        Role.MEMBER,
        timezone.now(),
        None,
    )
    member.safety_contact = False
    member.rules_accepted = rules or member.rules_accepted
    member.save(update_fields=["state", "role", "joined_at", "left_at", "safety_contact", "rules_accepted"])
    return member


def accept_rules(membership: Membership, version: int) -> None:
    """Keep that a member said yes to the rules as they stand. Refuses any other version: nobody agrees to
    words that they have not read."""
    mine = Membership.objects.active().filter(pk=membership.pk, group__rules_version=version)
    if not mine.update(rules_accepted=version):
        raise ValidationError(RULES_MOVED, code="rules")


@transaction.atomic
def part(membership: Membership, *, state: Membership.State, by: User) -> Membership:
    """Somebody leaves or is removed. The last owner stays; the last safety contact hands over to an owner."""
    group, membership = _locked(membership)
    if membership.state != Membership.State.ACTIVE:
        return membership
    if state == Membership.State.REMOVED:
        _may_remove(membership, by)
    if membership.role == Role.OWNER and not _others(membership).filter(role=Role.OWNER).exists():
        raise LastOwner("you can leave" if by.pk == membership.user_id else "they can go")
    membership.state, membership.left_at = state, timezone.now()
    was_contact, membership.safety_contact, membership.role = membership.safety_contact, False, Role.MEMBER
    membership.save(update_fields=["state", "left_at", "safety_contact", "role"])
    _drop_offers(membership)
    if was_contact and not Membership.objects.safety_contacts().filter(group=group).exists():
        heir = Membership.objects.looking_after().filter(group=group)[:1].get()
        Membership.objects.filter(pk=heir.pk).update(safety_contact=True)
        audit.log(group, by, "left the reports with", heir.user.name)
    alone = state == Membership.State.LEFT and by.pk == membership.user_id
    audit.log(group, by, "left" if alone else "removed", "" if alone else membership.user.name)
    return membership


def _may_remove(membership: Membership, by: User) -> None:
    role = (
        Membership.objects.active()
        .filter(group=membership.group_id, user=by)
        .values_list("role", flat=True)
        .first()
    )
    if by.is_staff and role is None:
        return
    if role not in RUNS or (membership.role == Role.OWNER and role != Role.OWNER):
        raise PermissionDenied
    if membership.user_id == by.pk:
        raise ValidationError("To go yourself, leave the group.", code="oneself")


@transaction.atomic
def set_role(membership: Membership, role: Role | str, *, by: User) -> Membership:
    """Make somebody an owner, an admin or a member again. Only owners may; one owner always remains."""
    group, membership = _locked(membership)
    if not Membership.objects.active().filter(group=group, user=by, role=Role.OWNER).exists():
        raise PermissionDenied
    role = Role(role)
    if membership.state != Membership.State.ACTIVE:
        raise ValidationError("They don't belong to the group any more.", code="gone")
    if membership.role == role:
        return membership
    if membership.role == Role.OWNER and not _others(membership).filter(role=Role.OWNER).exists():
        raise LastOwner(
            "you can change your own role" if by.pk == membership.user_id else "theirs can change"
        )
    was, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    if Role.OWNER in (role, was):
        _drop_offers(membership)
    audit.log(group, by, f"gave the role of {role.label} to", membership.user.name)
    return membership


@transaction.atomic
def set_safety_contact(membership: Membership, on: bool, *, by: User) -> Membership:
    """Say who gets the group's reports. One safety contact always remains."""
    group, membership = _locked(membership)
    if not Membership.objects.looking_after().filter(group=group, user=by).exists():
        raise PermissionDenied
    if membership.state != Membership.State.ACTIVE:
        raise ValidationError("They don't belong to the group any more.", code="gone")
    if membership.safety_contact == on:
        return membership
    if not on and not _others(membership).filter(safety_contact=True).exists():
        raise ValidationError("Choose another safety contact first.", code="last-contact")
    membership.safety_contact = on
    membership.save(update_fields=["safety_contact"])
    audit.log(group, by, "gave the reports to" if on else "took the reports from", membership.user.name)
    return membership


def lock(group_id: int) -> Group:
    """Everything that changes who belongs to a group waits here, so that counts stay true."""
    return Group.objects.select_for_update(no_key=True).get(pk=group_id)


def _locked(membership: Membership) -> tuple[Group, Membership]:
    group = lock(membership.group_id)
    return group, Membership.objects.select_related("user").get(pk=membership.pk)


def _drop_offers(membership: Membership) -> None:
    """Who goes, owns no more or owns by now neither hands the group over nor is asked to take it."""
    mine = Q(giver=membership.user_id) | Q(heir=membership.user_id)
    OwnerOffer.objects.filter(mine, group=membership.group_id).delete()


def _others(membership: Membership) -> MembershipQuerySet:
    return Membership.objects.active().filter(group=membership.group_id).exclude(pk=membership.pk)
