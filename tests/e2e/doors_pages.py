"""Pages: joining a group, asking to, and what it says about itself."""

from groups.models import Group, JoinRequest
from groups.services import groups, join_requests, owner_offers
from mentorship.scenarios import build
from tests.e2e.entries import Entry, group, plain, press
from tests.e2e.world import LONG, World

QUESTIONS = ["What do you make, or would like to?", "Who told you about us?"]
RULES = "Be kind, and say so when you can’t keep a promise.\n\nWhat is said here stays here."


def asking(world: World) -> Group:
    """A listed group whose people ask: two wait, one with a long name; one was told “not now”."""
    if made := Group.objects.filter(slug="bread-people").first():
        return made
    priya = world.user("priya")
    home = build.group(
        priya, "Bread People", line="Sourdough, patience, and someone to ask.", visibility="listed"
    )
    home = groups.update(home, by=priya, joining="ask", join_questions=QUESTIONS, rules=RULES)
    said = [
        "Lampshades mostly, and one good chair. I’d like to learn to bake for more than two.",
        "The library.",
    ]
    for key, name in (("sent", "Noor Rahal"), ("long", LONG), ("declined", "Elif Vural")):
        somebody = build.person(name, f"asks-{key}@bothy.example")
        request = join_requests.ask(
            home, somebody, answers=list(zip(QUESTIONS, said, strict=True)), wants="mentee:", rules=1
        )
        if key == "declined":
            join_requests.decline(request, by=priya)
    return home


def asker(key: str):
    return lambda world: asking(world).join_requests.get(user__email=f"asks-{key}@bothy.example").user


def stranger(world: World):
    asking(world)
    found = type(world.user("priya")).objects.filter(email="new-here@bothy.example").first()
    return found or build.person("New Here", "new-here@bothy.example")


def below(path: str):
    return lambda world: asking(world).get_absolute_url() + path


def door(world: World) -> str:
    return f"{world.link}door/?role=mentee&program="


def request_of(key: str):
    return lambda world: f"/j/{JoinRequest.objects.get(user=asker(key)(world)).code}/"


def offered(world: World) -> str:
    """Somebody asks Priya to own a group of theirs."""
    home = Group.objects.filter(slug="hill-walkers").first()
    if home is None:
        gwen, priya = world.user("gwen"), world.user("priya")
        home = build.group(gwen, "Hill Walkers", line="Up, together.")
        owner_offers.offer(build.member(home, priya), by=gwen)
    return f"/{home.slug}/owner/"


DOORS: list[Entry] = [
    Entry("listed_groups", None, plain("listed_groups"), public=True),
    Entry("listed_groups", "sam", lambda w: asking(w) and "/groups/?q=bread&focus=other", "search"),
    Entry("listed_groups", None, lambda w: "/groups/?q=zzzzzz", "nothing", public=True),
    Entry("group_home", None, below(""), "card-ask", public=True),
    Entry("group_home", asker("sent"), below(""), "card-waiting"),
    Entry("invite_door", stranger, door),
    Entry("group_join", stranger, below("join/")),
    Entry("group_join", stranger, below("join/"), "empty", 422, press("Ask to join")),
    Entry("group_join", asker("declined"), below("join/"), "not-now"),
    Entry("join_request", asker("sent"), request_of("sent")),
    Entry("join_request", asker("declined"), request_of("declined"), "declined"),
    Entry("manage_requests", "priya", below("manage/requests/")),
    Entry("manage_requests", "priya", below("manage/requests/?earlier=1"), "earlier"),
    Entry("manage_requests", "priya", group("manage_requests"), "nobody"),
    Entry("manage_owner", "priya", group("manage_owner", lambda w: [w.user("gwen").code])),
    Entry("owner_offer", "gwen", group("owner_offer"), "nothing"),
    Entry("owner_offer", "priya", offered),
]
# Addresses that only write.
DOORS_WRITES: set[str] = {
    "group_rules_accept",
    "manage_owner_back",
    "owner_offer_accept",
    "owner_offer_decline",
    "join_request_withdraw",
    "manage_request_decline",
    "manage_request_let_in",
}
