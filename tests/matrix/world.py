"""One world that every request of the matrix looks at: made once, never changed for good."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from groups.models import Group, Invitation, JoinRequest, MailInvitation, Membership, Report
from groups.models.groups import Role
from groups.services import invitations, mail_invitations, memberships, owner_offers, reports
from mentorship import membership as departures
from mentorship import safety, scenarios
from mentorship.dev import known_factor
from mentorship.scenarios import build
from messaging import delivery, unsubscribe
from messaging.models import Notice
from messaging.services import choices, conversations
from pairings.models import Pairing, Request
from pairings.services import endings, launches, pairings, requests
from profiles.models import Profile
from profiles.services import profiles
from programs.models import Program
from programs.services import programs, questions, weeks

WORDS = "You wrote about the studio key and I keep thinking about it."
# Who asks. The order is that of the columns in which a failure is told.
ANONYMOUS = "anonymous"
OUTSIDER = "outsider"  # signed in, and admin of another group
LEFT, REMOVED = "left", "removed"
MEMBER = "member"  # has signed up for nothing
SEEKER = "seeker"  # a listed mentee who is in no pair
MENTOR, MENTEE = "mentor", "mentee"  # the two of the pair that the addresses name
ADMIN, OWNER = "admin", "owner"
CONTACT = "contact"  # gets the group's reports, and is a plain member otherwise
STAFF = "staff"  # superuser with a second factor in this session, of no group
BLOCKED = "blocked"  # a listed mentee whom the mentor and the mentee have blocked
FACTORLESS = "factorless"  # staff who did not use a second factor
ROLES = (
    *(ANONYMOUS, OUTSIDER, LEFT, REMOVED, MEMBER, SEEKER, MENTOR, MENTEE, ADMIN, OWNER, CONTACT),
    *(STAFF, BLOCKED),
)


@dataclass
class World:
    """Riverside with a program that runs, one where both are asked, one that is over, one being set up."""

    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    riverside: Group = None  # type: ignore[assignment]
    elsewhere: Group = None  # type: ignore[assignment]  # the outsider's
    side: Group = None  # type: ignore[assignment]  # everybody of Riverside who asks belongs to it too
    careers: Program = None  # type: ignore[assignment]
    asked: Program = None  # type: ignore[assignment]
    over: Program = None  # type: ignore[assignment]
    draft: Program = None  # type: ignore[assignment]
    beside: Program = None  # type: ignore[assignment]  # the side group's
    foreign: Program = None  # type: ignore[assignment]  # the outsider's
    profiles: dict[str, Profile] = field(default_factory=dict)
    pair: Pairing = None  # type: ignore[assignment]
    proposed: Pairing = None  # type: ignore[assignment]
    walked: Pairing = None  # type: ignore[assignment]
    drafted: Pairing = None  # type: ignore[assignment]
    received: Request = None  # type: ignore[assignment]  # by the mentor, asks to pair
    sent: Request = None  # type: ignore[assignment]  # by the mentee, a question
    talking: Request = None  # type: ignore[assignment]  # by the mentor to a mentee with room, a question
    invitation: Invitation = None  # type: ignore[assignment]
    poster: Invitation = None  # type: ignore[assignment]  # a link with a name
    mailed: MailInvitation = None  # type: ignore[assignment]  # to the outsider
    report: Report = None  # type: ignore[assignment]
    asked_to_join: JoinRequest = None  # type: ignore[assignment]  # by the outsider
    notice: Notice = None  # type: ignore[assignment]
    elsewhere_signed_in: UserSession = None  # type: ignore[assignment]
    token: str = ""

    def client(self, role: str) -> Client:
        """A browser in which this person is signed in, as fresh as on the first day."""
        kept = self.clients[role]
        client = Client()
        client.cookies.load({name: morsel.value for name, morsel in kept.cookies.items()})
        return client

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Whatever happens inside is taken back."""
        cache.clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


def make() -> World:
    """The world, through the services: every list has something that it could leak."""
    world = World()
    _groups(world)
    _programs(world)
    _careers(world)
    _other_programs(world)
    _safety(world)
    for role in (*ROLES, FACTORLESS):
        world.clients[role] = Client()
        if role != ANONYMOUS:
            _sign_in(world.clients[role], world.people[role], factor=role == STAFF)
    return world


