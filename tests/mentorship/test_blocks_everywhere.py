"""Two people who share everything, and then a block: from the next request neither is anywhere for the other.

Every address of the matrix is asked as each of the two, whoever of them blocked, and a real mail server
listens to what still goes out.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import User
from groups.models import Membership
from groups.services import reports
from mentorship import safety
from mentorship.scenarios import build
from messaging import delivery, kinds
from messaging.models import Notice
from messaging.models.notices import WAITING, MailState
from messaging.services import choices, conversations
from pairings.models import Pairing, Request
from pairings.organise import candidates
from pairings.services import lapses, pairings
from tests.matrix.conftest import parsed_once
from tests.matrix.table import TABLE
from tests.matrix.world import ADMIN, CONTACT, MEMBER, MENTEE, MENTOR, OWNER, SEEKER, World, make
from tests.messaging import conftest as mail_server
from tests.messaging.sink import Sink

sink = mail_server.sink

# What a person does as somebody who looks after a group, they do for everybody in it: see safety.py.
DUTIES = re.compile(r"^(manage|member_remove|pairing|pair_them|program_manage|launch|sign_ups|group_manage)")
RARE = {
    "Amara Nwosu": "Ximena Quandt",
    "Dani Ferreira": "Wolfram Zefirelli",
    "Priya Raman": "Yevgenia Obst",
    "Noor Rahal": "Jacinta Ulveberg",
    "Gwen Ellis": "Torquil Vask",
    "Sam Okafor": "Isidora Pym",
}
OWN = {"me_privacy", "dev"}  # names whom one has blocked, and the demo's cast; nothing else does


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker, quick_passwords: None) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db", TEMPLATES=[parsed_once()]),
        pytest.MonkeyPatch.context() as names,
        transaction.atomic(),
    ):
        django_settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        # Names that stand in no sample, no demo and no trial: who is found was leaked.
        plain = build.person
        names.setattr(
            build, "person", lambda name, *more, **facts: plain(RARE.get(name, name), *more, **facts)
        )
        world = make()
        _everything(world)
        yield world
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def world(made: World, db: None) -> Iterator[World]:
    with made.untouched():
        yield made


def _everything(world: World) -> None:
    """What the matrix' two do not share yet: words unread on both sides, hellos of every state, mails of both
    paces."""
    amara, dani = world.people[MENTOR], world.people[MENTEE]
    for author in (dani, amara):
        conversations.say(world.pair.conversation, author=author, body="One more thing.", token=uuid.uuid4())
    choices.save_all(dani, {"message": "daily", "paired": "daily", "hello": "daily"})


def marks(user: User) -> re.Pattern[str]:
    """What must stand nowhere: the name, the first of it alone, the code, the address."""
    words = (user.name, user.first_name, user.code, user.email)
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Every address that answers a GET, in Riverside and, where a group is named, next door too."""
    for name, row in TABLE.items():
        if row.get is None:
            continue
        where = row.where(world)
        yield name, reverse(name, kwargs=where)
        if where.get("group") == world.riverside.slug and set(where) == {"group"}:
            yield name, reverse(name, kwargs={"group": world.side.slug})
        if set(where) == {"group", "program"} and where["program"] == world.careers.slug:
            yield (
                name,
                reverse(name, kwargs={"group": world.side.slug, "program": world.beside.slug}),
            )
    directory = reverse("directory", args=[world.riverside.slug, world.careers.slug])
    for word in ("Ximena", "Quandt", "Wolfram", "Zefirelli", "Jacinta", "Obst", "studio", "print"):
        for role in ("mentor", "mentee"):
            yield "directory", f"{directory}?role={role}&q={word}"
        yield "people", f"{reverse('people', args=[world.riverside.slug])}?q={word}"


