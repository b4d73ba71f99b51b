"""The long form of a program, so that somebody can decide honestly whether to sign up."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from groups.access import keeper_name, own_membership, person
from groups.views import around
from mentorship import membership as departures
from mentorship.views.group_home import program_card
from profiles.access import read_program
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from programs.models import Question
from programs.models.questions import ProfileRole


@require_safe
def program(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """For whom, when, how long, how pairs form, every week, every question, and who reads the answers."""
    found = read_program(request, group, program)
    membership = own_membership(request, group)
    found.group = membership.group
    after = keeper_name(found.group, person(request))
    asked: dict[str, list[Question]] = {role.value: [] for role in ProfileRole}
    for question in Question.objects.filter(program=found, enabled=True).order_by("position"):
        asked[question.role].append(question)
    context = (
        around(membership, "programs")
        | program_card(found, person(request), after)
        | {"asked": asked, "after": after, "runs_it": membership.runs_it}
    )
    return render(request, "mentorship/program.html", context)


@require_POST
def sign_up_withdraw(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Step back from a program in one role: off the list, pairs and hellos end kindly, answers are kept."""
    found = read_program(request, group, program, leaving=True)
    role = request.POST.get("as", "")
    if role not in ProfileRole.values:  # never asked of the database: it may hold anything
        raise Http404
    mine = Profile.objects.exclude(state=ProfileState.WITHDRAWN).filter(program=found, user=person(request))
    profile = get_object_or_404(mine.select_related("user", "program"), role=role)
    departures.withdraw_profile(profile, by=person(request))
    messages.success(request, _("You’ve stepped back. Your answers are kept for you."))
    return redirect("program", group, program)
