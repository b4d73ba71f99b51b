"""Weeks that nobody has written yet: a program may hold them while it is set up, and no longer."""

from dataclasses import asdict

from django.core.exceptions import ValidationError

from programs import stretches
from programs.models import Program, Week

LEAST = 4  # weeks that are written before sign-up opens, where others are not


def to_write(program: Program) -> list[int]:
    """The numbers of the weeks on the path that still have no question."""
    return list(Week.objects.live().filter(program=program, question="").values_list("number", flat=True))


def let_go(program: Program) -> None:
    """Leave out the weeks at the end that are not written: pairs get only those that are.

    For a draft whose row is locked. Refuses while one of the first four, or one before a written one, is not.
    """
    empty = to_write(program)
    path = Week.objects.live().filter(program=program).count()
    written = path - len(empty)
    if empty:
        first = empty[0]
        if first <= LEAST:
            raise ValidationError(
                f"Week {first} isn’t written yet. Sign-up can open when weeks 1 to {min(LEAST, path)} are.",
                code="weeks",
            )
        if first <= written:
            raise ValidationError(
                f"Week {first} isn’t written yet, and one after it is. Write it, or move it to the end.",
                code="weeks",
            )
        program.stretches = [asdict(part) for part in stretches.read(program.stretches, written)]
        program.save(update_fields=["stretches"])
    Week.objects.filter(program=program, question="").delete()
