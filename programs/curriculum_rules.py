"""The rules of a program file: the schema, what a schema cannot say, and both told in plain words."""

import json
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from programs.yaml_lines import Lines, Refused, Where, short

MAX_MAIL_SUBJECT = 50
LONGEST = 52
MOST_HIDDEN = 52
TO_CHOOSE = {"one", "some"}
MOST_ASKED = 12  # questions of one side that are switched on

_ENTRIES = {
    "weeks": "week",
    "stretches": "stretch",
    "runbook": "runbook step",
    "topics": "topic",
    "credits": "credit",
    "prompts": "prompt",
    "advice": "advice",
    "options": "option",
    "mentor": "mentor question",
    "mentee": "mentee question",
}
_SHAPES = {
    "string": "must be a text",
    "integer": "must be a whole number",
    "boolean": "must be true or false",
    "array": "must be a list",
    "object": "must hold keys of its own",
}
_NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def check(content: object, lines: Lines) -> None:
    """Returns when the content is a program; else raises Refused for the first thing that is wrong."""
    if not isinstance(content, dict):
        raise Refused(
            lines.get((), 1), "a program file starts with keys such as “format: 1”; see the example"
        )
    if "format" in content and (content["format"] != 1 or isinstance(content["format"], bool)):
        raise Refused(lines[("format",)], "“format” must be 1, the only format that this site reads")
    # A key that nobody knows comes first: a misspelt key is also a missing one.
    problems = [_problem(error, lines) for error in _validator().iter_errors(content)]
    if problems:
        _, line, reason = min(problems)
        raise Refused(line, reason)
    for where, reason in _between_the_keys(content):
        raise Refused(lines[where], reason)


