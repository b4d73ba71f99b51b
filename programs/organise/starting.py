"""Choosing what a program starts from."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups.access import person, posted, run_group

from ..curriculum import library
from ..forms.starting import StartForm
from ..services import programs


@require_http_methods(["GET", "HEAD", "POST"])
def program_new(request: HttpRequest, group: str) -> HttpResponse:
    found = run_group(request, group)
    form = StartForm(posted(request))
    if form.is_valid():
        program = programs.start(
            found,
            by=person(request),
            curriculum_key=form.cleaned_data["template"],
            token=form.cleaned_data["token"],
        )
        return redirect("program_details", group, program.slug)
    context = {"group": found, "here_group": found, "token": uuid.uuid4(), "form": form}
    if not form.is_bound and (template := library().get(request.GET.get("read", ""))):
        return render(request, "programs/program_read.html", context | {"template": template})
    context["templates"] = library().values()
    return render(request, "programs/program_new.html", context, status=422 if form.is_bound else 200)
