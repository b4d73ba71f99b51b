"""What is said about the path as a whole: the names of its stretches, and how hard it may be to read."""

from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from groups.services import audit
from programs import stretches
from programs.models import Program, Week

from .gate import locked

HIGHEST_GRADE = 16


@transaction.atomic
def name_stretches(program: Program, *, by: User, ends: Sequence[tuple[str, int]]) -> Program:
    """Give the path its stretches: names, each with the number of its last week. None at all is fine.

    Refuses those that overlap or leave weeks over, with `place` in the error's params.
    """
    program = locked(program, by=by)
    total = Week.objects.live().filter(program=program).count()
    for place, why in stretches.wrong(ends, total).items():
        raise ValidationError(why, code="stretch", params={"place": place})
    found = [asdict(part) for part in stretches.laid_out(ends, total)]
    if found != program.stretches:
        program.stretches = found
        program.save(update_fields=["stretches"])
        audit.log(program.group, by, "named the stretches of", program.name)
    return program


@transaction.atomic
def set_reading_grade(program: Program, *, by: User, grade: int) -> Program:
    """The school year above which a way in gets a remark; 0: none does."""
    if not 0 <= grade <= HIGHEST_GRADE:
        raise ValidationError("Choose one of the levels.", code="grade")
    program = locked(program, by=by)
    if program.reading_grade != grade:
        program.reading_grade = grade
        program.save(update_fields=["reading_grade"])
        audit.log(program.group, by, "set the reading level of", program.name)
    return program