def leaks(world: World, role: str, other: str, *, most: int = 1000) -> list[str]:
    """Where this one of the two still finds the other, their duties apart; no further than `most` pages."""
    client, found = world.client(role), []
    seek = marks(world.people[other])
    for name, url in pages(world):
        if name in OWN or DUTIES.match(name):
            continue
        if len(found) >= most:
            break
        cache.clear()
        answer = client.get(url)
        said = answer.headers.get("Location", "")
        if not answer.streaming and "text" in answer.headers.get("Content-Type", ""):
            said += answer.content.decode()
        # The search box says what they typed themselves, and an address what they asked for.
        for own in (url, url.split("q=")[-1] if "q=" in url else url):
            said = said.replace(own, "")
        for hit in seek.finditer(said):
            found.append(
                f"{role} {answer.status_code} {url}: …{said[max(0, hit.start() - 60) : hit.end() + 40]}…"
            )
            break
    return found


# A pair with everything between them, either way; a member and the owner; a mentee and an admin.
TWO = [(MENTOR, MENTEE), (MENTEE, MENTOR), (MEMBER, OWNER), (SEEKER, ADMIN)]


@pytest.mark.parametrize(("blocker", "blocked"), TWO)
def test_nobody_is_anywhere_for_the_other(world: World, blocker: str, blocked: str) -> None:
    both = ((blocker, blocked), (blocked, blocker))
    before = [where for one, two in both for where in leaks(world, one, two, most=2)]
    assert len(before) == 4, "the two meet somewhere to begin with"
    safety.block(blocker=world.people[blocker], blocked=world.people[blocked])
    after = [where for one, two in both for where in leaks(world, one, two)]
    assert not after, "\n\n".join(after)


def addresses(world: World, role: str) -> str:
    return world.people[role].email


def sent_about(world: World, sink: Sink, one: str, two: str) -> list[str]:
    """Mails to one of the two in which the other stands."""
    seek, found = marks(world.people[two]), []
    for mail in sink.took:
        parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
        words = str(mail["Subject"]) + " ".join(part.decode() for part in parts)
        if mail["To"] == addresses(world, one) and seek.search(words):
            found.append(f"{mail['List-Id']}: {mail['Subject']}")
    return found


def days_go_by(world: World) -> None:
    """All that is owed goes out: tomorrow, with the roundup of the day after, and when hellos lapse."""
    noon = (timezone.now() + timedelta(days=1)).replace(hour=12)
    delivery.drain(noon)
    delivery.drain(noon + timedelta(days=1))
    lapses.run(noon + timedelta(days=8))
    for day in (8, 9, 10):
        delivery.drain(noon + timedelta(days=day))


@pytest.mark.parametrize("blocker", [MENTOR, MENTEE])
def test_no_mail_goes_out_about_the_other(world: World, sink: Sink, blocker: str) -> None:
    with world.untouched():
        days_go_by(world)
        for one, two in ((MENTOR, MENTEE), (MENTEE, MENTOR)):
            assert sent_about(world, sink, one, two), "without a block there is something to send"
    sink.took.clear()
    blocked = MENTEE if blocker == MENTOR else MENTOR
    delivery.drain()  # some of it waits for the roundup when the block comes
    kept = Notice.objects.filter(user=world.people[MENTEE], mail_state=MailState.DIGEST)
    assert kept.filter(kind="message").exists() or kept.exists()
    sink.took.clear()
    safety.block(blocker=world.people[blocker], blocked=world.people[blocked])
    days_go_by(world)
    assert sink.took, "the others' mails go out all the same"
    assert sent_about(world, sink, MENTOR, MENTEE) + sent_about(world, sink, MENTEE, MENTOR) == []
    told = [mail["Subject"] for mail in sink.took if mail["To"] == addresses(world, blocked)]
    assert sum(str(subject).startswith("About ") for subject in told) >= 1, "that the pair has ended"
    assert not [
        mail for mail in sink.took if mail["To"] == addresses(world, blocker) and "ended" in str(mail)
    ]


def test_they_are_counted_nowhere(world: World) -> None:
    client, group = world.client(MENTEE), world.riverside.slug

    def numbers() -> list[int]:
        home = client.get(f"/{group}/").context
        there = client.get(reverse("directory", args=[group, world.careers.slug]) + "?role=mentor")
        mentors = re.search(r"(\d+) mentors?", there.content.decode())
        assert mentors
        return [
            client.get(f"/{group}/people/").context["found"],
            home["counts"]["people"],
            home["balance"].mentors,
            int(mentors[1]),
        ]

    def unread() -> bool:
        items = client.get(f"/{group}/about/").context["nav"].items
        return any(item.unread for item in items)

    before = numbers()
    assert unread()
    safety.block(blocker=world.people[MENTOR], blocked=world.people[MENTEE])
    assert numbers() == [number - 1 for number in before]
    assert not unread()


