"""What every full page shows around its own matter. A fragment that never asks for `nav` costs nothing."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.prepared import Prepared
from groups.models import Membership
from mentorship.appearance import chosen
from messaging.models import Participant
from pairings.models import Pairing

# Which destination a page belongs to: by the start of its URL's name, the first that fits; else whatever
# stands below a group's address is the group's.
SECTIONS = (
    ("today", "today"),
    ("inbox", "messages"),
    ("conversation", "messages"),
    ("message", "messages"),
    ("pairing", "group"),
    ("pair_them", "group"),
    ("pair", "pairs"),
    ("step", "pairs"),
)


@dataclass(frozen=True)
class Destination:
    """One of the four places in the bar."""

    key: str
    word: str
    icon: str
    url: str
    current: str = ""
    unread: bool = False


@dataclass(frozen=True)
class Nav:
    """The bar of a signed-in person."""

    items: tuple[Destination, ...]


def _around(me: int) -> "QuerySet[Any, Any]":
    """The reader's newest group, open pairs and whether words wait for them, in one query."""
    memberships = Membership.objects.active().filter(user=OuterRef("pk"), group__archived_at=None)
    pairs: QuerySet[Pairing] = Pairing.objects.visible_to(User(pk=me)).open()
    here = Membership.objects.active().filter(group=OuterRef("conversation__scope"), user=OuterRef("user"))
    unread = Participant.objects.unread().filter(Exists(here), user=OuterRef("pk"), hidden=False)
    return (
        User.objects.filter(pk=me)
        .annotate(
            unread=Exists(unread),
            group=Subquery(memberships.order_by("-joined_at", "-pk").values("group__slug")[:1]),
            newest_pair=Subquery(pairs.order_by("-pk").values("code")[:1]),
            oldest_pair=Subquery(pairs.order_by("pk").values("code")[:1]),
        )
        .values("unread", "group", "newest_pair", "oldest_pair")
    )


AROUND = Prepared(_around, me=-1_234_567_891)


def _section(request: HttpRequest) -> tuple[str, bool]:
    """The destination this page belongs to, and whether the page is the destination itself."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    below = "group" if match and "group" in match.kwargs else ""
    section = next((section for start, section in SECTIONS if name.startswith(start)), below)
    return section, name in {"today", "inbox", "pairs", "group_home"}


def nav_of(request: HttpRequest) -> Nav:
    """Today, Group, My pair (or pairs) and Messages for the person of this request."""
    if not isinstance(request.user, User):
        return Nav(())
    around = next(AROUND(me=request.user.pk))
    section, itself = _section(request)
    several = around["newest_pair"] != around["oldest_pair"]
    places = [("today", _("Today"), "sun", reverse("today"), False)]
    if around["group"]:
        places.append(("group", _("Group"), "group", reverse("group_home", args=[around["group"]]), False))
    one_pair = around["newest_pair"] and not several
    pair_url = reverse("pair_short", args=[around["newest_pair"]]) if one_pair else reverse("pairs")
    places.append(("pairs", _("My pairs") if several else _("My pair"), "roof", pair_url, False))
    places.append(("messages", _("Messages"), "chat", reverse("inbox"), bool(around["unread"])))
    return Nav(
        tuple(
            Destination(
                key, word, icon, url, ("page" if itself else "true") if key == section else "", unread
            )
            for key, word, icon, url, unread in places
        )
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, the reader's theme and, when a page asks for it, the bar."""
    return {
        "site_name": settings.SITE_NAME,
        "groups_are_listed": settings.LISTED_GROUPS,
        "theme": chosen(request),
        "nav": SimpleLazyObject(lambda: nav_of(request)),
    }
