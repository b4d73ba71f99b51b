""" "I'm full", with one press: from a hello, from the list and from the page that the mails lead to."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.access import person
from messaging.templatetags.mails import number_words
from profiles.access import read_program
from profiles.models import Profile
from profiles.services import profiles
from profiles.views.standing import next_month
from programs.models import Program
from programs.models.questions import ProfileRole

from ..access import hellos_of, own_conversation
from ..forms import FullForm, NotesForm
from ..models import Request
from ..services import fullness

SAID = {
    "full": "You’re full for now. Nobody new can ask you to pair up; who you’re talking with is as before.",
    "later": "Nobody new this month. Who you’re talking with is as before.",
    "open": "You have room again, and people can see that.",
}


@require_safe
def full_short(request: HttpRequest, code: str) -> HttpResponse:
    """The slug-free address in mails: the page for whoever was asked in this conversation."""
    conversation, _other = own_conversation(request, code)
    user = person(request)
    hello = hellos_of(user).filter(conversation=conversation, recipient=user).order_by("-pk").first()
    if hello is None:
        raise Http404
    where = [hello.program.group.slug, hello.program.slug]
    return redirect(reverse("hellos_full", args=where, query={"as": hello.to_profile.role}))


@require_http_methods(["GET", "HEAD", "POST"])
def hellos_full(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Says it with one press, and takes it back with one; then offers kind notes to those who wait."""
    found = read_program(request, group, program)
    profile = _own(request, found)
    if request.method == "POST":
        form = FullForm(request.POST)
        if not form.is_valid():
            raise Http404
        room = form.cleaned_data["room"]
        until = {"open": None, "later": next_month(found.today()), "full": profiles.FAR}[room]
        fullness.say(profile, by=person(request), until=until)
        messages.success(request, SAID[room])
        return redirect(reverse("hellos_full", args=[group, program], query={"as": profile.role}))
    return _page(request, found, profile)


@require_POST
def hellos_full_notes(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """One kind no to those of them who are ticked."""
    found = read_program(request, group, program)
    profile = _own(request, found)
    waiting = list(fullness.waiting_for(profile))
    form = _notes(waiting, request)
    if not form.is_valid():
        return _page(request, found, profile, form)
    chosen = [hello for hello in waiting if hello.code in form.cleaned_data["to"]]
    number = fullness.send_notes(chosen, by=person(request), note=form.text())
    people = "one person" if number == 1 else f"{number_words(number)} people"
    messages.success(request, f"Your note is on its way to {people}.")
    return redirect("hellos", group, program)


def _own(request: HttpRequest, program: Program) -> Profile:
    """This person's sign-up on the list that it is about; 404 where there is none."""
    role = request.POST.get("as") or request.GET.get("as", "")
    rows = Profile.objects.listed().filter(program=program, user=person(request)).select_related("user")
    if role in ProfileRole.values:
        rows = rows.filter(role=role)
    profile = rows.order_by("-role").first()
    if profile is None:
        raise Http404
    profile.program = program
    return profile


def _notes(waiting: list[Request], request: HttpRequest | None = None) -> NotesForm:
    asked = [hello.code for hello in waiting if hello.asks_to_pair] or [hello.code for hello in waiting]
    return NotesForm(
        request.POST if request else None,
        auto_id="note_%s",
        waiting=[(hello.code, hello.sender.name) for hello in waiting],
        initial={"to": asked},
    )


def _page(
    request: HttpRequest, program: Program, profile: Profile, form: NotesForm | None = None
) -> HttpResponse:
    waiting = list(fullness.waiting_for(profile))
    today = program.today()
    context: dict[str, Any] = {
        "program": program,
        "group": program.group,
        "here_group": program.group,
        "profile": profile,
        "resting": profile.accepting_from is not None and profile.accepting_from > today,
        "until": profile.accepting_from if profile.accepting_from != profiles.FAR else None,
        "taken": profile.places_left == 0,
        "waiting": waiting,
        "form": form or (_notes(waiting) if waiting else None),
    }
    return render(request, "pairings/hellos_full.html", context, status=422 if form else 200)
