"""Handing a group over: an owner asks, the heir says yes, and only then both roles change."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block, User
from accounts.services import people
from groups.models import AuditEntry, Group, Membership, OwnerOffer
from groups.models.groups import Role
from messaging.services import notices

from . import audit
from .memberships import lock

WAITS = timedelta(days=14)
TOOK = "took the group over from"
REFUSED = "said no to taking the group over from"
GONE = "This isn’t offered to you any more. Nothing has changed."


@transaction.atomic
def offer(membership: Membership, *, by: User) -> OwnerOffer:
    """Ask a member to own the group in one's own place. Nothing changes until they say yes.

    Asking the same person again while they think about it is harmless; one person is asked at a time.
    """
    people.lock(by.pk, membership.user_id)  # before the group, as a departure does
    group = lock(membership.group_id)
    if not _owns(group, by):
        raise PermissionDenied
    heir = Membership.objects.select_related("user").get(pk=membership.pk)
    if heir.state != Membership.State.ACTIVE:
        raise ValidationError("They don't belong to the group any more.", code="gone")
    if heir.role == Role.OWNER:
        raise ValidationError("They own the group already.", code="owner")
    if Block.objects.between(by.pk, heir.user_id).exists():  # who blocked whom is theirs
        name = heir.user.first_name
        raise ValidationError(f"{name} can’t be asked just now. Is there somebody else?", code="no")
    waiting = OwnerOffer.objects.open().filter(group=group).select_related("heir").first()
    if waiting and waiting.heir_id == heir.user_id:
        return waiting
    if waiting:
        name = waiting.heir.first_name
        raise ValidationError(f"{name} has been asked and hasn’t answered yet. Take that back first.")
    OwnerOffer.objects.filter(group=group).delete()  # one that has run out
    made = OwnerOffer.objects.create(group=group, giver=by, heir=heir.user, ends_at=timezone.now() + WAITS)
    audit.log(group, by, "offered the group to", heir.user.name)
    notices.tell(
        "owner_offered",
        heir.user,
        key=f"owner-offer:{made.pk}:user:{heir.user_id}",
        url=reverse("owner_offer", args=[group.slug]),
        line=f"{by.first_name} asks you to own {group.name}",
        subject_id=made.pk,
        scope=group.pk,
    )
    return made


@transaction.atomic
def accept(group: Group, *, by: User) -> Membership:
    """The heir says yes: they own the group and the giver is an admin, both at once or nothing."""
    group, made = _answered(group, by)
    heir = Membership.objects.active().filter(group=group, user=by).first()
    giver = Membership.objects.active().filter(group=group, user=made.giver_id, role=Role.OWNER).first()
    if heir is None or giver is None:
        raise ValidationError(GONE, code="gone")
    heir.role, giver.role = Role.OWNER, Role.ADMIN
    for row in (heir, giver):
        row.save(update_fields=["role"])
    _tell_giver(made, audit.log(group, by, TOOK, made.giver.name), f"{by.first_name} owns {group.name} now")
    return heir


@transaction.atomic
def decline(group: Group, *, by: User) -> None:
    """The heir says no. Nothing changes, and whoever asked is told."""
    group, made = _answered(group, by)
    entry = audit.log(group, by, REFUSED, made.giver.name)
    _tell_giver(made, entry, f"{by.first_name} would rather not own {group.name}")


@transaction.atomic
def take_back(group: Group, *, by: User) -> bool:
    """An owner asks no more. Whether anybody had been asked."""
    group = lock(group.pk)
    if not _owns(group, by):
        raise PermissionDenied
    made = OwnerOffer.objects.filter(group=group).select_related("heir").first()
    if made is None:
        return False
    made.delete()
    audit.log(group, by, "took back the offer to", made.heir.name)
    return True


def forget(now: datetime) -> int:
    """Delete the offers that nobody answered in time."""
    return OwnerOffer.objects.filter(ends_at__lte=now).delete()[0]


def _owns(group: Group, user: User) -> bool:
    return Membership.objects.active().filter(group=group, user=user, role=Role.OWNER).exists()


def _answered(group: Group, heir: User) -> tuple[Group, OwnerOffer]:
    """The offer, which is gone with this. Under the group's lock: it is answered once."""
    group = lock(group.pk)
    made = OwnerOffer.objects.made_to(heir).filter(group=group).select_related("giver").first()
    if made is None:
        raise ValidationError(GONE, code="gone")
    OwnerOffer.objects.filter(pk=made.pk).delete()
    return group, made


def _tell_giver(made: OwnerOffer, entry: AuditEntry, line: str) -> None:
    notices.tell(
        "owner_answered",
        made.giver,
        key=f"owner-answer:{entry.pk}:user:{made.giver_id}",
        url=reverse("manage_people", args=[entry.group.slug] if entry.group else []),
        line=line,
        subject_id=entry.pk,
        scope=made.group_id,
    )
