"""Weeks that nobody has written yet: a program may hold them while it is set up, and no longer."""

from collections.abc import Sequence
from dataclasses import asdict

from django.core.exceptions import ValidationError

from programs import stretches
from programs.models import Program, Week

LEAST = 4  # weeks that are written before sign-up opens, where others are not


def in_the_way(questions: Sequence[str]) -> str:
    """Why sign-up can't open with a path of these questions, in their order; empty where it can."""
    empty = [number for number, question in enumerate(questions, start=1) if not question]
    if not empty:
        return ""
    first = empty[0]
    if first <= LEAST:
        least = min(LEAST, len(questions))
        return f"Week {first} isn’t written yet. Sign-up can open when weeks 1 to {least} are."
    if first <= len(questions) - len(empty):
        return f"Week {first} isn’t written yet, and one after it is. Write it, or move it to the end."
    return ""


def let_go(program: Program) -> None:
    """Leave out the weeks at the end that are not written: pairs get only those that are.

    For a draft whose row is locked. Refuses while one of the first four, or one before a written one, is not.
    """
    questions = list(Week.objects.live().filter(program=program).values_list("question", flat=True))
    if why := in_the_way(questions):
        raise ValidationError(why, code="weeks")
    if "" in questions:
        written = questions.index("")
        program.stretches = [asdict(part) for part in stretches.read(program.stretches, written)]
        program.save(update_fields=["stretches"])
    Week.objects.filter(program=program, question="").delete()
