"""Every address, asked by everybody, with every method."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.matrix.rules import LOGIN, Row
from tests.matrix.table import TABLE
from tests.matrix.table_accounts import ALLAUTH
from tests.matrix.world import ANONYMOUS, FACTORLESS, MENTOR, OUTSIDER, OWNER, ROLES, STAFF, World

pytestmark = pytest.mark.matrix

EVERY = tuple(ROLES)
# A wrong method is answered before anybody is looked at, and HEAD by the same function as GET.
SOME = (ANONYMOUS, OUTSIDER, "member", MENTOR, OWNER)
ASKED = {"GET": EVERY, "POST": EVERY, "HEAD": SOME, "PUT": SOME, "DELETE": SOME}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every pattern of the site; the staff admin's have a rule of their own."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif entry.app_name != "admin":
            yield from patterns(entry)


def test_every_address_stands_in_the_table() -> None:
    assert not set(TABLE) & set(ALLAUTH)
    names = {pattern.name for pattern in patterns()}
    assert names == set(TABLE) | set(ALLAUTH)


def ask(client: Client, method: str, url: str, row: Row, world: World) -> Any:
    """One request as a browser makes it; a POST carries the row's form."""
    data = row.form(world) if method == "POST" else None
    return getattr(client, method.lower())(url, data)


def got(response: HttpResponse) -> int:
    """The status; LOGIN where it leads to the log-in page to come back."""
    away = response.status_code == 302 and response["Location"].startswith(f"{reverse(settings.LOGIN_URL)}?")
    return LOGIN if away else response.status_code


@pytest.mark.parametrize("name", sorted(TABLE))
def test_everybody_gets_what_the_table_says(name: str, world: World) -> None:
    row, wrong = TABLE[name], {}
    url = reverse(name, kwargs=row.where(world))
    for method, roles in ASKED.items():
        for role in roles:
            with world.untouched():
                status = got(ask(world.client(role), method, url, row, world))
            if status != row.expected(method, role):
                wrong[method, role] = (row.expected(method, role), status)
    assert not wrong, "(expected, got)"


@pytest.mark.parametrize("name", sorted(ALLAUTH))
def test_accounts_are_ones_own(name: str, world: World) -> None:
    page = ALLAUTH[name]
    url = reverse(name, kwargs=page.where)
    wrong = {}
    expected = {ANONYMOUS: page.visitor, MENTOR: page.person, STAFF: page.staff or page.person}
    for role, status in expected.items():
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            with world.untouched():
                answer = got(getattr(world.client(role), method.lower())(url))
            if method in ("GET", "HEAD"):
                if answer != status:
                    wrong[role, method] = (status, answer)
            elif status == LOGIN:
                assert answer == LOGIN, (role, method)
            else:
                assert answer in (200, 302, 404, 405, 422), (role, method)
    assert not wrong, "(expected, got)"


# -- what one may not know of ----------------------------------------------------------------------
MISSING = {"code": "222222222222", "group": "no-such-group", "program": "no-such-program", "pk": 999_999}
SECRETS = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|(?<="x-csrftoken": ")[^"]+')


def told(response: HttpResponse, url: str) -> tuple[int, str, bytes]:
    """All that an answer gives away, but for its own address and the form's secret."""
    place = response.get("Location", "").replace(url, "HERE")
    return response.status_code, place, SECRETS.sub(b"", response.content).replace(url.encode(), b"HERE")


@pytest.mark.parametrize("name", sorted(name for name in TABLE if TABLE[name].where is not Row.where))
def test_what_is_hidden_reads_like_what_is_missing(name: str, world: World) -> None:
    row = TABLE[name]
    method, rule = ("GET", row.get) if row.get else ("POST", row.post)
    kwargs = row.where(world)
    assert rule is not None
    for role in rule.hidden_from():
        if role not in SOME and role != "left":
            continue
        answers = []
        for changed in [{}, *({key: MISSING[key]} for key in kwargs if key in MISSING)]:
            url = reverse(name, kwargs=kwargs | changed)
            with world.untouched():
                answers.append(told(ask(world.client(role), method, url, row, world), url))
        assert all(answer == answers[0] for answer in answers), role


@pytest.mark.parametrize(
    "name", sorted(name for name in TABLE if "group" in TABLE[name].where.__code__.co_names)
)
def test_the_whole_chain_of_an_address_counts(name: str, world: World) -> None:
    """A thing of one group below the slug of another group of the same person is not there."""
    row = TABLE[name]
    kwargs = row.where(world)
    if not {"code", "number"} & set(kwargs):
        return
    rule, method = (row.get, "GET") if row.get else (row.post, "POST")
    assert rule is not None
    role = rule.entitled()
    other = kwargs | {"group": world.side.slug}
    if "program" in kwargs:
        other["program"] = world.beside.slug
    if name in (
        "person",
        "person_block",
        "report_new",
        "member_remove",
        "manage_role",
        "manage_contact",
        "manage_owner",
    ):
        other["group"] = world.elsewhere.slug  # they do belong to the other one
    elif name in ("week_edit", "trial_week"):
        return  # a number, which every program has
    with world.untouched():
        url = reverse(name, kwargs=other)
        assert ask(world.client(role), method, url, row, world).status_code == 404, role


# -- the staff admin ----------------------------------------------------------------------------
def admin_urls() -> Iterator[str]:
    """Every address of the Django admin, of a first object where it names one."""
    for pattern in admin.site.get_urls():
        entries = pattern.url_patterns if isinstance(pattern, URLResolver) else [pattern]
        for entry in entries:
            for kwargs in (
                {},
                {"object_id": "1"},
                {"content_type_id": 1, "object_id": "1"},
                {"app_label": "groups"},
            ):
                try:
                    yield reverse(f"admin:{entry.name}", kwargs=kwargs)
                except NoReverseMatch:
                    continue
                break


def test_the_staff_admin_lets_in_nobody_without_a_factor_used_now(world: World) -> None:
    urls = sorted(set(admin_urls()))
    assert len(urls) > 30
    for url in urls:
        for role in (ANONYMOUS, MENTOR, OWNER, FACTORLESS):
            for method in ("get", "post", "put", "delete"):
                with world.untouched():
                    answer = getattr(world.client(role), method)(url)
                assert answer.status_code in (302, 403, 404, 405), (url, role, method)
                if answer.status_code == 302 and "/logout/" not in url:
                    where = answer["Location"]
                    assert where.startswith((reverse("admin:login"), "/account/")) or where == url + "/", url
    for name in ("admin:index", "admin:groups_group_changelist"):
        with world.untouched():
            assert world.client(STAFF).get(reverse(name)).status_code == 200
            assert world.client(MENTOR).get(reverse("admin:login")).status_code == 403
