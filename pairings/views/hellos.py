"""The hellos there are, and answering one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.templatetags.bothy import day_words
from groups.access import person
from profiles.access import lead_on, read_program
from profiles.models import Profile
from programs.models import Program

from ..access import hellos_of, own_hello
from ..models import Request
from ..models.requests import OPEN_LIMIT
from ..services import kept, others, requests
from ..services.requests import NeedsSignUp
from ..words import next_words, row_words
from .hello_page import decline_form, leaving_it, render_hello
from .talk import number

PAGE = 30


def _sign_up_first(request: HttpRequest, program: Program, role: str, onward: str) -> HttpResponse:
    """Through the short sign-up, and back to what they were about to do."""
    lead_on(request, program, onward)
    return redirect(reverse("sign_up", args=[program.group.slug, program.slug], query={"as": role}))


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
            "words": row_words(hello, user),
            "for_you": hello.is_waiting and hello.recipient_id == user.pk,
        }
        for hello in page[:PAGE]
    ]
    own = list(Profile.objects.listed().filter(program=found, user=user))
    context = {
        "program": found,
        "group": found.group,
        "here_group": found.group,
        "received": [row for row in shown if row["hello"].recipient_id == user.pk],
        "sent": [row for row in shown if row["hello"].sender_id == user.pk],
        "older": page[PAGE - 1].pk if len(page) > PAGE else 0,
        "fullness": _fullness(own, found),
        "lying": kept.of(user, found),
        "leaving": leaving_it(found, own),
    }
    return render(request, "pairings/hellos.html", context)


def _fullness(own: list[Profile], program: Program) -> list[tuple[Profile, bool]]:
    """This person's sign-ups that somebody waits for or that take nobody new, and whether they have room."""
    today = program.today()
    rooms = [(profile, profile.has_room(today)) for profile in own]
    return [
        (profile, takes)
        for profile, takes in rooms
        if (profile.waiting_requests if takes else profile.places_left)
    ]


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
    messages.success(request, next_words("accepted", found.sender.first_name, starts_on=pairing.starts_on))
    return redirect("pair", group, program, pairing.code)


@require_POST
def hello_decline(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = own_hello(request, group, program, code)
    _only(request, found.recipient_id)
    form = decline_form(found, request.POST)
    if not form.is_valid():
        return render_hello(request, found, decline=form)
    try:
        requests.decline(found, by=person(request), note=form.text())
    except ValidationError as error:
        return _refused(request, group, program, code, error)
    name, role = found.sender.first_name, found.to_profile.role
    shown = others.number_of(found.sender, found.program, role, but=[found.recipient_id])
    messages.success(request, next_words("declined", name, number=shown))
    return redirect("hello", group, program, code)


@require_POST
def hello_withdraw(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = own_hello(request, group, program, code)
    _only(request, found.sender_id)
    try:
        requests.withdraw(found, by=person(request))
    except ValidationError as error:
        return _refused(request, group, program, code, error)
    name = found.recipient.first_name
    if lying := kept.of(person(request), found.program):
        other = lying.to_profile.user.first_name
        messages.success(request, f"Taken back. Your hello to {other} is still here: one press sends it.")
        return redirect("hello_new", group, program, lying.to_profile.code)
    free = OPEN_LIMIT - Request.objects.waiting().filter(sender=found.sender_id).count()
    messages.success(request, next_words("withdrawn", name, number=free))
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
