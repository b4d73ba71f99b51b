"""From one season to the next: carry on after all, hold the weeks, put away, begin again."""

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone
from groups.services import audit
from groups.slugs import from_name, next_free
from programs import season_names
from programs.models import Program, Prompt, Question, Week
from programs.models.programs import State
from programs.services import addresses
from programs.services.programs import LEAST_AHEAD, Changed, closing, first_start, lock, move, once

# What a season hands on. Not: people, states, marks of who checked what, a hold.
SETTINGS = (
    *("for_whom", "summary", "template", "template_version", "minutes_a_week", "topics", "stretches", "care"),
    *("runbook", "licence", "credits", "pace", "week_day", "hour", "forming", "both_say_yes", "readers"),
    *("adults_only", "check_first", "capacity", "reading_grade"),
)
FRESH = {"id", "program", "root", "revision", "edition", "changed_at", "changed_by"}


@transaction.atomic
def carry_on(program: Program, *, by: User) -> Program:
    """A program that was finished goes on after all; sign-up stays closed until somebody opens it.

    Harmless for one that is live.
    """
    program = lock(program, by)
    if program.state == State.LIVE:
        return program
    now = timezone.now()
    until = program.signup_until
    closed = until if until and until <= now else now
    move(program, State.LIVE, since=(State.FINISHED,), finished_at=None, signup_until=closed)
    audit.log(program.group, by, "carried on with", program.name)
    return program


@transaction.atomic
def set_hold(program: Program, *, by: User, held: bool) -> tuple[Program, bool]:
    """Hold the weeks of a program, or let them go on; whether that changed anything.

    The dates of its pairs are moved by who calls this (pairings.services.looking_after).
    """
    program = lock(program, by)
    if program.dispatch_paused == held:
        return program, False
    if program.state not in (State.LIVE, State.FINISHED):
        raise Changed(f"No weeks go out: the program is {State(program.state).label}.", code="state")
    program.dispatch_paused = held
    program.save(update_fields=["dispatch_paused"])
    audit.log(program.group, by, "held the weeks of" if held else "let the weeks go on in", program.name)
    return program, True


@transaction.atomic
def archive(program: Program, *, by: User) -> tuple[Program, bool]:
    """Put a program away for good: it stands in no list but the admins' archive, and takes nobody; whether
    that changed anything. What becomes of its pairs and hellos is said by mentorship.membership.archive."""
    program = lock(program, by)
    if program.state == State.ARCHIVED:
        return program, False
    every = (State.DRAFT, State.LIVE, State.FINISHED)
    move(program, State.ARCHIVED, since=every, archived_at=timezone.now())
    audit.log(program.group, by, "archived", program.name)
    return program, True


def plan(program: Program) -> Program:
    """What `duplicate` would make of it now, not kept: name and dates for somebody to look at first."""
    group = program.group
    starts_on = first_start(_free_from(program), program.week_day)
    names = set(Program.objects.filter(group=group).values_list("name", flat=True))
    name = season_names.following(program.name, began=_began(program), begins=starts_on, taken=names)
    made = Program(group=group, name=name, **{setting: getattr(program, setting) for setting in SETTINGS})
    if program.starts_on:
        made.starts_on, made.signup_until = starts_on, closing(starts_on, group.zone)
    return made


def _free_from(program: Program) -> date:
    """The day from which the next season may be thought of: today, or so late that it begins after a cohort
    that is still ahead or on its way."""
    today = program.today()
    if program.state not in (State.DRAFT, State.LIVE):
        return today
    last = program.ends_on(program.weeks.live().count())
    return max(today, last + timedelta(days=1) - LEAST_AHEAD) if last else today


def _began(program: Program) -> date:
    at = program.signup_from or program.created_at
    return program.starts_on or at.astimezone(zone(program.group.zone)).date()


def duplicate(program: Program, *, by: User, token: UUID | None = None) -> Program:
    """A draft for the next season: weeks, questions, settings and runbook as they are now, nobody in it,
    dates moved to the next sensible start on the same day of the week. One token makes one program."""
    return once(by, token, lambda: _duplicate(program, by, token))


@transaction.atomic
def _duplicate(program: Program, by: User, token: UUID | None) -> Program:
    addresses.lock(program.group_id)
    program = lock(program, by)
    if not program.weeks.live().exists():
        raise ValidationError("This program has no weeks to copy yet.", code="weeks")
    made = plan(program)
    slug = from_name(made.name, otherwise="program")
    made.slug = next_free(slug, addresses.taken(program.group_id), addresses.LONGEST)
    made.created_by, made.client_token = by, token
    made.save()
    _copy_weeks(program, made)
    questions = list(Question.objects.filter(program=program).order_by("pk"))
    for question in questions:
        question.pk, question.program = None, made
    Question.objects.bulk_create(questions)
    audit.log(program.group, by, "copied for the next season:", f"{program.name}, as {made.name}")
    return made


def _copy_weeks(program: Program, made: Program) -> None:
    """The live weeks and the hidden ones, each the first revision of a week of its own."""
    kept = Week.objects.filter(Q(live=True) | Q(hidden=True), program=program).order_by("number", "pk")
    old = list(kept.prefetch_related("prompts"))
    facts = [field.attname for field in Week._meta.concrete_fields if field.name not in FRESH]
    new = [Week(program=made, **{name: getattr(week, name) for name in facts}) for week in old]
    Week.objects.bulk_create(new)
    Prompt.objects.bulk_create(
        Prompt(week=copy, position=prompt.position, text=prompt.text)
        for copy, week in zip(new, old, strict=True)
        for prompt in week.prompts.all()
    )
