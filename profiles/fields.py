"""How sign-up asks a question: one form field for every kind."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.bothy import icon
from profiles import asking, week
from profiles.services.cleaning import LONGEST, SHORTEST
from programs.models import Program, Question

YES_NO = ("Yes", "No")


def chips(choices: Any, *, many: bool = True, **kwargs: Any) -> forms.ChoiceField:
    """A group of check boxes, or of radios, which is shown as chips."""
    if many:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **kwargs)


def question_field(
    question: Question, program: Program, *, answer: str = "", please: str = "", draft: str = ""
) -> forms.Field:
    """The field of one question in this program. `please` is said when it needs an answer and has none."""
    field = _field(question, answer=answer, please=please, draft=draft)
    says_who_reads(field, program, admins_only=question.admins_only)
    return field


def _field(question: Question, *, answer: str, please: str, draft: str) -> forms.Field:
    required = question.required and question.key != asking.REACH
    given: dict[str, Any] = {
        "label": question.wording,
        "required": required,
        "help_text": _hint(question),
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


class WeekGrid(forms.CheckboxSelectMultiple):
    """Seven days of check boxes in a table, folded away; it brings its own summary, so it needs no label."""

    stands_alone = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        painted = set(value or ())
        rows = [
            {
                "hours": f"{start:02}–{end:02}",
                "cells": [
                    {"value": f"{day}-{start}", "name": f"{name_} {start:02} to {end:02}"}
                    for day, name_ in enumerate(week.DAYS)
                ],
            }
            for start, end in week.BLOCKS
        ]
        context = {"name": name, "rows": rows, "painted": painted, "days": week.DAYS, "attrs": attrs or {}}
        return render_to_string("profiles/_paint.html", context)


def week_field(painted: Iterable[str]) -> forms.Field:
    """The hours of the week, cell by cell; all of it optional."""
    cells = [f"{day}-{start}" for start, _end in week.BLOCKS for day in range(7)]
    return forms.MultipleChoiceField(
        choices=[(cell, cell) for cell in cells],
        widget=WeekGrid,
        label="Your week",
        required=False,
        initial=list(painted),
    )


def says_who_reads(field: forms.Field, program: Program, *, admins_only: bool = False) -> None:
    """Put beside a question who can read its answer. SECURITY: true of `visible_to` and `Answer.open`."""
    if admins_only:
        icon_name, words, name = "shield", "Only the people who look after", program.group.name
    elif program.readers == Program.Readers.GROUP:
        icon_name, words, name = "group", "Everyone in", program.group.name
    else:
        icon_name, words, name = "group", "Only people in", program.name
    line = format_html(
        '<span class="row nw at g2 reads">{}<span>{} <bdi>{}</bdi> can read this.</span></span>',
        icon(icon_name),
        words,
        name,
    )
    field.help_text = format_html("{}{}", field.help_text, line)


def _hint(question: Question) -> str:
    """What helps to answer. SECURITY: admins write these, so each is escaped here."""
    lines = [question.guidance] if question.guidance else []
    if question.starter:
        lines.append(f"Stuck? Finish this: “{question.starter}”")
    if question.example:
        lines.append(f"For example: “{question.example}”")
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
