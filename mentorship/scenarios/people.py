"""The demo's people and what they say. Made up; nobody's real words."""

from datetime import timedelta

LISBON, LONDON, WARSAW, TOKYO = "Europe/Lisbon", "Europe/London", "Europe/Warsaw", "Asia/Tokyo"

# address before the @: (name, zone)
CAST: dict[str, tuple[str, str]] = {
    "priya": ("Priya Raman", LISBON),
    "gwen": ("Gwen Ellis", LONDON),
    "amara": ("Amara Nwosu", LONDON),
    "dani": ("Dani Ferreira", LISBON),
    "tomasz": ("Tomasz Zieliński", WARSAW),
    "leila": ("Leila Haddad · ليلى حداد", LISBON),
    "joan": ("Joan Prideaux", LONDON),
    "kenji": ("Kenji Mori", TOKYO),
    "rosa": ("Rosa Quispe", LISBON),
    "elif": ("Elif Vural", LISBON),
    "malik": ("Malik Cole", LONDON),
    "samira": ("Samira Aziz", LISBON),
    "yusuf": ("Yusuf Okonkwo", LONDON),
    "marguerite": ("Marguerite Oliveira", LISBON),
    "bill": ("Bill Kirby", LONDON),
    "fern": ("Fern Doyle", LONDON),
    "noor": ("Noor Rahal", LISBON),
    "sam": ("Sam Okafor", LONDON),
    "jun": ("Jun Park", LISBON),
}
# How some of them say their name, and their pronouns.
SAYS = {
    "amara": ("ah-MAH-rah WOH-soo", "she/her"),
    "dani": ("", "they/them"),
    "tomasz": ("TOH-mahsh jeh-LIN-skee", "he/him"),
    "leila": ("LAY-la", ""),
}
MEMBERS = [key for key in CAST if key not in ("priya", "jun")]

LINE = (
    "Potters, printers, menders and bread people, sharing what we know. "
    "We meet on Thursdays and write to each other in between."
)
ABOUT = (
    "Riverside Makers began with three people and one kiln. We share a workshop by the old bridge, a tool "
    "library and a lot of tea.\n\nNobody here is finished learning. Most of us teach a little."
)
RULES = "Be kind. Say what you can't do. What somebody tells you in a pair stays there."
HELP_LINES = (
    "In a bad hour: your doctor's out-of-hours line, or the free helpline on the workshop door. "
    "You don't need a reason."
)
MAKERS_TOPICS = [
    "Screen printing",
    "Pricing my work",
    "Confidence",
    "Wood",
    "Tool care",
    "Natural dyes",
    "Weaving",
    "Glazing",
    "Bookbinding",
    "Craft fairs",
    "Photography",
    "Something else",
]


DRAFTED = [
    ("joan", "elif"),
    ("tomasz", "malik"),
    ("kenji", "samira"),
    ("rosa", "yusuf"),
    ("bill", "marguerite"),
]
# How many weeks each mentee and their mentor have both ticked.
TALKED = {"dani": 4, "elif": 4, "malik": 4, "samira": 3, "yusuf": 2, "marguerite": 0}

DANI_HELLO = (
    "You wrote about the studio key and I've been thinking about it since. I print at night and sell almost "
    "nothing. Could I learn from you?"
)
AMARA_REPLY = (
    "You had me at “print at night”. Yes. Bring the ones you think are bad, they're usually the good ones."
)

HOURS = timedelta(hours=1)
# week: [(after the question, who, words, which way in it answers)]
# What they said at first, put right within minutes; and what was taken back.
FIRST_TRY = {
    "Deal. Here's the fox print. I made forty and gave away thirty-six.": "Deal. Here's the fox print."
}
TAKEN_BACK = {"Only if you fell off."}
WORDS: dict[int, list[tuple[timedelta, str, str, int | None]]] = {
    1: [
        (
            2 * HOURS,
            "amara",
            "Morning. I'll go first: I'm nervous that I'll talk too much. Stop me when I do.",
            None,
        ),
        (9 * HOURS, "dani", "Deal. Here's the fox print. I made forty and gave away thirty-six.", 0),
    ],
    2: [
        (
            30 * HOURS,
            "dani",
            "I learned to ride a unicycle by holding on to a fence for a whole summer. Does that count?",
            0,
        ),
        (31 * HOURS, "amara", "Only if you fell off.", None),
    ],
    3: [
        (
            26 * HOURS,
            "amara",
            (
                "Third thing I found on that poster: the cream isn't the paper, it's a fourth screen. "
                "Cheeky. Somebody shows how it's done: https://example.org/printing/four-screens"
            ),
            1,
        )
    ],
    4: [
        (10 * HOURS, "dani", "I brought the crooked one. You were right, it's the only one I like.", 0),
        (11 * HOURS, "amara", "Of course it is. What did you do differently when you weren't trying?", None),
    ],
    5: [
        (
            1 * HOURS,
            "amara",
            "Before you answer, here's mine. Cleaning the screens. I say it's the water bill. It isn't.",
            None,
        ),
        (
            2 * HOURS,
            "dani",
            "Putting a price on the back. I leave it blank and hope nobody asks. Then I hope they do.",
            0,
        ),
        (
            3 * HOURS,
            "amara",
            "Bring the blank ones on Thursday. We'll write one price each, out loud, then put the kettle on.",
            None,
        ),
    ],
}

MALIK_HELLO = (
    "You once had your CV read aloud to you as if it were about someone impressive. I can't hear mine like "
    "that yet. Could I ask you how?"
)
FERN_HELLO = (
    "You wrote “slowly and with a spreadsheet” and I laughed, then I looked at my own spreadsheet. "
    "Would you be my mentor for this?"
)

# Beside the program: whom Priya has invited, and who asks to join another group.
INVITED = [("hana@pottery.example", "Hana Kim"), ("oskar@boats.example", "Oskar Lind")]
PARENTS_ASK = ["How old are your children?", "How did you hear of us?"]
MALIK_ANSWERS = ["Four months, and awake.", "Rosa told me at the workshop."]
