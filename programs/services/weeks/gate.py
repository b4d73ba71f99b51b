"""Who may change weeks, of which programs, and one at a time."""

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from groups.models import Membership
from programs.models import Program
from programs.models.programs import State

OVER: dict[str, str] = {
    State.FINISHED: "This program is finished. Its weeks stay as they are, for pairs that still walk.",
    State.ARCHIVED: "This program is in the archive. Its weeks stay as they were walked.",
}


class Over(ValidationError):
    """The program is past changing."""


def over(program: Program) -> str:
    """Why the weeks of this program can't be changed any more; empty while they can."""
    return OVER.get(program.state, "")


def locked(program: Program, *, by: User) -> Program:
    """The program's row with its group, held until the transaction ends.

    Refuses programs that are over, and whoever looks after the group no more: their page may still be open.
    """
    # Stronger than elsewhere (no `no_key`): a pair that starts now points at this row, and so waits too.
    found = Program.objects.select_for_update(of=("self",)).select_related("group").get(pk=program.pk)
    if not Membership.objects.looking_after().filter(group=found.group_id, user=by).exists():
        raise PermissionDenied
    if why := over(found):
        raise Over(why, code="over")
    return found
