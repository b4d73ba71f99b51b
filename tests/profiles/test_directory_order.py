"""The order of the directory, and its way to the end."""

import random

import pytest
from django.urls import reverse

from profiles import directory as listing
from profiles import finder, rank, week
from profiles.access import Place
from profiles.fits import Filters
from profiles.models import Profile
from profiles.models.profiles import State
from profiles.overlap import Facts
from profiles.search import facets_of, text_of

TOPICS = ("Pricing", "Confidence", "Fairs", "Wood")
LANGUAGES = ("English", "Polish", "Arabic")
WAYS = ("messages", "voice", "call", "video")
MINE = Facts(
    "Dani",
    "mentee",
    topics=["pricing", "Fairs"],
    languages=["english", "Polish"],
    ways=["call", "video"],
    time_a_week="60",
    week=week.of_chips(["evening"]),
)


@pytest.fixture
def place(program, group, member):
    reader = member("Reader")
    return Place(reader, program, group, runs_it=False, signed_up=True, admin_name="Priya", mine=MINE)


@pytest.fixture
def many(program, member):
    """Mentors with all kinds of answers, the same each time."""

    def make(number: int) -> list[Profile]:
        rng = random.Random(number)
        return [_made(program, member(f"P{n}"), rng) for n in range(number)]

    return make


def _made(program, user, rng, **more):
    topics = rng.sample(TOPICS, rng.randint(0, 3))
    languages, ways = rng.sample(LANGUAGES, rng.randint(1, 2)), rng.sample(WAYS, 2)
    hours = rng.sample(["early", "day", "evening", "weekend"], rng.randint(0, 2))
    one, two, three = week.columns(week.of_chips(hours) & rng.getrandbits(168))
    return Profile.objects.create(
        **{
            "program": program,
            "user": user,
            "role": "mentor",
            "state": State.LISTED,
            "topics": topics,
            "languages": languages,
            "ways": ways,
            "time_a_week": rng.choice(["30", "60"]),
            "week_1": one,
            "week_2": two,
            "week_3": three,
            "waiting_requests": rng.randint(0, 2),
            "search_text": text_of(user.name, topics, [], "", ["kilns" if rng.random() < 0.5 else "wool"]),
            "facets": facets_of(program.pk, "mentor", topics=topics, languages=languages, ways=ways),
            **more,
        }
    )


def walk(place, filters=None, most=200):
    """The codes in the order of the pages, as "show more" asks for them."""
    seen, filters = [], filters or Filters()
    for _ in range(most):
        page = listing.page(place, filters)
        seen += [card.code for card in page.cards]
        if not (page.after or page.older):
            return seen
        filters = listing.replace(filters, after=page.after, older=page.older)
    raise AssertionError("no end")


def test_the_database_says_what_rank_says(place, many):
    many(40)
    rows = [row for code in walk(place) for row in listing_rows(place, code)]
    scores = [rank.score(MINE, listing.facts_of(row)) for row in rows]
    keys = [(-score, row["waiting_requests"], -row["id"]) for score, row in zip(scores, rows, strict=True)]
    assert keys == sorted(keys)
    assert len({score for score, *_ in keys}) > 10
    first = finder.page(place, Filters())
    assert [row["score"] for row in first] == scores[: len(first)]


def listing_rows(place, code):
    return finder.of(place, Profile.objects.values_list("pk", flat=True).get(code=code))


def test_a_topic_outweighs_everything_else_and_the_rest_follows_in_its_order():
    def has(**facts):
        return rank.score(MINE, Facts("A", "mentor", **facts))

    all_else = {"languages": ["English", "Polish"], "ways": ["call", "video"], "time_a_week": "60"}
    assert has(topics=["Pricing"]) > has(**all_else, week=week.EVERY)
    assert has(week=week.EVERY) > has(languages=["English", "Polish"]) > has(ways=["call"])
    assert has(ways=["call"]) > has(time_a_week="60") > has() == 0
    assert has(topics=["PRICING", "pricing"]) == has(topics=["Pricing"])


