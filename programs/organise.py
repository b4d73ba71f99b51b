"""How admins set a program up, one page a step: template, details, weeks, questions, open."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.access import person, posted, run_group
from groups.models import Group
from groups.services import invitations

from .access import run_program
from .curriculum import library
from .forms import QuestionForm, StartForm, zone_words
from .models import Program, Question, Week
from .models.programs import State
from .models.questions import ProfileRole
from .services import programs, questions, weeks


def around(program: Program, tab: str) -> dict[str, Any]:
    """What every page of a program's admins stands in."""
    return {
        "program": program,
        "group": program.group,
        "here_group": program.group,
        "manage_tab": tab,
        "setting_up": program.state == State.DRAFT,
    }


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


@require_safe
def question_list(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    rows = list(Question.objects.filter(program=found).order_by("position", "pk"))
    by_role = [(role, [row for row in rows if row.role == role]) for role in ProfileRole]
    context = around(found, "questions") | {"by_role": by_role, "always": questions.ALWAYS}
    return render(request, "programs/questions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: HttpRequest, group: str, program: str, role: str, key: str) -> HttpResponse:
    found = run_program(request, group, program)
    question = get_object_or_404(Question, program=found, role=role, key=key)
    form = QuestionForm(posted(request), instance=question)
    if question.key in questions.ALWAYS:
        form.fields["enabled"].disabled = form.fields["required"].disabled = True
    if form.is_valid():
        try:
            questions.save(question, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved.")
            return redirect("questions", group, program)
    context = around(found, "questions") | {
        "form": form,
        "question": question,
        "always": question.key in questions.ALWAYS,
    }
    return render(request, "programs/question_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def questions_check(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    questions.checked(found, by=person(request))
    return redirect("sign_up_open", group, program)


# -- sign-up: open, close, again; and the end -----------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_open(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    refusal = ""
    if request.method == "POST":
        try:
            programs.open_sign_up(found, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            return redirect("sign_up_open", group, program)
    return _sign_up_page(request, found, refusal)


def _sign_up_page(request: HttpRequest, program: Program, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    context = around(program, "sign-up") | {
        "asked": Question.objects.asked(ProfileRole.MENTEE).filter(program=program),
        "weeks": Week.objects.live().filter(program=program).count(),
        "is_open": program.sign_up_is_open(),
        "link": _invite_link(request, program.group),
        "zone": zone_words(program.group.zone),
        "no_help_lines": bool(program.care) and not program.group.help_lines,
    }
    return render(request, "programs/sign_up_open.html", context, status=422 if refusal else 200)


def _invite_link(request: HttpRequest, group: Group) -> str:
    return request.build_absolute_uri(invitations.current(group).get_absolute_url())


@require_POST
def sign_up_close(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _change(request, group, program, programs.close_sign_up, "Sign-up is closed.")


@require_POST
def sign_up_reopen(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _change(request, group, program, programs.reopen_sign_up, "Sign-up is open again.")


@require_POST
def program_finish(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _change(request, group, program, programs.finish, "This program is finished.")


def _change(request: HttpRequest, group: str, program: str, service: Any, said: str) -> HttpResponse:
    found = run_program(request, group, program)
    try:
        service(found, by=person(request))
    except ValidationError as error:
        return _sign_up_page(request, found, error.messages[0])
    messages.success(request, said)
    return redirect("sign_up_open", group, program)
