"""A person's conversations in one list, and their words searched. No message is read for the list."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts import search
from accounts.models import User
from groups.models import Membership
from messaging.models import Message, Notice, Participant
from pairings.models import Pairing, Request
from pairings.models.pairings import WALKING, State

PAGE = 30
NOTES = 5
# What people who look after a group, or the site, have to say to somebody.
FROM_ADMINS = (
    *("sign_up_asked", "sign_up_declined", "sign_up_listed", "join_let_in", "join_declined", "made_owner"),
    "report_update",
)
LOOKED_AT = 2000  # messages a search reads at once; the next ones when it is asked to look further back
AT_ONCE = 250
CHARACTERS = 1_000_000
HITS = 20
NAMES = 10
MOST_TALKS = 2000  # of a person, the newest ones, that a search looks through


def mine(user: User) -> QuerySet[Participant]:
    """The conversations with words in them that this person may see now: none that a block hides, none of a
    group they have left."""
    here = Membership.objects.active().filter(group=OuterRef("conversation__scope"), user=user)
    return Participant.objects.filter(Exists(here), user=user, hidden=False, last_message_id__gt=0)


@dataclass(frozen=True)
class Line:
    """One conversation in the list."""

    row: Participant
    people: list[User]
    is_pair: bool
    program: str
    waits: bool  # a hello that waits for this person's answer
    mine: bool

    @property
    def taken_back(self) -> bool:
        """Was the last thing said taken back? Old words go without a preview too, but not these."""
        return not self.row.preview and not self.row.conversation.is_forgotten()


def lines(user: User, before: str = "") -> tuple[list[Line], str]:
    """Thirty conversations, those of pairs first, the newest first in each; and where the earlier ones begin,
    "" if there are none. Two queries."""
    walking = Pairing.objects.filter(conversation=OuterRef("conversation"), state__in=WALKING)
    walked = Pairing.objects.filter(conversation=OuterRef("conversation")).exclude(state=State.DRAFT)
    hellos = Request.objects.filter(conversation=OuterRef("conversation")).order_by("-pk")
    rows = mine(user).annotate(
        is_pair=Exists(walking),
        waits=Exists(Request.objects.waiting().filter(conversation=OuterRef("conversation"), recipient=user)),
        program=Coalesce(
            Subquery(hellos.values("program__name")[:1]),
            Subquery(walked.order_by("-pk").values("program__name")[:1]),
        ),
    )
    of_pairs, number = before.startswith("p"), _number(before.removeprefix("p"))
    if number and of_pairs:
        rows = rows.filter(Q(is_pair=False) | Q(last_message_id__lt=number))
    elif number:
        rows = rows.filter(is_pair=False, last_message_id__lt=number)
    found = list(rows.select_related("conversation").order_by("-is_pair", "-last_message_id")[: PAGE + 1])
    shown = found[:PAGE]
    people = _others([row.conversation_id for row in shown], user)
    made = [
        Line(
            row,
            people.get(row.conversation_id, []),
            row.is_pair,
            row.program or "",
            row.waits,
            row.last_author_id == user.pk,
        )
        for row in shown
    ]
    if len(found) <= PAGE:
        return made, ""
    return made, f"{'p' if made[-1].is_pair else ''}{shown[-1].last_message_id}"


def notes(user: User) -> list[Notice]:
    """The newest of what admins had to say to this person."""
    return list(Notice.objects.visible_to(user).filter(kind__in=FROM_ADMINS).order_by("-pk")[:NOTES])


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0


def _others(conversation_ids: Collection[int], user: User) -> dict[int, list[User]]:
    """Who else is in each conversation, in one query."""
    found: defaultdict[int, list[User]] = defaultdict(list)
    if conversation_ids:
        others = Participant.objects.filter(conversation__in=conversation_ids).exclude(user=user)
        for other in others.select_related("user").order_by("pk"):
            found[other.conversation_id].append(other.user)
    return found


# -- search -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Hit:
    """A message in which all that was asked for stands."""

    message: Message
    code: str
    people: list[User]
    mine: bool


@dataclass(frozen=True)
class Found:
    """What a search found: conversations by a name, messages by their words, and before which message it
    would go on (0: there are no more)."""

    names: list[tuple[Participant, list[User]]]
    hits: list[Hit]
    further: int
    looked_at: int


def look(user: User, query: str, back: str = "") -> Found:
    """Search a person's own conversations, the newest words first, a bounded number at a time.

    There is no index with a second copy of private words: the newest messages are read and compared as the
    directory compares, whatever their script. Only what the person may see at this moment is looked at.
    """
    tokens, before = search.asked(query), _number(back)
    if not tokens:
        return Found([], [], 0, 0)
    rows = mine(user).select_related("conversation").order_by("-last_message_id")[:MOST_TALKS]
    talks = {row.conversation_id: row for row in rows}
    people = _others(list(talks), user)
    names = [
        (row, people[pk])
        for pk, row in talks.items()
        if any(search.matches(tokens, other.name) for other in people[pk])
    ]
    ids = _newest(list(talks), before)
    hits: list[Hit] = []
    looked_at = characters = last = 0
    for message in _read(ids[:LOOKED_AT]):
        looked_at, last = looked_at + 1, message.pk
        characters += search.weight(message.body)
        if _may_say(tokens, message.body) and search.matches(tokens, message.body):
            talk = talks[message.conversation_id]
            hits.append(
                Hit(
                    message,
                    talk.conversation.code,
                    people[talk.conversation_id],
                    message.author_id == user.pk,
                )
            )
        if len(hits) == HITS or characters > CHARACTERS:
            break
    else:
        last = ids[LOOKED_AT - 1] if len(ids) > LOOKED_AT else 0
    return Found([] if before else names[:NAMES], hits, last if ids and ids[-1] < last else 0, looked_at)


def _newest(conversation_ids: list[int], before: int) -> list[int]:
    """The numbers of a person's newest messages, one more than is looked at: an index-only scan of their own
    entries. The sum keeps the planner from walking everybody's messages backwards in search of theirs."""
    rows = Message.objects.filter(conversation__in=conversation_ids)
    if before:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by((F("pk") + 0).desc()).values_list("pk", flat=True)[: LOOKED_AT + 1])


def _may_say(tokens: list[str], text: str) -> bool:
    """A quick no for plain letters: there a word that begins with what was asked holds it as it is."""
    lower = text.lower()
    return not text.isascii() or all(token in lower for token in tokens)


def _read(ids: list[int]) -> Iterator[Message]:
    for at in range(0, len(ids), AT_ONCE):
        rows = Message.objects.filter(pk__in=ids[at : at + AT_ONCE], removed_at=None).order_by("-pk")
        yield from rows.only("conversation_id", "author_id", "body", "created_at")