def _groups(world: World) -> None:
    people = world.people
    names = {
        OWNER: "Priya Raman", ADMIN: "Gwen Ellis", CONTACT: "Rosa Quispe", MEMBER: "Sam Okafor",
        SEEKER: "Noor Rahal", MENTOR: "Amara Nwosu", MENTEE: "Dani Ferreira", BLOCKED: "Bill Kirby",
        LEFT: "Lena Left", REMOVED: "Remy Removed", OUTSIDER: "Otto Outsider", STAFF: "Jun Park",
        FACTORLESS: "Faye Factorless", "other": "Kenji Mori", "asker": "Elif Vural", "third": "Malik Cole",
        "fourth": "Samira Aziz",
    }  # fmt: skip
    for key, name in names.items():
        people[key] = build.person(name)
    User.objects.filter(pk__in=[people[STAFF].pk, people[FACTORLESS].pk]).update(
        is_staff=True, is_superuser=True
    )
    for key in (STAFF, FACTORLESS):
        people[key].refresh_from_db()
    known_factor(people[STAFF])
    world.riverside = build.group(people[OWNER])
    world.side = build.group(people[OWNER], "Side Door")
    world.elsewhere = build.group(people[OUTSIDER], "Northside Parents", visibility="listed")
    inside = [key for key in names if key not in (OWNER, OUTSIDER, STAFF, FACTORLESS)]
    for key in inside:
        build.member(world.riverside, people[key])
        if key not in (LEFT, REMOVED):
            joined = build.member(world.side, people[key])
            memberships.set_role(joined, Role.ADMIN, by=people[OWNER])
    memberships.set_role(_membership(world, ADMIN), Role.ADMIN, by=people[OWNER])
    memberships.set_safety_contact(_membership(world, CONTACT), True, by=people[OWNER])
    owner_offers.offer(_membership(world, MEMBER), by=people[OWNER])
    memberships.set_safety_contact(_membership(world, OWNER), False, by=people[OWNER])
    departures.leave(_membership(world, LEFT), by=people[LEFT])
    departures.remove(_membership(world, REMOVED), by=people[OWNER])
    world.asked_to_join = JoinRequest.objects.create(
        group=world.riverside, user=people[OUTSIDER], answers=[["What do you make?", "Lampshades."]]
    )
    world.invitation = invitations.current(world.riverside)
    world.poster = invitations.make(world.riverside, by=people[OWNER], name="Poster in the hall")
    mail_invitations.invite(world.riverside, by=people[OWNER], people=[(people[OUTSIDER].email, "")])
    world.mailed = world.riverside.mail_invitations.get()
    delivery.drain()
    for group in (world.side, world.elsewhere):
        invitations.current(group)


def _membership(world: World, role: str) -> Membership:
    return Membership.objects.get(group=world.riverside, user=world.people[role])


def _programs(world: World) -> None:
    owner = world.people[OWNER]
    rolling = {"starts_on": None, "signup_until": None}
    world.careers = build.started(world.riverside, owner, **rolling)
    world.asked = build.started(world.riverside, owner, "skill-development", both_say_yes=True, **rolling)
    world.over = build.started(world.riverside, owner, "encouragement-and-support", name="Gone by", **rolling)
    world.draft = programs.start(world.riverside, by=owner, curriculum_key="skill-development")
    weeks.hide(world.draft.weeks.live().get(number=7), by=owner, settled=0)
    world.beside = build.started(world.side, owner, **rolling)
    world.foreign = build.started(world.elsewhere, world.people[OUTSIDER], **rolling)


