"""What sign-up asks, changed by its admins: reworded, added, put in order, taken away."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.codes import new_code
from accounts.models import User
from accounts.text import fold
from groups.services import audit
from programs.asking import ALWAYS, OWN, YOU_STEP, step_of
from programs.models import Program, Question
from programs.models.programs import State
from programs.models.questions import ProfileRole
from programs.services import programs

MOST = 12  # asked of one role
KEPT = 40  # of one role, with those that are switched off: as many as a file holds
FEWEST_OPTIONS, MOST_OPTIONS, OPTION = 2, 12, 80
TEXTS = ("wording", "guidance", "starter", "example")
VALUES = (*TEXTS, "kind", "options", "enabled", "required", "admins_only")
EDITED = (State.DRAFT, State.LIVE)  # in these a program's questions may change
LONGEST: dict[str, int] = {name: getattr(Question._meta.get_field(name), "max_length", 0) for name in TEXTS}
CHOSEN = (Question.Kind.ONE, Question.Kind.SOME)
WRITTEN = (Question.Kind.SHORT, Question.Kind.LONG)


class Stale(ValidationError):
    """Somebody else has changed what this form was made from."""


def stamp(question: Question) -> str:
    """Says which values somebody has read: the same until one of them changes."""
    values = json.dumps([getattr(question, name) for name in VALUES])
    return hashlib.sha256(values.encode()).hexdigest()[:20]


def lock(program: Program, by: User) -> Program:
    """The program, its questions nobody else's to change; refuses once it is over."""
    found = programs.lock(program, by)
    if found.state not in EDITED:
        raise programs.Changed("This program is over, so its questions stay as they were asked.", code="over")
    return found


@transaction.atomic
def save(question: Question, *, by: User, read: str = "", **values: Any) -> Question:
    """Change a question. Answers that people gave keep the wording they were asked with.

    `read` is the stamp of what the admin had before them: Stale if it stands otherwise now.
    """
    if unknown := set(values) - set(VALUES):
        raise TypeError(f"Not a part of a question: {', '.join(sorted(unknown))}")
    program = lock(question.program, by)
    found = Question.objects.filter(pk=question.pk).first()
    if found is None:
        raise Stale("Somebody has removed this question meanwhile.", code="gone")
    if read and read != stamp(found):
        raise Stale("Somebody else changed this question while you had it open.", code="stale")
    before = {name: getattr(found, name) for name in VALUES}
    for name, value in values.items():
        setattr(found, name, value)
    _settle(found)
    changed = [name for name in VALUES if getattr(found, name) != before[name]]
    _check(found, set(changed))
    if changed:
        found.save(update_fields=changed)
        audit.log(program.group, by, f"changed a {found.role} question of", program.name)
    return found


@transaction.atomic
def add(program: Program, role: str, *, by: User, **values: Any) -> Question:
    """Ask something of the group's own, last among what step 2 asks. Its key is made here and stays."""
    if unknown := set(values) - set(VALUES):
        raise TypeError(f"Not a part of a question: {', '.join(sorted(unknown))}")
    program = lock(program, by)
    rows = _rows(program, role)
    if len(rows) >= KEPT:
        raise ValidationError(f"A {role} has {KEPT} questions here, the most there can be. Remove one first.")
    made = Question(program=program, role=ProfileRole(role), key=OWN + new_code(), position=0, **values)
    made.enabled = True
    _settle(made)
    _check(made, set(VALUES))
    last = max((n for n, row in enumerate(rows) if step_of(row.key) <= YOU_STEP), default=-1)
    made.save()
    _number([*rows[: last + 1], made, *rows[last + 1 :]])
    audit.log(program.group, by, f"added a {made.role} question to", program.name)
    return made


