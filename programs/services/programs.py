from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.zones import zone
from groups import versions
from groups.models import Group, Membership
from groups.models.groups import RUNS
from groups.services import audit
from groups.slugs import from_name, next_free
from programs.curriculum import Curriculum, library
from programs.models import Program, Prompt, Question, Week
from programs.models.programs import MOVES, State
from programs.services import addresses, files, unwritten
from programs.week_text import as_original

LEAST_AHEAD = timedelta(weeks=3)
CLOSES_BEFORE = timedelta(days=8)
LAST_MINUTE = time(23, 59)
DETAILS = (
    *("name", "for_whom", "summary", "minutes_a_week", "starts_on", "pace", "week_day", "hour"),
    *("signup_until", "forming", "both_say_yes", "readers", "adults_only", "check_first", "capacity"),
    *("topics", "slug"),
)


class Changed(ValidationError):
    """Somebody else was first, or the program is not where it was."""


def start(
    group: Group,
    *,
    by: User,
    curriculum_key: str = "",
    curriculum: Curriculum | None = None,
    token: UUID | None = None,
) -> Program:
    """A draft from a template, or from the `curriculum` that a file told: its own copy of every week and
    question, and dates that leave time to set up.

    The same token twice is one program.
    """
    curriculum = curriculum or library().get(curriculum_key)
    if curriculum is None:
        raise ValidationError("Choose one of the templates.", code="template")
    whole = files.complete(curriculum)
    return once(by, token, lambda: _start(group, by, whole, token))


def once(by: User, token: UUID | None, make: Callable[[], Program]) -> Program:
    """What `make` makes; the program that this person's token has made already, if somebody was first."""
    before = Program.objects.filter(created_by=by, client_token=token) if token else Program.objects.none()
    if made := before.first():
        return made
    try:
        return make()
    except IntegrityError:
        if made := before.first():
            return made
        raise Changed("Somebody started a program just now. Try again.", code="changed") from None


@transaction.atomic
def _start(group: Group, by: User, curriculum: Curriculum, token: UUID | None) -> Program:
    addresses.lock(group.pk)
    taken = addresses.taken(group.pk)
    week_day = files.week_day(curriculum.settings) or Program.WeekDay.MONDAY
    starts_on = first_start(datetime.now(zone(group.zone)).date(), week_day)
    program = Program.objects.create(
        **files.facts(curriculum),
        group=group,
        slug=next_free(from_name(curriculum.name, otherwise="program"), taken, addresses.LONGEST),
        starts_on=starts_on,
        week_day=week_day,
        signup_until=closing(starts_on, group.zone),
        created_by=by,
        client_token=token,
    )
    _copy_weeks(program, curriculum)
    _copy_questions(program, curriculum)
    audit.log(group, by, "started the program", program.name)
    return program


def _copy_weeks(program: Program, curriculum: Curriculum) -> None:
    weeks = Week.objects.bulk_create(
        Week(program=program, original=as_original(text), **files.week_facts(text))
        for text in curriculum.weeks
    )
    Prompt.objects.bulk_create(
        Prompt(week=week, position=position, text=prompt)
        for week, text in zip(weeks, curriculum.weeks, strict=True)
        for position, prompt in enumerate(text.prompts, start=1)
    )


def _copy_questions(program: Program, curriculum: Curriculum) -> None:
    both = {"mentor": curriculum.mentor_questions, "mentee": curriculum.mentee_questions}
    Question.objects.bulk_create(
        Question(program=program, role=role, position=position, **files.question_facts(text))
        for role, texts in both.items()
        for position, text in enumerate(texts, start=1)
    )


def first_start(today: date, week_day: int) -> date:
    """The first such day of the week that is at least three weeks ahead."""
    earliest = today + LEAST_AHEAD
    return earliest + timedelta(days=(week_day - earliest.weekday()) % 7)


def closing(starts_on: date, zone_name: str, today: date | None = None) -> datetime:
    """When sign-up closes if nobody says otherwise: the evening eight days before the start. Where those
    are not ahead of `today`, the evening before the start."""
    day = starts_on - CLOSES_BEFORE
    if today and day <= today:
        day = starts_on - timedelta(days=1)
    return last_minute(day, zone_name)


def last_minute(day: date, zone_name: str) -> datetime:
    """The end of a day where the group is."""
    return datetime.combine(day, LAST_MINUTE, tzinfo=zone(zone_name))


def stamp(program: Program) -> str:
    """Says which details somebody has read."""
    return versions.stamp(program, DETAILS)


@transaction.atomic
def save_details(program: Program, *, by: User, read: str = "", **fields: Any) -> Program:
    """Change what a program says and when it happens. A cohort's week day follows from its start date; a
    closing that stood in its own place follows a start that moves, unless `signup_until` says otherwise;
    the address it had leads to it from now on.

    `read` is the `stamp` of what the writer has read: refuses Stale when somebody was first.
    """
    unknown = set(fields) - set(DETAILS)
    if unknown:
        raise TypeError(f"Not a detail of a program: {', '.join(sorted(unknown))}")
    if "slug" in fields:
        addresses.lock(program.group_id)
    program = lock(program, by)
    versions.check(program, read, DETAILS, fields)
    before = {name: getattr(program, name) for name in DETAILS}
    if "slug" in fields:
        addresses.give(program, fields.pop("slug"))
    for name, value in fields.items():
        setattr(program, name, value)
    if program.starts_on:
        program.week_day = program.starts_on.weekday()
    if "signup_until" not in fields:
        _let_closing_follow(program, before["starts_on"])
    _check_dates(program, before["starts_on"])
    changed = [name for name in DETAILS if getattr(program, name) != before[name]]
    if changed:
        program.save(update_fields=changed)
        audit.log(program.group, by, "changed details of", program.name)
    return program


