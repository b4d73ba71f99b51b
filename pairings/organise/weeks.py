"""The path of a program: the list of its weeks and what is done to their order. Here, because only pairings
know who has received what."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.access import person
from programs.access import run_program
from programs.forms.weeks import GradeForm, StretchFormSet
from programs.models import Program, Week
from programs.organise import around
from programs.services import weeks
from programs.services.weeks.gate import over

from ..services import week_changes
from . import week_rows


@require_safe
def curriculum(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _page(request, run_program(request, group, program))


def _page(
    request: HttpRequest, program: Program, *, refusal: str = "", status: int = 200, **more: Any
) -> HttpResponse:
    context = around(program, "curriculum") | week_rows.context(program, **more) | {"refusal": refusal}
    if request.htmx:
        return render(request, "programs/_week_answer.html", context, status=status)
    return render(request, "programs/curriculum.html", context, status=status)


def week_of(program: Program, root: UUID) -> Week:
    """The week on the path, or hidden; 404 for one that is neither."""
    rows = Week.objects.filter(Q(live=True) | Q(hidden=True), program=program, root=root)
    week = rows.prefetch_related("prompts").first()
    if week is None:
        raise Http404
    week.program = program
    return week


def _list(program: Program, root: UUID | None = None) -> HttpResponse:
    place = reverse("curriculum", args=[program.group.slug, program.slug])
    return redirect(f"{place}#w-{root}" if root else place)


@require_POST
def week_up(request: HttpRequest, group: str, program: str, root: UUID) -> HttpResponse:
    return _move(request, run_program(request, group, program), root, up=True)


@require_POST
def week_down(request: HttpRequest, group: str, program: str, root: UUID) -> HttpResponse:
    return _move(request, run_program(request, group, program), root, up=False)


def _move(request: HttpRequest, program: Program, root: UUID, *, up: bool) -> HttpResponse:
    try:
        moved, was = week_changes.move(week_of(program, root), by=person(request), up=up)
    except ValidationError as error:
        return _page(request, program, refusal=error.messages[0], status=422)
    messages.success(request, f"Week {was} is now week {moved.number}.")
    if request.htmx:
        program.refresh_from_db(fields=["stretches"])
        return _page(request, program, moved=(root, up))
    return _list(program, root)


@require_POST
def week_hide(request: HttpRequest, group: str, program: str, root: UUID) -> HttpResponse:
    found = run_program(request, group, program)
    undo = f"undo:{reverse('week_back', args=[group, program, root])}"
    return _do(
        request,
        found,
        lambda: week_changes.hide(week_of(found, root), by=person(request)),
        lambda week: f"Week {week.number} is hidden. The weeks after it have moved up.",
        undo,
    )


@require_POST
def week_back(request: HttpRequest, group: str, program: str, root: UUID) -> HttpResponse:
    found = run_program(request, group, program)
    return _do(
        request,
        found,
        lambda: week_changes.bring_back(week_of(found, root), by=person(request)),
        lambda week: f"It’s back, as week {week.number}.",
    )


def _do(
    request: HttpRequest,
    program: Program,
    act: Callable[[], Week],
    words: Callable[[Week], str],
    tags: str = "",
) -> HttpResponse:
    try:
        week = act()
    except ValidationError as error:
        return _page(request, program, refusal=error.messages[0], status=422)
    messages.success(request, words(week), extra_tags=tags)
    return _list(program, week.root if week.live else None)


@require_http_methods(["GET", "HEAD", "POST"])
def week_remove(request: HttpRequest, group: str, program: str, root: UUID) -> HttpResponse:
    """Asks once more, because there is no way back; hiding has one."""
    found = run_program(request, group, program)
    week, refusal = week_of(found, root), over(found)
    if request.method == "POST":
        try:
            gone = week_changes.remove(week, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"“{gone.title}” is gone.")
            return _list(found)
    context = around(found, "curriculum") | {"week": week, "refusal": refusal}
    return render(
        request, "programs/week_remove.html", context, status=422 if request.method == "POST" else 200
    )


@require_POST
def curriculum_stretches(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    formset = StretchFormSet(request.POST)
    if formset.is_valid():
        named = [form for form in formset if form.cleaned_data.get("name")]
        ends = [(form.cleaned_data["name"], form.cleaned_data["last"]) for form in named]
        try:
            weeks.name_stretches(found, by=person(request), ends=ends)
        except weeks.Over as error:
            return _page(request, found, refusal=error.messages[0], status=422)
        except ValidationError as error:
            named[(error.params or {}).get("place", 0)].add_error("last", error)
        else:
            messages.success(request, "The stretches are kept.")
            return _list(found)
    return _page(request, found, formset=formset, status=422)


@require_POST
def curriculum_reading(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    form = GradeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, grade=form, status=422)
    try:
        weeks.set_reading_grade(found, by=person(request), grade=form.cleaned_data["grade"])
    except ValidationError as error:
        return _page(request, found, refusal=error.messages[0], status=422)
    messages.success(request, "Kept.")
    return _list(found)
