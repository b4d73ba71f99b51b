"""One question as its admins change it: with the answers that people gave, and as sign-up asks it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.access import person, posted
from profiles import asking
from profiles.fields import question_field
from profiles.forms import StepForm
from profiles.models import Profile
from profiles.services import questions as answered_questions
from programs.access import run_program
from programs.forms.questions import QuestionForm
from programs.models import Program, Question
from programs.models.questions import ProfileRole
from programs.organise import around
from programs.services import questions


@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest, group: str, program: str, role: str) -> HttpResponse:
    """A question of the group's own. "See it first" shows it and keeps nothing."""
    found = run_program(request, group, program)
    if role not in ProfileRole.values:
        raise Http404
    form = QuestionForm(posted(request))
    seeing = "see" in request.POST
    if form.is_valid() and not seeing:
        try:
            questions.add(found, role, by=person(request), **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Added. Move it up if it should come earlier.")
            return redirect("questions", group, program)
    return _page(request, found, form, {"role": ProfileRole(role)}, seeing=seeing)


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: HttpRequest, group: str, program: str, role: str, key: str) -> HttpResponse:
    """A question as it stands. A form made from older words is answered with both."""
    found = run_program(request, group, program)
    question = _question(found, role, key)
    number = question.answers.exclude(text="").count()
    form = QuestionForm(posted(request), question=question, answered=bool(number))
    seeing, theirs = "see" in request.POST, None
    if form.is_valid() and not seeing:
        values = form.values() | ({"enabled": True, "required": True} if question.always else {})
        try:
            read = form.cleaned_data["read"] or "nothing"
            answered_questions.save(question, by=person(request), read=read, **values)
        except questions.Stale as error:
            form.add_error(None, error)
            theirs = _theirs(form, question)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Saved.")
            return redirect("questions", group, program)
    context = {"question": question, "role": ProfileRole(role), "number": number, "theirs": theirs}
    return _page(request, found, form, context, seeing=seeing)


@require_POST
def question_remove(request: HttpRequest, group: str, program: str, role: str, key: str) -> HttpResponse:
    """Gone for good, or switched off where people have answered it."""
    found = run_program(request, group, program)
    question = _question(found, role, key)
    try:
        gone = answered_questions.remove(question, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("question_edit", group, program, role, key)
    kept = "It isn’t asked any more. What people answered is kept, out of sight."
    messages.success(request, "Removed." if gone else kept)
    return redirect("questions", group, program)


@require_safe
def questions_preview(request: HttpRequest, group: str, program: str, role: str) -> HttpResponse:
    """The three steps of sign-up as somebody new gets them."""
    found = run_program(request, group, program)
    if role not in ProfileRole.values:
        raise Http404
    capacity = found.capacity if role == ProfileRole.MENTOR else 1
    nobody = Profile(program=found, user=person(request), role=role, capacity=capacity)
    asked = list(Question.objects.filter(program=found).asked(role))
    steps = [
        {
            "number": number,
            "title": asking.TITLES[number],
            "form": StepForm(profile=nobody, questions=asked, answers={}, step=number),
        }
        for number in asking.STEPS
    ]
    for step in steps:
        step["form"].fields.pop("week", None)  # not a question, and nothing to be painted here
    context = around(found, "questions") | {"role": ProfileRole(role), "steps": steps}
    return render(request, "profiles/questions_preview.html", context)


def _question(program: Program, role: str, key: str) -> Question:
    question = get_object_or_404(Question, program=program, role=role, key=key)
    question.program = program
    return question


def _theirs(form: QuestionForm, question: Question) -> list[tuple[str, Any]]:
    """What stands there now and reads otherwise in this form, which from here on is made from it."""
    now = Question.objects.filter(pk=question.pk).first()
    if now is None:
        return []
    form.data = dict(form.data.items()) | {"read": questions.stamp(now)}
    mine = form.values()
    return [
        (str(form.fields[name].label), _in_words(now, name))
        for name in questions.VALUES
        if name in form.fields and name in mine and mine[name] != getattr(now, name)
    ]


def _in_words(question: Question, name: str) -> str:
    value = getattr(question, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "kind":
        return question.get_kind_display()
    return "\n".join(value) if isinstance(value, list) else value or "nothing"


def _page(
    request: HttpRequest, program: Program, form: QuestionForm, more: dict[str, Any], *, seeing: bool
) -> HttpResponse:
    sound = form.is_bound and form.is_valid()
    seen = form.as_asked() if sound else more.get("question")
    context = (
        around(program, "questions")
        | more
        | {
            "form": form,
            "seen": _as_asked(seen, program) if seen else None,
            "step": asking.step_of(seen.key) if seen else asking.YOU_STEP,
            "editable": program.state in questions.EDITED,
        }
    )
    refused = form.is_bound and not (seeing and sound)
    return render(request, "programs/question_edit.html", context, status=422 if refused else 200)


def _as_asked(question: Question, program: Program) -> forms.BoundField:
    """The question's field alone, to be looked at."""
    form = forms.Form(auto_id="seen_%s")
    form.fields["seen"] = question_field(question, program)
    return form["seen"]
