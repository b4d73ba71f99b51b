"""Sign-up: open, close, again; and the end."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from groups.access import person
from groups.models import Group
from groups.services import invitations

from ..access import run_program
from ..forms.details import zone_words
from ..models import Program, Question, Week
from ..models.questions import ProfileRole
from ..services import programs
from . import around


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
