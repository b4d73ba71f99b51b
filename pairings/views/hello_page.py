"""The page of one hello: the talk, where it stands, and what its reader may do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groups.access import person
from profiles.models import Profile
from programs.models import Program

from ..forms import DeclineForm, MessageForm
from ..models import Request
from ..models.requests import State
from ..words import hello_state
from .talk import number, steps_of, talk

OTHERS = 3


def render_hello(
    request: HttpRequest,
    hello: Request,
    *,
    form: MessageForm | None = None,
    decline: DeclineForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page; 422 when something on it was refused."""
    user = person(request)
    is_sender = hello.sender_id == user.pk
    partner = hello.recipient if is_sender else hello.sender
    is_open = hello.state == State.OPEN
    program = hello.program
    context = talk(
        hello.conversation,
        user,
        partner,
        steps_of(hello.conversation_id),
        unread=getattr(hello, "unread", True),
        before=number(request.GET.get("before")),
        form=form,
    ) | {
        "hello": hello,
        "program": program,
        "group": program.group,
        "here_group": program.group,
        "here": request.path if request.method == "GET" else hello.get_absolute_url(),
        "is_sender": is_sender,
        "state_words": hello_state(hello, user),
        "may_answer": is_open and not is_sender,
        "may_accept": is_open and not is_sender and hello.asks_to_pair,
        "may_pair_up": is_open and not hello.asks_to_pair and program.forming != Program.Forming.ADMINS,
        "may_withdraw": is_open and is_sender,
        "asks": hello.get_asks_display() if hello.asks_to_pair else "",
        "decline": decline or DeclineForm(auto_id="no_%s"),
        "others": _others(hello) if is_sender and _wants_others(hello) else [],
        "refused": refused,
    }
    bad = refused or any(bound is not None for bound in (form, decline))
    return render(request, "pairings/hello.html", context, status=422 if bad else 200)


def _wants_others(hello: Request) -> bool:
    """Did it end without the sender having found somebody?"""
    filled_up = hello.state == State.CLOSED and hello.to_profile.places_left == 0
    return filled_up or hello.state in (State.DECLINED, State.LAPSED)


def _others(hello: Request) -> list[Profile]:
    """Three other people with room, the least asked first."""
    rows = Profile.objects.visible_to(hello.sender).with_room(hello.program.today())
    rows = rows.filter(program=hello.program, role=hello.to_profile.role).select_related("user")
    rows = rows.exclude(user__in=[hello.sender_id, hello.recipient_id])
    return list(rows.order_by("waiting_requests", "seats_taken", "-pk")[:OTHERS])
