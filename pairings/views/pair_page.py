"""The pair's page: the path, one week, the talk, and what stands around them."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User, not_blocked
from accounts.zones import zone
from groups.access import person
from groups.models import Membership
from profiles.models import Answer
from programs.models import Prompt, Week

from .. import timeline
from ..forms import MessageForm
from ..models import Pairing, Step
from ..models.pairings import OPEN, WALKING, State
from ..openers import first_words
from ..services.launches import may_say_not_for_me
from .talk import Part, steps_of, talk, unread_of


def render_pair(
    request: HttpRequest,
    pairing: Pairing,
    week: int | None = None,
    *,
    form: MessageForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page at its current week, or at `week`; 404 beyond the path, 422 when something was refused."""
    user = person(request)
    if pairing.state == State.PROPOSED or (pairing.state == State.ENDED and pairing.started_at is None):
        if week is not None:
            raise Http404
        return _proposal(request, pairing, user, refused)
    context = path_and_week(pairing, user, week) | {"refused": refused}
    partner = pairing.partner(user)
    context |= talk(
        pairing.conversation,
        user,
        partner,
        context["all_steps"],
        **unread_of(pairing),
        part=Part.of(request.GET),
        form=form,
    )
    context |= _around(pairing, user) | {"here": _here(pairing, week)}
    bad = refused or form is not None
    return render(request, "pairings/pair.html", context, status=422 if bad else 200)


def _here(pairing: Pairing, week: int | None) -> str:
    args = [pairing.program.group.slug, pairing.program.slug, pairing.code]
    return reverse("pair", args=args) if week is None else reverse("pair_week", args=[*args, week])


def the_two(pairing: Pairing, user: User) -> dict[str, Any]:
    """What every page of a pair stands in."""
    program = pairing.program
    return {
        "pairing": pairing,
        "partner": pairing.partner(user),
        "program": program,
        "group": program.group,
        "here_group": program.group,
    }


def path_and_week(pairing: Pairing, user: User, week: int | None = None) -> dict[str, Any]:
    """The stones, and the week that is looked at: delivered, or its title alone, or nothing yet."""
    now = timezone.now()
    program = pairing.program
    weeks = list(program.weeks.live().values_list("number", "title"))
    all_steps = list(steps_of(pairing.conversation_id))
    steps = [step for step in all_steps if step.pairing_id == pairing.pk]
    received = {step.number: step for step in steps}
    current = max(received, default=0)
    shown = week if week is not None else current
    titles = dict(weeks) | {step.number: step.week.title for step in steps}
    if week is not None and week not in titles:
        raise Http404
    step = received.get(shown)
    args = [program.group.slug, program.slug, pairing.code]
    return the_two(pairing, user) | {
        "is_mentor": pairing.is_mentor(user),
        "walking": pairing.state in WALKING,
        "all_steps": all_steps,
        "stones": timeline.stones(
            sorted(titles.items()),
            steps,
            now=now,
            url=lambda number: reverse("pair_week", args=[*args, number]),
            walking=pairing.state in WALKING,
        ),
        "total": len(titles),
        "current": current,
        "number": shown,
        "is_current": shown == current,
        "behind": timeline.behind(steps, now),
        "to_come": titles.get(shown) if step is None else None,
        **(_week(pairing, step, user) if step else _before_the_first(pairing, user, shown)),
    }


def _week(pairing: Pairing, step: Step, user: User) -> dict[str, Any]:
    mentor = pairing.is_mentor(user)
    first = step.delivered_at.astimezone(zone(pairing.program.group.zone)).date()
    last = first + timedelta(days=pairing.program.pace - 1)
    return {
        "step": step,
        "week": step.week,
        "span": timeline.span_words(first, last, timezone.localdate().year),
        "prompts": list(Prompt.objects.filter(week=step.week)),
        "tip": step.week.tip_mentor if mentor else step.week.tip_mentee,
        "i_ticked": step.mentor_talked_at if mentor else step.mentee_talked_at,
        "they_ticked": step.mentee_talked_at if mentor else step.mentor_talked_at,
    }


def _before_the_first(pairing: Pairing, user: User, shown: int) -> dict[str, Any]:
    schedule = getattr(pairing, "schedule", None)
    due = schedule.next_due_at if schedule else None
    there = due.astimezone(zone(pairing.program.group.zone)) if due else None
    same = due is not None and timezone.localtime(due).utcoffset() == there.utcoffset()
    return {
        "step": None,
        "due": due,
        "due_there": there.replace(tzinfo=None) if there else None,
        "same_clock": same,
        "first_words": first_words(pairing.is_mentor(user), pairing.partner(user).first_name),
        "waiting": shown == 0,
    }


def _around(pairing: Pairing, user: User) -> dict[str, Any]:
    """The partner's answers while the pair is open, whom to ask, and what this person may still do."""
    theirs = pairing.mentee if pairing.is_mentor(user) else pairing.mentor
    return {
        "answers": _answers(theirs.pk) if pairing.state in OPEN else [],
        "helper": _helper(pairing, user),
        "may_say_not_for_me": pairing.made_by_id != user.pk and may_say_not_for_me(pairing),
        "ended_by_me": pairing.ended_by_id == user.pk,
        "ended_by_them": pairing.ended_by_id == pairing.partner_id(user),
    }


def _answers(profile_id: int) -> list[Answer]:
    return list(Answer.objects.open().filter(profile=profile_id).in_order())


def _helper(pairing: Pairing, reader: User) -> User | None:
    """Somebody who looks after the group, is neither of the two, and has no block with the reader."""
    rows = Membership.objects.looking_after().filter(group=pairing.program.group_id)
    rows = rows.exclude(user__in=[pairing.mentor_user_id, pairing.mentee_user_id])
    rows = rows.filter(not_blocked(reader.pk, "user_id"))
    membership = rows.select_related("user").first()
    return membership.user if membership else None


def _proposal(request: HttpRequest, pairing: Pairing, user: User, refused: str) -> HttpResponse:
    """An admin's proposal that waits for two yeses, or one that came to nothing."""
    mine = pairing.mentor_yes_at if pairing.is_mentor(user) else pairing.mentee_yes_at
    context = (
        the_two(pairing, user)
        | _around(pairing, user)
        | {
            "is_open": pairing.state == State.PROPOSED,
            "said_yes": mine,
            "total": Week.objects.live().filter(program=pairing.program).count(),
            "refused": refused,
        }
    )
    return render(request, "pairings/proposal.html", context, status=422 if refused else 200)