def _let_closing_follow(program: Program, started: date | None) -> None:
    if not (started and program.starts_on and program.starts_on != started):
        return
    at, here = program.signup_until, program.group.zone
    if at and at > timezone.now() and at == closing(started, here):
        program.signup_until = closing(program.starts_on, here, program.today())


def _check_dates(program: Program, started: date | None) -> None:
    today = program.today()
    if program.starts_on != started:
        if started and program.state == State.LIVE and started <= today:
            raise ValidationError({"starts_on": "This program has started, so its start date stays."})
        if program.starts_on and program.starts_on <= today:
            raise ValidationError({"starts_on": "Choose a start date from tomorrow on."})
    if program.state == State.LIVE and program.signup_from and program.signup_until:
        if program.signup_until <= program.signup_from:
            raise ValidationError({"signup_until": "Sign-up must close after it opens."})
        return
    if program.starts_on and program.signup_until:
        closes_on = program.signup_until.astimezone(zone(program.group.zone)).date()
        if closes_on >= program.starts_on:
            day = f"{program.starts_on:%-d %B}"
            raise ValidationError({"signup_until": f"Close sign-up before {day}, when week 1 starts."})


@transaction.atomic
def open_sign_up(program: Program, *, by: User) -> Program:
    """Let members sign up from now on. Needs all its weeks, but leaves out those at the end that nobody has
    written; opening what is open already is harmless."""
    program = lock(program, by)
    if program.state == State.LIVE:
        return program
    now = timezone.now()
    numbers = list(program.weeks.live().values_list("number", flat=True))
    if not numbers:
        raise ValidationError("This program has no weeks yet.", code="weeks")
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValidationError("A week is missing. Put it back before you open sign-up.", code="weeks")
    if program.starts_on and program.starts_on <= program.today(now):
        raise ValidationError("The start date has gone by. Choose a later one first.", code="dates")
    if program.signup_until and program.signup_until <= now:
        raise ValidationError("Sign-up would be closed already. Choose a later day first.", code="dates")
    unwritten.let_go(program)
    move(program, State.LIVE, since=(State.DRAFT,), signup_from=now)
    audit.log(program.group, by, "opened sign-up for", program.name)
    return program


@transaction.atomic
def close_sign_up(program: Program, *, by: User) -> Program:
    """Take no more sign-ups from now on. Closing what is closed is harmless."""
    program = lock(program, by)
    now = timezone.now()
    if not program.sign_up_is_open(now):
        return program
    move(program, State.LIVE, since=(State.LIVE,), signup_until=now)
    audit.log(program.group, by, "closed sign-up for", program.name)
    return program


@transaction.atomic
def reopen_sign_up(program: Program, *, by: User, until: datetime | None = None) -> Program:
    """Take sign-ups again, until then or until somebody closes it; also while the program runs."""
    program = lock(program, by)
    now = timezone.now()
    if program.sign_up_is_open(now):
        return program
    if until and until <= now:
        raise ValidationError("Choose a day that is still to come.", code="dates")
    move(program, State.LIVE, since=(State.LIVE,), signup_until=until)
    audit.log(program.group, by, "reopened sign-up for", program.name)
    return program


@transaction.atomic
def finish(program: Program, *, by: User) -> Program:
    """Say that this run is over: nobody signs up or is paired any more; pairs walk on to their end."""
    program = lock(program, by)
    if program.state == State.FINISHED:
        return program
    move(program, State.FINISHED, since=(State.LIVE,), finished_at=timezone.now())
    audit.log(program.group, by, "finished", program.name)
    return program


def lock(program: Program, by: User) -> Program:
    """The program with its group, nobody else's to change until the transaction ends.

    SECURITY: asks again whether `by` looks after the group (or the site): the form may be an old one.
    """
    found = (
        Program.objects.select_for_update(no_key=True, of=("self",))
        .select_related("group")
        .get(pk=program.pk)
    )
    mine = Membership.objects.active().filter(group=found.group_id, user=by, role__in=RUNS)
    if not (by.is_staff or mine.exists()):
        raise PermissionDenied
    return found


def move(program: Program, to: State, *, since: tuple[State, ...], **values: Any) -> None:
    """A legal move by whoever comes first."""
    legal = [state for state in since if state == to or to in MOVES[state]]
    if not Program.objects.filter(pk=program.pk, state__in=legal).update(state=to, **values):
        raise Changed(f"This can’t be done: the program is {State(program.state).label}.", code="state")
    program.state = to
    for name, value in values.items():
        setattr(program, name, value)
