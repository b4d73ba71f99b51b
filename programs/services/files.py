"""A program of the site as a file, and the words of a file as rows. What goes out comes back as it was."""

import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from accounts.text import short
from programs import runbook, stretches
from programs.asking import ALWAYS
from programs.curriculum import (
    WEEK_DAYS,
    Care,
    Curriculum,
    QuestionText,
    Role,
    Settings,
    WeekText,
    blank,
)
from programs.curriculum_rules import MAX_MAIL_SUBJECT, TO_CHOOSE
from programs.models import Program, Question, Week
from programs.models.questions import ProfileRole
from programs.portable import dump
from programs.week_text import columns, text_of
from programs.yaml_lines import visible

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
BREAKS = re.compile(r"[\r\n\t]+")
LAST_VERSION = 9999
SETTINGS = (
    *("hour", "forming", "both_say_yes", "readers", "adults_only", "check_first", "capacity"),
    "reading_grade",
)


def export(program: Program) -> str:
    """The program as a file: its words and how it is run, and nothing of the group, its dates, its people."""
    return dump(to_curriculum(program))


def to_curriculum(program: Program) -> Curriculum:
    """The program as a file would tell it. Three queries, whatever its size."""
    weeks = kept_weeks(program)
    walked = sum(week.live for week in weeks)
    questions = list(Question.objects.filter(program=program).in_order())
    return Curriculum(
        key=program.template if KEY.fullmatch(program.template) else "program",
        version=min(max(program.template_version, 1), LAST_VERSION),
        name=_line(program.name),
        licence=_line(program.licence),
        credits=tuple(_lines(program.credits)),
        for_whom=_line(program.for_whom),
        summary=visible(program.summary),
        minutes_a_week=_line(program.minutes_a_week),
        length=walked,
        pace_days=program.pace,
        topics=tuple(_apart(_lines(program.topics))),
        stretches=tuple(
            replace(part, name=_line(part.name)) for part in stretches.read(program.stretches, walked)
        ),
        weeks=tuple(week_text(week, min(week.number, walked + 1)) for week in weeks),
        mentor_questions=_asked(questions, ProfileRole.MENTOR),
        mentee_questions=_asked(questions, ProfileRole.MENTEE),
        runbook=runbook.read(program.runbook, program.pace),
        care=_care(program.care),
        settings=to_settings(program),
    )


def kept_weeks(program: Program) -> list[Week]:
    """The rows that a file tells of, in its order: each hidden week before the one that took its place."""
    rows = Week.objects.filter(program=program).prefetch_related("prompts").order_by("number", "live", "pk")
    return [week for week in rows if week.live or week.hidden]


def week_text(week: Week, number: int) -> WeekText:
    """One week as a file tells it."""
    text = text_of(week)
    question, subject = _line(text.question), _line(text.subject)
    room = MAX_MAIL_SUBJECT - len(f"Week {number}: ")
    return replace(
        text,
        number=number,
        title=_line(text.title),
        question=question,
        subject=subject if len(subject) <= room else short(subject, room),
        intro=visible(text.intro),
        prompts=tuple(visible(prompt) for prompt in text.prompts) if question else (),
        mentor_tip=visible(text.mentor_tip),
        mentee_tip=visible(text.mentee_tip),
        hidden=week.hidden,
    )


def _asked(questions: Iterable[Question], role: str) -> tuple[QuestionText, ...]:
    return tuple(
        QuestionText(
            key=row.key,
            wording=_line(row.wording),
            kind=row.kind,  # type: ignore[arg-type]
            required=row.required,
            guidance=_line(row.guidance),
            starter=_line(row.starter),
            example=visible(row.example),
            options=tuple(_apart(_lines(row.options))) if row.kind in TO_CHOOSE else (),
            admins_only=row.admins_only,
            enabled=row.enabled,
        )
        for row in questions
        if row.role == role
    )


def _care(kept: Any) -> Care | None:
    if not kept:
        return None
    return Care(tuple(kept["advice"]), kept["help_lines"], kept["tell"])


def to_settings(program: Program) -> Settings:
    """How the program is run, all of it said."""
    said = {name: getattr(program, name) for name in SETTINGS}
    return Settings(week_day=WEEK_DAYS[program.week_day], **said)


def _line(text: str) -> str:
    return BREAKS.sub(" ", visible(text))


def _lines(texts: Iterable[str]) -> list[str]:
    return [line for text in texts if (line := _line(text))]


def _apart(texts: Iterable[str]) -> list[str]:
    """Those that differ, whatever their case: a file holds no two alike."""
    return list({text.casefold(): text for text in reversed(list(texts))}.values())[::-1]


# -- a file as rows -------------------------------------------------------------------------------


def complete(curriculum: Curriculum) -> Curriculum:
    """With the questions that people find each other by, asked on both sides; ours where a file has none."""
    sides: dict[Role, tuple[QuestionText, ...]] = {
        role: _with_always(curriculum.questions(role), blank().questions(role))
        for role in ("mentor", "mentee")
    }
    return replace(curriculum, mentor_questions=sides["mentor"], mentee_questions=sides["mentee"])


def _with_always(asked: Iterable[QuestionText], ours: Iterable[QuestionText]) -> tuple[QuestionText, ...]:
    found = [
        replace(text, required=True, enabled=True, admins_only=False) if text.key in ALWAYS else text
        for text in asked
    ]
    known = {text.key for text in found}
    missing = [text for text in ours if text.key in ALWAYS and text.key not in known]
    return (*found, *missing)


def facts(curriculum: Curriculum) -> dict[str, Any]:
    """The columns of a program that a file fills. A setting that it doesn't say is not among them."""
    said = {name: value for name in SETTINGS if (value := getattr(curriculum.settings, name)) is not None}
    return said | {
        "name": curriculum.name,
        "for_whom": curriculum.for_whom,
        "summary": curriculum.summary,
        "template": curriculum.key,
        "template_version": curriculum.version,
        "minutes_a_week": curriculum.minutes_a_week,
        "topics": list(curriculum.topics),
        "stretches": [asdict(stretch) for stretch in curriculum.stretches],
        "care": asdict(curriculum.care) if curriculum.care else {},
        "runbook": runbook.kept(curriculum.runbook, curriculum.pace_days),
        "licence": curriculum.licence,
        "credits": list(curriculum.credits),
        "pace": curriculum.pace_days,
    }


def week_day(settings: Settings) -> int | None:
    """The day of the week that a file says, as programs number them."""
    return WEEK_DAYS.index(settings.week_day) if settings.week_day else None


def week_facts(text: WeekText) -> dict[str, Any]:
    """The columns of a week that a file fills; its prompts are rows of their own."""
    return columns(text) | {"number": text.number, "live": not text.hidden, "hidden": text.hidden}


def question_facts(text: QuestionText) -> dict[str, Any]:
    """The columns of a question that a file fills."""
    return asdict(text) | {"options": list(text.options)}
