"""Program files: a bad file is refused at its line, and the docs tell the truth."""

import json
import re
import sys
from pathlib import Path

import pytest

from programs.curriculum import CurriculumError, Settings, load

ROOT = Path(__file__).resolve().parents[2]
DOC = (ROOT / "docs" / "program-file.md").read_text(encoding="utf-8")
EXAMPLE = re.search(r"```yaml\n(.*?)```", DOC, re.DOTALL)[1]
REFUSALS = json.loads((Path(__file__).parent / "curriculum_refusals.json").read_text(encoding="utf-8"))


# -- what we refuse -------------------------------------------------------------------------------


def refusal(text: str | bytes) -> tuple[int, str]:
    with pytest.raises(CurriculumError) as caught:
        load(text, source="mine.yaml")
    error = caught.value
    assert error.source == "mine.yaml"
    assert str(error) == f"mine.yaml, line {error.line}: {error.reason}"
    return error.line, error.reason


def changed(at: int, new: str | None) -> str:
    """The example of the docs with line `at` replaced (or taken out)."""
    lines = EXAMPLE.split("\n")
    lines[at - 1 : at] = [] if new is None else [new]
    return "\n".join(lines)


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case["case"])
def test_a_bad_file_is_refused_at_its_line_with_the_reason(case):
    assert refusal(changed(case["at"], case["new"])) == (case["line"], case["reason"])


def test_a_subject_that_fits_early_may_be_too_long_from_week_10_on():
    text = (ROOT / "programs/library/career-advancement.yaml").read_text(encoding="utf-8")
    old = 'subject: "which steps, and when?"'
    line = text[: text.index(old)].count("\n") + 1
    assert refusal(text.replace(old, f"subject: {'a' * 42}")) == (
        line,
        "week 10: “subject” is 51 characters long after “Week 10: ”; at most 50 fit",
    )
    assert load(text.replace(old, f"subject: {'a' * 41}"), source="x").weeks[9].subject == "a" * 41


def test_the_first_problem_in_the_file_is_the_one_that_is_told():
    text = changed(40, "    minutes: 1").replace("minutes: 30", "minutes: 2", 1)
    assert refusal(text) == (27, "week 1: “minutes” must be between 5 and 240; it is 2")


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    room = 1856 * 1024 - len(EXAMPLE.encode())
    assert load(EXAMPLE + "#" * room, source="x").key == "two-good-talks"
    for text in (
        EXAMPLE + "#" * (room + 1),
        (EXAMPLE + "#" * (room + 1)).encode(),
        EXAMPLE + "é" * room,
        "[" * 2 * 10**6,
    ):
        assert refusal(text) == (1, "the file is larger than 1856 KiB, the most that is read")


def test_a_file_with_too_many_parts_is_refused_where_they_become_too_many():
    assert refusal("-\n" * 9000) == (8000, "the file has more than 8000 parts, the most that is read")


def test_bytes_that_are_not_utf8_are_refused_at_their_line():
    reason = "this is not UTF-8 text; save the file as UTF-8 and try again"
    assert refusal(EXAMPLE.replace("Ines", "Inés").encode("latin-1", "replace")) == (7, reason)
    assert refusal(b"\xff\xfef\x00") == (1, reason)
    assert refusal(b"a: 1\r\nb: 2\rc: \xff\n") == (3, reason)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", b"", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(text):
    assert refusal(text) == (1, "the file is empty")


@pytest.mark.parametrize(("text", "line"), [("hello", 1), ("\n- a\n- b\n", 2), ("---", 1), ("# a\n\n12", 3)])
def test_a_file_that_is_not_a_program_is_refused(text, line):
    assert refusal(text) == (line, "a program file starts with keys such as “format: 1”; see the example")


def test_the_lines_are_right_whatever_ends_them():
    for ending in ("\r\n", "\r"):
        assert refusal(changed(27, "    minutes: 4").replace("\n", ending))[0] == 27


