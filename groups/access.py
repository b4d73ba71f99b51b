"""Who gets to a group at all: a stranger's 404 looks like a page that does not exist."""

from dataclasses import dataclass
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from accounts.models import User, not_blocked

from .models import Group, Membership


def person(request: HttpRequest) -> User:
    """The signed-in person of a request that LoginRequiredMiddleware has let through."""
    return cast("User", request.user)


def own_membership(request: HttpRequest, slug: str) -> Membership:
    """This person's own membership with its group, in one query; 404 if they do not belong to it."""
    return get_object_or_404(
        Membership.objects.active().select_related("group"), group__slug=slug, user=person(request)
    )


def run_group(request: HttpRequest, slug: str) -> Group:
    """The group, if this person looks after it; 403 for its other members, 404 for everybody else."""
    return run_membership(request, slug).group


def run_membership(request: HttpRequest, slug: str) -> Membership:
    """The admin's own membership with its group; 403 for other members, 404 for everybody else."""
    membership = own_membership(request, slug)
    if not membership.runs_it:
        raise PermissionDenied
    return membership


@dataclass(frozen=True)
class Keeper:
    """Somebody who looks after a group, as one reader sees them: across a block a role without a name."""

    role: str
    user: User | None


def keepers(group: Group, reader: User) -> list[Keeper]:
    """Who looks after the group, owners first.

    SECURITY: a block takes the name and the face, never the fact: who has blocked an admin must still see
    that somebody looks after the group, and that reports are read.
    """
    seen = ExpressionWrapper(not_blocked(reader.pk, "user_id"), output_field=BooleanField())
    rows = Membership.objects.looking_after().filter(group=group).annotate(seen=seen)
    return [
        Keeper(str(row.get_role_display()), row.user if row.seen else None)  # type: ignore[attr-defined]
        for row in rows.select_related("user")
    ]


def keeper_name(group: Group, reader: User | None) -> str:
    """The first name of who looks after the group longest, of those without a block; "" for nobody."""
    rows = Membership.objects.looking_after().filter(group=group)
    if reader is not None:
        rows = rows.filter(not_blocked(reader.pk, "user_id"))
    first = rows.select_related("user").first()
    return first.user.first_name if first else ""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form binds to. An empty POST is a POST: `request.POST or None` would take it for a GET."""
    return request.POST if request.method == "POST" else None