def numbered(weeks: Sequence[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each week with its number. A hidden one has that of the week before which it stands."""
    walked = 0
    for week in weeks:
        hidden = bool(week.get("hidden"))
        walked += not hidden
        yield min(walked + hidden, LONGEST), week


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((Path(__file__).parent / "curriculum.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _problem(error: ValidationError, lines: Lines) -> tuple[bool, int, str]:
    where: Where = tuple(error.absolute_path)
    known = True
    if error.validator == "additionalProperties":
        where, reason = _unknown(error, where)
        known = False
    else:
        reason = _reason(error, where)
    return known, lines[where], reason


def _unknown(error: ValidationError, where: Where) -> tuple[Where, str]:
    names = list(_parts(error.schema)["properties"])
    key = next(key for key in _parts(error.instance) if key not in names)
    close = get_close_matches(key, names, n=1)
    hint = f"; did you mean “{close[0]}”?" if close else ""
    return (*where, key), f"{_owner(where)} has a key {short(key)} that this format doesn’t know{hint}"


def _reason(error: ValidationError, where: Where) -> str:
    rule, limit, found = str(error.validator), error.validator_value, error.instance
    limits, name = _parts(error.schema), _name(where)
    if rule == "required":
        return f"{_owner(where)} has no “{next(key for key in _sized(limit) if key not in _parts(found))}”"
    if found is None or rule == "minLength":
        return f"{name} is empty"
    if rule == "type":
        quotes = "; put it in quotes" if limit == "string" and isinstance(found, int) else ""
        return f"{name} {_SHAPES[str(limit)]}{quotes}"
    if rule in {"minItems", "maxItems"}:
        return _count(where, len(_sized(found)), limits.get("minItems", 0), limits["maxItems"])
    if rule == "maxLength":
        return f"{name} is {len(_sized(found))} characters long; at most {limit} fit"
    if rule in {"minimum", "maximum"}:
        return f"{name} must be between {limits['minimum']} and {limits['maximum']}; it is {found}"
    if rule == "enum":
        return f"{name} must be one of {', '.join(str(choice) for choice in _sized(limit))}"
    return f"{name} {_pattern(where)}"


def _pattern(where: Where) -> str:
    if where[-1] != "key":
        return "must stay on one line"
    joint = "hyphens" if len(where) == 1 else "underscores"
    return f"must be small letters a to z and digits, joined by {joint}, and start with a letter"


def _count(where: Where, has: int, least: int, most: int) -> str:
    what = str(where[-1])
    if what in {"mentor", "mentee"}:
        what = f"{what} questions"
    elif what == "advice":
        what = "pieces of advice"
    elif what == "runbook":
        what = "runbook steps"
    needs = f"exactly {_number(most)}" if least == most else f"{_number(least)} to {_number(most)}"
    needs = needs if least else f"at most {_number(most)}"
    return f"{_owner(where[:-1])} needs {needs} {what}; it has {_number(has)}"


def _between_the_keys(content: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    weeks, length = content["weeks"], content["length"]
    walked = sum(not week.get("hidden") for week in weeks)
    if length != walked:
        has = f"the file has {walked} weeks"
        if walked < len(weeks):
            has = f"{walked} of the file’s {len(weeks)} weeks are walked, the others are hidden"
        yield ("length",), f"“length” says {length}, but {has}"
    if len(weeks) - walked > MOST_HIDDEN:
        yield ("weeks",), f"{len(weeks) - walked} weeks are hidden; at most {MOST_HIDDEN} can be"
    yield from _same(("topics",), content["topics"])
    yield from _stretches(content["stretches"], length)
    for place, (number, week) in enumerate(numbered(weeks)):
        yield from _week(("weeks", place), number, week)
    for role, questions in content["questions"].items():
        yield from _questions(role, questions)


def _week(where: Where, number: int, week: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    name = _owner(where)
    for given, lacking in (("question", "prompts"), ("prompts", "question")):
        if given in week and lacking not in week:
            reason = f"{name} has “{given}” and no “{lacking}”; a week to be written later has neither"
            yield (*where, given), reason
    size = len(f"Week {number}: {week.get('subject', '')}")
    if size > MAX_MAIL_SUBJECT:
        reason = f"is {size} characters long after “Week {number}: ”; at most {MAX_MAIL_SUBJECT} fit"
        yield (*where, "subject"), f"{name}: “subject” {reason}"


def _questions(role: str, questions: list[dict[str, Any]]) -> Iterator[tuple[Where, str]]:
    keys: dict[str, int] = {}
    asked = 0
    for place, question in enumerate(questions):
        asked += question.get("enabled", True)
        if asked > MOST_ASKED:
            yield ("questions", role, place), f"a {role} is asked {MOST_ASKED} questions at most"
        where: Where = ("questions", role, place)
        first = keys.setdefault(question["key"], place + 1)
        if first != place + 1:
            reason = f"{role} question {place + 1} has the same key as {role} question {first}"
            yield (*where, "key"), reason
        kind = question["kind"]
        if kind in TO_CHOOSE and "options" not in question:
            yield (*where, "kind"), f"{_owner(where)} is of the kind “{kind}” and needs “options”"
        if kind not in TO_CHOOSE and "options" in question:
            reason = f"{_owner(where)} has “options”, which only the kinds “one” and “some” have"
            yield (*where, "options"), reason
        yield from _same((*where, "options"), question.get("options", []))


def _same(where: Where, texts: list[str]) -> Iterator[tuple[Where, str]]:
    folded = [text.casefold() for text in texts]
    for place, text in enumerate(folded):
        if (first := folded.index(text)) < place:
            yield (*where, place), f"{_name((*where, place))} is the same as {_name((*where, first))}"


def _stretches(stretches: list[dict[str, Any]], length: int) -> Iterator[tuple[Where, str]]:
    if not stretches:
        return
    due = 1
    for place, stretch in enumerate(stretches):
        name, first, last = f"stretch {place + 1}", stretch["from"], stretch["to"]
        if first != due:
            yield ("stretches", place, "from"), f"{name} starts at week {first}; it must start at week {due}"
        if last < first:
            yield ("stretches", place, "to"), f"{name} ends at week {last}, before it starts"
        if last > length:
            yield ("stretches", place, "to"), f"{name} ends at week {last}, but there are {length} weeks"
        due = last + 1
    if due != length + 1:
        last_place = len(stretches) - 1
        yield (
            ("stretches", last_place, "to"),
            f"the last stretch ends at week {due - 1}; it must end at week {length}",
        )


def _owner(where: Where) -> str:
    """The part of the file that a person would name: the whole, a week, a question."""
    if not where:
        return "the program"
    if len(where) == 1 or where[-1] == "tips":
        return _name(where)
    return ", ".join(_places(where)) or _name(where)


def _name(where: Where) -> str:
    places = _places(where)
    if not where:
        return "the program"
    if isinstance(where[-1], int):
        return ", ".join(places)
    return f"{', '.join(places)}: “{where[-1]}”" if places else f"“{where[-1]}”"


def _places(where: Where) -> list[str]:
    return [
        f"{_ENTRIES[str(where[at - 1])]} {part + 1}" for at, part in enumerate(where) if isinstance(part, int)
    ]


def _number(number: int) -> str:
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def _parts(value: object) -> dict[str, Any]:
    assert isinstance(value, dict)
    return value


def _sized(value: object) -> str | list[Any]:
    assert isinstance(value, str | list)
    return value
