"""The one list against every address: nothing breaks, and what is refused has changed nothing."""

import unicodedata
from itertools import cycle
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from tests.matrix.hostile import BODIES, HOSTILE, MASS, SURROGATES, URLENCODED
from tests.matrix.rules import Row
from tests.matrix.table import TABLE
from tests.matrix.table_accounts import ALLAUTH
from tests.matrix.watch import everything, newest, privileged, texts, writes
from tests.matrix.world import ANONYMOUS, MENTOR, World

pytestmark = pytest.mark.hostile

POSTED = sorted(name for name in TABLE if TABLE[name].post and name != "nothing_here")
LOOKED_AT = sorted(name for name in TABLE if TABLE[name].get and name != "dev_error")
ASKED_FOR = ("q", "page", "before", "after", "role", "as", "next", "topic", "time", "room", "state")
BY_TOKEN = {"never_mail", "unsubscribe"}  # mail programs post there, without a form


def entitled(name: str) -> tuple[Row, str]:
    """The row, and somebody who may do it."""
    row = TABLE[name]
    assert row.post is not None
    return row, row.post.entitled()


def foreign(world: World) -> list[str]:
    """Codes and slugs that exist, in another group."""
    return [
        world.profiles["foreign"].code, world.foreign.slug, str(world.foreign.pk), world.elsewhere.slug,
        world.people["outsider"].code, world.received.code,
    ]  # fmt: skip


def control_free(text: str) -> bool:
    return not any(
        unicodedata.category(char) == "Cs" or (unicodedata.category(char) == "Cc" and char not in "\n\t\r")
        for char in text
    )


@pytest.mark.parametrize("name", POSTED)
def test_no_post_breaks_and_a_refused_one_changes_nothing(name: str, world: World) -> None:
    row, role = entitled(name)
    url, names = reverse(name, kwargs=row.where(world)), list(row.form(world)) or ["as", "do", "next"]
    before = everything()
    one = cycle(names)
    for number, value in enumerate([*HOSTILE, *foreign(world)]):
        field = next(one)
        forms = [row.form(world) | {field: value}]  # a sound form with one bad field gets furthest
        if number % 5 == 0:
            forms.append(dict.fromkeys(names, value))
        for changed in forms:
            with world.untouched():
                with writes() as written:
                    answer = world.client(role).post(url, changed)
                assert answer.status_code < 500, (field, value[:40])
                if written and answer.status_code >= 400:
                    assert everything() == before, (answer.status_code, field, value[:40])
                elif written:
                    assert all(map(control_free, texts(written))), (field, value[:40])


@pytest.mark.parametrize("name", POSTED)
def test_no_body_breaks_a_post(name: str, world: World) -> None:
    row, role = entitled(name)
    url = reverse(name, kwargs=row.where(world))
    names = list(row.form(world))
    twice = urlencode([(key, value) for key in names for value in ("a", "b")]).encode()
    arrays = urlencode({f"{key}[]": "a" for key in names} | {f"{key}[x]": "b" for key in names}).encode()
    wire = [("&".join(f"{key}={value}" for key in names).encode(), URLENCODED) for value in SURROGATES]
    before = everything()
    for body, kind in [*BODIES, (twice, URLENCODED), (arrays, URLENCODED), *wire]:
        with world.untouched():
            with writes() as written:
                answer = world.client(role).generic("POST", url, body, content_type=kind)
            assert answer.status_code < 500, (kind, body[:40])
            if written and answer.status_code >= 400:
                assert everything() == before, (kind, body[:40])
            elif written:
                assert all(map(control_free, texts(written))), (kind, body[:40])


@pytest.mark.parametrize("name", POSTED)
def test_nobody_gives_themselves_what_is_not_asked(name: str, world: World) -> None:
    row, role = entitled(name)
    url, form = reverse(name, kwargs=row.where(world)), row.form(world)
    outcomes, known = [], newest()
    for extra in ({}, {key: value for key, value in MASS.items() if key not in form}):
        with world.untouched():
            answer = world.client(role).post(url, form | extra)
            outcomes.append((answer.status_code, privileged(known)))
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("name", POSTED)
def test_a_post_without_the_forms_secret_is_refused(name: str, world: World) -> None:
    row, role = entitled(name)
    url = reverse(name, kwargs=row.where(world))
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.client(role).cookies
    with writes() as written:
        answer = strict.post(url, row.form(world))
    if name in BY_TOKEN:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, written) == (403, set())


@pytest.mark.parametrize("name", LOOKED_AT)
def test_no_question_breaks_a_page(name: str, world: World) -> None:
    row = TABLE[name]
    assert row.get is not None
    url = reverse(name, kwargs=row.where(world))
    client = world.client(row.get.entitled() if row.get.ok else MENTOR)
    for value in [value for value in HOSTILE if len(value) < 20_000]:
        answer = client.get(url, dict.fromkeys(ASKED_FOR, value))
        assert answer.status_code < 500, value[:40]
        where = answer.get("Location", "")
        assert not where.startswith(("//", "http", "javascript:", "\\")), where
    for raw in (*SURROGATES, "%FF", "%00", "%"):
        query = "&".join(f"{key}={raw}" for key in ASKED_FOR)
        assert client.get(url, QUERY_STRING=query).status_code < 500, raw


def test_numbers_in_addresses_may_be_any_number(world: World) -> None:
    client = world.client(MENTOR)
    for name, row in TABLE.items():
        kwargs = row.where(world)
        for key in {"number", "pk", "step"} & set(kwargs):
            for value in (0, 53, 32_768, 2**31, 2**63, 10**40):
                url = reverse(name, kwargs=kwargs | {key: value})
                method = client.get if row.get else client.post
                with world.untouched():
                    assert method(url).status_code in (302, 400, 403, 404), (url, value)


@pytest.mark.parametrize("role", [ANONYMOUS, MENTOR])
def test_account_pages_stand_hostile_forms(role: str, world: World) -> None:
    fields = ("email", "name", "password", "login", "code", "action", "id", "next", "adult", "zone")
    for name, page in ALLAUTH.items():
        url = reverse(name, kwargs=page.where)
        for value in [value for value in HOSTILE if len(value) < 20_000][::3]:
            with world.untouched():
                answer = world.client(role).post(url, dict.fromkeys(fields, value))
                assert answer.status_code < 500, (name, value[:40])
        for body, kind in BODIES[::3]:
            with world.untouched():
                assert world.client(role).post(url, body, content_type=kind).status_code < 500, name
