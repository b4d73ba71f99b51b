"""The benchmarks themselves: small sizes run whole, and a goal that is missed ends with 1."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from bench.table import HEAD, Row, render
from mentorship import scenarios

ROOT = Path(__file__).resolve().parents[2]
whole = pytest.mark.django_db(transaction=True)
GENEROUS = ("weight.js", "weight.pair", "weight.plain")


def bench(*words: str) -> list[dict[str, str]]:
    """The table's lines, by their heads."""
    out = io.StringIO()
    call_command("bench", *words, "--here", stdout=out)
    return table_of(out)


def table_of(out: io.StringIO) -> list[dict[str, str]]:
    _where, head, _line, *lines = out.getvalue().splitlines()
    names = [name.strip() for name in head.split(" | ")]
    assert names == list(HEAD)
    rows = [dict(zip(HEAD, [part.strip() for part in line.split(" | ")], strict=False)) for line in lines]
    return [{name: row.get(name, "") for name in HEAD} for row in rows]


@whole
def test_the_dispatch_at_200_pairs_meets_every_goal_that_gates() -> None:
    rows = bench("dispatch", "--pairs", "200", "--runs", "1", "--check")
    cases = {row["case"]: row for row in rows}
    assert cases["rows exact: a step and two notices a pair"]["ok"] == "ok"
    assert cases["rows of a second run"]["median"] == "0"
    assert cases["plan: due ones by the partial index, no scan of the table"]["ok"] == "ok"
    rivals = {row["yardstick"] for row in rows if row["case"] == "tick"}
    assert rivals == ({"COPY", "bulk_create"} if connection.vendor == "postgresql" else {"bulk_create"})


@whole
def test_two_sizes_are_compared() -> None:
    rows = bench("dispatch", "--pairs", "10,20", "--runs", "1")
    assert [row["goal"] for row in rows if row["case"] == "tick, 20 against 10 pairs"] == ["<= 2.6"]


@whole
def test_the_directory_at_200_profiles() -> None:
    cases = {row["case"]: row for row in bench("directory", "--profiles", "200", "--runs", "1")}
    assert 0 < int(cases["queries of the page, the person included, the session cached"]["median"]) <= 12
    assert cases["no OFFSET on the path"]["ok"] == "ok"
    assert float(cases["directory, first page (ratio of the best)"]["ratio"]) > 1


@whole
def test_conversations_at_4000_messages_meet_every_goal_that_gates() -> None:
    out = io.StringIO()
    call_command(
        "bench", "conversations", "--messages", "4000", "--runs", "1", "--check", "--here", stdout=out
    )
    text = out.getvalue()
    scans = connection.vendor == "sqlite"  # PostgreSQL is right to read so small a table otherwise
    plans = ["newest and older: one scan of the index, nothing sorted"] if scans else []
    for case in (
        *plans,
        "the badge reads no message",
        "queries of a hello's page, the person included",
        "queries of the list of conversations",
        "messages that a search reads",
    ):
        line = next(line for line in text.splitlines() if line.startswith(case))
        assert line.rstrip().endswith("| ok"), line
    assert "\nbadge: is anything unread:\n  " in text  # the plans stand below the table


@whole
def test_every_member_page_is_weighed_and_asks_nobody_else() -> None:
    free = [f"--goal={name}=1000000" for name in GENEROUS]
    out = io.StringIO()
    # Every limit is out of reach but one, which nothing can meet.
    with pytest.raises(CommandError, match="Missed: today, without JavaScript; group home") as refused:
        call_command("bench", "weight", "--check", "--here", *free, "--goal=weight.plain=1", stdout=out)
    assert refused.value.returncode == 1
    cases = {row["case"]: row for row in table_of(out)}
    pages = ("today", "group home", "program", "directory", "pair page", "sign-up step")
    for page in pages:
        assert int(cases[f"{page}, requests"]["median"]) <= 4
        whole_load = float(cases[f"{page}, first load"]["median"].split()[0])
        assert whole_load > float(cases[f"{page}, without JavaScript"]["median"].split()[0]) > 1


@pytest.mark.django_db
def test_a_database_with_people_in_it_is_refused() -> None:
    scenarios.person("Dani Ferreira")
    with pytest.raises(CommandError, match="holds people"):
        bench("dispatch")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "words", [["--goal=weight.js"], ["--goal=nothing=1"], ["--goal=weight.js=x"], ["--pairs=x"], ["--runs=0"]]
)
def test_what_makes_no_sense_is_refused(words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("bench", "weight", *words)


def test_a_run_makes_and_removes_its_own_database_and_ends_with_1(tmp_path: Path) -> None:
    environment = {**os.environ, "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    words = ["bench", "dispatch", "--pairs=20", "--runs=1", "--check", "--goal=dispatch.statements=1"]
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Missed: statements a slice" in done.stderr
    assert not list(tmp_path.glob("bench.sqlite3*"))


def test_only_what_gates_can_fail_and_noise_is_said() -> None:
    slow = Row("slow", 1, [1.0, 2.0], goal=">= 1", met=False)
    heavy = Row("heavy", 1, [40_000], "B", goal="<= 30 kB", met=False, gates=True)
    assert (slow.failed, heavy.failed) == (False, True)
    text = render([slow, heavy])
    assert "missed (time) noisy" in text
    assert "40.0 kB" in text
    assert "MISSED" in text
