from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.limits import spend
from accounts.models import User
from accounts.zones import check_zone
from groups import slugs, versions
from groups.models import Group, GroupAddress, Invitation, Membership
from groups.models.groups import Role

from . import audit

TRIES = 3
QUESTIONS = 2  # that people answer when they ask to join
# What the log calls each setting.
SETTINGS = {
    "name": "name",
    "line": "line",
    "focus": "focus",
    "visibility": "who can find it",
    "joining": "how people join",
    "join_questions": "questions for people who ask to join",
    "about": "about",
    "rules": "rules",
    "help_lines": "help lines",
    "language": "language",
    "zone": "time zone",
}
STAMPED = (*SETTINGS, "slug")


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
    if _led_elsewhere(group):
        raise IntegrityError(f"{slug} leads to another group")
    Membership.objects.create(group=group, user=by, role=Role.OWNER, safety_contact=True)
    Invitation.objects.create(group=group, created_by=by)
    audit.log(group, by, "made the group", group.name)
    return group


def stamp(group: Group) -> str:
    """Says which settings somebody has read."""
    return versions.stamp(group, STAMPED)


@transaction.atomic
def update(group: Group, *, by: User, slug: str | None = None, read: str = "", **settings: Any) -> Group:
    """Change what a group says about itself; logs which settings changed, not their text.

    New rules are a new version, which members are asked to accept. A new `slug` moves the group: its old
    address leads there for good. Who does not look after the group (any more) is refused. `read` is the
    `stamp` of what the writer has read: refuses Stale when somebody was first.
    """
    if unknown := set(settings) - set(SETTINGS):
        raise TypeError(f"Not a setting of a group: {', '.join(sorted(unknown))}")
    if "zone" in settings:
        check_zone(settings["zone"])
    if len(settings.get("join_questions", ())) > QUESTIONS:
        raise ValidationError("Two questions are enough.", code="questions")
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if not Group.objects.run_by(by).filter(pk=group.pk).exists():
        raise PermissionDenied
    moves = {} if slug is None else {"slug": slug}
    versions.check(group, read, STAMPED, settings | moves)
    changed = [name for name, value in settings.items() if getattr(group, name) != value]
    for name in changed:
        setattr(group, name, settings[name])
    if changed:
        group.rules_version += "rules" in changed
        group.save(update_fields=[*changed, "rules_version"])
        audit.log(group, by, "changed these settings:", ", ".join(SETTINGS[name] for name in changed))
    if "rules" in changed:  # who writes them has read them
        Membership.objects.filter(group=group, user=by).update(rules_accepted=group.rules_version)
    if slug is not None and slug != group.slug:
        _move(group, slug)
        audit.log(group, by, "moved the group to", f"/{slug}/")
    return group


def _move(group: Group, slug: str) -> None:
    try:
        slugs.check_word(slug)
        old = group.slug
        with transaction.atomic():
            group.slug = slug
            group.save(update_fields=["slug"])
        # After the new address is written, not before: the group that left it is waited for by then.
        if _led_elsewhere(group):
            raise slugs.taken(slug)
    except IntegrityError as error:
        raise ValidationError({"slug": slugs.taken(slug)}) from error
    except ValidationError as error:
        raise ValidationError({"slug": error}) from error
    GroupAddress.objects.filter(slug=slug).delete()  # its own, back again
    GroupAddress.objects.create(slug=old, group=group)


def _led_elsewhere(group: Group) -> bool:
    return GroupAddress.objects.filter(slug=group.slug).exclude(group=group).exists()
