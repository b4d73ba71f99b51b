"""Who gets to a program: the whole chain of the address is checked, group first."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from groups.access import own_membership

from .models import Program
from .models.programs import State


def member_program(request: HttpRequest, group: str, program: str) -> Program:
    """The program with its group, if this person may see it; otherwise 404. Drafts are for admins."""
    return _program(request, group, program)[0]


class Archived(PermissionDenied):
    """What is in the archive is there to be read."""

    for_people = "This program is in the archive. Its pages are there to be read, and nothing changes there."


def run_program(request: HttpRequest, group: str, program: str, *, archived: bool = False) -> Program:
    """The program with its group, if this person runs it; 403 for those who may only see it, else 404.

    A program in the archive is there to be read (Archived), unless the act is said to work on those too.
    """
    found, runs_it = _program(request, group, program)
    if not runs_it:
        raise PermissionDenied
    if found.state == State.ARCHIVED and request.method == "POST" and not archived:
        raise Archived
    return found


def _program(request: HttpRequest, group: str, program: str) -> tuple[Program, bool]:
    membership = own_membership(request, group)
    found = Program.objects.filter(group=membership.group, slug=program).first()
    if found is None or (found.state == State.DRAFT and not membership.runs_it):
        raise Http404
    found.group = membership.group
    return found, membership.runs_it
