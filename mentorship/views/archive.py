"""Putting a program away, after a page that says what becomes of everybody in it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from groups.access import person
from mentorship import membership
from pairings.models import Pairing, Request
from pairings.models.pairings import State as PairState
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from programs.access import run_program
from programs.models import Program
from programs.models.programs import State
from programs.organise import around


@require_http_methods(["GET", "HEAD", "POST"])
def program_archive(request: HttpRequest, group: str, program: str) -> HttpResponse:
    # Also of one that is archived: pressing twice is harmless.
    found = run_program(request, group, program, archived=True)
    refusal = ""
    if request.method == "POST":
        try:
            membership.archive(found, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            messages.success(request, f"{found.name} is in the archive.")
            return redirect("archived_programs", group)
    return _page(request, found, refusal)


def _page(request: HttpRequest, program: Program, refusal: str) -> HttpResponse:
    walking = membership.on_the_way(program)
    context = around(program, "sign-up") | {
        "archived": program.state == State.ARCHIVED,
        "refusal": refusal,
        "in_the_way": membership.still_walking(walking) if walking else "",
        "drafts": Pairing.objects.filter(program=program, state=PairState.DRAFT).count(),
        "hellos": Request.objects.open().filter(program=program).count(),
        "unread": Profile.objects.filter(program=program, state=ProfileState.SENT).count(),
    }
    return render(request, "mentorship/program_archive.html", context, status=422 if refusal else 200)
