from argparse import ArgumentParser
from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.test import override_settings

from bench import BENCHES, Options, Row, database, table
from bench.options import GOALS


class Command(BaseCommand):
    help = "Measure, in a database made for it: counts, plans and sizes are judged, times only shown."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=[*BENCHES, "all"])
        parser.add_argument("--pairs", default="10000", help="dispatch: a size, or several with commas.")
        parser.add_argument("--profiles", type=int, default=20_000, help="directory: how many on the list.")
        parser.add_argument("--messages", type=int, default=1_000_000, help="conversations: how many.")
        parser.add_argument("--connections", type=int, default=2_000, help="sse: how many streams.")
        parser.add_argument("--runs", type=int, default=5)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--check", action="store_true", help="1 if a count, plan or size misses its goal."
        )
        parser.add_argument(
            "--goal", action="append", default=[], metavar="NAME=VALUE", help=f"One of: {', '.join(GOALS)}."
        )
        parser.add_argument(
            "--here",
            action="store_true",
            help="Use the configured database: it must be empty, or have “bench” in its name.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Options(
            pairs=tuple(_numbers(options["pairs"])),
            profiles=options["profiles"],
            messages=options["messages"],
            connections=options["connections"],
            runs=options["runs"],
            seed=options["seed"],
            goals=GOALS | dict(_goal(text) for text in options["goal"]),
        )
        if asked.runs < 1 or min(asked.pairs) < 1 or asked.profiles < 100 or asked.messages < 2000:
            raise CommandError("At least one run, one pair, a hundred profiles and two thousand messages.")
        if options["here"] and not database.fit():
            raise CommandError("This database holds people. A bench fills and empties tables: not here.")
        rows: list[Row] = []
        # With DEBUG every statement would be kept and its time be measured too.
        with override_settings(DEBUG=False), nullcontext() if options["here"] else database.throw_away():
            before = table.where()
            for name in [*BENCHES] if options["name"] == "all" else [options["name"]]:
                rows += BENCHES[name](asked)
            after = table.where().rpartition(", load")[2]
        self.stdout.write(f"{before}; at the end{after}; seed {asked.seed}, {asked.runs} runs\n")
        self.stdout.write(table.render(rows))
        missed = [row.case for row in rows if row.failed]
        if missed and options["check"]:
            raise CommandError(f"Missed: {'; '.join(missed)}", returncode=1)


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        raise CommandError(f"{text} is not a number, nor several with commas.") from error


def _goal(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        if name in GOALS:
            return name, float(value)
    except ValueError:
        pass
    raise CommandError(f"{text} is not a goal. Say one of {', '.join(GOALS)}, then = and a number.")
