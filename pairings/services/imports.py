"""Reading a file into a program: only while no pair has received anything of it."""

from django.db import transaction

from accounts.models import User
from programs.models import Program
from programs.services import importing

from . import rhythm, week_changes


@transaction.atomic
def read_in(program: Program, *, by: User, text: str, mark: str) -> Program:
    """Make the program what the file says, and let the dates of pairs that wait for week 1 follow.

    As programs.services.importing.read_in. Holds the schedules of its pairs, so that no week goes out to one
    between the look and the change.
    """
    settled = week_changes.hold(program, by)
    program = importing.read_in(program, by=by, text=text, mark=mark, settled=settled)
    rhythm.follow(program)
    return program
