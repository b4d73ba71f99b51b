"""Changing one week's words. Here, because only pairings know who has received it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from groups.access import person, posted
from programs.access import run_program
from programs.forms.weeks import WeekForm
from programs.models import Week
from programs.organise import around
from programs.organise.weeks import goes_out
from programs.services import weeks

from ..models import Schedule, Step


@require_http_methods(["GET", "HEAD", "POST"])
def week_edit(request: HttpRequest, group: str, program: str, number: int) -> HttpResponse:
    found = run_program(request, group, program)
    week = get_object_or_404(Week.objects.live().prefetch_related("prompts"), program=found, number=number)
    form = WeekForm.of(week, posted(request))
    if form.is_valid():
        received = Step.objects.filter(week=week).exists()
        try:
            weeks.edit(week, by=person(request), received=received, **form.texts())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Week {number} is changed.")
            return redirect("curriculum", group, program)
    context = around(found, "curriculum") | {
        "week": week,
        "form": form,
        "goes_out": goes_out(found, number),
        "passed": Step.objects.filter(week__program=found, number=number).count(),
        "to_come": Schedule.objects.filter(program=found, next_step__lte=number).count(),
    }
    return render(request, "programs/week_edit.html", context, status=422 if form.is_bound else 200)
