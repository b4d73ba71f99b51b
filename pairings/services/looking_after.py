"""What an admin does to a program's pairs, written into the group's log."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.models import Group
from groups.services import audit, groups
from programs.models import Program
from programs.services import programs, seasons

from ..models import Pairing
from . import endings, rhythm


@transaction.atomic
def end(pairing: Pairing, *, by: User, note: str, reason: str) -> None:
    """End a pair for the two. Both are told kindly with `note`; `reason` is kept for the admins alone.

    Refuses a pair that has ended already.
    """
    endings.end(pairing, by=by, note=note, reason=reason)
    names = f"{pairing.mentor_user.name} and {pairing.mentee_user.name}"
    audit.log(pairing.program.group, by, "ended a pair", names)


@transaction.atomic
def save_details(program: Program, *, by: User, read: str = "", **fields: Any) -> Program:
    """Change what a program says and when it happens, and let the dates of its pairs follow.

    `read`: as in programs.save_details.
    """
    program = programs.save_details(program, by=by, read=read, **fields)
    rhythm.follow(program)
    return program


@transaction.atomic
def hold_weeks(program: Program, *, by: User) -> Program:
    """From now on no week of this program goes out; every pair keeps its place on the path. Twice is once."""
    program, changed = seasons.set_hold(program, by=by, held=True)
    if changed:
        rhythm.follow(program)
    return program


@transaction.atomic
def let_weeks_go_on(program: Program, *, by: User) -> Program:
    """The weeks go out again, each pair's from its first day still ahead: nothing is sent twice, nothing
    piles up. Twice is once."""
    program, changed = seasons.set_hold(program, by=by, held=False)
    if changed:
        rhythm.go_on(program, timezone.now())
    return program


@transaction.atomic
def save_settings(group: Group, *, by: User, read: str = "", **settings: Any) -> Group:
    """Change what a group says about itself; with its zone, the hours of all its pairs' weeks follow.

    `read`: as in groups.update.
    """
    before = group.zone
    group = groups.update(group, by=by, read=read, **settings)
    if group.zone != before:
        rhythm.follow_group(group.pk)
    return group
