"""Trying a program out: its whole walk as a made-up pair. Nothing is kept and nobody gets a mail.

Every page is made of the program as it stands and of the address alone, so walking through leaves no row
and no trace in the session.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from groups.access import person
from profiles import asking
from profiles.forms import StepForm
from profiles.models import Profile
from programs.access import run_program
from programs.models import Program, Question, Week
from programs.models.questions import ProfileRole
from programs.organise import around
from programs.week_text import text_of

from .. import calendar, preview, timeline
from ..forms import MessageForm
from ..openers import first_words


@dataclass(frozen=True)
class MadeUp:
    """One of the two people who walk in a trial."""

    name: str
    code: str

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


MENTOR, MENTEE = MadeUp("Amara Nwosu", "amara-made-up"), MadeUp("Dani Ferreira", "dani-made-up")


@dataclass(frozen=True)
class Trial:
    """A program being tried, by somebody who looks after it, as a mentor or as a mentee."""

    program: Program
    as_mentor: bool

    @property
    def me(self) -> MadeUp:
        return MENTOR if self.as_mentor else MENTEE

    @property
    def partner(self) -> MadeUp:
        return MENTEE if self.as_mentor else MENTOR

    def url(self, name: str, *args: object, as_mentor: bool | None = None) -> str:
        """An address of the trial that stays on this side, or goes over to the other one."""
        mentor = self.as_mentor if as_mentor is None else as_mentor
        where = reverse(name, args=[self.program.group.slug, self.program.slug, *args])
        return f"{where}?{urlencode({'as': 'mentor'})}" if mentor else where

    def first_day(self, number: int) -> date:
        """When a pair that starts with the program would get this week."""
        start = self.program.starts_on or calendar.first_on(self.program.today(), self.program.week_day)
        return start + timedelta(days=self.program.pace * (number - 1))


@require_safe
def trial(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Before week 1: what sign-up asks, and what being paired feels like."""
    tried = _trial(request, group, program)
    role = ProfileRole.MENTOR if tried.as_mentor else ProfileRole.MENTEE
    questions = list(Question.objects.filter(program=tried.program).asked(role))
    nobody = Profile(program=tried.program, user=person(request), role=role, zone=tried.program.group.zone)
    nobody.capacity = tried.program.capacity if tried.as_mentor else 1
    steps = [
        (asking.TITLES[step], StepForm(None, profile=nobody, questions=questions, answers={}, step=step))
        for step in asking.STEPS
    ]
    for _title, form in steps:
        for field in ("languages", "zone", "week"):
            form.fields.pop(field, None)
    total = len(_weeks(tried))
    context = _around(request, tried, "trial") | {
        "steps": steps,
        "first_words": first_words(tried.as_mentor, tried.partner.first_name),
        "first_day": tried.first_day(1),
        "total": total,
        "onward": tried.url("trial_week", 1) if total else "",
    }
    return render(request, "pairings/organise/trial_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def trial_week(request: HttpRequest, group: str, program: str, number: int) -> HttpResponse:
    """One week as it would arrive. What is written is shown once, in the page that answers, and not kept."""
    tried = _trial(request, group, program)
    weeks = _weeks(tried)
    if not 1 <= number <= len(weeks):
        raise Http404
    week = weeks[number - 1]
    day, text = tried.first_day(number), text_of(week)
    look = preview.Look(tried.as_mentor, day, tried.partner.first_name)
    said = _said(request)
    context = _around(request, tried, "trial_week", number) | preview.week_on_the_pair_page(
        text, tried.program, look
    )
    context |= {
        "partner": tried.partner,
        "stones": _stones(tried, weeks, number),
        "total": len(weeks),
        "said": said.cleaned_data if said and said.is_valid() else None,
        "say": said or MessageForm.empty(),
        "said_at": timezone.now(),
        "mail": preview.week_mail(text, tried.program, look, reader=person(request)),
        "back": tried.url("trial_week", number - 1) if number > 1 else tried.url("trial"),
        "onward": tried.url("trial_week", number + 1) if number < len(weeks) else tried.url("trial_end"),
        "is_last": number == len(weeks),
    }
    status = 422 if said and not said.is_valid() else 200
    return render(request, "pairings/organise/trial_week.html", context, status=status)


@require_safe
def trial_end(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """The celebration, once all weeks lie behind."""
    tried = _trial(request, group, program)
    weeks = _weeks(tried)
    if not weeks:
        raise Http404
    context = _around(request, tried, "trial_end") | {
        "weeks": [(week, tried.url("trial_week", week.number)) for week in weeks],
        "stones": _stones(tried, weeks, len(weeks) + 1),
        "total": len(weeks),
        "mentor": MENTOR,
        "mentee": MENTEE,
        "first_day": tried.first_day(1),
        "last_day": tried.first_day(len(weeks) + 1) - timedelta(days=1),
        "back": tried.url("trial_week", len(weeks)),
    }
    return render(request, "pairings/organise/trial_end.html", context)


def _trial(request: HttpRequest, group: str, program: str) -> Trial:
    found = run_program(request, group, program)
    return Trial(found, as_mentor=request.GET.get("as") == "mentor")


def _weeks(tried: Trial) -> list[Week]:
    """The path as pairs would get it: as far as it is written."""
    path = Week.objects.live().filter(program=tried.program).prefetch_related("prompts")
    return list(takewhile(lambda week: week.question, path))


def _said(request: HttpRequest) -> MessageForm | None:
    """What was sent, if something was; an empty message is refused as in a real talk."""
    if request.method != "POST":
        return None
    form = MessageForm(request.POST, auto_id="say_%s")
    if form.is_valid() and not form.cleaned_data["body"]:
        form.add_error("body", "Write a word or two first")
    return form


def _around(request: HttpRequest, tried: Trial, name: str, *args: object) -> dict[str, Any]:
    return around(tried.program, "trial") | {
        "as_mentor": tried.as_mentor,
        "me": tried.me,
        "partner": tried.partner,
        "mentor_url": tried.url(name, *args, as_mentor=True),
        "mentee_url": tried.url(name, *args, as_mentor=False),
        "here": tried.url(name, *args),
    }


def _stones(tried: Trial, weeks: list[Week], number: int) -> list[timeline.Stone]:
    def state(week: Week) -> str:
        return "done" if week.number < number else "now" if week.number == number else ""

    return [
        timeline.Stone(week.number, week.title, state(week), tried.url("trial_week", week.number))
        for week in weeks
    ]
