"""The directory of a large program against a login-required hello in the same process."""

import json
import time
from collections.abc import Callable, Mapping
from random import Random

from django.db import connection
from django.urls import reverse

from bench import directory_people, pages, plans
from bench.options import Options
from bench.statements import Said, counted
from bench.table import Row, at_most, holds
from profiles import finder
from profiles.access import Place
from profiles.fits import Filters
from profiles.models import Profile
from profiles.models.profiles import State
from programs.models import Program

INDEX = "directory"
WARM = 3
ASKS = 7  # of each page in a round; the best of them counts
# From the commonest to the rarest that people use, several of them, a beginning, and one nobody says.
COMMON = (0, 1, 20, 100, 1000, 4000)


def run(options: Options) -> list[Row]:
    """Queries, plans, and the time of the page first and last, and of searches."""
    program = directory_people.fill(options)
    reader = program.created_by
    first = reverse("directory", args=[program.group.slug, program.slug])
    rows = Profile.objects.filter(program=program, role="mentor", state=State.LISTED).order_by("id")
    end = f"{first}?older={rows.values_list('code', flat=True)[20]}"
    paths = {"hello": "/bench/hello/", "first": first, "end": end}
    with pages.site():
        get = pages.visitor(reader)
        for path in paths.values():
            for _ in range(WARM):
                get(path)
        with counted() as said:
            get(first)
        with counted() as at_the_end:
            get(end)
        rounds, own = _alternating(get, paths, options)
    n, goals = options.profiles, options.goals
    best = {name: min(found) for name, found in rounds.items()}
    page_ratio, end_ratio = best["first"] / best["hello"], best["end"] / best["first"]
    return [
        Row("login-required hello", n, rounds["hello"], "ms", note=f"own time {own['hello']:.1f} ms"),
        Row(
            "directory, first page (ratio of the best)",
            n,
            rounds["first"],
            "ms",
            "hello",
            page_ratio,
            f"<= {goals['directory.page']:g}",
            page_ratio <= goals["directory.page"],
            note=f"own time {own['first']:.1f} ms, {own['first'] / own['hello']:.1f} of hello",
        ),
        Row(
            "directory, last page by keyset",
            n,
            rounds["end"],
            "ms",
            "first page",
            end_ratio,
            f"<= {goals['directory.end']:g}",
            end_ratio <= goals["directory.end"],
        ),
        at_most(
            "queries of the page, the person included, the session cached",
            n,
            said.number,
            goals["directory.queries"],
        ),
        _plan("first page", said, n, goals["directory.sorted"]),
        _plan("last page", at_the_end, n, goals["directory.sorted"]),
        holds("no OFFSET on the path", n, not any(" OFFSET " in sql for sql, _ in said.texts), goal="none"),
        *_searches(program, options),
    ]


def _alternating(
    get: Callable[[str], bytes], paths: Mapping[str, str], options: Options
) -> tuple[dict[str, list[float]], dict[str, float]]:
    """(the best wall time of each round, the best of the process's own time) of each path, in ms."""
    walls: dict[str, list[float]] = {name: [] for name in paths}
    own = dict.fromkeys(paths, float("inf"))
    random = Random(options.seed)
    for _ in range(options.runs):
        for name in random.sample(sorted(paths), len(paths)):
            taken = []
            for _ in range(ASKS):
                began, used = time.perf_counter(), time.process_time()
                get(paths[name])
                own[name] = min(own[name], 1000 * (time.process_time() - used))
                taken.append(1000 * (time.perf_counter() - began))
            walls[name].append(min(taken))
    return walls, own


def _searches(program: Program, options: Options) -> list[Row]:
    """The list's own query, for words of every frequency; the plan of the one between common and rare."""
    place = _place(program)
    asked = {f"word {n + 1} by frequency": directory_people.word(n) for n in COMMON}
    asked |= {"two words": f"{directory_people.word(0)} {directory_people.word(30)}"}
    asked |= {"the beginning of a word": "ba", "a name": "amara", "a word that nobody says": "zzzz"}
    found = []
    for case, words in asked.items():
        taken = []
        for _ in range(max(options.runs, 3)):
            began = time.perf_counter()
            with counted() as said:
                finder.page(place, Filters(q=words))
            taken.append(1000 * (time.perf_counter() - began))
        most = options.goals["directory.search"]
        found.append(
            Row(
                f"search, {case}",
                options.profiles,
                taken,
                "ms",
                goal=f"<= {most:g} ms",
                met=min(taken) <= most,
                note=f"best {min(taken):.1f} ms",
                plan=plans.plan(*said.texts[0]) if words == directory_people.word(100) else (),
            )
        )
    return found


def _place(program: Program) -> Place:
    """Where the reader stands, as profiles.access finds it."""
    mine = Profile.objects.get(program=program, user=program.created_by, role="mentee")
    return Place(
        user=program.created_by,
        program=program,
        group=program.group,
        runs_it=True,
        signed_up=True,
        admin_name="",
        mine=mine.facts,
    )


def _plan(case: str, said: Said, n: int, most: float) -> Row:
    """The people's query, explained with its own parameters."""
    sql, params = next(one for one in said.texts if "FROM f JOIN profiles_profile" in one[0])
    lines = plans.plan(sql, params)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            found = cursor.fetchone()[0]
        plan = json.loads(found) if isinstance(found, str) else found
        nodes = list(_nodes(plan[0]["Plan"]))
        used = any(node.get("Index Name") == INDEX for node in nodes)
        sorts = max((_rows_in(node) for node in nodes if "Sort" in node["Node Type"]), default=0)
    else:
        used = any(f"INDEX {INDEX} " in f"{line} " for line in lines)
        # It sorts what the window holds, and no more than that: the list itself comes in order.
        sorts = 0.0 if used else float(n)
    says = f"{case}: index “{INDEX}”, no sort over {most:,.0f} rows"
    return holds(says, n, used and sorts <= most, note="" if used else "another index", plan=lines)


def _nodes(plan: dict) -> list[dict]:
    return [plan, *(inner for part in plan.get("Plans", []) for inner in _nodes(part))]


def _rows_in(sort: dict) -> float:
    return sum(_rows_of(part) for part in sort.get("Plans", []) if part["Parent Relationship"] == "Outer")


def _rows_of(node: dict) -> float:
    return float(node["Actual Rows"] * node["Actual Loops"])
