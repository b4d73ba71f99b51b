"""How sign-up asks a question: one form field for every kind."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from profiles import asking
from profiles.services.cleaning import LONGEST, SHORTEST
from programs.models import Question

YES_NO = ("Yes", "No")


def chips(choices: Any, *, many: bool = True, **kwargs: Any) -> forms.ChoiceField:
    """A group of check boxes, or of radios, which is shown as chips."""
    if many:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **kwargs)


def question_field(
    question: Question, group: str, *, answer: str = "", please: str = "", draft: str = ""
) -> forms.Field:
    """The field of one question in this group. `please` is said when it needs an answer and has none."""
    required = question.required and question.key != asking.REACH
    given: dict[str, Any] = {
        "label": question.wording,
        "required": required,
        "help_text": _hint(question, group),
        "initial": answer,
        "error_messages": {"required": please} if please else {},
    }
    options = YES_NO if question.kind == Question.Kind.YES_NO else question.options
    choices = [(option, option) for option in options]
    if question.kind == Question.Kind.SOME:
        return chips(choices, **{**given, "initial": asking.split_lines(answer)})
    if question.kind in (Question.Kind.ONE, Question.Kind.YES_NO):
        return chips(choices, many=False, **given)
    if question.kind == Question.Kind.SHORT:
        return forms.CharField(max_length=SHORTEST, **given)
    kept = {"data-draft": draft} if draft else {}
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3, **kept}), **given)


def _hint(question: Question, group: str) -> str:
    """What helps to answer, and who reads it. SECURITY: admins write these, so each is escaped here."""
    lines = [question.guidance] if question.guidance else []
    if question.starter:
        lines.append(f"Stuck? Finish this: “{question.starter}”")
    if question.example:
        lines.append(f"For example: “{question.example}”")
    if question.admins_only:
        lines.append(f"Only the people who look after {group} read this.")
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