@transaction.atomic
def move(question: Question, *, by: User, up: bool) -> Question:
    """Ask it one place earlier or later among what step 2 asks. At either end nothing happens."""
    program = lock(question.program, by)
    rows = _rows(program, question.role)
    asked = [n for n, row in enumerate(rows) if row.enabled and step_of(row.key) == YOU_STEP]
    here = next((n for n in asked if rows[n].pk == question.pk), None)
    if here is None:
        raise ValidationError("This one has a fixed place.", code="fixed")
    there = asked.index(here) + (-1 if up else 1)
    if 0 <= there < len(asked):
        rows.insert(asked[there], rows.pop(here))
        _number(rows)
        audit.log(program.group, by, f"moved a {question.role} question of", program.name)
    return next(row for row in rows if row.pk == question.pk)


@transaction.atomic
def remove(question: Question, *, by: User) -> bool:
    """Ask it no more. Whether it is gone for good: one that somebody answered is kept, switched off."""
    program = lock(question.program, by)
    # Locked as well: an answer that is being kept this moment refers to the row.
    found = Question.objects.select_for_update().filter(pk=question.pk).first()
    if found is None:
        return True
    if not found.own:
        raise ValidationError("This one came with the program. You can switch it off.", code="fixed")
    answered = found.answers.exists()
    if answered and not found.enabled:
        raise ValidationError("It isn’t asked any more. The answers are kept out of sight.", code="kept")
    if answered:
        found.enabled = found.required = False
        found.save(update_fields=["enabled", "required"])
    else:
        found.delete()
    audit.log(program.group, by, f"removed a {found.role} question of", program.name)
    return not answered


def checked(program: Program, *, by: User) -> None:
    """The admin has read the questions and they look good. Saying so again keeps the first time."""
    rows = Program.objects.filter(pk=program.pk, questions_checked_at=None)
    if rows.update(questions_checked_at=timezone.now()):
        audit.log(program.group, by, "checked the questions of", program.name)


def _rows(program: Program, role: str) -> list[Question]:
    return list(Question.objects.filter(program=program, role=role).in_order())


def _number(rows: Sequence[Question]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    Question.objects.bulk_update(rows, ["position"])


def _settle(question: Question) -> None:
    """What goes without saying."""
    question.required = question.required and question.enabled
    if question.kind not in CHOSEN:
        question.options = []
    if question.kind not in WRITTEN:
        question.starter = question.example = ""


def _check(question: Question, changed: set[str]) -> None:
    for name in changed.intersection(TEXTS):
        longest = LONGEST[name]
        if len(getattr(question, name)) > longest:
            raise ValidationError({name: f"Keep it to {longest} characters."})
    if question.key in ALWAYS and not (question.enabled and question.required):
        raise ValidationError(
            "This one is always asked, because people find each other by it.", code="always"
        )
    if question.key in ALWAYS and question.admins_only:
        raise ValidationError("People find each other by this one, so they read the answers.", code="always")
    if changed & {"kind", "options"} and question.pk:
        _check_kind(question, changed)
    if changed & {"kind", "options"} and question.kind in CHOSEN:
        _check_options(question.options)
    if question.enabled and changed & {"enabled", "wording"}:
        _check_others(question)


def _check_kind(question: Question, changed: set[str]) -> None:
    if not question.own and "kind" in changed:
        raise ValidationError("This one came with the program, so its kind stays.", code="fixed")
    if "kind" in changed and question.answers.exists():
        why = "People have answered it, so its kind stays. Remove it and add another one instead."
        raise ValidationError({"kind": why})


def _check_options(options: Sequence[str]) -> None:
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise ValidationError({"options": f"Give {FEWEST_OPTIONS} to {MOST_OPTIONS} answers, one a line."})
    if any(len(option) > OPTION for option in options):
        raise ValidationError({"options": f"Keep each answer to {OPTION} characters."})
    if len({fold(option) for option in options}) < len(options):
        raise ValidationError({"options": "Two of the answers are the same."})


def _check_others(question: Question) -> None:
    others = Question.objects.asked(question.role).filter(program=question.program_id).exclude(pk=question.pk)
    wordings = [fold(wording) for wording in others.values_list("wording", flat=True)]
    if fold(question.wording) in wordings:
        raise ValidationError({"wording": f"Every {question.role} is asked this already."})
    if len(wordings) >= MOST:
        raise ValidationError(
            f"A {question.role} is asked {MOST} questions already. Switch one off first.", code="many"
        )
