"""The demo: Riverside Makers with a program in its fifth week, one open for sign-up, one being set up."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.people import update_person
from groups.models import Group
from groups.models.groups import Role
from groups.services import groups, invitations, join_requests, mail_invitations, memberships
from mentorship.dev import known_factor
from messaging import delivery
from messaging.models import Message, Notice, Participant
from messaging.services import choices, conversations, corrections
from pairings.models import Pairing, Step
from pairings.services import endings, launches, pairings, requests
from profiles import week
from profiles.models import Mark, Profile
from profiles.services import marks
from programs.models import Program
from programs.services import programs

from . import answers, build, hellos, people, rewind

SLUG = "riverside-makers"


def demo() -> bool:
    """Tell the whole story once; False if it has been told.

    One transaction: a tick that runs beside it sees all or nothing.
    """
    if Group.objects.filter(slug=SLUG).exists():
        return False
    with transaction.atomic():
        _tell()
    return True


def _tell() -> None:
    cast = {
        key: build.person(name, f"{key}@bothy.example", zone=zone)
        for key, (name, zone) in people.CAST.items()
    }
    for key, (said, pronouns) in people.SAYS.items():
        who = cast[key]
        update_person(who, name=who.name, zone=who.zone, language=who.language, said=said, pronouns=pronouns)
    choices.set_one(cast["leila"], "message", "daily")
    jun = cast["jun"]
    jun.is_staff = jun.is_superuser = True
    jun.save(update_fields=["is_staff", "is_superuser"])
    known_factor(jun)
    makers = build.group(
        cast["priya"],
        line=people.LINE,
        visibility=Group.Visibility.LISTED,
    )
    groups.update(
        makers, by=cast["priya"], about=people.ABOUT, rules=people.RULES, help_lines=people.HELP_LINES
    )
    for key in people.MEMBERS:
        build.member(makers, cast[key])
    gwen = makers.memberships.get(user=cast["gwen"])
    memberships.set_role(gwen, Role.ADMIN, by=cast["priya"])
    memberships.set_safety_contact(gwen, True, by=cast["priya"])
    _skill_share(makers, cast)
    _careers(makers, cast)
    programs.start(makers, by=cast["priya"], curriculum_key="encouragement-and-support")
    invitations.make(makers, by=cast["priya"], name="Poster in the hall", uses_limit=40)
    mail_invitations.invite(makers, by=cast["priya"], people=people.INVITED)
    parents = build.group(
        cast["rosa"],
        name="Northside Parents",
        line="Parents of small children who swap sleep tips and hand-me-downs.",
        focus=Group.Focus.PARENTING,
        visibility=Group.Visibility.LISTED,
    )
    groups.update(parents, by=cast["rosa"], joining=Group.Joining.ASK, join_questions=people.PARENTS_ASK)
    asked = list(zip(people.PARENTS_ASK, people.MALIK_ANSWERS, strict=True))
    join_requests.ask(parents, cast["malik"], answers=asked)
    build.started(parents, cast["rosa"], "encouragement-and-support", name="First year together")


def _sign_up(program: Program, cast: dict[str, User], who: dict[str, answers.SignUp]) -> dict[str, Profile]:
    return {
        key: build.signed_up(
            program,
            cast[said.who],
            said.role,
            help_text=said.help,
            answers=said.answers,
            topics=said.topics,
            ways=said.ways,
            hours=said.hours,
            week=week.written(sum(week.span(*free) for free in said.painted)),
            time_a_week=said.time,
            languages=said.languages,
            **({"capacity": said.places} if said.role == "mentor" else {}),
            **({"goals": said.goals} if said.goals else {"goals_unsure": True}),
        )
        for key, said in who.items()
    }


def _skill_share(makers: Group, cast: dict[str, User]) -> None:
    program = build.started(makers, cast["priya"], "skill-development", name="Autumn Skill Share")
    Program.objects.filter(pk=program.pk).update(topics=people.MAKERS_TOPICS)
    program.refresh_from_db()
    profiles = _sign_up(program, cast, answers.SKILL_SHARE)
    chosen = _hello_and_yes(profiles["dani"], profiles["amara"], people.DANI_HELLO, people.AMARA_REPLY)
    for mentor, mentee in people.DRAFTED:
        pairings.draft(mentor=profiles[mentor], mentee=profiles[mentee], by=cast["priya"])
    launches.launch(program, by=cast["priya"])
    launches.release(timezone.now() + launches.HOLD, program_id=program.pk)
    _settle(program)
    rewind.walk(program, 5, lambda number, at: _week(program, chosen, number, at))
    hellos.full(profiles["leila"])
    profiles["leila"].refresh_from_db()
    marks.put(cast["dani"], profiles["joan"], Mark.Kind.KEPT)
    marks.put(cast["dani"], profiles["leila"], Mark.Kind.TELL_ME)


def _settle(program: Program) -> None:
    """The ten minutes were told in one breath: nothing may stand later than the clock."""
    now = timezone.now()
    Pairing.objects.filter(program=program, told_at__gt=now).update(told_at=now, started_at=now)
    Notice.objects.filter(scope=program.group_id, not_before__gt=now).update(not_before=now)


def _hello_and_yes(mentee: Profile, mentor: Profile, hello: str, reply: str) -> Pairing:
    asked = requests.send(sender=mentee.user, to_profile=mentor, body=hello, to_pair=True, token=uuid.uuid4())
    requests.say(asked.conversation, author=mentor.user, body=reply, token=uuid.uuid4())
    conversations.mark_read(asked.conversation, mentee.user)
    return requests.accept(asked, by=mentor.user)


def _week(program: Program, chosen: Pairing, number: int, at: datetime) -> None:
    """What the pairs made of a week: mails read, words said, weeks ticked."""
    delivery.drain(at + timedelta(seconds=10))
    now = timezone.now()
    for after, author, body, way_in in people.WORDS.get(number, []):
        when = at + after
        if when < now:
            user = chosen.mentor_user if author == "amara" else chosen.mentee_user
            step = Step.objects.get(pairing=chosen, number=number)
            prompts = [p.text for p in step.week.prompts.all()]
            _say(chosen, user, body, when, prompts[way_in] if way_in is not None else "")
    for pairing in Pairing.objects.filter(program=program).select_related("mentor_user", "mentee_user"):
        talked = people.TALKED.get(pairing.mentee_user.email.split("@")[0], 0)
        step = Step.objects.get(pairing=pairing, number=number)
        when = at + timedelta(days=3, hours=10)
        if number <= talked and when < now:
            for user in (pairing.mentor_user, pairing.mentee_user):
                endings.talked(step, by=user)
            Step.objects.filter(pk=step.pk).update(mentor_talked_at=when, mentee_talked_at=when, done_at=when)


def _say(pairing: Pairing, author: User, body: str, when: datetime, quote: str) -> None:
    first = people.FIRST_TRY.get(body, body)
    message = conversations.say(
        pairing.conversation, author=author, body=first, token=uuid.uuid4(), quote=quote
    )
    rows = Message.objects.filter(pk=message.pk)
    if first != body:
        corrections.edit(message, by=author, body=body)
        rows.update(edited_at=when + timedelta(minutes=3))
    rows.update(created_at=when)
    if body in people.TAKEN_BACK:
        corrections.remove(message, by=author)
        rows.update(removed_at=when + timedelta(minutes=1))
    Participant.objects.filter(conversation=pairing.conversation).update(last_message_at=when)
    Notice.objects.filter(kind="message", subject_id=pairing.conversation_id, created_at__gt=when).update(
        created_at=when, not_before=when + conversations.UNREAD_AFTER
    )
    conversations.mark_read(pairing.conversation, pairing.partner(author))


def _careers(makers: Group, cast: dict[str, User]) -> None:
    program = build.started(makers, cast["priya"], "career-advancement", name="Winter Career Circle")
    profiles = _sign_up(program, cast, answers.CAREERS)
    hellos.tell(profiles["fern"], profiles["malik"], profiles["amara"], profiles["gwen"])
    pairings.draft(mentor=profiles["gwen"], mentee=profiles["noor"], by=cast["priya"])