def _careers(world: World) -> None:
    people, mine = world.people, world.profiles
    for key, role, places in (
        (MENTOR, "mentor", 3), ("other", "mentor", 2), (MENTEE, "mentee", None), (SEEKER, "mentee", None),
        (BLOCKED, "mentee", None), ("asker", "mentee", None), ("third", "mentee", None),
        ("fourth", "mentee", None),
    ):  # fmt: skip
        extra = {"capacity": places} if places else {}
        mine[key] = scenarios.signed_up(world.careers, people[key], role, **extra)
    mine["foreign"] = scenarios.signed_up(world.foreign, people[OUTSIDER], "mentor")
    mine["beside"] = scenarios.signed_up(world.beside, people["other"], "mentor")
    world.pair = scenarios.pair(mine[MENTOR], mine[MENTEE])
    scenarios.walk(world.careers, 3)
    world.pair.refresh_from_db()
    for author, body in ((MENTOR, "Morning. I'll go first."), (MENTEE, "Here is the fox print.")):
        conversations.say(world.pair.conversation, author=people[author], body=body, token=uuid.uuid4())

    def hello(sender: str, to: str, *, to_pair: bool = False) -> Request:
        return requests.send(
            sender=people[sender], to_profile=mine[to], body=WORDS, to_pair=to_pair, token=uuid.uuid4()
        )

    world.received = hello("asker", MENTOR, to_pair=True)
    world.sent = hello(MENTEE, "other")
    world.talking = hello(MENTOR, "third")
    world.drafted = pairings.draft(mentor=mine["other"], mentee=mine["fourth"], by=people[ADMIN])
    world.careers.refresh_from_db()


def _other_programs(world: World) -> None:
    people = world.people
    for program, key in ((world.asked, "asked"), (world.over, "over")):
        world.profiles[f"{key} mentor"] = scenarios.signed_up(program, people[MENTOR], "mentor")
        world.profiles[f"{key} mentee"] = scenarios.signed_up(program, people[MENTEE], "mentee")
    drafted = pairings.draft(
        mentor=world.profiles["asked mentor"], mentee=world.profiles["asked mentee"], by=people[ADMIN]
    )
    launches.launch(world.asked, by=people[ADMIN])
    launches.release(timezone.now() + launches.HOLD, program_id=world.asked.pk)
    world.proposed = Pairing.objects.get(pk=drafted.pk)
    world.walked = scenarios.pair(world.profiles["over mentor"], world.profiles["over mentee"])
    assert endings.complete(world.walked, timezone.now())
    for key, role in (("other", "mentor"), ("third", "mentee")):
        world.profiles[f"held {role}"] = scenarios.signed_up(world.over, people[key], role)
    pairings.draft(
        mentor=world.profiles["held mentor"], mentee=world.profiles["held mentee"], by=people[ADMIN]
    )
    launches.launch(world.over, by=people[ADMIN])  # still held: it can be undone
    # A sign-up of the seeker's that is being written, and sign-up closed to everybody after that.
    profiles.save_step(
        profiles.begin(world.asked, people[SEEKER], "mentee"),
        1,
        {"answers": {"help": "Pricing"}, "topics": [world.asked.topics[0]]},
    )
    programs.close_sign_up(world.over, by=people[OWNER])
    world.over.refresh_from_db()
    _reading(world)


def _reading(world: World) -> None:
    """A sign-up that waits to be read by the admins, and a question of their own."""
    Program.objects.filter(pk=world.asked.pk).update(check_first=True)
    world.profiles["reading"] = scenarios.signed_up(world.asked, world.people["third"], "mentee")
    assert world.profiles["reading"].state == "sent"
    Program.objects.filter(pk=world.asked.pk).update(check_first=False)
    owner = world.people[OWNER]
    questions.add(world.careers, "mentor", by=owner, wording="Do you have a kiln?", kind="yes_no")


def _safety(world: World) -> None:
    people = world.people
    world.report = reports.file(
        group=world.riverside, reporter=people[MEMBER], about=people["fourth"], category="other", words="Hm."
    )
    for blocker in (MENTOR, MENTEE):
        safety.block(blocker=people[blocker], blocked=people[BLOCKED])
    world.notice = Notice.objects.visible_to(people[MENTOR]).latest("pk")
    world.token = unsubscribe.token(people[MENTOR], "week")
    choices.set_one(people[MENTEE], "week", "never")
    session = SessionStore()
    session.create()
    world.elsewhere_signed_in = UserSession.objects.create(
        user=people[MENTOR], session_key=session.session_key, ip="127.0.0.1", user_agent="Firefox"
    )


def _sign_in(client: Client, user: User, *, factor: bool) -> None:
    client.force_login(user)
    if factor:
        session = client.session
        assert session[SESSION_KEY] == str(user.pk)
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
        session.save()
