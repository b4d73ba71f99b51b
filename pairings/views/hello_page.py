"""The page of one hello: the talk, where it stands, and what its reader may do."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from accounts.models import not_blocked
from groups.access import person
from groups.models import Membership
from profiles.models import Profile
from programs.models import Program
from programs.models.programs import State as ProgramState

from ..forms import DeclineForm, MessageForm
from ..models import Request
from ..models.requests import State
from ..services import others
from ..words import asks_words, hello_state, promise_words, usual_words
from .talk import Part, steps_of, talk, unread_of


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
        steps_of(hello.conversation_id) if getattr(hello, "pair_code", "") is not None else [],
        **unread_of(hello),
        part=Part.of(request.GET),
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
        "asks": asks_words(hello.asks) if hello.asks_to_pair else "",
        "decline": (decline or decline_form(hello)) if is_open and not is_sender else None,
        "takes": hello.to_profile.has_room(program.today()),
        **_after(hello, is_sender),
        "refused": refused,
    }
    bad = refused or any(bound is not None for bound in (form, decline))
    return render(request, "pairings/hello.html", context, status=422 if bad else 200)


def _wants_others(hello: Request) -> bool:
    """Did it end without the sender having found somebody?"""
    filled_up = hello.state == State.CLOSED and hello.to_profile.places_left == 0
    return filled_up or hello.state in (State.DECLINED, State.LAPSED)


def _after(hello: Request, is_sender: bool) -> dict[str, Any]:
    """What the sender reads of what comes next: while it waits, and when it has ended without a pair."""
    if not is_sender:
        return {}
    program, role, but = hello.program, hello.to_profile.role, [hello.recipient_id]
    if hello.is_waiting:
        name = hello.recipient.first_name
        number = others.number_of(hello.sender, program, role, but=but)
        return {
            "usual": usual_words(name, hello.to_profile.usual_answer),
            "promise": promise_words(name, hello.expires_at, number),
        }
    if not _wants_others(hello):
        return {}
    own = list(Profile.objects.listed().filter(program=program, user=hello.sender))
    return {"others": others.best(hello.sender, program, role, but=but), "leaving": leaving_it(program, own)}


def leaving_it(program: Program, own: Iterable[Profile]) -> dict[str, Any]:
    """For a mentee who has nobody yet, where admins pair too: with whom to leave it, whether they have, and
    by when they hear; empty for everybody else."""
    alone = next((one for one in own if not one.is_mentor and one.places_left), None)
    if alone is None or program.forming == Program.Forming.CHOOSE or program.state != ProgramState.LIVE:
        return {}
    looks_after = Membership.objects.looking_after().filter(group=program.group_id).select_related("user")
    admin = looks_after.filter(not_blocked(alone.user_id, "user_id")).first()
    return {
        "admin": admin.user.first_name if admin else "an admin",
        "wanted": alone.wants_pairing,
        "role": alone.role,
        "by": program.start_ahead,
    }


def decline_form(hello: Request, data: QueryDict | None = None) -> DeclineForm:
    """The kind no to this hello, naming somebody with room whom its sender may read, where there is one."""
    found = others.best(
        hello.sender,
        hello.program,
        hello.to_profile.role,
        but=[hello.recipient_id],
        number=1,
        named_by=hello.recipient,
    )
    return DeclineForm(data, auto_id="no_%s", somebody=found[0] if found else None)
