"""Reading a file into a program: only while no pair has received anything of it."""

from django.db import transaction

from accounts.models import User
from programs.models import Program
from programs.services import importing, weeks

from ..models import Schedule
from . import rhythm
from .week_changes import settled


@transaction.atomic
def read_in(program: Program, *, by: User, text: str, mark: str) -> Program:
    """Make the program what the file says, and let the dates of pairs that wait for week 1 follow.

    As programs.services.importing.read_in. Holds the schedules of its pairs, so that no week goes out to one
    between the look and the change.
    """
    weeks.locked(program, by=by)
    rows = Schedule.objects.select_for_update(no_key=True).filter(program=program).order_by("pk")
    list(rows.values_list("pk", flat=True))
    program = importing.read_in(program, by=by, text=text, mark=mark, settled=settled(program))
    rhythm.follow(program)
    return program
