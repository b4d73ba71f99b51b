"""Reading a file into a program: looked at first. Here, because only pairings know who has received what."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from groups.access import person, posted
from programs.access import run_program
from programs.curriculum import CurriculumError
from programs.forms.files import FileForm
from programs.models import Program
from programs.organise import around
from programs.services import importing
from programs.services.programs import Changed
from programs.services.weeks.gate import over

from ..services import imports
from ..services.week_changes import settled

SALT = "program file"
KEPT_FOR = 24 * 60 * 60  # seconds between the look and the yes


@require_safe
def files(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _page(request, run_program(request, group, program), FileForm())


@require_POST
def file_preview(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """What the file would change. Nothing is written."""
    found = run_program(request, group, program)
    form = FileForm(posted(request), request.FILES)
    if _closed(found) or not form.is_valid():
        return _page(request, found, form)
    return _preview(request, found, form.words())


@require_POST
def file_import(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Do what the preview has said, if the program is still as it was then."""
    found = run_program(request, group, program)
    by = person(request)
    kept = _opened(request.POST.get("file", ""), found, by)
    if kept is None:
        messages.error(request, "It’s been a while since you looked. Choose your file again, please.")
        return _page(request, found, FileForm(), status=422)
    text, mark = kept
    try:
        try:
            imports.read_in(found, by=by, text=text, mark=mark)
        except Changed as changed:
            messages.error(request, changed.messages[0])
            return _preview(request, found, text, status=409)
    except (ValidationError, CurriculumError) as refused:
        why = refused.messages[0] if isinstance(refused, ValidationError) else f"{refused}."
        messages.error(request, why)
        return _page(request, found, FileForm(), status=422)
    messages.success(request, "The program says what your file says.")
    return redirect("curriculum", group, program)


def _page(request: HttpRequest, program: Program, form: FileForm, status: int = 0) -> HttpResponse:
    context = around(program, "files") | {"form": form, "closed": _closed(program)}
    return render(request, "programs/files.html", context, status=status or (422 if form.is_bound else 200))


def _preview(request: HttpRequest, program: Program, text: str, status: int = 200) -> HttpResponse:
    found = importing.preview(program, text)
    context: dict[str, Any] = around(program, "files") | {
        "sections": found.sections,
        "same": found.same,
        "why_not": importing.why_not(program, found.curriculum),
        "kept": _sealed(text, found.mark, program, person(request)),
        "name": found.curriculum.name,
    }
    return render(request, "programs/files_preview.html", context, status=status)


def _closed(program: Program) -> str:
    """Why no file can be read into this program; empty while one can."""
    if why := over(program):
        return why
    if settled(program):
        return "Pairs have received weeks of this program already. What they have stays as it is."
    return ""


# SECURITY: between the look and the yes the file is in the reader's hands, sealed: what they send back is
# what they were shown, for this program and by them, and it is checked once more like any file.
def _sealed(text: str, mark: str, program: Program, by: User) -> str:
    kept = {"text": text, "mark": mark, "program": program.pk, "by": by.pk}
    return signing.dumps(kept, salt=SALT, compress=True)


def _opened(value: str, program: Program, by: User) -> tuple[str, str] | None:
    try:
        kept = signing.loads(value, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    if (kept["program"], kept["by"]) != (program.pk, by.pk):
        return None
    return kept["text"], kept["mark"]
