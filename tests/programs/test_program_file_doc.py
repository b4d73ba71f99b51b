"""The page for authors of program files names what the schema has, with the same limits."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "program-file.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "programs" / "curriculum.schema.json").read_text(encoding="utf-8"))

DOCUMENTED = {
    "The program": SCHEMA,
    "The settings": SCHEMA["properties"]["settings"],
    "A stretch": SCHEMA["$defs"]["stretch"],
    "A week": SCHEMA["$defs"]["week"],
    "The tips of a week": SCHEMA["$defs"]["week"]["properties"]["tips"],
    "The questions": SCHEMA["properties"]["questions"],
    "A question": SCHEMA["$defs"]["question"],
    "The care card": SCHEMA["properties"]["care"],
    "A runbook step": SCHEMA["$defs"]["step"],
}


def resolved(part: dict) -> dict:
    if "$ref" not in part:
        return part
    target = SCHEMA["$defs"][part["$ref"].rsplit("/", 1)[1]]
    return {**resolved(target), **part}


@pytest.mark.parametrize(("heading", "part"), DOCUMENTED.items(), ids=DOCUMENTED)
def test_the_docs_name_every_key_of_the_schema_with_its_limits(heading, part):
    section = DOC.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| .*? \| (.*) \|$", section, re.MULTILINE))
    assert list(rows) == list(part["properties"])
    for key, raw in part["properties"].items():
        rule, told = resolved(raw), rows[key]
        limits = [rule.get(name) for name in ("const", "minimum", "maximum", "maxLength")]
        limits += rule.get("enum", [])
        if rule.get("type") == "array":
            limits += [rule.get("minItems"), rule["maxItems"], resolved(rule["items"]).get("maxLength")]
        missing = [
            limit for limit in limits if limit is not None and not re.search(rf"(?<!\w){limit}\b", told)
        ]
        assert missing == [], key
        text = resolved(rule["items"]) if rule.get("type") == "array" else rule
        assert ("one line" in told) == (text.get("pattern") == SCHEMA["$defs"]["line"]["pattern"]), key


@pytest.mark.parametrize(("heading", "part"), DOCUMENTED.items(), ids=DOCUMENTED)
def test_the_docs_say_which_keys_may_be_left_out(heading, part):
    section = DOC.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    told = set(re.findall(r"^\| `(\w+)` \| .*; may be left out \| ", section, re.MULTILINE))
    assert told == set(part["properties"]) - set(part.get("required", []))
    assert part["additionalProperties"] is False
