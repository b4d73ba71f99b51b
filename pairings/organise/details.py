"""A program's name and dates. Here, because the weeks of pairs that walk follow them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS, WEEKDAYS
from django.views.decorators.http import require_http_methods

from groups import versions
from groups.access import person, posted
from programs.access import run_program
from programs.forms.details import DetailsForm
from programs.models import Program, Week
from programs.models.programs import State
from programs.organise import around
from programs.services import programs

from ..services import looking_after

# What the log calls the acts that change what the form shows.
CHANGES = (
    "changed details of",
    "read a file into",
    "opened sign-up for",
    "closed sign-up for",
    "reopened sign-up for",
)


@require_http_methods(["GET", "HEAD", "POST"])
def program_details(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    form = DetailsForm(posted(request), instance=_copy(found))
    going_on = versions.GO_ON in request.POST
    if not going_on and form.is_valid():
        try:
            read = form.cleaned_data["seen"]
            saved = looking_after.save_details(found, by=person(request), read=read, **form.details())
        except versions.Stale:
            return _conflict(request, found, form)
        except ValidationError as error:
            _add(form, error)
        else:
            messages.success(request, "Saved.")
            to_check = found.state == State.DRAFT and found.weeks_checked_at is None
            return redirect("curriculum" if to_check else "program_details", group, saved.slug)
    weeks = Week.objects.live().filter(program=found).count()
    context = around(found, "details") | {
        "form": form,
        "weeks": weeks,
        "ends": form.instance.ends_on(weeks) if weeks else None,
        "names": (WEEKDAYS.values(), list(MONTHS.values())),
    }
    return render(request, "programs/details.html", context, status=422 if form.errors else 200)


def _conflict(request: HttpRequest, program: Program, sent: DetailsForm) -> HttpResponse:
    """E-409: somebody was first. Both versions; mine knows what is there now."""
    now = _copy(program)
    alike = Program.objects.filter(group=now.group, name=now.name).count() > 1
    verbs = () if alike else CHANGES
    context = around(program, "details") | {
        "fields": versions.side_by_side(DetailsForm(instance=now), sent),
        "form": DetailsForm(versions.sent_again(request.POST, programs.stamp(now)), instance=now),
        **versions.whose(now.group, person(request), verbs, now.name),
    }
    return render(request, "programs/details_conflict.html", context, status=409)


def _copy(program: Program) -> Program:
    """For the form to write on: the page around it keeps what is true."""
    copy = Program.objects.get(pk=program.pk)
    copy.group = program.group
    return copy


def _add(form: DetailsForm, error: ValidationError) -> None:
    where = {"signup_until": "closes_on"}
    for field, found in getattr(error, "error_dict", {None: [error]}).items():
        form.add_error(where.get(field, field), [message for each in found for message in each.messages])
