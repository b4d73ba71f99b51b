"""What sign-up asks, in its order; changing one stands in profiles, which knows who has answered it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from groups.access import person

from ..access import run_program
from ..asking import HELP_STEP, STEPS, TITLES, WHEN_STEP, YOU_STEP, step_of
from ..models import Program, Question
from ..models.questions import ProfileRole
from ..services import questions
from . import around

# What else a step asks: before and after the questions that stand here.
ALSO = {HELP_STEP: ("", "topics"), YOU_STEP: ("", ""), WHEN_STEP: ("ways to talk, good times", "")}
AFTER = {
    ProfileRole.MENTOR: "time a week, goals, places, languages and time zone",
    ProfileRole.MENTEE: "time a week, goals, languages and time zone",
}


@require_safe
def question_list(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    rows = list(Question.objects.filter(program=found).in_order())
    context = _around(found) | {"sides": [_side(rows, role) for role in ProfileRole]}
    return render(request, "programs/questions.html", context)


@require_POST
def question_move(request: HttpRequest, group: str, program: str, role: str, key: str) -> HttpResponse:
    """One place up or down; the button keeps the focus, with script and without."""
    found = run_program(request, group, program)
    question = get_object_or_404(Question, program=found, role=role, key=key)
    question.program = found
    way = "up" if request.POST.get("way") == "up" else "down"
    try:
        questions.move(question, by=person(request), up=way == "up")
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("questions", group, program)
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('questions', args=[group, program])}#{question.key}")
    rows = list(Question.objects.filter(program=found, role=role).in_order())
    context = _around(found) | {"side": _side(rows, ProfileRole(role)), "moved": key, "way": way}
    return render(request, "programs/_questions_of.html", context)


@require_POST
def questions_check(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    questions.checked(found, by=person(request))
    return redirect("sign_up_open", group, program)


def _around(program: Program) -> dict[str, Any]:
    return around(program, "questions") | {
        "editable": program.state in questions.EDITED,
        "most": questions.MOST,
    }


def _side(rows: list[Question], role: ProfileRole) -> dict[str, Any]:
    """One role's questions as its three steps ask them, and those that are switched off."""
    mine = [row for row in rows if row.role == role]
    asked = [row for row in mine if row.enabled]
    steps = []
    for number in STEPS:
        before, after = ALSO[number]
        steps.append(
            {
                "number": number,
                "title": TITLES[number],
                "rows": [row for row in asked if step_of(row.key) == number],
                "moves": number == YOU_STEP,
                "before": before,
                "after": AFTER[role] if number == WHEN_STEP else after,
            }
        )
    return {
        "role": role,
        "steps": steps,
        "off": [row for row in mine if not row.enabled],
        "full": len(asked) >= questions.MOST,
        "asked": len(asked),
    }
