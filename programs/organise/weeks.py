"""The weeks of a program as its admins see them; changing one stands in pairings, which knows who got it."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from groups.access import person

from ..access import run_program
from ..models import Program, Week
from ..services import weeks
from . import around


@require_safe
def curriculum(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    live = Week.objects.live().filter(program=found).prefetch_related("prompts")
    context = around(found, "curriculum") | {"weeks": [(week, goes_out(found, week.number)) for week in live]}
    return render(request, "programs/curriculum.html", context)


def goes_out(program: Program, number: int) -> date | None:
    """The day on which a cohort gets this week; None for a rolling program."""
    return program.starts_on + timedelta(days=program.pace * (number - 1)) if program.starts_on else None


@require_POST
def curriculum_check(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    weeks.check(found, by=person(request))
    return redirect("questions", group, program)
