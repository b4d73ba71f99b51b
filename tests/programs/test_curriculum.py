"""Program files: a bad file is refused at its line, and the docs tell the truth."""

import json
import re
from pathlib import Path

import pytest

from programs.curriculum import CurriculumError, load

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
    room = 768 * 1024 - len(EXAMPLE.encode())
    assert load(EXAMPLE + "#" * room, source="x").key == "two-good-talks"
    for text in (
        EXAMPLE + "#" * (room + 1),
        (EXAMPLE + "#" * (room + 1)).encode(),
        EXAMPLE + "é" * room,
        "[" * 10**6,
    ):
        assert refusal(text) == (1, "the file is larger than 768 KiB, the most that is read")


def test_a_file_with_too_many_parts_is_refused_where_they_become_too_many():
    assert refusal("-\n" * 4000) == (3000, "the file has more than 3000 parts, the most that is read")


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


# -- what the docs say ----------------------------------------------------------------------------


def test_the_refusals_in_the_docs_are_what_the_loader_says():
    told = re.findall(r"^line (\d+): (.*)$", DOC, re.MULTILINE)
    assert [(int(line), reason) for line, reason in told] == [
        refusal(changed(38, None)),
        refusal(changed(17, '  - {name: "Both weeks", from: 1, to: 3}')),
        refusal(changed(20, '    qestion: "What made you say yes to this?"')),
        refusal(changed(5, "licence:")),
    ]
