from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone
from groups.models import Group, Invitation, Membership
from groups.models.invitations import InvitationQuerySet

from . import audit

LIVE = 30  # links of one group that let people in at the same time
MOST_USES = 5000  # as many as a group has members


def current(group: Group) -> Invitation:
    """The group's own link, which pages show to share: the one without a name.

    Links with a name are extra ones, with limits of their own, and never stand for the group. The newest
    that still lets people in, else the newest that did.
    """
    mine = Invitation.objects.filter(group=group, name="").order_by("-pk")
    found = mine.usable(timezone.now()).first() or mine.first()
    return found or Invitation.objects.create(group=group, created_by=group.created_by)


@transaction.atomic
def renew(group: Group, *, by: User) -> Invitation:
    """A new link of the group's own; the one before lets nobody in any more. Links with a name stay."""
    lock_for(group, by)
    Invitation.objects.filter(group=group, name="", revoked_at=None).update(revoked_at=timezone.now())
    made = Invitation.objects.create(group=group, created_by=by)
    audit.log(group, by, "made a new invite link")
    return made


@transaction.atomic
def make(
    group: Group, *, by: User, name: str, uses_limit: int | None = None, ends_at: datetime | None = None
) -> Invitation:
    """One more link, with the name of the place where it is shared. The same name twice is refused while the
    first lets people in, so a form sent twice makes one."""
    lock_for(group, by)
    live = named(group).usable(timezone.now())
    if live.filter(name__iexact=name).exists():
        raise ValidationError(
            {"name": f"There is a link for “{name}” already. Give this one another name."}, code="name"
        )
    if live.count() >= LIVE:
        raise ValidationError(
            f"{LIVE} links at a time are plenty. Take one back that nobody needs any more.", code="many"
        )
    made = Invitation.objects.create(
        group=group, created_by=by, name=name, uses_limit=uses_limit, ends_at=ends_at
    )
    audit.log(group, by, "made an invite link", name)
    return made


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> None:
    """It lets nobody in any more; who came by it stays. The group's own link is renewed instead."""
    lock_for(invitation.group, by)
    if not invitation.name:
        raise ValidationError("Make a new link instead: this one stops then.", code="own")
    if Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.log(invitation.group, by, "took back the invite link", invitation.name)


def named(group: Group) -> InvitationQuerySet:
    """The links beside the group's own, newest first."""
    return Invitation.objects.filter(group=group).exclude(name="").select_related("group").order_by("-pk")


def live(group: Group, now: datetime) -> InvitationQuerySet:
    """Those of them that still let people in; at most LIVE."""
    return named(group).exclude(pk__in=past(group, now).values("pk"))


def standing(link: Invitation, now: datetime) -> dict[str, object]:
    """How a link stands: `over` (why it lets nobody in, or ""), how many more it lets in, its last day by the
    group's clock."""
    over = ""
    if link.revoked_at:
        over = "revoked"
    elif link.ends_at and link.ends_at <= now:
        over = "date"
    elif link.uses_limit is not None and link.uses >= link.uses_limit:
        over = "used"
    last = link.ends_at and (link.ends_at - timedelta(seconds=1)).astimezone(zone(link.group.zone)).date()
    left = None if link.uses_limit is None else link.uses_limit - link.uses
    return {"over": over, "left": left, "last_day": last}


def past(group: Group, now: datetime) -> InvitationQuerySet:
    """Those of them that let nobody in any more. An archived group's wait for it to open again."""
    over = Q(revoked_at__isnull=False) | Q(ends_at__lte=now)
    return named(group).filter(over | Q(uses_limit__isnull=False, uses__gte=F("uses_limit")))


def lock_for(group: Group, by: User) -> Group:
    """The group, held so that nothing else changes who gets in, for an admin who still looks after it."""
    locked = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if not Membership.objects.looking_after().filter(group=locked, user=by).exists():
        raise PermissionDenied
    return locked
