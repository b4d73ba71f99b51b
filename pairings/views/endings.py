"""Saying yes or no to an admin's proposal, stepping out kindly, and the look back after the last week."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.access import person, posted

from .. import timeline
from ..access import own_pairing
from ..forms import EndForm
from ..models import Pairing, Step
from ..models.pairings import WALKING, State
from ..services import endings, launches
from .pair_page import render_pair, the_two


@require_POST
def pair_yes(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    pairing = own_pairing(request, group, program, code)
    try:
        found = launches.say_yes(pairing, by=person(request))
    except ValidationError as error:
        return render_pair(request, own_pairing(request, group, program, code), refused=error.messages[0])
    name = pairing.partner(person(request)).first_name
    if found.state == State.ACTIVE:
        messages.success(request, f"You and {name} are a pair.")
    else:
        messages.success(request, f"Thank you. Now it’s for {name} to say yes.")
    return redirect("pair", group, program, code)


@require_POST
def pair_not_for_me(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """The quiet no to a pair that an admin made. Nobody has to say why."""
    pairing = own_pairing(request, group, program, code)
    try:
        launches.not_for_me(pairing, by=person(request))
    except ValidationError as error:
        return render_pair(request, own_pairing(request, group, program, code), refused=error.messages[0])
    messages.success(request, "That’s settled, without any fuss. You’re on the list as before.")
    return redirect("directory", group, program)


@require_http_methods(["GET", "HEAD", "POST"])
def pair_end(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """Step out kindly: one page, one button, no reason asked."""
    pairing = own_pairing(request, group, program, code)
    if pairing.state not in WALKING:
        return redirect("pair", group, program, code)
    form = EndForm(posted(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            endings.end(pairing, by=person(request), note=data["note"], reason=data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            name = pairing.partner(person(request)).first_name
            messages.success(request, f"It’s ended. {name} is told kindly.")
            return redirect("pair", group, program, code)
    context = the_two(pairing, person(request)) | {"form": form}
    return render(request, "pairings/pair_end.html", context, status=422 if form.is_bound else 200)


@require_safe
def pair_finish(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """The look back over the whole path, once it is walked."""
    pairing = own_pairing(request, group, program, code)
    if pairing.state != State.COMPLETED:
        return redirect("pair", group, program, code)
    steps = list(Step.objects.filter(pairing=pairing).select_related("week").order_by("number"))
    user = person(request)
    context = the_two(pairing, user) | {
        "steps": steps,
        "both": timeline.both_ticked(steps),
        "words": _written(pairing, user.pk),
        "open_until": pairing.conversation.open_until if pairing.conversation.is_open() else None,
        "today": timezone.localdate(),
    }
    return render(request, "pairings/pair_finish.html", context)


def _written(pairing: Pairing, user_id: int) -> dict[str, int]:
    """How many messages they wrote to each other."""
    return pairing.conversation.messages.aggregate(
        all=Count("pk"), mine=Count("pk", filter=Q(author=user_id))
    )
