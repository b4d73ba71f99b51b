"""What the demo's people answered when they signed up. Made up; nobody's real words."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SignUp:
    """What one person answered."""

    who: str
    role: str
    help: str
    topics: list[str]
    answers: dict[str, str] = field(default_factory=dict)
    ways: list[str] = field(default_factory=lambda: ["messages", "call"])
    hours: list[str] = field(default_factory=lambda: ["evening"])
    time: str = "60"
    languages: list[str] = field(default_factory=lambda: ["English"])
    places: int = 1
    goals: str = ""
    painted: tuple[
        tuple[int, int, int], ...
    ] = ()  # free on this day (0 is Monday) from this hour to that one


def _mentor(who: str, help_: str, topics: list[str], hobby: str, why: str, **more: Any) -> SignUp:
    return SignUp(who, "mentor", help_, topics, {"yourself": hobby, "self": hobby, "why": why}, **more)


def _mentee(who: str, help_: str, topics: list[str], hobby: str, kind: str, **more: Any) -> SignUp:
    return SignUp(
        who, "mentee", help_, topics, {"yourself": hobby, "self": hobby, "mentor": kind, "who": kind}, **more
    )


SKILL_SHARE: dict[str, SignUp] = {
    "amara": _mentor(
        "amara",
        "Screen printing from the first squeegee, and asking a fair price for it.",
        ["Screen printing", "Pricing my work", "Craft fairs"],
        "Sings alto, badly, in a shed choir",
        "Someone lent me her studio key when I was broke and clueless. I'd like to be that for somebody.",
        ways=["voice", "call"],
        painted=((1, 18, 22), (3, 18, 22), (5, 10, 14)),
        places=2,
    ),
    "tomasz": _mentor(
        "tomasz",
        "Furniture and boats, and keeping an edge on things.",
        ["Wood", "Tool care", "Pricing my work"],
        "Winter swimmer",
        "I learned by ruining good timber. You can skip that part.",
        ways=["person", "messages"],
        hours=["weekend"],
        languages=["English", "Polish"],
        places=2,
    ),
    "leila": _mentor(
        "leila",
        "Dyeing with plants, and weaving what comes out.",
        ["Natural dyes", "Weaving", "Confidence"],
        "Grows madder and woad on a balcony",
        "My grandmother taught me with her hands, not her words. I'm still learning to put it into words.",
        ways=["messages"],
        time="30",
        languages=["English", "Arabic"],
    ),
    "joan": _mentor(
        "joan",
        "Glazes that don't run, and teaching without showing off.",
        ["Glazing", "Confidence"],
        "Two whippets and a campervan",
        "Forty years of other people's wobbly pots and every one of them was interesting.",
        hours=["day"],
        time="120",
        places=2,
    ),
    "kenji": _mentor(
        "kenji",
        "Binding books by hand, and paper that behaves.",
        ["Bookbinding", "Photography"],
        "Pinball",
        "Small, repeated, careful. That's the whole secret and it takes years.",
        ways=["messages"],
    ),
    "rosa": _mentor(
        "rosa",
        "Selling at markets without hating it.",
        ["Craft fairs", "Pricing my work"],
        "Marathon runner, slow and happy",
        "I undersold myself for six years. Ask me about the spreadsheet that fixed it.",
        hours=["early"],
        ways=["call"],
        places=2,
    ),
    "bill": _mentor(
        "bill",
        "Sharpening, mending and getting started again after a long gap.",
        ["Tool care", "Wood"],
        "Repairs clocks that nobody asked him to repair",
        "I came back to making at sixty. It wasn't too late.",
        hours=["day"],
    ),
    "dani": _mentee(
        "dani",
        "I keep getting stuck when someone asks what a print costs.",
        ["Screen printing", "Pricing my work", "Confidence"],
        "Night swimming, badly",
        "Someone who tells me the truth and then makes tea.",
        ways=["messages", "voice"],
        painted=((1, 18, 20), (2, 6, 8), (3, 18, 22), (6, 14, 18)),
        goals="To charge what my prints are worth without my voice going up at the end.",
    ),
    "elif": _mentee(
        "elif",
        "My glazes come out different every time.",
        ["Glazing"],
        "Old maps",
        "Patient, and has failed a lot.",
        hours=["day"],
    ),
    "malik": _mentee(
        "malik",
        "I want to build one chair that I'd sit on.",
        ["Wood", "Tool care"],
        "Chess in the park",
        "Has done it, and can show me.",
        hours=["weekend"],
    ),
    "samira": _mentee(
        "samira",
        "Showing my work to anyone at all.",
        ["Confidence", "Photography"],
        "Writes letters to strangers",
        "Asks questions.",
    ),
    "yusuf": _mentee(
        "yusuf",
        "Turning a hobby into a market stall.",
        ["Craft fairs", "Pricing my work"],
        "Bakes at 5 in the morning",
        "Blunt is fine.",
        hours=["early"],
    ),
    "marguerite": _mentee(
        "marguerite",
        "Starting again with wood after ten years away.",
        ["Wood"],
        "Choir and chocolate",
        "Someone who won't hurry me.",
        hours=["day"],
    ),
    "fern": _mentee(
        "fern",
        "Book covers that stay flat.",
        ["Bookbinding"],
        "Finds fossils",
        "Likes detail as much as I do.",
    ),
}
CAREERS: dict[str, SignUp] = {
    "gwen": _mentor(
        "gwen",
        "Going from “I just do the admin” to running the place.",
        ["Speaking up at work", "Leading a team", "Confidence"],
        "Restores one garden chair a year",
        "Somebody once read my CV aloud to me as if it were about someone impressive.",
        painted=((0, 12, 14), (1, 18, 22), (2, 12, 14), (3, 18, 22)),
        places=2,
    ),
    "amara": _mentor(
        "amara",
        "Leaving a job to work for yourself, slowly and with a spreadsheet.",
        ["Going freelance", "Asking for more pay"],
        "Sings alto, badly, in a shed choir",
        "I made every mistake in the first year. They're yours for free.",
        painted=((1, 18, 22), (3, 18, 22), (5, 10, 14)),
    ),
    "noor": _mentee(
        "noor",
        "Getting back to work after four years at home.",
        ["Back to work after a break", "CVs and applications"],
        "Knows every bus timetable by heart",
        "Someone who has been away and came back.",
        languages=["English", "Arabic"],
    ),
    "fern": _mentee(
        "fern",
        "Asking for more pay without apologising first.",
        ["Asking for more pay", "Going freelance"],
        "Finds fossils",
        "Has had the conversation and survived.",
        goals="To ask once, out loud, before spring.",
        painted=((1, 20, 22), (3, 18, 22), (5, 8, 12)),
    ),
    "malik": _mentee(
        "malik",
        "Whether to stay in a safe job.",
        ["Changing career"],
        "Chess in the park",
        "Asks questions.",
    ),
}
