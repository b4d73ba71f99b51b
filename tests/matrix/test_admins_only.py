"""What people answered for the admins alone stands on no page, in no fragment and in no mail of others."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from messaging import delivery
from pairings.services import launches, pairings, requests
from profiles.models import Profile
from profiles.services import profiles
from programs.services import questions
from tests.matrix.table import TABLE
from tests.matrix.world import ADMIN, MENTEE, MENTOR, OWNER, ROLES, WORDS, World

pytestmark = pytest.mark.matrix

SECRET = "Xylophonitis"
PART = "Xylopho"  # what somebody searches for is shown to them again
READ_IT = {ADMIN, OWNER}


@pytest.fixture
def told(world: World) -> World:
    """Everybody has answered a question for the admins alone with one word that stands nowhere else."""
    owner = world.people[OWNER]
    for program in (world.careers, world.asked, world.over):
        for role in ("mentor", "mentee"):
            if program.state != "live":
                continue
            own = questions.add(
                program, role, by=owner, wording="Anything for us alone?", kind="long", admins_only=True
            )
            for profile in Profile.objects.filter(program=program, role=role):
                profiles.save_step(profile, 0, {"answers": {own.key: f"{SECRET} of {profile.user.name}"}})
    return world


def test_no_page_of_another_member_says_it(told: World) -> None:
    for role in ROLES:
        client = told.client(role)
        own = told.people[role].name if role in told.people else ""
        for name, row in TABLE.items():
            if row.get is None or row.get[role] != 200 or role in READ_IT:
                continue
            url = reverse(name, kwargs=row.where(told))
            more = [({"role": "mentee"}, {}), ({"role": "mentee", "q": PART}, {}), ({"q": PART}, {})]
            htmx = ({"role": "mentee", "after": "z" * 12}, {"HX-Request": "true"})
            for query, headers in [({}, {}), *([*more, htmx] if name == "directory" else [])]:
                text = client.get(url, query, headers=headers).content.decode(errors="replace")
                assert SECRET not in text.replace(f"{SECRET} of {own}", ""), (role, name, query)


def test_the_admins_do_read_it(told: World) -> None:
    """The negative control: the word is there to be found."""
    where = [told.riverside.slug, told.careers.slug, told.profiles[MENTOR].code]
    for role in READ_IT:
        assert SECRET in told.client(role).get(reverse("sign_up_read", args=where)).content.decode()
    own = told.client(MENTOR).get(reverse("sign_up_check", args=where[:2])).content.decode()
    assert f"{SECRET} of {told.people[MENTOR].name}" in own


def test_nobody_is_found_by_it(told: World) -> None:
    for role in ("mentor", "mentee"):
        url = reverse("directory", args=[told.riverside.slug, told.careers.slug])
        for reader in (MENTEE, OWNER):
            page = told.client(reader).get(url, {"role": role, "q": SECRET}).content.decode()
            assert "No one matches" in page


def test_no_mail_says_it(told: World) -> None:
    people, mine = told.people, told.profiles
    requests.send(
        sender=people["seeker"], to_profile=mine["other"], body=WORDS, to_pair=True, token=uuid.uuid4()
    )
    drafted = pairings.draft(mentor=mine[MENTOR], mentee=mine["asker"], by=people[ADMIN])
    launches.launch(told.careers, by=people[ADMIN])
    launches.release(timezone.now() + launches.HOLD, program_id=told.careers.pk)
    drafted.refresh_from_db()
    mail.outbox.clear()
    delivery.drain((timezone.now() + timedelta(days=1)).replace(hour=12, minute=0))
    texts = [
        one.subject + one.body + "".join(str(part[0]) for part in one.alternatives) for one in mail.outbox
    ]
    assert any("Working out what to do next" in text for text in texts)  # what others may read is there
    assert not [text for text in texts if SECRET in text]
