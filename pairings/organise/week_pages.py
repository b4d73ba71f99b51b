"""Writing one week: the page with its words and how they look, and what happens when two write at once."""

from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.limits import TooMany
from groups import paging
from groups.access import person, posted
from programs.access import run_program
from programs.curriculum import WeekText
from programs.forms.weeks import LookForm, NewWeekForm, WeekForm
from programs.linter import CLOSES
from programs.models import Program, Week
from programs.organise import around
from programs.organise.weeks import goes_out
from programs.services import weeks
from programs.services.weeks.gate import over
from programs.services.weeks.path import may_leave
from programs.week_text import original_of, text_of

from ..models import Schedule, Step
from ..preview import Look, week_mail, week_on_the_pair_page
from ..services import week_changes, week_tests
from . import week_rows, week_versions
from .weeks import week_of


@dataclass(frozen=True)
class Desk:
    """What lies on the table: the program, its path, and the week that is written (None: a new one)."""

    program: Program
    path: list[Week]
    week: Week | None
    number: int

    @classmethod
    def at(cls, program: Program, *, number: int = 0, root: UUID | None = None) -> "Desk":
        """The week with that root or number on the path; none of both, or gone: a new one after the last."""
        path = week_rows.path(program)
        found = next((week for week in path if week.root == root or week.number == number), None)
        if found:
            found.program = program
        return cls(program, path, found, found.number if found else len(path) + 1)

    def places(self) -> list[tuple[int, str]]:
        """Where a new week may go, the likeliest first chosen by `likely`."""
        settled, total = week_changes.settled(self.program), len(self.path)
        titles = {week.number: f"After week {week.number}, {week.title}" for week in self.path}
        names = {0: "At the very beginning"} | titles | {total: f"At the end, after week {total}"}
        return [(number, names[number]) for number in range(min(settled, total), total + 1)]

    def likely(self, places: list[tuple[int, str]]) -> int:
        """Before the goodbye, where there is one and it has not gone out; else at the end."""
        total = len(self.path)
        before = total - 1 if self.path and self.path[-1].form in CLOSES else total
        return before if before in dict(places) else total


def _looks(request: HttpRequest, desk: Desk, text: WeekText, look: str) -> dict[str, Any]:
    """The week as one of the two would see it, or its mail; and what a friend would say about the words."""
    as_mentor = look == "mentor"
    how = Look(as_mentor, goes_out(desk.program, text.number) or desk.program.today())
    texts = [text_of(week) for week in desk.path if desk.week is None or week.pk != desk.week.pk]
    texts.insert(text.number - 1, text)
    found = {
        "look": look,
        "notes": [n for n in week_rows.remarks(desk.program, texts) if n.week == text.number],
    }
    if look == "mail":
        return found | {"mail": week_mail(text, desk.program, how, reader=person(request))}
    return found | {"seen": week_on_the_pair_page(text, desk.program, how)}


