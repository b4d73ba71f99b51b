from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.models import Group, Invitation

from . import audit


def current(group: Group) -> Invitation:
    """The link to share: the newest that still lets people in, else the newest that did."""
    mine = Invitation.objects.filter(group=group).order_by("-pk")
    found = mine.usable(timezone.now()).first() or mine.first()
    return found or Invitation.objects.create(group=group, created_by=group.created_by)


@transaction.atomic
def renew(group: Group, *, by: User) -> Invitation:
    """A new link; those shared before let nobody in any more."""
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    Invitation.objects.filter(group=group, revoked_at=None).update(revoked_at=timezone.now())
    made = Invitation.objects.create(group=group, created_by=by)
    audit.log(group, by, "made a new invite link")
    return made
