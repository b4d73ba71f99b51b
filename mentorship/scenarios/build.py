"""The pieces of a story: people, a program that takes sign-ups, a pair, many pairs."""

import uuid
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from groups.models import Group, Membership
from groups.services import groups, invitations, memberships
from messaging.services import conversations
from pairings.models import Pairing
from pairings.services import pairings
from profiles.models import Profile
from profiles.services import profiles
from programs.models import Program
from programs.services import programs

ADULT_TEXT = "demo"


def person(name: str, email: str = "", *, zone: str = "Europe/Lisbon", adult: bool = True) -> User:
    """Somebody with a confirmed address who has said to be 18 or over."""
    email = email or f"{name.split(maxsplit=1)[0].lower()}@bothy.example"
    user = User.objects.create_user(email=email, name=name, zone=zone, zone_chosen=True)
    if adult:
        user.adult_affirmed_at, user.adult_text = timezone.now(), ADULT_TEXT
        user.save(update_fields=["adult_affirmed_at", "adult_text"])
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def group(owner: User, name: str = "Riverside Makers", **facts: Any) -> Group:
    """A group that this person looks after."""
    line = facts.pop("line", "Potters, printers, menders and bread people, sharing what we know.")
    facts = {
        "focus": Group.Focus.OTHER,
        "visibility": Group.Visibility.LINK,
        "zone": "Europe/Lisbon",
        **facts,
    }
    return groups.create(by=owner, name=name, line=line, **facts)


def member(of: Group, user: User) -> Membership:
    """This person, come in by the group's invite link; they said yes to the rules, if there are any."""
    of.refresh_from_db(fields=["rules_version"])
    return memberships.join(invitations.current(of), user, rules=of.rules_version)


def started(
    of: Group, by: User, template: str = "career-advancement", *, name: str = "", **details: Any
) -> Program:
    """A program whose sign-up is open; a cohort unless `starts_on=None` makes it rolling."""
    program = programs.start(of, by=by, curriculum_key=template)
    if name:
        details["name"] = name
    if details:
        program = programs.save_details(program, by=by, **details)
    return programs.open_sign_up(program, by=by)


def signed_up(program: Program, user: User, role: str, *, help_text: str = "", **said: Any) -> Profile:
    """This person on the list, with a whole set of answers. They must belong to the group."""
    answers = {
        "help": help_text or "Working out what to do next, and saying it out loud.",
        **said.pop("answers", {}),
    }
    profile = profiles.begin(program, user, role)
    data: dict[str, Any] = {
        "answers": {key: text for key, text in answers.items() if _asked(profile, key)},
        "topics": [program.topics[0]] if program.topics else [],
        "ways": ["messages", "call"],
        "hours": ["evening"],
        "languages": ["English"],
        "time_a_week": "60",
        "zone": user.zone,
        **said,
    }
    places = data.pop("capacity", None)
    for step in (1, 2, 3):
        profile = profiles.save_step(profile, step, data)  # type: ignore[arg-type]
    if places is not None:
        profile = profiles.set_capacity(profile, places)
    return profiles.enlist(profile, adult=True)


def _asked(profile: Profile, key: str) -> bool:
    return profile.program.questions.filter(role=profile.role, key=key, enabled=True).exists()


def pair(mentor: Profile, mentee: Profile) -> Pairing:
    """These two, agreed and walking from the program's next week day on."""
    conversation = conversations.between(
        program_id=mentor.program_id, scope=mentor.program.group_id, a=mentor.user, b=mentee.user
    )
    return pairings.agree(mentor=mentor, mentee=mentee, conversation=conversation)


def running(*, weeks: int = 0, template: str = "career-advancement") -> Pairing:
    """One pair of a rolling program in a new group, with so many weeks behind them by the real clock."""
    from .rewind import walk  # the walk needs this module's pieces

    tag = uuid.uuid4().hex[:6]
    owner = person("Priya Raman", f"priya-{tag}@bothy.example")
    of = group(owner, f"Makers {tag}")
    mentor, mentee = (
        person(n, f"{n.split()[0].lower()}-{tag}@bothy.example") for n in ("Amara Nwosu", "Dani Ferreira")
    )
    for user in (mentor, mentee):
        member(of, user)
    program = started(of, owner, template, starts_on=None, signup_until=None)
    made = pair(signed_up(program, mentor, "mentor"), signed_up(program, mentee, "mentee"))
    if weeks:
        walk(program, weeks)
        made.refresh_from_db()
    return made


def cohort(pairs: int, *, groups_of: int = 1, zones: tuple[str, ...] = ("Europe/Lisbon",)) -> list[Program]:
    """Rolling programs, one a group, with so many pairs in all: rows as the services would leave them, made
    in bulk because nobody waits for 100,000 sign-ups. For measuring and for fault tests only."""
    from .bulk import fill

    programs_made = []
    tag = uuid.uuid4().hex[:6]
    for number in range(groups_of):
        owner = person(f"Owner {number}", f"owner-{tag}-{number}@bothy.example")
        of = group(owner, f"Cohort {tag} {number}", zone=zones[number % len(zones)])
        program = started(of, owner, starts_on=None, signup_until=None)
        share = pairs // groups_of + (1 if number < pairs % groups_of else 0)
        fill(program, share, tag=f"{tag}-{number}", due=timezone.now() - timedelta(minutes=1))
        programs_made.append(program)
    return programs_made
