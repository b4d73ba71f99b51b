"""Reading a file into a program that is there: looked at first, then done as a whole or not at all."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accounts.models import User
from groups.services import audit
from programs.curriculum import Curriculum, Role, WeekText, load
from programs.differences import Section, between, kept, match_weeks
from programs.models import Program, Prompt, Question, Week
from programs.models.programs import State
from programs.models.questions import ProfileRole
from programs.portable import dump
from programs.services import files, weeks
from programs.services.programs import Changed
from programs.week_text import as_original


class NotNow(ValidationError):
    """The file is fine, and this program can't take it as it stands."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would change, and the mark of the program that it was compared with."""

    curriculum: Curriculum
    sections: list[Section]
    mark: str
    same: bool  # the program says all of it already


def preview(program: Program, text: str | bytes) -> Preview:
    """What the file would change in the program; raises CurriculumError where it can't be read."""
    old = files.to_curriculum(program)
    new = _settled_for(program, files.complete(load(text, source="the file")))
    return Preview(new, between(old, new), _mark(old), same=new == old)


def why_not(program: Program, curriculum: Curriculum) -> str:
    """What stands in the way of this file in this program; empty where nothing does."""
    if program.state == State.DRAFT:
        return ""
    empty = [week for week in curriculum.weeks if not week.question]
    if empty:
        return (
            f"“{empty[0].title}” isn’t written yet. People can sign up for this program, so give each week "
            "in the file its question and three ways in."
        )
    answered = Question.objects.filter(program=program, answers__isnull=False).distinct()
    kinds = {(row.role, row.key): row for row in answered}
    for role in ProfileRole.values:
        for text in curriculum.questions(_role(role)):
            row = kinds.get((role, text.key))
            if row and row.kind != text.kind:
                return (
                    f"People have answered “{row.wording}”, so its kind stays “{row.kind}”. "
                    "Give the question in the file a key of its own."
                )
    return ""


@transaction.atomic
def read_in(program: Program, *, by: User, text: str | bytes, mark: str, settled: int) -> Program:
    """Make the program what the file says: its words, and how it is run where the file says so.

    `mark` is that of the preview: raises Changed if the program is not as it was then. Pairs live to the
    right of here, so the caller says how far any has come (`settled`), and holds them there. Refuses NotNow
    once a pair has received a week.
    """
    program = weeks.locked(program, by=by)
    if settled:
        raise NotNow("Pairs have received weeks of this program, so it stays what it is.", code="settled")
    questions = list(Question.objects.select_for_update().filter(program=program).in_order())
    old = files.to_curriculum(program)
    if _mark(old) != mark:
        raise Changed("Somebody changed the program since you looked. Look at the differences again.")
    new = _settled_for(program, files.complete(load(text, source="the file")))
    if why := why_not(program, new):
        raise NotNow(why, code="not-now")
    if new == old:
        return program
    _details(program, old, new)
    try:
        _weeks(program, by, old, new)
    except ProtectedError:
        raise NotNow("Pairs have received weeks of this program, so it stays what it is.") from None
    _questions(program, questions, new)
    audit.log(program.group, by, "read a file into", program.name)
    return program


def _mark(curriculum: Curriculum) -> str:
    return hashlib.sha256(dump(curriculum).encode()).hexdigest()


def _settled_for(program: Program, curriculum: Curriculum) -> Curriculum:
    """With all settings said. A program that starts together has its day of the week from its start date."""
    now = files.to_settings(program)
    new = kept(now, curriculum.settings)
    return replace(curriculum, settings=replace(new, week_day=now.week_day) if program.starts_on else new)


def _details(program: Program, old: Curriculum, new: Curriculum) -> None:
    values: dict[str, Any] = files.facts(new)
    day = files.week_day(new.settings)
    if day is not None:
        values["week_day"] = day
    if program.state == State.DRAFT:  # what nobody has read yet is to be looked at again
        if old.weeks != new.weeks:
            values["weeks_checked_at"] = None
        if (old.mentor_questions, old.mentee_questions) != (new.mentor_questions, new.mentee_questions):
            values["questions_checked_at"] = None
    for name, value in values.items():
        setattr(program, name, value)
    program.save(update_fields=list(values))


def _weeks(program: Program, by: User, old: Curriculum, new: Curriculum) -> None:
    """The weeks of the file, each the same row as before where it is the same week."""
    rows = files.kept_weeks(program)
    pairs = match_weeks(old.weeks, new.weeks)
    # Hidden ones are made anew: their order is that of their rows.
    stay = {
        rows[was].pk for was, now in pairs if was is not None and now is not None and not _hidden(new, now)
    }
    Week.objects.filter(program=program).exclude(pk__in=stay).delete()
    Week.objects.filter(program=program).update(live=False, hidden=False)  # so that every number is free
    for was, now in pairs:
        if now is None:
            continue
        before = None if was is None else old.weeks[was]
        row = Week(program=program, original=as_original(new.weeks[now])) if was is None else rows[was]
        _week(row, by, before, new.weeks[now], anew=row.pk not in stay)


def _hidden(curriculum: Curriculum, place: int) -> bool:
    return curriculum.weeks[place].hidden


def _week(row: Week, by: User, before: WeekText | None, text: WeekText, *, anew: bool) -> None:
    for name, value in files.week_facts(text).items():
        setattr(row, name, value)
    if before is None or replace(before, number=text.number) != text:
        row.edition += before is not None
        row.changed_by, row.changed_at = by, timezone.now()
    if anew:
        row.pk, row._state.adding = None, True
    row.save(force_insert=anew)
    Prompt.objects.filter(week=row).delete()
    Prompt.objects.bulk_create(
        Prompt(week=row, position=position, text=prompt)
        for position, prompt in enumerate(text.prompts, start=1)
    )


def _questions(program: Program, rows: list[Question], new: Curriculum) -> None:
    """The questions of the file in its order. One that is not in it goes, or is switched off if answered."""
    known = {(row.role, row.key): row for row in rows}
    for role in ProfileRole.values:
        texts = new.questions(_role(role))
        for position, text in enumerate(texts, start=1):
            row = known.pop((role, text.key), None) or Question(program=program, role=role)
            for name, value in files.question_facts(text).items():
                setattr(row, name, value)
            row.position = position
            row.save()
    for row in known.values():
        if row.answers.exists():
            row.enabled = row.required = False
            row.position += len(rows) + 1
            row.save(update_fields=["enabled", "required", "position"])
        else:
            row.delete()


def _role(role: str) -> Role:
    return "mentor" if role == ProfileRole.MENTOR else "mentee"