def test_plain_words_stay_the_words_that_they_look_like():
    words = ["No", "on", "12:30", "2026-09-21", "1.5", "0x1F", "Off", "مرحبا", "👋🏽 hi"]
    text = changed(15, f"topics: [{', '.join(words)}]")
    assert load(text, source="x").topics == tuple(words)
    assert load(text.encode("utf-8-sig"), source="x").topics == tuple(words)


def test_a_file_read_from_text_and_from_bytes_is_the_same():
    assert load(EXAMPLE, source="a") == load(EXAMPLE.encode(), source="b")


# -- weeks that are hidden, and weeks that are to be written ----------------------------------------


def test_a_week_to_be_written_has_a_title_and_no_more():
    lines = EXAMPLE.split("\n")
    bare = [*lines[:18], "  - {title: Week 1, minutes: 30, form: none}", *lines[31:]]
    week = load("\n".join(bare), source="x").weeks[0]
    assert (week.title, week.question, week.prompts, week.hidden) == ("Week 1", "", (), False)


def test_hidden_weeks_are_kept_where_they_stood_and_count_for_nothing():
    text = EXAMPLE.replace("weeks:\n", "weeks:\n  - {title: Before, minutes: 30, form: none, hidden: true}\n")
    text = text.replace(
        "questions:\n", "  - {title: After, minutes: 30, form: none, hidden: true}\nquestions:\n"
    )
    found = load(text, source="x")
    assert [(week.number, week.title, week.hidden) for week in found.weeks] == [
        (1, "Before", True),
        (1, "Say hello", False),
        (2, "Say goodbye", False),
        (3, "After", True),
    ]
    assert (found.length, [week.title for week in found.path]) == (2, ["Say hello", "Say goodbye"])


def test_the_settings_that_a_file_leaves_out_are_not_said():
    text = EXAMPLE.replace("topics:", "settings: {hour: 18, both_say_yes: false}\ntopics:")
    settings = load(text, source="x").settings
    assert (settings.hour, settings.both_say_yes, settings.week_day, settings.capacity) == (
        18,
        False,
        None,
        None,
    )
    assert load(EXAMPLE, source="x").settings == Settings()


# -- a stranger's file -----------------------------------------------------------------------------

HOSTILE = {
    "aliases": "a: &a [x]\n" + "b: [*a, *a, *a, *a, *a, *a, *a, *a]\n" * 1000,
    "tags": "!!python/object/new:os.system [ls]\n" * 2000,
    "deep lists": "[" * 700_000,
    "deep keys": "\n".join(" " * at + "a:" for at in range(1200)),
    "many parts": "- a\n" * 190_000,
    "one long key": "a" * 780_000 + ": b",
    "ten megabytes": "a: b\n" * 2_000_000,
    "turned text": "name: " + "\u202e" * 250_000,
    "comments": "#" * 780_000 + "\n[",
    "brackets and quotes": '["' * 300_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_at_once(case):
    """By the calls that are made, which cannot flake as seconds do: a few for a byte, never its square.

    Two million take less than half a second on a slow machine.
    """
    calls = 0

    def count(frame, event, _argument):
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        with pytest.raises(CurriculumError):
            load(HOSTILE[case], source="x")
    finally:
        sys.setprofile(None)
    assert calls < 2_500_000


def test_ten_megabytes_are_not_even_looked_at():
    class Untouched(bytes):
        def decode(self, *_arguments):
            raise AssertionError("read before its size was looked at")

    assert refusal(Untouched(b"a" * 10_000_000))[1].startswith("the file is larger than")


# -- what the docs say ----------------------------------------------------------------------------


def test_the_refusals_in_the_docs_are_what_the_loader_says():
    told = re.findall(r"^line (\d+): (.*)$", DOC, re.MULTILINE)
    assert [(int(line), reason) for line, reason in told] == [
        refusal(changed(38, None)),
        refusal(changed(17, '  - {name: "Both weeks", from: 1, to: 3}')),
        refusal(changed(20, '    qestion: "What made you say yes to this?"')),
        refusal(changed(5, "licence:")),
    ]
