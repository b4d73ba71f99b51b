"""Saying hello, and answering one."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.templatetags.bothy import day_words
from groups.access import person
from profiles.access import lead_on, read_program
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from programs.models import Program

from ..access import hellos_of, own_hello
from ..forms import DeclineForm, HelloForm
from ..models import Request
from ..models.requests import Asks
from ..openers import Answers, hello_openers, together
from ..services import requests
from ..services.requests import NeedsSignUp, asks_for
from ..words import hello_state
from .hello_page import render_hello
from .talk import number

PAGE = 30
DRAFT = "hello-draft"  # in the session: a hello that waits for its sender's sign-up


# -- a new one ----------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def hello_new(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    user = person(request)
    found = read_program(request, group, program)
    rows = Profile.objects.visible_to(user).select_related("user").exclude(user=user)
    profile = get_object_or_404(rows, program=found, code=code, state=ProfileState.LISTED)
    profile.program = found
    if going_on := _going_on(user, profile):
        return redirect("hello", group, program, going_on.code)
    draft = request.session.get(DRAFT) or {}
    draft = draft if draft.get("to") == code else {}
    form = _hello_form(request, user, profile, draft)
    if request.method == "POST" and form.is_valid():
        try:
            sent = _send(user, profile, form)
        except NeedsSignUp as needs:
            kept = {name: str(form.cleaned_data[name]) for name in ("opener", "words", "asks")}
            request.session[DRAFT] = {"to": code, **kept}
            messages.info(request, f"{needs.messages[0]} Your hello is kept.")
            return _sign_up_first(request, found, needs.role, request.path)
        except ValidationError as error:
            form.add_error("words" if error.code in ("short", "empty", "long") else None, error)
        else:
            request.session.pop(DRAFT, None)
            name = profile.user.first_name
            messages.success(
                request,
                f"Sent. If {day_words(sent.expires_at)} comes and {name} couldn’t reply, "
                "we’ll show you three others.",
            )
            return redirect("hello", group, program, sent.code)
    context = _around(found) | {
        "form": form,
        "profile": profile,
        "partner": profile.user,
        "has_room": profile.has_room(found.today()),
        "draft": bool(draft),
    }
    return render(request, "pairings/hello_new.html", context, status=422 if form.is_bound else 200)


def _going_on(user: User, profile: Profile) -> Request | None:
    low, high = sorted((user.pk, profile.user_id))
    return Request.objects.open().filter(program=profile.program_id, low_id=low, high_id=high).first()


def _hello_form(request: HttpRequest, user: User, profile: Profile, draft: dict[str, Any]) -> HelloForm:
    own = Profile.objects.filter(program=profile.program_id, user=user)
    openers = hello_openers(_answers(profile), map(_answers, own))
    asks = [(str(Asks.QUESTION.value), str(Asks.QUESTION.label))]
    program = profile.program
    if program.forming != Program.Forming.ADMINS and profile.has_room(program.today()):
        wish = asks_for(profile)
        asks.insert(0, (str(wish.value), str(wish.label)))
    start = {"opener": openers[0] if openers else "", "asks": asks[0][0], "token": uuid.uuid4(), **draft}
    said = request.POST if request.method == "POST" else None
    return HelloForm(said, openers=openers, asks=asks, initial=start)


def _answers(profile: Profile) -> Answers:
    return Answers(tuple(profile.topics), profile.quote, profile.hobby, tuple(profile.hours))


def _send(user: User, profile: Profile, form: HelloForm) -> Request:
    data = form.cleaned_data
    return requests.send(
        sender=user,
        to_profile=profile,
        body=together(data["opener"], data["words"]),
        to_pair=data["asks"] != Asks.QUESTION,
        token=data["token"],
    )


def _sign_up_first(request: HttpRequest, program: Program, role: str, onward: str) -> HttpResponse:
    """Through the short sign-up, and back to what they were about to do."""
    lead_on(request, program, onward)
    return redirect(reverse("sign_up", args=[program.group.slug, program.slug], query={"as": role}))


def _around(program: Program) -> dict[str, Any]:
    return {"program": program, "group": program.group, "here_group": program.group}


# -- those there are ----------------------------------------------------------------------------
@require_safe
def hellos(request: HttpRequest, group: str, program: str) -> HttpResponse:
    user = person(request)
    found = read_program(request, group, program)
    rows = hellos_of(user).filter(program=found).order_by("-pk")
    if before := number(request.GET.get("before")):
        rows = rows.filter(pk__lt=before)
    page = list(rows[: PAGE + 1])
    shown = [
        {
            "hello": hello,
            "partner": hello.recipient if hello.sender_id == user.pk else hello.sender,
            "words": hello_state(hello, user),
            "for_you": hello.is_waiting and hello.recipient_id == user.pk,
        }
        for hello in page[:PAGE]
    ]
    context = _around(found) | {
        "received": [row for row in shown if row["hello"].recipient_id == user.pk],
        "sent": [row for row in shown if row["hello"].sender_id == user.pk],
        "older": page[PAGE - 1].pk if len(page) > PAGE else 0,
    }
    return render(request, "pairings/hellos.html", context)


@require_safe
def hello(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    return render_hello(request, own_hello(request, group, program, code))


@require_POST
def hello_accept(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = own_hello(request, group, program, code)
    _only(request, found.recipient_id)
    try:
        pairing = requests.accept(found, by=person(request))
    except ValidationError as error:
        return _refused(request, group, program, code, error)
    messages.success(
        request, f"You and {found.sender.first_name} are a pair. Say hello now, or when it suits."
    )
    return redirect("pair", group, program, pairing.code)


@require_POST
def hello_decline(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = own_hello(request, group, program, code)
    _only(request, found.recipient_id)
    form = DeclineForm(request.POST, auto_id="no_%s")
    if not form.is_valid():
        return render_hello(request, found, decline=form)
    try:
        requests.decline(found, by=person(request), note=form.text())
    except ValidationError as error:
        return _refused(request, group, program, code, error)
    messages.success(request, f"{found.sender.first_name} will read it kindly put.")
    return redirect("hello", group, program, code)


@require_POST
def hello_withdraw(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = own_hello(request, group, program, code)
    _only(request, found.sender_id)
    try:
        requests.withdraw(found, by=person(request))
    except ValidationError as error:
        return _refused(request, group, program, code, error)
    messages.success(request, "Taken back. You can say hello to somebody else.")
    return redirect("hello", group, program, code)


@require_POST
def hello_pair_up(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = own_hello(request, group, program, code)
    user = person(request)
    if found.program.forming == Program.Forming.ADMINS:
        raise Http404
    try:
        new = requests.pair_up(found, by=user)
    except NeedsSignUp as needs:
        messages.info(request, needs.messages[0])
        onward = reverse("hello", args=[group, program, code])
        return _sign_up_first(request, found.program, needs.role, onward)
    except ValidationError as error:
        return _refused(request, group, program, code, error)
    other = found.recipient if user.pk == found.sender_id else found.sender
    messages.success(request, f"Asked. {other.first_name} has until {day_words(new.expires_at)} to say yes.")
    return redirect("hello", group, program, new.code)


def _only(request: HttpRequest, user_id: int) -> None:
    """The other one's verb does not exist for this person."""
    if person(request).pk != user_id:
        raise Http404


def _refused(
    request: HttpRequest, group: str, program: str, code: str, error: ValidationError
) -> HttpResponse:
    """The page again as it stands now, with the reason."""
    return render_hello(request, own_hello(request, group, program, code), refused=error.messages[0])
