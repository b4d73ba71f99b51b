"""The directory of a large program against a login-required hello in the same process."""

import json
import time
from collections.abc import Callable
from random import Random

from django.db import connection
from django.urls import reverse

from accounts.models import User
from accounts.text import fold
from bench import pages
from bench.options import Options
from bench.statements import Said, counted
from bench.table import Row
from groups.models import Membership
from mentorship import scenarios
from profiles.models import Profile, ProfileTopic
from profiles.models.profiles import State
from programs.models import Program

BATCH = 2000
INDEX = "directory"
WARM = 3
ASKS = 7  # of each page in a round; the best of them counts
NAMES = (
    "Amara",
    "Dani",
    "Kenji",
    "Leila",
    "Tomasz",
    "Rosa",
    "Elif",
    "Malik",
    "Samira",
    "Yusuf",
    "Fern",
    "Bill",
)
WORDS = (
    "printing",
    "pricing",
    "confidence",
    "leading",
    "writing",
    "teaching",
    "selling",
    "planning",
    "listening",
    "mending",
    "baking",
    "sewing",
    "photography",
    "budgets",
    "interviews",
    "portfolios",
    "negotiating",
    "public",
    "speaking",
    "websites",
    "clay",
    "wood",
)


def run(options: Options) -> list[Row]:
    """Queries, plan, and the page's time first and last."""
    program = _people(options)
    reader = program.created_by
    first = reverse("directory", args=[program.group.slug, program.slug])
    rows = Profile.objects.filter(program=program, role="mentor", state=State.LISTED).order_by("id")
    end = f"{first}?after={rows.values_list('code', flat=True)[20]}"
    with pages.site():
        get = pages.visitor(reader)
        hello, page, last = "/bench/hello/", first, end
        for path in (hello, page, last):
            for _ in range(WARM):
                get(path)
        with counted() as said:
            get(page)
        rounds, own = _alternating(get, {"hello": hello, "first": page, "end": last}, options)
    n = options.profiles
    best = {name: min(found) for name, found in rounds.items()}
    goals = options.goals
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
        Row(
            "queries of the page, the person included, the session cached",
            n,
            [said.number],
            "",
            goal=f"<= {goals['directory.queries']:g}",
            met=said.number <= goals["directory.queries"],
            gates=True,
        ),
        _plan(said, n, goals["directory.sorted"]),
        Row(
            "no OFFSET on the path",
            n,
            unit="plan",
            goal="none",
            met=not any(" OFFSET " in sql for sql, _ in said.texts),
            gates=True,
        ),
    ]


def _alternating(
    get: Callable[[str], bytes], paths: dict[str, str], options: Options
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


def _plan(said: Said, n: int, most: float) -> Row:
    """The people's query, explained with its own parameters."""
    sql, params = next(
        one for one in said.texts if 'FROM "profiles_profile"' in one[0] and "LIMIT 13" in one[0]
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
            found = cursor.fetchone()[0]
            plan = json.loads(found) if isinstance(found, str) else found
            nodes = list(_nodes(plan[0]["Plan"]))
            used = any(node.get("Index Name") == INDEX for node in nodes)
            into = [_rows_in(node) for node in nodes if "Sort" in node["Node Type"]]
            sorts = max(into, default=0)
        else:
            cursor.execute("ANALYZE")
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            lines = [str(line[3]) for line in cursor.fetchall()]
            used = any(f"INDEX {INDEX} " in line + " " for line in lines)
            sorts = n if any("TEMP B-TREE FOR ORDER BY" in line for line in lines) else 0
    return Row(
        f"plan: index “{INDEX}”, no sort over {most:,.0f} rows",
        n,
        unit="plan",
        goal="so",
        met=used and sorts <= most,
        gates=True,
        note="" if used else "another index",
    )


def _nodes(plan: dict) -> list[dict]:
    return [plan, *(inner for part in plan.get("Plans", []) for inner in _nodes(part))]


def _rows_in(sort: dict) -> float:
    return sum(part["Actual Rows"] * part["Actual Loops"] for part in sort.get("Plans", []))


def _people(options: Options) -> Program:
    """One program with so many mentors on its list, the same for the same seed."""
    program, other = scenarios.cohort(0, groups_of=2)
    topics = [str(topic) for topic in program.topics] or ["Confidence"]
    random = Random(options.seed)
    for first in range(0, options.profiles, BATCH):
        _batch(program, other, range(first, min(first + BATCH, options.profiles)), topics, random)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return program


def _batch(program: Program, other: Program, numbers: range, topics: list[str], random: Random) -> None:
    """Mentors of the program, and among them in the table as many mentees and mentors of another program."""
    at = program.created_at
    users = User.objects.bulk_create(
        User(
            email=f"profile-{program.pk}-{n}@bothy.example",
            name=f"{random.choice(NAMES)} {random.choice(NAMES)}",
            adult_affirmed_at=at,
            password="!",  # noqa: S106 unusable
        )
        for n in numbers
    )
    Membership.objects.bulk_create(Membership(group_id=program.group_id, user=user) for user in users)
    made = Profile.objects.bulk_create(
        _profile(where, user, role, topics, random)
        for user in users
        for where, role in ((program, "mentor"), (program, "mentee"), (other, "mentor"))
    )
    ProfileTopic.objects.bulk_create(
        ProfileTopic(profile=profile, topic=fold(topic)) for profile in made for topic in profile.topics
    )


def _profile(program: Program, user: User, role: str, topics: list[str], random: Random) -> Profile:
    def say(words: int) -> str:
        return " ".join(random.choices(WORDS, k=words)).capitalize()

    chosen = random.sample(topics, min(len(topics), random.randint(1, 3)))
    profile = Profile(
        program=program,
        user=user,
        role=role,
        state=State.LISTED,
        capacity=random.randint(1, 5) if role == "mentor" else 1,
        listed_at=program.created_at,
        topics=chosen,
        hours=random.sample(["early", "day", "evening", "weekend"], 2),
        ways=["messages", "call"],
        languages=["English"],
        help_text=say(12),
        hobby=say(6),
        quote=say(14),
    )
    profile.search_text = fold(" ".join([user.name, *chosen, say(60)]))
    return profile
