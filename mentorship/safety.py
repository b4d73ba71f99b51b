"""Block and unblock: one transaction over everything that two people share.

What stays, on purpose. Whoever looks after a group does that for everybody in it: in its pages (its people,
sign-ups, pairing, reports) a block hides nobody from an admin, and on the members' side an admin across a
block is a role without a name (groups.access.keepers). A report can be written across a block, without
a name.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Block, User
from accounts.services import people
from groups.models import AuditEntry, OwnerOffer
from messaging.models import Conversation, Notice, Participant
from messaging.models.notices import WAITING, MailState
from messaging.services import conversations
from pairings.models import KeptHello, Pairing, Request, Step
from pairings.services import endings, lapses
from profiles.models import Profile

from . import membership

# Every kind of notice, by whom it is about. A test refuses a kind that stands in none of these.
OF_A_CONVERSATION = ("message",)
OF_A_HELLO = ("hello", "hello_reminder", "declined", "lapsed", "hello_gone")
OF_A_KEPT_HELLO = ("hello_kept",)
OF_A_PAIR = ("proposed", "paired", "completed", "ended")
OF_A_STEP = ("week",)
OF_A_SIGN_UP = ("room_again",)  # somebody else's
OF_AN_OFFER = ("owner_offered",)
# Of an admin: the fact stays on the site, without the name. "made_owner" is told no more; old lines stand.
OF_AN_ACT = ("made_owner", "owner_answered")
# Nobody's name; or an admin's duty; or the mail asks about a block itself.
OF_NOBODY = (
    *("account", "roundup", "report", "report_update", "invited", "week_test"),
    *("join_asked", "join_let_in", "join_declined", "pair_ended"),
    *("sign_ups_waiting", "sign_up_listed", "sign_up_asked", "sign_up_declined", "sign_up_unfinished"),
)


@transaction.atomic
def block(*, blocker: User, blocked: User) -> Block:
    """From the next request on neither sees the other anywhere. Pairs end, hellos close, mails owed to
    either about the other are cancelled, conversations close and vanish. The other is not told who did it.

    Blocking twice is harmless; oneself is refused.
    """
    if blocker.pk == blocked.pk:
        raise ValidationError("You can't block yourself.", code="self")
    people.lock(blocker.pk, blocked.pk)
    made, _ = Block.objects.get_or_create(blocker=blocker, blocked=blocked)
    membership.stop_between(blocker, blocked, by=blocker)
    lapses.close_all(user=blocker, other=blocked)
    shared = _shared(blocker, blocked)
    for pk in shared:
        conversations.close(pk, hide=True)
    _take_back(blocker, blocked, shared)
    return made


@transaction.atomic
def unblock(*, blocker: User, blocked: User) -> bool:
    """Take a block back; True if there was one. What had ended stays ended; what was hidden can be read
    again, unless the other one blocks too."""
    people.lock(blocker.pk, blocked.pk)  # the other one may be blocking this moment
    deleted, _ = Block.objects.filter(blocker=blocker, blocked=blocked).delete()
    if deleted and not Block.objects.between(blocker.pk, blocked.pk).exists():
        Participant.objects.filter(conversation__in=_shared(blocker, blocked)).update(hidden=False)
    return bool(deleted)


def _shared(a: User, b: User) -> list[int]:
    theirs = Participant.objects.filter(user=b).values("conversation")
    both = Conversation.objects.filter(participants__user=a, pk__in=theirs)
    return list(both.values_list("pk", flat=True))


def _take_back(a: User, b: User, conversation_ids: list[int]) -> None:
    """Mails about the other that are owed or kept for a roundup, and the lines on the site that name them."""
    low, high = sorted((a.pk, b.pk))
    hellos = Request.objects.filter(low_id=low, high_id=high).values("pk")
    pairs = Pairing.objects.filter(low_id=low, high_id=high).values("pk")
    kept = KeptHello.objects.filter(sender__in=[a, b], to_profile__user__in=[a, b])
    steps = Step.objects.filter(pairing__in=pairs).values("pk")
    offers = OwnerOffer.objects.filter(giver__in=[a, b], heir__in=[a, b])
    own = Notice.objects.filter(user__in=[a, b])
    subjects: tuple[tuple[tuple[str, ...], Any], ...] = (
        (OF_A_CONVERSATION, conversation_ids),
        (OF_A_HELLO, hellos),
        (OF_A_KEPT_HELLO, kept.values("pk")),
        (OF_A_PAIR, pairs),
        (OF_A_STEP, steps),
        (OF_A_SIGN_UP, Profile.objects.filter(user__in=[a, b]).values("pk")),
        (OF_AN_OFFER, offers.values("pk")),
    )
    for kinds, ids in subjects:
        about = own.filter(kind__in=kinds, subject_id__in=ids)
        told = about.filter(kind="ended", user=b, line=endings.ENDED)  # without a name: theirs to know
        owed = about.exclude(pk__in=told.values("pk")).filter(mail_state__in=WAITING)
        owed.update(mail_state=MailState.CANCELLED, lease="", lease_until=None)
        about.exclude(pk__in=told.values("pk")).update(on_site=False)
    acts = own.filter(
        kind__in=OF_AN_ACT, subject_id__in=AuditEntry.objects.filter(actor__in=[a, b]).values("pk")
    )
    acts.filter(mail_state__in=WAITING).update(mail_state=MailState.CANCELLED, lease="", lease_until=None)
    acts.update(line="")
    kept.delete()
    offers.delete()