def test_among_equals_who_has_fewest_hellos_waiting_then_the_newest(place, program, member):
    rng = random.Random(1)
    same = {"topics": [], "languages": [], "ways": [], "facets": "", "time_a_week": "30"}
    same |= {"week_1": 0, "week_2": 0, "week_3": 0}
    waiting = [2, 0, 1, 0]
    made = [
        _made(program, member(f"P{n}"), rng, **same, waiting_requests=number)
        for n, number in enumerate(waiting)
    ]
    assert walk(place) == [made[n].code for n in (3, 1, 2, 0)]


def test_who_has_not_signed_up_sees_fewest_waiting_then_newest(place, many):
    people = many(15)
    reader = listing.replace(place, mine=None, signed_up=False)
    order = sorted(people, key=lambda p: (p.waiting_requests, -p.pk))
    assert walk(reader) == [profile.code for profile in order]


@pytest.mark.parametrize("enough", [60, 3])
@pytest.mark.parametrize("window", [1000, 20, 24])
@pytest.mark.parametrize("q", ["", "kilns"])
def test_nobody_twice_and_nobody_lost(place, many, monkeypatch, window, q, enough):
    """Beyond the window the list goes on by age, down to its very end."""
    monkeypatch.setattr(finder, "WINDOW", window)
    monkeypatch.setattr(finder, "WALK", 30)
    monkeypatch.setattr(finder, "ENOUGH", enough)
    people = many(70)
    fits = {p.code for p in people if not q or q in p.search_text.split()}
    seen = walk(place, Filters(q=q))
    assert len(seen) == len(set(seen))
    assert set(seen) == fits


def test_many_fit_and_none_of_the_newest(place, program, member, monkeypatch):
    monkeypatch.setattr(finder, "WINDOW", 5)
    monkeypatch.setattr(finder, "WALK", 10)
    rng = random.Random(1)
    old = [_made(program, member(f"O{n}"), rng, search_text="kilns") for n in range(20)]
    for n in range(12):
        _made(program, member(f"N{n}"), rng, search_text="wool")
    assert walk(place, Filters(q="kilns")) == [profile.code for profile in reversed(old)]


def test_the_cursor_outlives_whoever_it_names(place, many):
    """Somebody steps back between two pages: the next one goes on where they stood."""
    many(30)
    whole = walk(place)
    first = listing.page(place, Filters())
    Profile.objects.filter(code=first.after).update(state=State.WITHDRAWN)
    rest = walk(place, Filters(after=first.after))
    assert rest == whole[12:]


def test_hours_in_common_is_offered_to_whoever_has_hours_and_looks_at_both_weeks(client, listed):
    dani = listed("Dani Ferreira", "mentee", hours=["evening"])
    listed("Evening Person", hours=["evening"])
    listed("Early Person", hours=["early"])
    client.force_login(dani.user)
    url = reverse("directory", args=["riverside", "autumn"])
    page = client.get(url).content.decode()
    assert "Hours in common with mine" in page
    page = client.get(url, {"hours": "on"}).content.decode()
    assert "Evening Person" in page
    assert "Early Person" not in page
    client.force_login(listed("Hourless", "mentee", hours=[]).user)
    assert "Hours in common with mine" not in client.get(url, {"hours": "on"}).content.decode()


def test_filters_by_htmx_swap_the_list_and_say_how_many(client, listed, member):
    listed("Zoë Åström", topics=["Confidence"])
    listed("Other Person")
    client.force_login(member("Reader"))
    url = reverse("directory", args=["riverside", "autumn"])
    part = client.get(url, {"topic": "Confidence"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert '<p id="found" hx-swap-oob="innerHTML"><strong>1 mentor.</strong>' in part
    assert "Zoë Åström" in part
    assert "Other Person" not in part
