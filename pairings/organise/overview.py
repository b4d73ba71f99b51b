"""How a program goes: before pairs walk what is left to do, then dates and ticks, never words."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.access import person
from messaging.templatetags.mails import number_words
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.overlap import in_words
from programs import setup
from programs.access import run_program
from programs.models import Program, Week
from programs.models.programs import State
from programs.models.questions import ProfileRole
from programs.organise import around
from programs.organise.weeks import goes_out
from programs.services.unwritten import in_the_way
from programs.setup import TaskState

from . import numbers, rows
from .numbers import Numbers, capital, count

AHEAD = 3
NEWEST = 5


@dataclass(frozen=True)
class Coming:
    """Something with a date."""

    on: date
    words: str
    number: int = 0


@require_safe
def program_manage(request: HttpRequest, group: str, program: str) -> HttpResponse:
    found = run_program(request, group, program)
    now = numbers.of(found)
    context = around(found, "overview") | {"numbers": now}
    if found.state in (State.DRAFT, State.LIVE) and not (now.walking or now.completed or now.ended):
        tasks = setup.tasks(found, _standing(found, now))
        context |= {"tasks": tasks, "sentence": setup.sentence(tasks), "next": _next(tasks)}
        return render(request, "pairings/organise/setting_up.html", context)
    weeks = list(Week.objects.live().filter(program=found))
    context |= {
        "lead": lead(now),
        "week": this_week(found, len(weeks)),
        "weeks": len(weeks),
        "page": rows.page(rows.known(found), found, len(weeks)),
        "coming": coming_up(found, weeks),
        "new_ones": newcomers(request, found),
    }
    return render(request, "pairings/organise/overview.html", context)


def _standing(program: Program, now: Numbers) -> setup.Standing:
    questions = list(Week.objects.live().filter(program=program).values_list("question", flat=True))
    return setup.Standing(
        weeks=len(questions),
        unwritten=in_the_way(questions),
        mentors=now.mentors,
        mentees=now.mentees,
        unread=Profile.objects.filter(program=program, state=ProfileState.SENT).count(),
        pairs=now.drafts + now.launched,
        launched=now.launched,
    )


def _next(tasks: list[setup.Task]) -> setup.Task | None:
    return next((task for task in tasks if task.state == TaskState.TODO), None)


def lead(now: Numbers) -> tuple[str, str]:
    """How it goes: a sentence that carries the news and one with the rest."""
    if not now.walking:
        if now.completed:
            return f"{capital(count(now.completed, 'pair'))} walked all the way.", "Nobody is on the way now."
        return "Nobody is walking just now.", ""
    on = now.walking - now.paused
    first = f"{capital(count(now.walking, 'pair'))} {'is' if now.walking == 1 else 'are'} on the way."
    rest = []
    if on:
        talked = f"{count(now.talked, 'pair')} {'has' if now.talked == 1 else 'have'} talked this week"
        rest.append(talked if now.talked else "nobody has ticked this week yet")
    if now.paused:
        rest.append(f"{number_words(now.paused)} {'is' if now.paused == 1 else 'are'} having a pause")
    if now.waiting:
        rest.append(f"{count(now.waiting, 'mentee')} {'waits' if now.waiting == 1 else 'wait'} for a partner")
    return first, f"{capital(in_words(rest))}." if rest else ""


def this_week(program: Program, weeks: int) -> int:
    """The week that a cohort is on; 0 before and after, and for a rolling program."""
    if program.starts_on is None:
        return 0
    number = (program.today() - program.starts_on).days // program.pace + 1
    return number if 1 <= number <= weeks else 0


def coming_up(program: Program, weeks: list[Week]) -> list[Coming]:
    """The cohort's next weeks and its last day; a rolling program has no common dates."""
    today = program.today()
    ahead = [
        Coming(on, f"Week {week.number} goes out: {week.title}", week.number)
        for week in weeks
        if (on := goes_out(program, week.number)) and on > today
    ][:AHEAD]
    last = program.ends_on(len(weeks)) if weeks else None
    if last and last >= today:
        ahead.append(Coming(last, "The last day, for pairs that started together"))
    return ahead


def newcomers(request: HttpRequest, program: Program) -> list[Profile]:
    """Who has nobody yet, newest first: mentees, and mentors who came in the last two weeks."""
    seen = Profile.objects.visible_to(person(request)).with_room(program.today()).select_related("user")
    late = program.today() - timedelta(days=14)
    fresh = seen.filter(program=program, seats_taken=0)
    fresh = fresh.filter(Q(role=ProfileRole.MENTEE) | Q(listed_at__date__gte=late))
    return list(fresh.order_by("-listed_at", "-pk")[:NEWEST])
