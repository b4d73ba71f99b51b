"""Looking changes nothing: no GET and no HEAD writes a row."""

import pytest
from django.urls import reverse

from tests.matrix.table import TABLE
from tests.matrix.watch import everything, writes
from tests.matrix.world import ADMIN, ANONYMOUS, MENTOR, OWNER, SEEKER, World

pytestmark = pytest.mark.matrix

LOOKED_AT = sorted(name for name in TABLE if TABLE[name].get)


@pytest.mark.parametrize("role", [ANONYMOUS, MENTOR, ADMIN, OWNER, SEEKER])
def test_no_get_writes_a_row(role: str, world: World) -> None:
    before = everything()
    client = world.client(role)
    for name in LOOKED_AT:
        url = reverse(name, kwargs=TABLE[name].where(world))
        for method in (client.get, client.head):
            with writes() as written:
                method(url)
            assert not written, (name, role)
    assert everything() == before


def test_the_watch_sees_a_write(world: World) -> None:
    """The negative control: the same check, on a POST."""
    before = everything()
    row = TABLE["conversation_say"]
    with writes() as written:
        world.client(MENTOR).post(reverse("conversation_say", kwargs=row.where(world)), row.form(world))
    assert "messaging_message" in written
    assert everything() != before
