"""A program as a file to keep, and its list of things to do. Reading a file in stands in pairings."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import runbook
from ..access import run_program
from ..models import Program, Week
from ..services import files
from . import around


@require_safe
def file_export(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    response = HttpResponse(files.export(found), content_type="text/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.yaml"'
    return response


@require_safe
def runbook_page(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    steps = dated(found)
    today = found.today()
    behind = [one for one in steps if one.on and one.on < today]
    ahead = [one for one in steps if one.on is None or one.on >= today]
    context = around(found, "runbook") | {
        "behind": behind,
        "next": ahead[0] if ahead and found.starts_on else None,
        "ahead": ahead[1:] if found.starts_on else ahead,
        "today": today,
    }
    return render(request, "programs/runbook.html", context)


def dated(program: Program) -> list[runbook.Dated]:
    """What its admins do, on the days of this program."""
    weeks = Week.objects.live().filter(program=program).count()
    steps = runbook.read(program.runbook, program.pace)
    return runbook.dated(steps, program.starts_on, program.ends_on(weeks))