def test_nobody_suggests_the_two_to_each_other(world: World) -> None:
    mentee, owner = world.profiles[MENTEE], world.people[OWNER]
    safety.block(blocker=world.people[MENTEE], blocked=world.people[MENTOR])
    mentee.refresh_from_db()
    mentor = world.people[MENTOR].pk

    def suggested() -> set[int]:
        return {one.profile.user_id for one in candidates.for_mentee(mentee, reader=owner)}

    assert suggested()
    assert mentor not in suggested()
    with pytest.raises(ValidationError):
        pairings.draft(mentor=world.profiles[MENTOR], mentee=mentee, by=owner)
    safety.unblock(blocker=world.people[MENTEE], blocked=world.people[MENTOR])
    assert mentor in suggested()


def test_unblocking_brings_back_the_person_and_nothing_that_ended(world: World) -> None:
    amara, dani = world.people[MENTOR], world.people[MENTEE]
    safety.block(blocker=dani, blocked=amara)
    ended = Pairing.objects.filter(low_id=min(amara.pk, dani.pk), high_id=max(amara.pk, dani.pk))
    assert set(ended.values_list("state", flat=True)) <= {"ended", "completed"}
    safety.unblock(blocker=dani, blocked=amara)
    page = reverse("person", args=[world.riverside.slug, amara.code])
    assert world.client(MENTEE).get(page).status_code == 200
    assert set(ended.values_list("state", flat=True)) <= {"ended", "completed"}
    assert not Request.objects.open().filter(sender__in=[amara, dani], recipient__in=[amara, dani]).exists()
    owed = Notice.objects.filter(user__in=[amara, dani], kind="message", mail_state__in=WAITING)
    assert not owed.filter(subject_id=world.pair.conversation_id).exists()


def test_one_of_two_blocks_is_enough(world: World) -> None:
    amara, dani = world.people[MENTOR], world.people[MENTEE]
    safety.block(blocker=dani, blocked=amara)
    safety.block(blocker=amara, blocked=dani)
    safety.unblock(blocker=dani, blocked=amara)
    page = reverse("person", args=[world.riverside.slug, amara.code])
    assert world.client(MENTEE).get(page).status_code == 404


def test_every_kind_of_notice_says_by_whom_it_is() -> None:
    """A new kind that names somebody must be taken back by a block: name it in safety.py."""
    said = [
        *(*safety.OF_A_CONVERSATION, *safety.OF_A_HELLO, *safety.OF_A_KEPT_HELLO, *safety.OF_A_PAIR),
        *(*safety.OF_A_STEP, *safety.OF_AN_OFFER, *safety.OF_AN_ACT, *safety.OF_NOBODY),
        *safety.OF_A_SIGN_UP,
    ]
    assert len(said) == len(set(said))
    assert set(kinds._kinds) - set(said) == set()


def test_across_a_block_a_report_can_be_written_without_a_name(world: World) -> None:
    """Who is blocked may be the one who has something to tell."""
    amara, dani = world.people[MENTOR], world.people[MENTEE]
    safety.block(blocker=amara, blocked=dani)
    client, url = world.client(MENTEE), reverse("report_new", args=[world.riverside.slug, amara.code])
    assert "the person you no longer see" in client.get(url).content.decode()
    answer = client.post(url, {"category": "harassment", "words": "What was said before."}, follow=True)
    assert answer.status_code == 200
    assert not marks(amara).search(answer.content.decode().replace(amara.code, ""))


def test_a_safety_contact_whom_the_reporter_has_blocked_reads_nothing(world: World) -> None:
    contact, member = world.people[CONTACT], world.people[SEEKER]
    about = Membership.objects.get(group=world.riverside, user=world.people[MENTOR])
    assert contact in reports.readers(world.riverside, member, about)
    safety.block(blocker=member, blocked=contact)
    assert contact not in reports.readers(world.riverside, member, about)
