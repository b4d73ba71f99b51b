"""Saying hello: written, kept where it has to wait for a sign-up, sent."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from groups.access import person
from groups.models import Membership
from profiles.access import lead_on, read_program
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services.whole import waits_for_mail
from programs.models import Program
from programs.models.questions import ProfileRole

from ..access import hellos_of
from ..forms import HelloForm
from ..models import KeptHello, Request
from ..models.requests import Asks
from ..openers import Answers, hello_openers, together
from ..services import kept, others, requests
from ..services.requests import NeedsSignUp, asks_for
from ..words import asks_words, promise_words, usual_words

IN_WORDS = ("short", "empty", "long")  # refusals that belong beside the words


@require_safe
def hello_new_short(request: HttpRequest, code: str) -> HttpResponse:
    """The slug-free address in notices: the hello that was being written to this person."""
    user = person(request)
    rows = Profile.objects.visible_to(user).exclude(user=user).select_related("program__group")
    found = get_object_or_404(rows, code=code).program
    return redirect("hello_new", found.group.slug, found.slug, code)


@require_http_methods(["GET", "HEAD", "POST"])
def hello_new(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """The form; it keeps what cannot go yet."""
    user = person(request)
    found = read_program(request, group, program)
    profile = _to(user, found, code)
    if going_on := _going_on(user, profile):
        return redirect("hello", group, program, going_on.code)
    mine = list(Profile.objects.filter(program=found, user=user))
    lying = kept.of(user, found)
    form = _form(request, profile, mine, lying)
    if request.method != "POST" or not form.is_valid():
        return _page(request, profile, form, lying, mine=mine)
    data, to_pair = form.cleaned_data, form.cleaned_data["asks"] != Asks.QUESTION
    try:
        sent = requests.send(
            sender=user,
            to_profile=profile,
            body=together(data["opener"], data["words"]),
            to_pair=to_pair,
            token=data["token"],
        )
    except ValidationError as error:
        if error.code in IN_WORDS:
            form.add_error("words", error)
            return _page(request, profile, form, lying, mine=mine)
        lying = kept.keep(
            sender=user,
            to_profile=profile,
            opener=data["opener"],
            words=data["words"],
            to_pair=to_pair,
            token=data["token"],
        )
        if isinstance(error, NeedsSignUp):
            return _sign_up_first(request, lying, error, mine)
        return _refused(request, profile, form, lying, error, mine=mine)
    if lying and (lying.to_profile_id == profile.pk or "words" in request.GET):
        kept.drop(user, found.pk)
    return _sent(request, sent)


@require_POST
def hello_go(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    """The last press of a sign-up brings the hello along that was written before it."""
    user = person(request)
    found = read_program(request, group, program)
    lying = kept.of(user, found)
    rows = Profile.objects.visible_to(user).exclude(user=user).filter(program=found, code=code)
    readable = rows.filter(state=ProfileState.LISTED).exists()
    meant = lying is not None and lying.to_profile.code == code
    if not meant and not readable:
        raise Http404
    if lying is None or not meant or not readable:
        # Sent already, or they have stepped back meanwhile: the page of their answers says so.
        return redirect("answers", group, program, code)
    lying.sender, lying.to_profile.program = user, found
    mine = list(Profile.objects.filter(program=found, user=user))
    try:
        sent = kept.go(lying)
    except NeedsSignUp as needs:
        return _sign_up_first(request, lying, needs, mine)
    except ValidationError as error:
        form = _form(request, lying.to_profile, mine, lying, bound=False)
        return _refused(request, lying.to_profile, form, lying, error, mine=mine)
    return _sent(request, sent, listed=True)


def _to(user: User, program: Program, code: str) -> Profile:
    rows = Profile.objects.visible_to(user).select_related("user").exclude(user=user)
    profile = get_object_or_404(rows, program=program, code=code, state=ProfileState.LISTED)
    profile.program = program
    return profile


def _going_on(user: User, profile: Profile) -> Request | None:
    low, high = sorted((user.pk, profile.user_id))
    return Request.objects.open().filter(program=profile.program_id, low_id=low, high_id=high).first()


# -- the form -------------------------------------------------------------------------------------
def _form(
    request: HttpRequest,
    profile: Profile,
    mine: list[Profile],
    lying: KeptHello | None,
    *,
    bound: bool = True,
) -> HelloForm:
    said = request.POST if bound and request.method == "POST" else None
    openers = hello_openers(_answers(profile), map(_answers, mine))
    question = (str(Asks.QUESTION.value), asks_words(Asks.QUESTION))
    wish = asks_for(profile)
    asks = [(str(wish.value), asks_words(wish)), question]
    # Who filled up since the page was made is said by the service, with others beside it.
    if not _may_wish(profile, mine) or (said is None and not profile.has_room(profile.program.today())):
        asks = [question]
    start = {"opener": openers[0] if openers else "", "asks": asks[0][0], "token": uuid.uuid4()}
    if lying and lying.to_profile_id == profile.pk:
        start |= {"opener": lying.opener, "words": lying.words, "token": lying.token}
        start["asks"] = asks[0][0] if lying.to_pair else question[0]
        if lying.opener not in openers:  # their answers have changed: what was chosen is own words now
            start |= {"opener": "", "words": together(lying.opener, lying.words)}
    elif lying and "words" in request.GET:
        start |= {"opener": "", "words": lying.words or lying.opener}
    return HelloForm(said, openers=openers, asks=asks, initial=start)


def _may_wish(profile: Profile, mine: list[Profile]) -> bool:
    """Could this person ask to be paired: do members choose here, and have they a sign-up or may make one?"""
    program, role = profile.program, ProfileRole(profile.role).other
    own = next((one for one in mine if one.role == role), None)
    signs_up = program.sign_up_is_open() if own is None else own.state != ProfileState.DECLINED
    return program.forming != Program.Forming.ADMINS and signs_up


def _answers(profile: Profile) -> Answers:
    return Answers(
        topics=tuple(profile.topics),
        quote=profile.quote,
        hobby=profile.hobby,
        hours=tuple(profile.hours),
        languages=tuple(profile.languages),
        time_a_week=profile.time_a_week,
        help_text=profile.help_text,
        is_mentor=profile.is_mentor,
    )


# -- what becomes of it ---------------------------------------------------------------------------
def _sent(request: HttpRequest, sent: Request, *, listed: bool = False) -> HttpResponse:
    name = sent.recipient.first_name
    program = sent.program
    number = others.number_of(person(request), program, sent.to_profile.role, but=[sent.recipient_id])
    words = [
        "You’re on the list, and your hello is sent." if listed else "Sent.",
        usual_words(name, sent.to_profile.usual_answer),
        promise_words(name, sent.expires_at, number),
    ]
    messages.success(request, " ".join(part for part in words if part))
    return redirect("hello", program.group.slug, program.slug, sent.code)


def _sign_up_first(
    request: HttpRequest, lying: KeptHello, needs: NeedsSignUp, mine: list[Profile]
) -> HttpResponse:
    """Through the short sign-up, whose last press sends it; it waits by itself for admins who read first."""
    program, name = lying.program, lying.to_profile.user.first_name
    where = [program.group.slug, program.slug]
    own = next((one for one in mine if one.role == needs.role), None)
    opens = own is not None and waits_for_mail(own)
    if own is not None and (opens or own.state == ProfileState.SENT):
        kept.wait(lying)
        then = "you’ve opened our mail" if opens else f"{_admin(program)} has read your sign-up"
        messages.success(request, f"Your hello is kept. It goes to {name} by itself once {then}.")
        return redirect(reverse("sign_up_done", args=where, query={"as": needs.role}))
    lead_on(request, program, reverse("hello_go", args=[*where, lying.to_profile.code]), posts=True)
    messages.info(request, needs.messages[0])
    return redirect(reverse("sign_up", args=where, query={"as": needs.role}))


def _admin(program: Program) -> str:
    looks_after = Membership.objects.looking_after().filter(group=program.group_id).select_related("user")
    first = looks_after.first()
    return first.user.first_name if first else "an admin"


def _refused(
    request: HttpRequest,
    profile: Profile,
    form: HelloForm,
    lying: KeptHello,
    error: ValidationError,
    *,
    mine: list[Profile],
) -> HttpResponse:
    """The page again with the reason. Somebody who filled up: a conflict, with others to ask instead."""
    user = person(request)
    if error.code == "full":
        question = str(Asks.QUESTION.value)
        form.initial["asks"] = question
        if form.is_bound:
            data = request.POST.copy()
            data["asks"] = question
            form.data = data
        found = others.best(user, profile.program, profile.role, but=[profile.user_id])
        return _page(request, profile, form, lying, mine=mine, status=409, filled_up=True, others=found)
    waiting = []
    if error.code == "limit":
        rows = hellos_of(user).filter(sender=user, state="open", answered_at=None)
        waiting = list(rows.order_by("expires_at")[:3])
    said: dict[str, Any] = {"refused": error.messages[0], "waiting": waiting}
    return _page(request, profile, form, lying, mine=mine, status=422, **said)


def _page(
    request: HttpRequest,
    profile: Profile,
    form: HelloForm,
    lying: KeptHello | None,
    *,
    mine: list[Profile],
    status: int = 0,
    **more: Any,
) -> HttpResponse:
    program = profile.program
    has_room = profile.has_room(program.today())
    question = str(Asks.QUESTION.value)
    if not has_room and form["asks"].value() == question:  # the words below say that this is what there is
        form.fields["asks"].choices = [(question, asks_words(Asks.QUESTION))]  # type: ignore[attr-defined]
    context = {
        "program": program,
        "group": program.group,
        "here_group": program.group,
        "form": form,
        "profile": profile,
        "partner": profile.user,
        "has_room": has_room,
        "may_wish": _may_wish(profile, mine),
        "usual": usual_words(profile.user.first_name, profile.usual_answer),
        "draft": lying is not None and lying.to_profile_id == profile.pk,
        "goes": lying is not None and lying.goes_when_listed,
        "lying": lying,
        **more,
    }
    return render(
        request, "pairings/hello_new.html", context, status=status or (422 if form.is_bound else 200)
    )
