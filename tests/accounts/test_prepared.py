"""Queries that are built once."""

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from accounts.models import Block, User
from accounts.prepared import Prepared
from tests.racing import at_once

ME = -1_234_567_892


def people(me, name):
    blocked = Block.objects.filter(blocker=me, blocked=OuterRef("pk"))
    return User.objects.exclude(pk=me).filter(name__startswith=name).annotate(blocked=Exists(blocked))


@pytest.fixture
def three(db):
    return [User.objects.create_user(f"{n}@example.org", name) for n, name in enumerate(("Ada", "Abe", "Bo"))]


def test_the_rows_are_those_of_the_query(three):
    ada, abe, bo = three
    Block.objects.create(blocker=ada, blocked=bo)
    asked = Prepared(lambda me, name: people(me, "").filter(name=name), me=ME, name="stand-in")
    for me in three:
        for name in ("stand-in", "Ada", "Bo", "%", "' OR 1=1"):
            found, wanted = list(asked(me=me.pk, name=name)), list(people(me.pk, "").filter(name=name))
            assert found == wanted
            assert [user.blocked for user in found] == [user.blocked for user in wanted]
    values = Prepared(lambda me: people(me, "").order_by("pk").values("name", "blocked"), me=ME)
    assert list(values(me=ada.pk)) == list(people(ada.pk, "").order_by("pk").values("name", "blocked"))
    assert list(values(me=abe.pk)) == list(people(abe.pk, "").order_by("pk").values("name", "blocked"))


def test_it_is_built_once_and_asks_once(three, monkeypatch):
    built = []

    def make(me):
        built.append(me)
        return people(me, "A").select_related()

    asked = Prepared(make, me=ME)
    with CaptureQueriesContext(connection) as queries:
        assert [user.name for user in asked(me=three[0].pk)] == ["Abe"]
        assert [user.name for user in asked(me=three[1].pk)] == ["Ada"]
    assert built == [ME]
    assert len(queries) == 2


def test_a_stand_in_that_the_query_does_not_hold_is_an_error(db):
    with pytest.raises(ValueError, match="says nothing of me"):
        list(Prepared(lambda me: User.objects.all(), me=ME)(me=1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_every_thread_asks_over_a_connection_of_its_own():
    User.objects.create_user("ada@example.org", "Ada")
    query = Prepared(lambda me: User.objects.filter(pk__gt=me).values("name"), me=ME)
    ask = [lambda: [row["name"] for row in query(me=0)]] * 4
    assert at_once(ask) == [["Ada"]] * 4
