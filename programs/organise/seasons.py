"""Sign-up: open, share, close, again; the end, the next season, and what was put away."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import paging, qr
from groups.access import person, posted, run_membership
from groups.models import Group
from groups.services import invitations
from groups.views import around as around_group

from .. import sharing
from ..access import run_program
from ..forms.details import zone_words
from ..forms.seasons import ReopenForm, TokenForm
from ..models import Program, Question, Week
from ..models.programs import State
from ..models.questions import ProfileRole
from ..services import programs, seasons
from ..services.unwritten import in_the_way
from . import around

PAGE = 50


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


def _sign_up_page(
    request: HttpRequest, program: Program, refusal: str = "", form: ReopenForm | None = None
) -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    weeks = Week.objects.written().filter(program=program).count()
    context = around(program, "sign-up") | {
        "weeks": weeks,
        "is_open": program.sign_up_is_open(),
        "archived": program.state == State.ARCHIVED,
        "zone": zone_words(program.group.zone),
    }
    if program.state == State.DRAFT:
        context["asked"] = Question.objects.asked(ProfileRole.MENTEE).filter(program=program)
        path = Week.objects.live().filter(program=program).values_list("question", flat=True)
        context["unwritten"] = in_the_way(list(path))
        context["no_help_lines"] = bool(program.care) and not program.group.help_lines
    else:
        context |= {"next": seasons.plan(program), "token": uuid.uuid4()}
    if context["is_open"]:
        link = _invite_link(request, program.group)
        context |= {"link": link, "post": sharing.post(program, weeks=weeks, link=link)}
    elif program.state == State.LIVE:
        context["form"] = form or ReopenForm()
    refused = context["refused"] = refusal or (form is not None and form.errors)
    return render(request, "programs/sign_up_open.html", context, status=422 if refused else 200)


def _invite_link(request: HttpRequest, group: Group) -> str:
    return request.build_absolute_uri(invitations.current(group).get_absolute_url())


@require_safe
def poster(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """One sheet for a noticeboard, as a page that prints."""
    found = run_program(request, group, program)
    link = _invite_link(request, found.group)
    weeks = Week.objects.written().filter(program=found).count()
    context = around(found, "sign-up") | {
        "lines": sharing.poster_lines(found, weeks=weeks),
        "address": sharing.plain_address(link),
        "code": mark_safe(qr.svg(link, label=f"A QR code that leads to {link}")),  # of a link of ours
        "is_open": found.sign_up_is_open(),
    }
    return render(request, "programs/poster.html", context)


@require_POST
def sign_up_close(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _change(request, group, program, programs.close_sign_up, "Sign-up is closed.")


@require_POST
def sign_up_reopen(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    form = ReopenForm(posted(request))
    if not form.is_valid():
        return _sign_up_page(request, found, form=form)
    day = form.cleaned_data["until"]
    until = programs.last_minute(day, found.group.zone) if day else None
    reopen = partial(programs.reopen_sign_up, until=until)
    return _change(request, group, program, reopen, "Sign-up is open again.")


@require_POST
def program_finish(request: HttpRequest, group: str, program: str) -> HttpResponse:
    return _change(request, group, program, programs.finish, "This program is finished.")


@require_POST
def program_carry_on(request: HttpRequest, group: str, program: str) -> HttpResponse:
    said = "It goes on. Sign-up stays closed until you open it."
    return _change(request, group, program, seasons.carry_on, said)


def _change(
    request: HttpRequest, group: str, program: str, service: Callable[..., Any], said: str
) -> HttpResponse:
    found = run_program(request, group, program)
    try:
        service(found, by=person(request))
    except ValidationError as error:
        return _sign_up_page(request, found, error.messages[0])
    messages.success(request, said)
    return redirect("sign_up_open", group, program)


@require_POST
def program_duplicate(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """The next season: a draft that carries on where this one stood. Also of a program in the archive."""
    found = run_program(request, group, program, archived=True)
    form = TokenForm(posted(request))
    if not form.is_valid():
        return _sign_up_page(request, found, "Press the button again, please: this page was an old one.")
    try:
        made = seasons.duplicate(found, by=person(request), token=form.cleaned_data["token"])
    except ValidationError as error:
        return _sign_up_page(request, found, error.messages[0])
    messages.success(request, f"{made.name} is here. Look at its name and its dates first.")
    return redirect("program_details", group, made.slug)


@require_safe
def archived_programs(request: HttpRequest, group: str) -> HttpResponse:
    """What was put away, the newest first: for the admins."""
    membership = run_membership(request, group)
    rows = Program.objects.filter(group=membership.group, state=State.ARCHIVED)
    found, _page, following = paging.numbered(request, rows.order_by("-archived_at", "-pk"), PAGE)
    context = around_group(membership, "manage") | {
        "manage_tab": "archive",
        "found": found,
        "next": following,
    }
    return render(request, "programs/archive.html", context)
