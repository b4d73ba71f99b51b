"""The one table that a run prints."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.db import connection

NOISY = 1.5
HEAD = ("case", "n", "median", "min..max", "yardstick", "ratio", "goal", "ok")


@dataclass(frozen=True)
class Row:
    """One case: what was measured, against what, and whether the goal was met.

    `gates`: the goal is a count, a plan or a size, so that missing it fails a check. Times never do.
    """

    case: str
    n: int
    values: Sequence[float] = ()
    unit: str = "s"
    yardstick: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    gates: bool = False
    note: str = ""
    plan: Sequence[str] = ()  # printed below the table, under the case's name

    @property
    def failed(self) -> bool:
        return self.gates and self.met is False

    @property
    def noisy(self) -> bool:
        return (
            self.unit in ("s", "ms")
            and len(self.values) > 1
            and max(self.values) > NOISY * max(min(self.values), 1e-9)
        )

    def cells(self) -> tuple[str, ...]:
        """What the table shows of it."""
        spread = (
            f"{self._say(min(self.values))}..{self._say(max(self.values))}" if len(self.values) > 1 else ""
        )
        ok = {None: "", True: "ok", False: "MISSED" if self.gates else "missed (time)"}[self.met]
        notes = " ".join(filter(None, ("noisy" if self.noisy else "", self.note)))
        return (
            self.case,
            f"{self.n:,}",
            self._say(statistics.median(self.values)) if self.values else "",
            spread,
            self.yardstick,
            f"{self.ratio:.2f}" if self.ratio is not None else "",
            self.goal,
            " ".join(filter(None, (ok, notes))),
        )

    def _say(self, value: float) -> str:
        return {
            "s": f"{value:.3f} s",
            "ms": f"{value:.2f} ms",
            "B": f"{value / 1000:.1f} kB" if value < 1_000_000 else f"{value / 1_000_000:.1f} MB",
            "": f"{value:,.0f}",
            "plan": "",
        }[self.unit]


def at_most(
    case: str, n: int, found: float, most: float, *, unit: str = "", goal: str = "", note: str = ""
) -> Row:
    """A count or a size that gates."""
    met = found <= most
    return Row(case, n, [found], unit, goal=goal or f"<= {most:g}", met=met, gates=True, note=note)


def holds(case: str, n: int, met: bool, *, goal: str = "so", note: str = "", plan: Sequence[str] = ()) -> Row:
    """What has to be so, a plan mostly; it gates."""
    return Row(case, n, unit="plan", goal=goal, met=met, gates=True, note=note, plan=plan)


def where() -> str:
    """Versions, cores and load: absolute figures mean nothing without them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
        else:
            cursor.execute("SELECT sqlite_version()")
        version = str(cursor.fetchone()[0]).split()[0]
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return (
        f"Python {platform.python_version()}, Django {django.get_version()}, "
        f"{connection.display_name} {version}, {os.cpu_count()} cores, load average {load}"
    )


def render(rows: Sequence[Row]) -> str:
    """The rows under their heads, in columns."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(HEAD))]
    out = [
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    out.insert(1, "-+-".join("-" * width for width in widths))
    for row in rows:
        if row.plan:
            out += ["", f"{row.case}:", *(f"  {line}" for line in row.plan)]
    return "\n".join(out)
