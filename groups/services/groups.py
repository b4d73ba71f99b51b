from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.limits import spend
from accounts.models import User
from accounts.zones import check_zone
from groups import slugs
from groups.models import Group, Invitation, Membership
from groups.models.groups import Role

from . import audit

TRIES = 3
SETTINGS = ("name", "line", "focus", "visibility", "about", "rules", "help_lines", "zone")


def create(
    *,
    by: User,
    name: str,
    line: str,
    focus: str,
    visibility: str,
    zone: str,
    slug: str | None = None,
    token: UUID | None = None,
) -> Group:
    """A group with its owner, who is the first safety contact, and an invite link. One token makes one group.

    Without a slug the name makes one that is free; a given slug that is taken is refused.
    """
    if token and (made := Group.objects.filter(created_by=by, client_token=token).first()):
        return made
    check_zone(zone)
    if slug is not None:
        try:
            slugs.check(slug)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from error
    spend("group", by.pk)
    facts = {"name": name, "line": line, "focus": focus, "visibility": visibility, "zone": zone}
    for _try in range(TRIES):
        address = slug or slugs.free(slugs.from_name(name))
        try:
            return _create(by, address, token, facts)
        except IntegrityError:
            if token and (made := Group.objects.filter(created_by=by, client_token=token).first()):
                return made
            if slug is not None:
                break
    address = slug or slugs.from_name(name)
    raise ValidationError({"slug": slugs.taken(address)})


@transaction.atomic
def _create(by: User, slug: str, token: UUID | None, facts: dict[str, Any]) -> Group:
    group = Group.objects.create(slug=slug, created_by=by, client_token=token, **facts)
    Membership.objects.create(group=group, user=by, role=Role.OWNER, safety_contact=True)
    Invitation.objects.create(group=group, created_by=by)
    audit.log(group, by, "made the group", group.name)
    return group


@transaction.atomic
def update(group: Group, *, by: User, **settings: str) -> Group:
    """Change what a group says about itself; logs which settings changed, not their text."""
    unknown = set(settings) - set(SETTINGS)
    if unknown:
        raise TypeError(f"Not a setting of a group: {', '.join(sorted(unknown))}")
    if "zone" in settings:
        check_zone(settings["zone"])
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    changed = [name for name, value in settings.items() if getattr(group, name) != value]
    for name in changed:
        setattr(group, name, settings[name])
    if changed:
        group.save(update_fields=changed)
        audit.log(group, by, "changed the settings", ", ".join(changed).replace("_", " "))
    return group
