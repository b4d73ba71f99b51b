"""Two versions of a week side by side: two admins wrote at once, or one wants the original back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groups import versions
from groups.access import person
from programs.curriculum import WeekText
from programs.forms.weeks import WeekForm
from programs.models import Program, Week
from programs.models.weeks import Form
from programs.organise import around
from programs.week_text import text_of


def side_by_side(left: WeekText, right: WeekText) -> list[versions.Field]:
    """Every field of both, in the order of the form."""
    pairs = zip(_said(left), _said(right), strict=True)
    return [versions.Field(label, one, other) for (label, one), (_label, other) in pairs]


def _said(text: WeekText) -> list[tuple[str, str]]:
    light, deeper, deepest = text.prompts
    return [
        ("Title", text.title),
        ("The question", text.question),
        ("Subject of the mail", text.subject),
        ("One or two sentences", text.intro),
        ("First way in", light),
        ("Second way in", deeper),
        ("Third way in", deepest),
        ("Minutes to plan", str(text.minutes)),
        ("A tip for the mentor", text.mentor_tip),
        ("A tip for the mentee", text.mentee_tip),
        ("A small form with it", str(Form(text.form).label)),
    ]


def conflict(request: HttpRequest, now: Week, form: WeekForm) -> HttpResponse:
    """E-409: somebody was first. Both versions, and one press for either; mine knows the new edition."""
    mine = form.again(root=now.root, edition=now.edition)
    context = around(now.program, "curriculum") | {
        "week": now,
        "who": now.changed_by.first_name if now.changed_by else "Somebody",
        "own": now.changed_by_id == person(request).pk,
        "since": versions.since(now.changed_at) if now.changed_at else "just now",
        "fields": side_by_side(text_of(now), form.text(now.number)),
        "form": mine,
    }
    return render(request, "programs/week_conflict.html", context, status=409)


def gone(request: HttpRequest, program: Program, form: WeekForm) -> HttpResponse:
    """Somebody has taken the week out while its words were being changed: they are all still here."""
    root, _edition = form.which()
    hidden = Week.objects.hidden().filter(program=program, root=root).first() if root else None
    context = around(program, "curriculum") | {
        "hidden": hidden,
        "words": _said(form.typed(hidden.number if hidden else 1)),
        "form": form.again(root="", edition=""),
        "key": root,
    }
    return render(request, "programs/week_gone.html", context, status=409)
