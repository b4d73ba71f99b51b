"""Every constraint of ours is broken once on purpose, by the plain ORM; the database refuses."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint
from django.utils import timezone

from accounts.codes import new_code
from accounts.limits import spend
from accounts.models import Block, Bucket, User
from groups.models import (
    Group,
    GroupAddress,
    Invitation,
    JoinRequest,
    MailInvitation,
    Membership,
    OwnerOffer,
    Report,
)
from messaging.models import Conversation, MailChoice, Message, NeverMail, Notice, Participant
from pairings.models import DispatchState, KeptHello, Pairing, Request, Step
from profiles.models import Answer, Mark, Profile, ProfileTopic
from programs.models import Program, ProgramAddress, Prompt, Question, Week
from tests.matrix.watch import models
from tests.matrix.world import World

CONSTRAINTS = {
    constraint.name: (model, constraint) for model in models() for constraint in model._meta.constraints
}
Break = Callable[[], object]


def again(row: Model, **changed: Any) -> Break:
    """Insert the row a second time; what else would have to be unique is changed."""

    def insert() -> None:
        row.pk = None
        row._state.adding = True
        if "code" not in changed and any(f.name == "code" for f in row._meta.fields):
            row.code = new_code()
        for name, value in changed.items():
            if value is not ...:
                setattr(row, name, value)
        row.save(force_insert=True)

    return insert


def become(row: Model, **changed: Any) -> Break:
    """Give the row values that it must not have."""
    return lambda: type(row)._default_manager.filter(pk=row.pk).update(**changed)


def with_token(row: Any) -> Any:
    row.client_token = uuid.uuid4()
    row.save(update_fields=["client_token"])
    return row


def broken(world: World) -> dict[str, Break]:
    """How each constraint is broken."""
    pair, hello, report = world.pair, world.received, world.report
    group, program = world.riverside, world.careers
    mentor, mentee = world.profiles["mentor"], world.profiles["mentee"]
    member, week = Membership.objects.first(), Week.objects.live().first()
    block, user, notice = Block.objects.first(), world.people["mentor"], world.notice
    talk = pair.conversation
    spend("join", "constraints")
    DispatchState.now()
    asked, mailed = world.asked_to_join, world.mailed
    over = {"state": "ended", "ended_at": timezone.now()}
    same = {"code": ...}
    return {
        "one_user_an_address": again(User.objects.get(pk=user.pk)),
        "user_code": again(User.objects.get(pk=user.pk), email="new@example.org", **same),
        "block_once": again(block),
        "block_not_oneself": become(block, blocked=block.blocker),
        "bucket_key": again(Bucket.objects.first()),
        "group_slug": again(group_copy(group)),
        "group_once": again(with_token(group_copy(group)), slug="another"),
        "group_address": again(GroupAddress.objects.create(group=group, slug="the-old-one")),
        "join_request_code": again(JoinRequest.objects.get(pk=asked.pk), state="declined", **same),
        "join_request_open_once": again(JoinRequest.objects.get(pk=asked.pk)),
        "mail_invitation_code": again(
            MailInvitation.objects.get(pk=mailed.pk), address="b@example.org", **same
        ),
        "mail_invitation_once": again(MailInvitation.objects.get(pk=mailed.pk)),
        "mail_invitation_sends": become(mailed, sends=3),
        "membership_once": again(member),
        "owner_offer_once": again(OwnerOffer.objects.get(group=group), heir=world.people["mentor"]),
        "invitation_code": again(Invitation.objects.first(), **same),
        "invitation_within_limit": become(Invitation.objects.first(), uses=3, uses_limit=2),
        "report_code": again(Report.objects.get(pk=report.pk), state="closed", **same),
        "report_open_once": again(Report.objects.get(pk=report.pk)),
        "report_not_oneself": become(report, about=report.reporter),
        "conversation_key": again(Conversation.objects.get(pk=talk.pk)),
        "conversation_code": again(Conversation.objects.get(pk=talk.pk), key="another", **same),
        "participant_once": again(Participant.objects.first()),
        "message_token": again(Message.objects.first()),
        "never_mail_digest": again(NeverMail.objects.create(digest="0" * 64)),
        "notice_key": again(notice_copy(notice)),
        "notice_has_recipient": become(notice, user=None, address=""),
        "mail_choice_once": again(MailChoice.objects.first()),
        "program_slug": again(Program.objects.get(pk=program.pk)),
        "program_address": again(
            ProgramAddress.objects.create(group=group, program=program, slug="the-old-one")
        ),
        "program_capacity": become(program, capacity=6),
        "program_once": again(with_token(Program.objects.get(pk=program.pk)), slug="another"),
        "program_pace": become(program, pace=8),
        "program_week_day": become(program, week_day=7),
        "program_hour": become(program, hour=24),
        "program_signup_order": become(program, signup_until=program.signup_from - timedelta(1)),
        "week_live_number": again(week, root=uuid.uuid4()),
        "week_revision": again(Week.objects.get(pk=week.pk), live=False),
        "week_hidden_or_live": become(Week.objects.get(pk=week.pk), hidden=True),
        "week_number": become(Week.objects.get(pk=week.pk), number=53),
        "week_minutes": become(Week.objects.get(pk=week.pk), minutes=4),
        "prompt_position": again(Prompt.objects.first()),
        "question_key": again(Question.objects.first(), position=40),
        "question_role": become(Question.objects.first(), role="guru"),
        "profile_once": again(Profile.objects.get(pk=mentor.pk)),
        "profile_code": again(Profile.objects.get(pk=mentor.pk), user=world.people["member"], **same),
        "profile_seats": become(mentor, seats_taken=4),
        "profile_role": become(mentee, role="guru"),
        "profile_mentee_one_seat": become(mentee, capacity=2),
        "profile_topic_once": again(ProfileTopic.objects.first()),
        "answer_once": again(Answer.objects.first()),
        "mark_once": again(Mark.objects.create(user=user, profile=mentee, kind=Mark.Kind.KEPT)),
        "pairing_code": again(Pairing.objects.get(pk=pair.pk), **over, **same),
        "pairing_one_open": again(Pairing.objects.get(pk=pair.pk), state="draft"),
        "pairing_two_people": become(pair, mentee_user=pair.mentor_user),
        "pairing_order": become(pair, low_id=pair.high_id, high_id=pair.low_id),
        "pairing_end_dated": become(pair, state="ended", ended_at=None),
        "step_once": again(Step.objects.first()),
        "dispatch_state_one_row": lambda: DispatchState.objects.create(id=2),
        "request_code": again(Request.objects.get(pk=hello.pk), state="closed", client_token=None, **same),
        "request_once": again(Request.objects.get(pk=hello.pk), state="closed"),
        "request_one_open": again(Request.objects.get(pk=hello.pk), client_token=None),
        "kept_hello_once": again(
            KeptHello.objects.create(
                sender=world.people["member"], to_profile=mentor, program=program, token=uuid.uuid4()
            )
        ),
        "request_order": become(hello, low_id=hello.high_id, high_id=hello.low_id),
    }


def group_copy(group: Group) -> Group:
    return Group.objects.get(pk=group.pk)


def notice_copy(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def refused_by(error: IntegrityError, model: type[Model], constraint: Any) -> bool:
    """Was it this very constraint? SQLite names the columns of a unique one instead."""
    if connection.vendor == "postgresql":
        return error.__cause__.diag.constraint_name == constraint.name  # type: ignore[union-attr]
    said = str(error)
    if isinstance(constraint, CheckConstraint):
        return said == f"CHECK constraint failed: {constraint.name}"
    assert isinstance(constraint, UniqueConstraint)
    table = model._meta.db_table
    columns = [f"{table}.{model._meta.get_field(field).column}" for field in constraint.fields]
    return said in (f"UNIQUE constraint failed: {', '.join(columns)}", f"index '{constraint.name}'")


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_the_database_refuses(name: str, world: World) -> None:
    model, constraint = CONSTRAINTS[name]
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        broken(world)[name]()
    assert refused_by(refused.value, model, constraint), refused.value


def test_nothing_is_broken_that_is_no_constraint(world: World) -> None:
    assert set(broken(world)) == set(CONSTRAINTS)
