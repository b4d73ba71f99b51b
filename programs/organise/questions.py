"""What sign-up asks, as its admins see it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.access import person, posted

from ..access import run_program
from ..forms.questions import QuestionForm
from ..models import Question
from ..models.questions import ProfileRole
from ..services import questions
from . import around


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
