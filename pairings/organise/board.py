"""Where admins put two people together, two clicks a pair, and launch what they have put together."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.templatetags.bothy import day_words
from groups.access import person
from profiles.models import Profile
from programs.access import run_program
from programs.forms.details import zone_words
from programs.models import Program
from programs.models.programs import State as ProgramState
from programs.models.questions import ProfileRole
from programs.organise import around

from .. import calendar
from ..models import Pairing
from ..models.pairings import State
from ..services import launches, pairings
from . import candidates, numbers
from .forms import PairForm
from .numbers import Numbers, capital, count

PAGE = 30


@require_safe
def pairing_board(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    code = request.GET.get("mentee", "")
    if code:
        mentee = get_object_or_404(_waiting(request, found), code=code)
        return _choose(request, found, mentee)
    return _board(request, found)


def _waiting(request: HttpRequest, program: Program) -> QuerySet[Profile]:
    """Mentees without a partner whom this admin may see: those who leave it with the admins first, then
    those who have waited longest."""
    seen = Profile.objects.visible_to(person(request))
    found = numbers.unpaired(program).filter(pk__in=seen.filter(program=program).values("pk"))
    return found.select_related("user").order_by("-wants_pairing", "listed_at", "pk")


def _after(found: QuerySet[Profile], code: str) -> QuerySet[Profile]:
    """Those who come after that one in the order of `_waiting`."""
    one = Profile.objects.filter(code=code).values("wants_pairing", "listed_at", "pk").first()
    if one is None or one["listed_at"] is None:
        return found
    same = Q(listed_at__gt=one["listed_at"]) | Q(listed_at=one["listed_at"], pk__gt=one["pk"])
    rest = Q(same, wants_pairing=one["wants_pairing"])
    return found.filter(rest | Q(wants_pairing=False) if one["wants_pairing"] else rest)


def _board(request: HttpRequest, program: Program, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    found = _waiting(request, program)
    after = request.GET.get("after", "")
    waiting = list((_after(found, after) if after else found)[: PAGE + 1])
    now = numbers.of(program)
    context = around(program, "pairing") | {
        "numbers": now,
        "waiting": waiting[:PAGE],
        "more": waiting[PAGE - 1].code if len(waiting) > PAGE else "",
        "drafts": _drafts(program),
        "needs": _needs(now),
        "open_to_pairing": program.state == ProgramState.LIVE,
    }
    return render(request, "pairings/organise/board.html", context, status=422 if refusal else 200)


def _drafts(program: Program) -> QuerySet[Pairing]:
    drafts = Pairing.objects.filter(program=program, state=State.DRAFT)
    return drafts.select_related("mentor_user", "mentee_user").order_by("-pk")


def _needs(now: Numbers) -> str:
    """What is missing before anybody can be paired; empty when nothing is."""
    if now.both_roles:
        return ""
    have = [
        count(number, one) for number, one in ((now.mentors, "mentor"), (now.mentees, "mentee")) if number
    ]
    return f"Needs at least one mentor and one mentee. You have {have[0] if have else 'nobody yet'}."


def _choose(request: HttpRequest, program: Program, mentee: Profile, refusal: str = "") -> HttpResponse:
    if refusal:
        messages.error(request, refusal)
    mentee.program = program
    pages = Paginator(candidates.for_mentee(mentee, reader=person(request)), candidates.PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = around(program, "pairing") | {"mentee": mentee, "page": page}
    return render(request, "pairings/organise/choose.html", context, status=422 if refusal else 200)


@require_POST
def pair_them(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    form = PairForm(request.POST)
    if not form.is_valid():
        return _board(request, found, "Choose a mentor and a mentee.")
    seen = Profile.objects.visible_to(person(request)).filter(program=found).select_related("user")
    mentor = get_object_or_404(seen, code=form.cleaned_data["mentor"], role=ProfileRole.MENTOR)
    mentee = get_object_or_404(seen, code=form.cleaned_data["mentee"], role=ProfileRole.MENTEE)
    mentor.program = mentee.program = found
    try:
        pairings.draft(mentor=mentor, mentee=mentee, by=person(request))
    except ValidationError as error:
        return _board(request, found, error.messages[0])
    names = f"{mentee.user.first_name} and {mentor.user.first_name}"
    messages.success(request, f"{names} paired as a draft. Nobody is told before you launch.")
    return redirect("pairing_board", group, program)


@require_POST
def draft_remove(request: HttpRequest, group: str, program: str, code: str) -> HttpResponse:
    found = run_program(request, group, program)
    pairing = get_object_or_404(
        Pairing.objects.select_related("mentor_user", "mentee_user"), program=found, code=code
    )
    pairing.program = found
    try:
        pairings.undraft(pairing, by=person(request))
    except ValidationError as error:
        return _board(request, found, error.messages[0])
    messages.success(request, "The draft is gone. Nobody knew of it.")
    return redirect("pairing_board", group, program)


# -- launching ------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def launch(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    refusal = ""
    if request.method == "POST":
        try:
            made = launches.launch(found, by=person(request))
        except ValidationError as error:
            refusal = error.messages[0]
        else:
            undo = f"undo:{reverse('launch_undo', args=[group, program])}"
            words = f"{capital(count(len(made), 'pair'))} launched."
            messages.success(request, words, extra_tags=undo)
            return redirect("program_manage", group, program)
    if refusal:
        messages.error(request, refusal)
    now = numbers.of(found)
    context = around(found, "pairing") | {
        "numbers": now,
        "sentences": launch_sentences(found, now),
        "drafts": _drafts(found),
    }
    return render(request, "pairings/organise/launch.html", context, status=422 if refusal else 200)


def launch_sentences(program: Program, now: Numbers) -> list[str]:
    """What launching does, and for whom not, before it is done."""
    at = f"{day_words(first_day(program))} at {program.hour:02}:00, {zone_words(program.group.zone)} time"
    pairs = capital(count(now.drafts, "pair"))
    if program.both_say_yes:
        said = [
            f"{pairs} will be asked first. Those who both say yes get week 1 on {at}, or a week day later."
        ]
    else:
        said = [f"{pairs} will get week 1 on {at}."]
    if program.dispatch_paused:
        said.append("Prompts are on hold just now, so week 1 waits until they go on.")
    if now.waiting:
        still = "is" if now.waiting == 1 else "are"
        said.append(f"{capital(count(now.waiting, 'person', 'people'))} {still} still waiting.")
    return said


def first_day(program: Program) -> date:
    """The date on which pairs that are launched now get week 1."""
    starts = timezone.now() + launches.HOLD
    return calendar.first_on(program.today(starts), program.week_day, program.starts_on)


@require_POST
def launch_undo(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    try:
        number = launches.undo(found, by=person(request))
    except ValidationError as error:
        return _board(request, found, error.messages[0])
    again = "It is a draft again." if number == 1 else "They are drafts again."
    messages.success(request, f"{capital(count(number, 'pair'))} taken back. {again}")
    return redirect("pairing_board", group, program)
