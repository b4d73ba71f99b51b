"""`manage.py program_file`: for authors at a terminal, and for scripts."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programs.curriculum import blank, library
from programs.models import Program
from programs.portable import dump
from programs.services import files

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object) -> tuple[list[str], str]:
    """The lines that it prints, and how it fails; empty if it doesn't."""
    out = StringIO()
    try:
        call_command("program_file", *map(str, arguments), stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_what_we_ship_passes_without_a_remark() -> None:
    paths = [*sorted((ROOT / "programs/library").glob("*.yaml")), ROOT / "programs/blank.yaml"]
    lines, failed = run("check", "--strict", *paths)
    assert failed == ""
    assert len(lines) == len(paths) == 8
    assert lines[0].endswith("career-advancement.yaml: Career advancement, 12 weeks")
    assert lines[-1].endswith("A program of our own, 12 weeks, 12 still to be written")


def test_a_wrong_file_fails_with_its_line_and_the_others_are_still_read(tmp_path: Path) -> None:
    wrong, gone, good = tmp_path / "wrong.yaml", tmp_path / "gone.yaml", tmp_path / "good.yaml"
    wrong.write_text(dump(blank()).replace("length: 12", "length: 11"), encoding="utf-8")
    good.write_text(dump(library()["new-parents"]), encoding="utf-8")
    lines, failed = run("check", wrong, gone, good)
    assert lines == [
        f"{wrong}, line 7: “length” says 11, but the file has 12 weeks",
        f"{gone}: can’t be read (No such file or directory)",
        f"{good}: New parents, 12 weeks",
    ]
    assert failed == "2 of 3 refused, 0 with remarks"


def test_remarks_are_told_and_fail_only_a_strict_check(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = dump(library()["career-advancement"])
    path.write_text(text.replace("form: celebrate", "form: none"), encoding="utf-8")
    lines, failed = run("check", path)
    assert lines[1].startswith("  week 12: Without a last talk that says so, a pair just fades")
    assert failed == ""
    assert run("check", "--strict", path)[1] == "0 of 1 refused, 1 with remarks"


def test_a_file_that_is_too_large_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"#" * 10_000_000)
    assert run("check", path)[0] == [
        f"{path}, line 1: the file is larger than 1856 KiB, the most that is read"
    ]


@pytest.mark.parametrize("address", ["{0}/{1}", "/{0}/programs/{1}/"])
def test_a_program_of_the_site_is_printed_as_its_file(program: Program, address: str) -> None:
    out = StringIO()
    call_command("program_file", "export", address.format(program.group.slug, program.slug), stdout=out)
    assert out.getvalue() == files.export(program)


@pytest.mark.parametrize("address", ["no/such", "riverside-makers", ""])
def test_a_program_that_is_not_there_is_said(program: Program, address: str) -> None:
    assert "There is no program" in run("export", address)[1]
