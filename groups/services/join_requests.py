"""Asking to join: one request at a time, one decision for each, and both sides hear of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.limits import spend
from accounts.models import User, not_blocked
from accounts.templatetags.bothy import day_words
from groups.models import Group, Invitation, JoinRequest, Membership
from messaging.services import notices

from . import audit, memberships

AGAIN_AFTER = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=180)
State = JoinRequest.State


def ask(
    group: Group,
    user: User,
    *,
    answers: Sequence[tuple[str, str]] = (),
    wants: str = "",
    rules: int = 0,
    invitation: Invitation | None = None,
) -> JoinRequest:
    """Ask the people who look after a group to be let in. Asking twice gives the request that waits.

    The way to the door is a link that still works, or the card of a listed group. `rules` is the version
    that the asker said yes to. Who was removed, or was told "not now" in the last 30 days, is refused.
    """
    if waiting := JoinRequest.objects.waiting().filter(group=group, user=user).first():
        return waiting
    spend("join", user.pk)
    return _ask(group.pk, user, list(answers), wants, rules, invitation)


@transaction.atomic
def _ask(
    group_id: int,
    user: User,
    answers: list[tuple[str, str]],
    wants: str,
    rules: int,
    invitation: Invitation | None,
) -> JoinRequest:
    group = memberships.lock(group_id)
    if waiting := JoinRequest.objects.waiting().filter(group=group, user=user).first():
        return waiting
    may_ask(group, user)
    if group.rules and rules != group.rules_version:
        raise ValidationError(memberships.RULES_MOVED, code="rules")
    if invitation:
        memberships.use(invitation)
    elif group.visibility != Group.Visibility.LISTED:
        raise PermissionDenied
    said: list[list[object]] = [[question, answer] for question, answer in answers]
    if group.rules:
        said.append(["What we agree on", "Accepted", group.rules_version])
    request = JoinRequest.objects.create(group=group, user=user, answers=said, wants=wants)
    _tell_admins(request)
    return request


def may_ask(group: Group, user: User) -> None:
    """Refuses those who belong to the group, were removed from it, or were told "not now" lately."""
    member = Membership.objects.filter(group=group, user=user).first()
    if member and member.state == Membership.State.ACTIVE:
        raise ValidationError("You belong to the group already.", code="member")
    if member and member.state == Membership.State.REMOVED:
        raise ValidationError(memberships.NOT_BY_ONESELF, code="removed")
    if group.archived_at or group.joining != Group.Joining.ASK:
        raise ValidationError("Nobody can ask to join this group just now.", code="closed")
    if again := not_before(group, user):
        raise ValidationError(f"Not just now. You can ask again from {day_words(again)}.", code="wait")


def not_before(group: Group, user: User) -> datetime | None:
    """When somebody who was told "not now" may ask again; None: they may."""
    since = timezone.now() - AGAIN_AFTER
    declined = JoinRequest.objects.filter(group=group, user=user, state=State.DECLINED, decided_at__gt=since)
    newest = declined.order_by("-decided_at").values_list("decided_at", flat=True).first()
    return newest + AGAIN_AFTER if newest else None


@transaction.atomic
def approve(request: JoinRequest, *, by: User) -> Membership:
    """Let an asker in, also one who was told "not now". The first decision stands: a second is refused."""
    group, request = _locked(request, by)
    if request.state not in (State.WAITING, State.DECLINED):
        raise _over(request)
    if not request.user.is_active:
        raise ValidationError("Their account is closed.", code="closed")
    member = memberships.let_in(group.pk, request.user, door=lambda: None, back_in=True)
    if accepted := request.rules_accepted:
        Membership.objects.filter(pk=member.pk).update(rules_accepted=accepted)
    _decide(request, State.APPROVED, by)
    audit.log(group, by, "let in", request.user.name)
    _tell_asker(request, "join_let_in", f"You’re in. Welcome to {group.name}")
    return member


@transaction.atomic
def decline(request: JoinRequest, *, by: User) -> JoinRequest:
    """Say "not now" to an asker who waits. Nobody has to say why; they are told kindly, and whom to."""
    group, request = _locked(request, by)
    if request.state != State.WAITING:
        raise _over(request)
    _decide(request, State.DECLINED, by)
    audit.log(group, by, "said “not now” to", request.user.name)
    _tell_asker(request, "join_declined", f"{group.name}: not just now")
    return request


@transaction.atomic
def withdraw(request: JoinRequest) -> None:
    """The asker takes it back, and what they wrote goes. Refused once somebody has answered."""
    memberships.lock(request.group_id)
    now = timezone.now()
    waiting = JoinRequest.objects.waiting().filter(pk=request.pk)
    if not waiting.update(state=State.WITHDRAWN, decided_at=now, answers=[]):
        raise ValidationError("Somebody has answered it already.", code="over")
    notices.cancel(kinds=["join_asked"], subject_ids=[request.pk])


def forget(now: datetime) -> int:
    """Blank what was answered by people who were told "not now" half a year ago; returns how many."""
    old = JoinRequest.objects.filter(state=State.DECLINED, decided_at__lt=now - ANSWERS_KEPT)
    return old.exclude(answers=[]).update(answers=[])


def _locked(request: JoinRequest, by: User) -> tuple[Group, JoinRequest]:
    group = memberships.lock(request.group_id)
    found = JoinRequest.objects.run_by(by).filter(pk=request.pk).select_related("user", "decided_by").first()
    if found is None:
        raise PermissionDenied
    return group, found


def _over(request: JoinRequest) -> ValidationError:
    if request.state == State.WITHDRAWN:
        return ValidationError(f"{request.user.first_name} has taken it back.", code="over")
    who = request.decided_by.first_name if request.decided_by else "Somebody"
    done = "let them in" if request.state == State.APPROVED else "said “not now”"
    return ValidationError(f"{who} has {done} already.", code="over")


def _decide(request: JoinRequest, state: JoinRequest.State, by: User) -> None:
    request.state, request.decided_at, request.decided_by = state, timezone.now(), by
    if state == State.APPROVED:
        request.answers = []  # nobody reads them any more
    request.save(update_fields=["state", "decided_at", "decided_by", "answers"])


def _tell_admins(request: JoinRequest) -> None:
    admins = Membership.objects.looking_after().filter(
        not_blocked(request.user_id, "user_id"), group=request.group_id
    )
    for row in admins.select_related("user"):
        notices.tell(
            "join_asked",
            row.user,
            key=f"join:{request.pk}:user:{row.user_id}",
            url=reverse("join_request", args=[request.code]),
            line=f"{request.user.name} asks to join {request.group.name}",
            subject_id=request.pk,
            scope=request.group_id,
        )


def _tell_asker(request: JoinRequest, kind: str, line: str) -> None:
    assert request.decided_at
    notices.tell(
        kind,
        request.user,
        key=f"join:{request.pk}:{request.state}:user:{request.user_id}",
        url=reverse("join_request", args=[request.code]),
        line=line,
        subject_id=request.pk,
        scope=request.group_id,
    )
