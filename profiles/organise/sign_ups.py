"""Who signed up; and where admins read answers first, the queue and each of its decisions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import paging
from groups.access import person, posted
from groups.models import Membership
from groups.services import invitations
from profiles.forms_of_admins import AskForm, DeclineForm, FineForm, stamps_of
from profiles.models import Profile
from profiles.models.profiles import WITH_ADMINS, State
from profiles.said import summary
from profiles.services import reading
from programs.access import run_program
from programs.models import Program
from programs.models.programs import State as ProgramState
from programs.organise import around

PAGE = 50
READ = (*WITH_ADMINS, State.LISTED)  # sent at least once, and not taken back


@require_safe
def sign_ups(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """Who waits to be read, then everybody on the list, newest first; who still writes is only counted."""
    found = run_program(request, group, program)
    rows = Profile.objects.filter(program=found)
    counts = rows.aggregate(
        mentors=Count("pk", filter=Q(state=State.LISTED, role="mentor")),
        mentees=Count("pk", filter=Q(state=State.LISTED, role="mentee")),
        writing=Count("pk", filter=Q(state=State.DRAFT)),
        waiting=Count("pk", filter=Q(state=State.SENT)),
        aside=Count("pk", filter=Q(state__in=[State.ASKED, State.DECLINED])),
        stepped_back=Count("pk", filter=Q(state=State.WITHDRAWN)),
    )
    listed = rows.listed().select_related("user").order_by("-listed_at", "-pk")
    people, number, following = paging.numbered(request, listed, PAGE)
    anybody = people or number > 1 or counts["waiting"] or counts["aside"]
    context = around(found, "sign-ups") | {
        "people": people,
        "next": following,
        "counts": counts,
        "waiting": _first(rows, counts["waiting"], State.SENT),
        "aside": _first(rows, counts["aside"], State.ASKED, State.DECLINED),
        "invitation": None if anybody else invitations.current(found.group),
        "first_page": number == 1,
    }
    return render(request, "profiles/sign_ups.html", context)


def _first(rows: Any, number: int, *states: State) -> list[Profile]:
    """The longest waiting of them; a query only where there is somebody."""
    found = rows.filter(state__in=states).select_related("user").order_by("sent_at", "pk")
    return list(found[: reading.MOST]) if number else []


@require_POST
def sign_ups_fine(request: HttpRequest, group: str, program: str) -> HttpResponse:
    """ "Fine for these": all that stood on the page, but for what has changed since."""
    found = run_program(request, group, program)
    read = stamps_of(request.POST)
    try:
        listed = reading.fine(found, read, by=person(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("sign_ups", group, program)
    if listed:
        words = f"{len(listed)} people are" if len(listed) > 1 else f"{listed[0].user.name} is"
        messages.success(request, f"{words} on the list now, and told.")
    if rest := len(read) - len(listed):
        words = "One has" if rest == 1 else f"{rest} have"
        messages.warning(request, f"{words} changed meanwhile, or somebody else was faster. Look again.")
    return redirect("sign_ups", group, program)


@require_safe
def sign_up_read(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """One sign-up, with what only admins read, and what may be decided about it."""
    found = run_program(request, group, program)
    profile = _profile(found, code)
    context = around(found, "sign-ups") | {
        "profile": profile,
        "parts": summary(profile, private=True),
        "with_admins": profile.state in WITH_ADMINS,
        "live": found.state == ProgramState.LIVE,
    }
    return render(request, "profiles/sign_up_read.html", context)


@require_POST
def sign_up_fine(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """On the list."""
    found = run_program(request, group, program)
    profile, form = _profile(found, code), FineForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Read the answers first.")
        return redirect("sign_up_read", group, program, code)

    def act() -> None:
        reading.fine_one(profile, form.cleaned_data["read"], by=person(request))

    return _decide(request, profile, act, "on the list now, and told")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_ask(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """A small change, please: drafted words, and what they are about."""
    found = run_program(request, group, program)
    profile = _profile(found, code)
    form = AskForm(posted(request), profile=profile, by=person(request))
    if form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            by = person(request)
            reading.ask(profile, data["read"], by=by, note=data["note"], about=data["about"])

        return _decide(request, profile, act, "asked, and told where", form, "ask")
    return _words(request, found, profile, form, "ask")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_decline(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """Not this time, in words that the admin may change."""
    found = run_program(request, group, program)
    profile = _profile(found, code)
    form = DeclineForm(posted(request), profile=profile, by=person(request))
    if form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            reading.decline(profile, data["read"], by=person(request), note=data["note"])

        return _decide(request, profile, act, "told kindly", form, "decline")
    return _words(request, found, profile, form, "decline")


@require_safe
def sign_up_short(request: HttpRequest, code: str) -> HttpResponse:
    """The permanent address of a sign-up: one's own, or the queue it stands in for those who read it."""
    user = person(request)
    found = Profile.objects.filter(code=code).select_related("program__group").first()
    rows = Membership.objects.active().filter(user=user)
    mine = rows.filter(group=found.program.group_id).first() if found else None
    if found is None or mine is None:
        raise Http404
    where = [found.program.group.slug, found.program.slug]
    if found.user_id == user.pk:
        draft = f"?as={found.role}" if found.state == State.DRAFT else ""  # straight to where it stopped
        return redirect(reverse("sign_up", args=where) + draft)
    if not mine.runs_it:
        raise Http404
    return redirect("sign_ups", *where)


def _profile(program: Program, code: str) -> Profile:
    """One that was sent. What somebody is still writing, or has taken back, is theirs alone."""
    rows = Profile.objects.filter(program=program, state__in=READ).select_related("user", "decided_by")
    profile = get_object_or_404(rows, code=code)
    profile.program = program
    return profile


def _decide(
    request: HttpRequest,
    profile: Profile,
    act: Callable[[], None],
    words: str,
    form: Any = None,
    name: str = "",
) -> HttpResponse:
    """What was decided, or why it could not be; written words stay in their form as long as they could go."""
    where = [profile.program.group.slug, profile.program.slug]
    try:
        act()
    except ValidationError as error:
        now = Profile.objects.filter(pk=profile.pk).select_related("user", "decided_by").get()
        now.program = profile.program
        if form is not None and now.state in WITH_ADMINS:
            form.data = dict(form.data.items()) | {"read": now.stamp}
            form.add_error(None, error.messages[0])
            return _words(request, now.program, now, form, name)
        messages.error(request, error.messages[0])
        return (
            redirect("sign_up_read", *where, now.code) if now.state in READ else redirect("sign_ups", *where)
        )
    messages.success(request, f"{profile.user.name} is {words}.")
    return redirect("sign_ups", *where)


def _words(request: HttpRequest, program: Program, profile: Profile, form: Any, act: str) -> HttpResponse:
    context = around(program, "sign-ups") | {"profile": profile, "form": form, "act": act}
    return render(request, "profiles/sign_up_words.html", context, status=422 if form.is_bound else 200)
