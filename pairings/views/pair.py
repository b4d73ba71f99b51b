"""A pair's weeks: the page, the ticks, the list of one's pairs and the short addresses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from groups.access import person

from ..access import own_pairing, pairings_of
from ..models import Pairing, Step
from ..models.pairings import OPEN, State
from ..services import endings
from .pair_page import path_and_week, render_pair

PAIRS = 60


@require_safe
def pair(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    return render_pair(request, own_pairing(request, group, program, code))


@require_safe
def pair_week(request: HttpRequest, group: str, program: str, code: str, number: int) -> HttpResponse:
    return render_pair(request, own_pairing(request, group, program, code), number)


@require_POST
def pair_talked(request: HttpRequest, group: str, program: str, code: str, number: int) -> HttpResponse:
    """ "We talked this week"."""
    return _tick(request, own_pairing(request, group, program, code), number, yes=True)


@require_POST
def pair_untalked(request: HttpRequest, group: str, program: str, code: str, number: int) -> HttpResponse:
    """The tick taken back."""
    return _tick(request, own_pairing(request, group, program, code), number, yes=False)


def _tick(request: HttpRequest, pairing: Pairing, number: int, *, yes: bool) -> HttpResponse:
    user = person(request)
    step = get_object_or_404(Step, pairing=pairing, number=number)
    args = [pairing.program.group.slug, pairing.program.slug, pairing.code]
    try:
        endings.talked(step, by=user, yes=yes)
    except ValidationError as error:
        return render_pair(request, pairing, number, refused=error.messages[0])
    pairing.refresh_from_db(fields=["state", "ended_at"])
    if pairing.state == State.COMPLETED:
        return _onward(request, reverse("pair_finish", args=args))
    if yes:
        undo = reverse("pair_untalked", args=[*args, number])
        messages.success(request, f"Week {number} ticked. Nice one.", extra_tags=f"undo:{undo}")
    else:
        messages.success(request, f"Week {number} is open again.")
    # A toast's Undo has no page to say where it stood: the week itself answers it.
    if request.htmx:
        context = path_and_week(pairing, user, number) | {"ticked": True}
        return render(request, "pairings/_week_answer.html", context)
    return redirect("pair_week", *args, number)


def _onward(request: HttpRequest, url: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Everybody this person walks or walked with, in every group."""
    user = person(request)
    rows = [
        {"pairing": pairing, "partner": pairing.partner(user), "is_open": pairing.state in OPEN}
        for pairing in pairings_of(user).order_by("-pk")[:PAIRS]
    ]
    context = {
        "open": [row for row in rows if row["is_open"]],
        "past": [row for row in rows if not row["is_open"]],
    }
    return render(request, "pairings/pairs.html", context)


@require_safe
def pair_short(request: HttpRequest, code: str) -> HttpResponse:
    """The slug-free address in notices and mails."""
    pairing = get_object_or_404(pairings_of(person(request)), code=code)
    return redirect("pair", pairing.program.group.slug, pairing.program.slug, code)


@require_safe
def step_short(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The slug-free address of one week."""
    pairing = get_object_or_404(pairings_of(person(request)), code=code)
    if pairing.started_at is None:
        raise Http404
    return redirect("pair_week", pairing.program.group.slug, pairing.program.slug, code, number)