def _editor(
    request: HttpRequest,
    desk: Desk,
    form: WeekForm,
    *,
    text: WeekText | None = None,
    status: int = 200,
    typed: bool = False,
) -> HttpResponse:
    """The page on which a week is written. `typed`: its words came from the reader and are not kept yet."""
    program, number = desk.program, desk.number
    look = LookForm.chosen(request.POST)
    text = text or (text_of(desk.week) if desk.week else form.typed(number))
    context = around(program, "curriculum") | {
        "week": desk.week,
        "number": number,
        "form": form,
        "typed": typed or form.is_bound,
        "look_form": LookForm(initial={"look": look}),
        "goes_out": goes_out(program, number),
        "closed": over(program),
        "other_words": bool(desk.week and week_rows.differs(desk.week)),
    }
    if desk.week:
        context |= {
            "passed": Step.objects.filter(week__program=program, number=number).count(),
            "to_come": Schedule.objects.filter(program=program, next_step__lte=number).count(),
            "may_go": may_leave(number, len(desk.path), week_changes.settled(program)),
        }
    context |= _looks(request, desk, text, look)
    return render(request, "programs/week_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def week_edit(request: HttpRequest, group: str, program: str, number: int) -> HttpResponse:
    desk = Desk.at(run_program(request, group, program), number=number)
    if desk.week is None:
        raise Http404
    return (
        _save(request, desk) if request.method == "POST" else _editor(request, desk, WeekForm.of(desk.week))
    )


def _mind_the_subject(request: HttpRequest, before: Week, now: WeekText) -> None:
    """A subject of its own does not follow the question: whoever changed that alone is told."""
    if now.subject and now.subject == before.subject and now.question != before.question:
        messages.info(
            request,
            f"The mail’s subject still says “{now.subject}”. Empty it, and the new question stands there.",
        )


def _save(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The form says which week it is for: the number in the address may be another one's by now."""
    form = WeekForm(request.POST)
    root, edition = form.which()
    if root and desk.week and desk.week.root != root:
        desk = Desk.at(desk.program, root=root)
    if desk.week is None:
        return week_versions.gone(request, desk.program, form)
    week, desk.week.edition = desk.week, edition
    if form.is_valid():
        try:
            week_changes.edit(week, by=person(request), text=form.text(desk.number))
        except weeks.Stale as refused:
            return week_versions.conflict(request, refused.now, form)
        except weeks.Gone:
            return week_versions.gone(request, desk.program, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Week {desk.number} is changed.")
            _mind_the_subject(request, week, form.text(desk.number))
            place = reverse("curriculum", args=[desk.program.group.slug, desk.program.slug])
            return redirect(f"{place}#w-{week.root}")
    return _editor(request, desk, form, text=form.typed(desk.number), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def week_add(request: HttpRequest, group: str, program: str) -> HttpResponse:
    desk = Desk.at(run_program(request, group, program))
    places = desk.places()
    form = NewWeekForm(posted(request), places=places, initial={"after": desk.likely(places)})
    if form.is_valid():
        after = form.cleaned_data["after"]
        try:
            week = week_changes.add(desk.program, by=person(request), after=after, text=form.text(after + 1))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Week {week.number} is new: {week.title}.")
            return redirect(f"{reverse('curriculum', args=[group, program])}#w-{week.root}")
    return _editor(request, desk, form, status=422 if form.is_bound else 200)


@require_POST
def week_preview(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """How it looks as typed. Nothing is saved and nothing is refused."""
    return _unsaved(request, run_program(request, group, program))


def _unsaved(request: HttpRequest, program: Program, *, status: int = 200) -> HttpResponse:
    desk, form = _on_the_desk(request, program)
    text = form.typed(desk.number)
    if request.htmx:
        context = around(program, "curriculum") | _looks(request, desk, text, LookForm.chosen(request.POST))
        return render(request, "programs/_week_look.html", context, status=status)
    return _editor(request, desk, form.again(), text=text, status=status, typed=True)


def _on_the_desk(request: HttpRequest, program: Program) -> tuple[Desk, WeekForm]:
    form = WeekForm(request.POST)
    root, _edition = form.which()
    desk = Desk.at(program, root=root)
    if desk.week:
        return desk, form
    places = desk.places()
    form = NewWeekForm(request.POST, places=places)
    form.is_valid()
    after = form.cleaned_data.get("after", desk.likely(places))
    return Desk(program, desk.path, None, after + 1), form


@require_POST
def week_test(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """ "Send me a test": the words as typed, to the admin who types them."""
    found = run_program(request, group, program)
    desk, form = _on_the_desk(request, found)
    text, user = form.typed(desk.number), person(request)
    how = Look(LookForm.chosen(request.POST) == "mentor", goes_out(found, text.number) or found.today())
    wait = 0
    try:
        week_tests.send(found, text, how, by=user)
    except TooMany as refused:
        wait = refused.retry_after
        minutes = max(1, ceil(wait / 60))
        words = f"That’s ten tests in an hour. The next one can go in {minutes} minute{'s' * (minutes > 1)}."
        messages.warning(request, words)
    else:
        messages.success(request, f"A test is on its way to {user.email}.")
    if request.htmx:
        # htmx swaps what was refused when it is 422, and the toast tells of it.
        return render(request, "parts/toasts_oob.html", status=422 if wait else 200)
    answer = _unsaved(request, found, status=429 if wait else 200)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def week_original(request: HttpRequest, group: str, program: str, root: UUID) -> HttpResponse:
    """Both versions side by side, then the one with which the week came."""
    found = run_program(request, group, program)
    week = week_of(found, root)
    original = original_of(week) if week.live else None
    if original is None:
        raise Http404
    refusal, status = over(found), 200
    if request.method == "POST":
        # Somebody may have written more since: an edition that nobody has seen is not thrown away.
        week.edition = paging.number(request.POST.get("edition"))
        try:
            week_changes.put_back(week, by=person(request))
        except weeks.Stale as error:
            refusal, status = "Somebody changed this week a moment ago. This is what it says now.", 409
            week = error.now
        except ValidationError as error:
            refusal, status = error.messages[0], 422
        else:
            messages.success(request, f"Week {week.number} says again what it came with.")
            return redirect(f"{reverse('curriculum', args=[group, program])}#w-{week.root}")
    context = around(found, "curriculum") | {
        "week": week,
        "fields": week_versions.side_by_side(original, text_of(week)),
        "refusal": refusal,
        "closed": over(found),
    }
    return render(request, "programs/week_original.html", context, status=status)
