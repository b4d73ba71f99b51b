"""Choosing what a program starts from: a template, an earlier program, a file, or nothing at all."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groups.access import person, posted, run_group
from groups.models import Group

from ..curriculum import blank, library
from ..forms.starting import BlankForm, CopyForm, FromFileForm, StartForm
from ..models import Program
from ..services import files, programs, seasons

PAGE = 30


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
    context = _around(found) | {"form": form}
    if not form.is_bound and (template := library().get(request.GET.get("read", ""))):
        return render(request, "programs/program_read.html", context | {"template": template})
    context |= {"templates": library().values(), "earlier": _earlier(request).exists()}
    return render(request, "programs/program_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def program_copy(request: HttpRequest, group: str) -> HttpResponse:
    """An earlier program of any group that this person looks after: its words, and nobody in it."""
    found = run_group(request, group)
    form = CopyForm(posted(request))
    refusal = "Choose one of the programs below." if form.is_bound else ""
    if form.is_valid():
        try:
            program = _copy(request, found, **form.cleaned_data)
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            return redirect("program_details", group, program.slug)
    page = Paginator(_earlier(request), PAGE).get_page(request.GET.get("page"))
    context = _around(found) | {"page": page, "refusal": refusal}
    return render(request, "programs/program_new_copy.html", context, status=422 if refusal else 200)


def _copy(request: HttpRequest, group: Group, *, of: str, source: str, token: uuid.UUID) -> Program:
    by = person(request)
    program = _earlier(request).filter(group__slug=of, slug=source).first()
    if program is None:
        raise Http404
    if program.group_id == group.pk:  # the next season: it knows what to call it
        return seasons.duplicate(program, by=by, token=token)
    return programs.start(group, by=by, curriculum=files.to_curriculum(program), token=token)


def _earlier(request: HttpRequest) -> Any:
    return Program.objects.run_by(person(request)).select_related("group").order_by("-created_at", "-pk")


@require_http_methods(["GET", "HEAD", "POST"])
def program_from_file(request: HttpRequest, group: str) -> HttpResponse:
    found = run_group(request, group)
    bound = request.method == "POST"
    form = (
        FromFileForm(request.POST, request.FILES) if bound else FromFileForm(initial={"token": uuid.uuid4()})
    )
    if form.is_valid() and form.curriculum:
        program = programs.start(
            found, by=person(request), curriculum=form.curriculum, token=form.cleaned_data["token"]
        )
        return redirect("program_details", group, program.slug)
    context = _around(found) | {"form": form}
    return render(request, "programs/program_new_file.html", context, status=422 if bound else 200)


@require_POST
def program_blank(request: HttpRequest, group: str) -> HttpResponse:
    """Twelve weeks to write under three names."""
    found = run_group(request, group)
    form = BlankForm(request.POST)
    if not form.is_valid():
        return redirect("program_new", group)
    program = programs.start(found, by=person(request), curriculum=blank(), token=form.cleaned_data["token"])
    return redirect("program_details", group, program.slug)


def _around(group: Group) -> dict[str, Any]:
    return {"group": group, "here_group": group, "token": uuid.uuid4()}
