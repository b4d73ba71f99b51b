"""Saying that the weeks look good; seeing and changing them stands in pairings, which knows who got what."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from groups.access import person

from ..access import run_program
from ..models import Program
from ..services import weeks


def goes_out(program: Program, number: int) -> date | None:
    """The day on which a cohort gets this week; None for a rolling program."""
    return program.starts_on + timedelta(days=program.pace * (number - 1)) if program.starts_on else None


@require_POST
def curriculum_check(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    weeks.check(found, by=person(request))
    return redirect("questions", group, program)
