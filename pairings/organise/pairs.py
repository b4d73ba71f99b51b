"""All pairs of a program and one of them: who, dates, ticks. An admin may end a pair, kindly."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from groups.access import person, posted
from programs.access import run_program
from programs.models import Program, Week
from programs.organise import around

from ..models import Pairing, Step
from ..models.pairings import SEATED, State
from ..services import looking_after
from . import rows
from .forms import ALL, STATES, EndPairForm, chosen_state
from .numbers import capital, count


@require_safe
def manage_pairs(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    state = chosen_state(request.GET.get("state", ALL))
    pairs = rows.known(found)
    number = pairs.count()
    if state != ALL:
        pairs = pairs.filter(state=state)
    context = around(found, "pairs") | {
        "page": rows.page(pairs, found, _weeks(found), request.GET.get("before", "")),
        "state": state,
        "states": STATES,
        "sentence": f"{capital(count(number, 'pair'))} so far." if number else "",
    }
    return render(request, "pairings/organise/pairs.html", context)


def _weeks(program: Program) -> int:
    return Week.objects.live().filter(program=program).count()


def _pair(program: Program, code: str) -> Pairing:
    """One pair with the two people's names and nothing that they wrote."""
    known = rows.known(program).defer("goodbye")
    pair: Pairing = get_object_or_404(
        known.select_related("mentor_user", "mentee_user", "schedule", "made_by", "ended_by"), code=code
    )
    pair.program = program
    return pair


@require_safe
def manage_pair(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = run_program(request, group, program)
    pair = _pair(found, code)
    steps = list(Step.objects.filter(pairing=pair).select_related("week").order_by("number"))
    context = around(found, "pairs") | {
        "pair": pair,
        "row": rows.row(pair, steps, found, _weeks(found), found.today()),
        "steps": steps,
        "next_on": pair.schedule.next_on if pair.state == State.ACTIVE else None,
        "held": rows.is_held(pair),
        "may_end": pair.state in SEATED,
    }
    return render(request, "pairings/organise/pair.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def manage_pair_end(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = run_program(request, group, program)
    pair = _pair(found, code)
    form = EndPairForm(posted(request))
    if form.is_valid():
        try:
            looking_after.end(pair, by=person(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            names = f"{pair.mentee_user.first_name} and {pair.mentor_user.first_name}"
            messages.success(request, f"The pair of {names} has ended. Both can be paired again.")
            return redirect("manage_pairs", group, program)
    context = around(found, "pairs") | {"pair": pair, "form": form}
    return render(request, "pairings/organise/pair_end.html", context, status=422 if form.is_bound else 200)
