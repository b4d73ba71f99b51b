"""The words of a week as a value: what a row says, what it came with, what somebody is typing."""

from dataclasses import asdict, fields
from typing import Any

from .curriculum import WeekText
from .models import Week

WAYS = 3
PLACE = {"number", "hidden"}  # what a week has of the path around it


def text_of(week: Week) -> WeekText:
    """What a week says now. Reads its prompts: prefetch them where there are many weeks."""
    light, deeper, deepest, *_ = [prompt.text for prompt in week.prompts.all()] + [""] * WAYS
    return WeekText(
        number=week.number,
        title=week.title,
        question=week.question,
        subject=week.subject,
        intro=week.intro,
        prompts=(light, deeper, deepest),
        minutes=week.minutes,
        mentor_tip=week.tip_mentor,
        mentee_tip=week.tip_mentee,
        form=week.form,  # type: ignore[arg-type]
    )


def columns(text: WeekText) -> dict[str, Any]:
    """The columns of a week that hold its words; its prompts are rows of their own."""
    return {
        "title": text.title,
        "question": text.question,
        "subject": text.subject,
        "intro": text.intro,
        "minutes": text.minutes,
        "tip_mentor": text.mentor_tip,
        "tip_mentee": text.mentee_tip,
        "form": text.form,
    }


def as_original(text: WeekText) -> dict[str, Any]:
    """What `Week.original` keeps of the words that a week comes with: all but the place it stands at. Nothing
    for a week that is still to be written."""
    if not text.question:
        return {}
    kept = {name: value for name, value in asdict(text).items() if name not in PLACE}
    return kept | {"prompts": list(text.prompts)}


def original_of(week: Week) -> WeekText | None:
    """The words that a week came with, at the place where it stands now; None for one the group made."""
    kept = week.original
    names = {field.name for field in fields(WeekText)} - PLACE
    if not isinstance(kept, dict) or set(kept) != names or len(kept["prompts"]) != WAYS:
        return None
    return WeekText(number=week.number, **kept | {"prompts": tuple(kept["prompts"])})


def differs(week: Week) -> bool:
    """Does a week say something else than what it came with?"""
    original = original_of(week)
    return original is not None and original != text_of(week)
