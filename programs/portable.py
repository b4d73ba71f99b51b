"""Write a program as a file that `curriculum.load` reads back as the same program, always in the same bytes.

Pure. Short texts stand in quotes, long ones are folded, paragraphs stay paragraphs. The format is told in
words in docs/program-file.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from .curriculum import Care, Curriculum, QuestionText, RunbookStep, WeekText

WIDTH = 100
STEP = "  "
REMARK = "# A program. The format is described in docs/program-file.md."
PLAIN = frozenset(
    {"key", "form", "kind", "from", "week_day", "forming", "readers"}
)  # words for machines need no quotes

Part = str | int | bool | Sequence["Part"] | Mapping[str, "Part"]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def dump(curriculum: Curriculum) -> str:
    """The file of this program: loading it gives the program again, and dumping that the same file."""
    return "\n".join([REMARK, *_keys(_content(curriculum), "")]) + "\n"


def _content(curriculum: Curriculum) -> dict[str, Part]:
    """What stands in the file, in its order."""
    care: dict[str, Part] = {"care": _care(curriculum.care)} if curriculum.care else {}
    credited: dict[str, Part] = {"credits": curriculum.credits} if curriculum.credits else {}
    settings = {key: value for key, value in asdict(curriculum.settings).items() if value is not None}
    return {
        "format": 1,
        "key": curriculum.key,
        "version": curriculum.version,
        "name": curriculum.name,
        "licence": curriculum.licence,
        **credited,
        "for_whom": curriculum.for_whom,
        "summary": curriculum.summary,
        "minutes_a_week": curriculum.minutes_a_week,
        "length": curriculum.length,
        "pace_days": curriculum.pace_days,
        "settings": settings,
        "topics": curriculum.topics,
        "stretches": [
            {"name": part.name, "from": part.first, "to": part.last} for part in curriculum.stretches
        ],
        "weeks": [_week(week) for week in curriculum.weeks],
        "questions": {
            "mentor": [_question(question) for question in curriculum.mentor_questions],
            "mentee": [_question(question) for question in curriculum.mentee_questions],
        },
        **care,
        "runbook": [_runbook_step(step) for step in curriculum.runbook],
    }


def _week(week: WeekText) -> dict[str, Part]:
    tips = {"mentor": week.mentor_tip, "mentee": week.mentee_tip}
    return {
        "title": week.title,
        "question": week.question,
        "subject": week.subject,
        "intro": week.intro,
        **({"prompts": week.prompts} if week.prompts else {}),
        "minutes": week.minutes,
        "tips": {side: tip for side, tip in tips.items() if tip},
        "form": week.form,
        **({"hidden": True} if week.hidden else {}),
    }


def _question(question: QuestionText) -> dict[str, Part]:
    # What is as usual is left out.
    unusual: dict[str, Part] = {}
    if question.options:
        unusual["options"] = question.options
    if question.admins_only:
        unusual["admins_only"] = True
    if not question.enabled:
        unusual["enabled"] = False
    return {
        "key": question.key,
        "wording": question.wording,
        "guidance": question.guidance,
        "starter": question.starter,
        "example": question.example,
        "kind": question.kind,
        "required": question.required,
        **unusual,
    }


def _care(care: Care) -> dict[str, Part]:
    return {"advice": care.advice, "help_lines": care.help_lines, "tell": care.tell}


def _runbook_step(step: RunbookStep) -> dict[str, Part]:
    return {"from": step.anchor, "days": step.days, "title": step.title, "do": step.what_to_do}


# -- as YAML --------------------------------------------------------------------------------------


def _keys(parts: Mapping[str, Part], indent: str) -> Iterator[str]:
    for key, part in parts.items():
        if part in ("", {}):  # what is empty is left out
            continue
        yield from _part(f"{indent}{key}:", part, indent + STEP, plain=key in PLAIN)


def _entries(parts: Sequence[Part], indent: str) -> Iterator[str]:
    """A list whose entries with keys of their own begin on the line of the hyphen."""
    for part in parts:
        if isinstance(part, Mapping):
            first, *others = _keys(part, indent + STEP)
            yield f"{indent}- {first.strip()}"
            yield from others
        else:
            yield from _part(f"{indent}-", part, indent + STEP, plain=False)


def _part(start: str, part: Part, indent: str, *, plain: bool) -> Iterator[str]:
    """`start` is the key, or the hyphen of a list; what doesn't fit behind it goes below at `indent`."""
    if isinstance(part, bool):
        yield f"{start} {str(part).lower()}"
    elif isinstance(part, int) or (isinstance(part, str) and plain):
        yield f"{start} {part}"
    elif isinstance(part, str):
        yield from _text(start, part, indent)
    elif not part:
        yield f"{start} []"
    else:
        yield start
        yield from _keys(part, indent) if isinstance(part, Mapping) else _entries(part, indent)


def _text(start: str, text: str, indent: str) -> Iterator[str]:
    quoted = f'{start} "{text.translate(_ESCAPES)}"'
    lines = text.split("\n")
    if not all(_calm(line) for line in lines) or (len(lines) == 1 and len(quoted) <= WIDTH):
        yield quoted
    elif len(lines) == 1:
        yield f"{start} >-"
        yield from (indent + line for line in _folded(text, WIDTH - len(indent)))
    else:
        yield f"{start} |-"
        yield from (indent + line if line else "" for line in lines)


def _calm(line: str) -> bool:
    """Comes back from a block of lines as it went in: single spaces, and only between words."""
    return "\t" not in line and "\r" not in line and "  " not in line and line == line.strip(" ")


def _folded(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
