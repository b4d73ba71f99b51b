"""Inviting people by e-mail: look at a list, send it, take one back, send one again, let them in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.limits import spend
from accounts.models import Block, User
from groups.address_list import Row
from groups.models import Group, MailInvitation, Membership
from messaging.models import Notice
from messaging.models.notices import OWED, MailState
from messaging.services import addresses, notices

from . import audit, memberships
from .invitations import lock_for

KIND = "invited"
ROWS = 500  # of one list
KEPT = timedelta(days=180)
SENDS = 2
State = MailInvitation.State


class Look(StrEnum):
    """What a preview says of a row."""

    NEW = "new"
    MEMBER = "member"
    BEFORE = "before"
    WRONG = "wrong"


@dataclass(frozen=True)
class Sent:
    """What came of a list: how many are invited, and how many were in or invited by then."""

    invited: int
    left_out: int


def look(group: Group, rows: Sequence[Row]) -> list[Look]:
    """What would become of each row now.

    SECURITY: it depends on the list, on this group's members and on its invitations, and on nothing else:
    nobody learns here whether a stranger has an account.
    """
    found = [row.address for row in rows if not row.problem]
    here, asked = members(group, found), _asked(group, found)

    def one(row: Row) -> Look:
        if row.problem:
            return Look.WRONG
        if row.address in here:
            return Look.MEMBER
        return Look.BEFORE if row.address in asked else Look.NEW

    return [one(row) for row in rows]


def members(group: Group, among: Collection[str]) -> set[str]:
    """Which of these addresses have been proved by somebody who belongs to the group."""
    active = Membership.objects.active().filter(group=group).values("user")
    own = User.objects.filter(email__in=among, pk__in=active).values_list("email", flat=True)
    proved = EmailAddress.objects.filter(email__in=among, verified=True, user__in=active)
    return set(own) | set(proved.values_list("email", flat=True))


def _asked(group: Group, among: Collection[str]) -> set[str]:
    rows = MailInvitation.objects.open().filter(group=group, address__in=among)
    return set(rows.values_list("address", flat=True))


@transaction.atomic
def invite(group: Group, *, by: User, people: Sequence[tuple[str, str]]) -> Sent:
    """Invite these (address, name), once each, and owe the mails. Who is in by now, or invited, is left out:
    two admins with the same list send one mail an address. An address taken back before is invited anew.
    """
    group = lock_for(group, by)
    if group.archived_at:
        raise ValidationError("The group is closed. Open it again first.", code="archived")
    names = dict(people)
    out = members(group, names) | _asked(group, names)
    chosen = {address: name for address, name in names.items() if address not in out}
    if not chosen:
        return Sent(0, len(names))
    spend("invite", group.pk, cost=len(chosen))
    spend("invite-admin", by.pk, cost=len(chosen))
    now = timezone.now()
    earlier = {
        row.address: row for row in MailInvitation.objects.filter(group=group, address__in=list(chosen))
    }
    for row in earlier.values():
        row.name, row.created_by, row.created_at = chosen[row.address] or row.name, by, now
        row.state, row.sends, row.sent_at, row.revoked_at = State.WAITING, 1, None, None
        row.joined, row.joined_at = None, None
        row.save()
    made = MailInvitation.objects.bulk_create(
        MailInvitation(group=group, address=address, name=name, created_by=by, created_at=now)
        for address, name in chosen.items()
        if address not in earlier
    )
    _owe([*earlier.values(), *made])
    audit.log(group, by, "invited by e-mail", f"{len(chosen)} {'person' if len(chosen) == 1 else 'people'}")
    return Sent(len(chosen), len(names) - len(chosen))


def _key(row: MailInvitation) -> str:
    """One mail each time that somebody asks for it: the same list twice is one, an address asked anew two."""
    return f"invited:{row.pk}:{row.created_at:%Y%m%d%H%M%S%f}:{row.sends}"


def _owe(rows: Sequence[MailInvitation]) -> None:
    wait = addresses.not_before(KIND, [row.address for row in rows])
    Notice.objects.bulk_create(
        addresses.draft(
            KIND,
            row.address,
            key=_key(row),
            url=reverse("mail_invite", args=[row.code]),
            subject_id=row.pk,
            scope=row.group_id,
            not_before=wait.get(row.address),
        )
        for row in rows
    )


@transaction.atomic
def send_again(row: MailInvitation, *, by: User) -> datetime:
    """Send it once more, and once only; returns when the mail goes: a day after the one before at the
    earliest."""
    group = lock_for(row.group, by)
    if group.archived_at:
        raise ValidationError("The group is closed. Open it again first.", code="archived")
    row = MailInvitation.objects.get(pk=row.pk)
    if row.state not in (State.WAITING, State.SENT):
        raise ValidationError(f"This invitation is {row.get_state_display()} meanwhile.", code="state")
    if row.sends >= SENDS:
        raise ValidationError("It went out twice. Send them the group’s link yourself.", code="sends")
    if Notice.objects.owed().filter(key=_key(row)).exists():
        raise ValidationError("The first mail is still on its way.", code="owed")
    spend("invite", group.pk)
    spend("invite-admin", by.pk)
    row.sends, row.state, row.sent_at = row.sends + 1, State.WAITING, None
    row.save(update_fields=["sends", "state", "sent_at"])
    _owe([row])
    audit.log(group, by, "sent again the invitation to", masked(row.address))
    return Notice.objects.values_list("not_before", flat=True).get(key=_key(row))


@transaction.atomic
def take_back(row: MailInvitation, *, by: User) -> None:
    """Its link lets nobody in any more, and a mail that is still owed does not go out."""
    group = lock_for(row.group, by)
    open_ones = MailInvitation.objects.filter(pk=row.pk, state__in=(State.WAITING, State.SENT))
    if not open_ones.update(state=State.REVOKED, revoked_at=timezone.now()):
        row.refresh_from_db()
        raise ValidationError(f"This invitation is {row.get_state_display()} meanwhile.", code="state")
    notices.cancel(kinds=[KIND], subject_ids=[row.pk])
    audit.log(group, by, "took back the invitation to", masked(row.address))


def proved(row: MailInvitation, user: User) -> bool:
    """Has this account shown that the invited address is its own?"""
    return EmailAddress.objects.filter(user=user, email=row.address, verified=True).exists()


@transaction.atomic
def accept(row: MailInvitation, user: User) -> Membership:
    """Let in the account that proved the invited address, however else the group lets people in.

    Who was removed stays out, unless this address was invited after that.
    """
    if not proved(row, user):
        raise ValidationError("This invitation is for another address.", code="address")
    spend("join", user.pk)
    Group.objects.select_for_update(no_key=True).get(pk=row.group_id)  # nobody is removed between here and in
    out = Membership.objects.filter(group=row.group_id, user=user, state=Membership.State.REMOVED)
    still_out = out.filter(left_at__gte=row.created_at).exists()

    def door() -> None:
        if not _joined(row, user):
            raise ValidationError("This invite has ended. Ask for a new one.", code="ended")

    member = memberships.let_in(row.group_id, user, door=door, back_in=not still_out)
    _joined(row, user)  # a member already, who came another way
    return member


def _joined(row: MailInvitation, user: User) -> bool:
    mine = MailInvitation.objects.open().filter(pk=row.pk)
    return bool(mine.update(state=State.JOINED, joined=user, joined_at=timezone.now()))


# -- what admins see of them ----------------------------------------------------------------------
class Shown(StrEnum):
    """How an invitation stands, in the words of the list."""

    WAITING = "waiting"
    SENT = "sent"
    LOST = "lost"
    JOINED = "joined"
    REVOKED = "revoked"


def standing(group: Group, rows: Sequence[MailInvitation]) -> dict[int, Shown]:
    """How each of these stands now, read from their notices; two queries, however many.

    SECURITY: a mail that was refused, one that nobody wants and one between two people with a block read the
    same, and nothing tells whether somebody has an account.
    """
    mails = dict(
        Notice.objects.filter(key__in=[_key(row) for row in rows]).values_list("subject_id", "mail_state")
    )
    here = members(group, [row.address for row in rows])

    def one(row: MailInvitation) -> Shown:
        if row.state == State.REVOKED:
            return Shown.REVOKED
        if row.state == State.JOINED or row.address in here:
            return Shown.JOINED
        mail = mails.get(row.pk)
        if row.state == State.SENT or mail == MailState.SENT:
            return Shown.SENT
        return Shown.WAITING if mail in OWED else Shown.LOST

    return {row.pk: one(row) for row in rows}


def settle() -> int:
    """Keep in the invitations which mails have gone, before the notices go themselves; how many."""
    gone = Notice.objects.filter(kind=KIND, mail_state=MailState.SENT)
    ids = gone.filter(subject_id__in=MailInvitation.objects.filter(state=State.WAITING).values("pk"))
    settled = 0
    for row in MailInvitation.objects.filter(pk__in=list(ids.values_list("subject_id", flat=True))):
        if sent := gone.filter(key=_key(row)).values_list("sent_at", flat=True).first():
            waiting = MailInvitation.objects.filter(pk=row.pk, state=State.WAITING, sends=row.sends)
            settled += waiting.update(state=State.SENT, sent_at=sent)
    return settled


def forget(now: datetime) -> int:
    """Delete invitations, and the addresses in them, half a year after they were made; how many. Who joined
    stays a member; the link of one that nobody used lets nobody in any more."""
    return MailInvitation.objects.filter(created_at__lt=now - KEPT).delete()[0]


def wanted(row: MailInvitation) -> bool:
    """Should its mail still go? Not when it was taken back or used, nor to a member, nor across a block."""
    if not MailInvitation.objects.open().filter(pk=row.pk).exists() or members(row.group, [row.address]):
        return False
    reader = EmailAddress.objects.filter(email=row.address, verified=True).values_list("user", flat=True)
    return not any(Block.objects.between(user, row.created_by_id).exists() for user in reader)


def masked(address: str) -> str:
    """An address for people who may not read it: d…@example.org."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"
