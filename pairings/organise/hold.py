"""Holding a program's weeks for everybody, and letting them go on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groups.access import person
from programs.access import run_program
from programs.forms.details import zone_words
from programs.models import Program
from programs.organise import around

from ..models import Schedule
from ..services import looking_after


@require_http_methods(["GET", "HEAD", "POST"])
def program_hold(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """What a hold does, and for how many, before it is done; and what letting go does."""
    found = run_program(request, group, program)
    refusal = ""
    if request.method == "POST":
        try:
            looking_after.hold_weeks(found, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, "The weeks are on hold. Nobody gets one until you let them go on.")
            return redirect("program_hold", group, program)
    return _page(request, found, refusal)


@require_POST
def program_go_on(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    try:
        looking_after.let_weeks_go_on(found, by=person(request))
    except ValidationError as error:
        return _page(request, found, error.messages[0])
    messages.success(request, "The weeks go on. Each pair gets its next one on its next day.")
    return redirect("program_hold", group, program)


def _page(request: HttpRequest, program: Program, refusal: str) -> HttpResponse:
    context = around(program, "details") | {
        "pairs": Schedule.objects.filter(program=program).count(),
        "refusal": refusal,
        "zone": zone_words(program.group.zone),
    }
    return render(request, "pairings/organise/hold.html", context, status=422 if refusal else 200)
