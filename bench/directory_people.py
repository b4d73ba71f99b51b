"""The people of a large program, the same for the same seed."""

from itertools import accumulate
from random import Random

from django.db import connection

from accounts.models import User
from accounts.text import fold
from bench.options import Options
from groups.models import Membership
from mentorship import scenarios
from profiles import week
from profiles.models import Profile, ProfileTopic
from profiles.models.profiles import State
from profiles.search import facets_of, text_of
from programs.models import Program

BATCH = 2000
NAMES = [
    "Amara",
    "Dani",
    "Kenji",
    "Leila",
    "Tomasz",
    "Rosa",
    "Elif",
    "Malik",
    "Samira",
    "Yusuf",
    "Fern",
    "Bill",
]
SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "ri",
    "so",
    "tu",
    "va",
    "we",
    "xi",
    "yo",
    "zu",
]
LANGUAGES = ("English", "Polish", "Arabic", "Spanish", "Turkish", "Yoruba")
WAYS = ("messages", "voice", "call", "video", "person")
TIMES = ("30", "60", "120")
HOURS = ("early", "day", "evening", "weekend")
VOCABULARY = 5000  # words that people use, the n-th one n times as rarely as the first


class Speech:
    """Words as people use them: few often, most hardly ever."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.words = [word(n) for n in range(VOCABULARY)]
        self.weights = list(accumulate(1 / (n + 1) for n in range(VOCABULARY)))

    def say(self, number: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self.weights, k=number)).capitalize()


def word(number: int) -> str:
    """The n-th word: no two are the same, and none is the beginning of another."""
    text = ""
    for _ in range(4):
        number, rest = divmod(number, len(SYLLABLES))
        text += SYLLABLES[rest]
    return text


def fill(options: Options) -> Program:
    """One program with so many mentors on its list, and a mentee among them who looks through it."""
    program, other = scenarios.cohort(0, groups_of=2)
    topics = [str(topic) for topic in program.topics] or ["Confidence"]
    random = Random(options.seed)
    speech = Speech(random)
    for first in range(0, options.profiles, BATCH):
        _batch(program, other, range(first, min(first + BATCH, options.profiles)), topics, speech)
    _sign_up(program, program.created_by, topics, speech)
    with connection.cursor() as cursor:
        # As autovacuum would have it: until then an index of words keeps its newest in a list.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return program


def _sign_up(program: Program, reader: User, topics: list[str], speech: Speech) -> None:
    """The reader looks for somebody: what the two have in common is worked out for every row."""
    mine = _profile(program, reader, "mentee", topics, speech)
    mine.topics, mine.languages, mine.ways = topics[:3], ["English", "Polish"], ["messages", "call"]
    mine.save()


def _batch(program: Program, other: Program, numbers: range, topics: list[str], speech: Speech) -> None:
    """Mentors of the program, and among them in the table as many mentees and mentors of another program."""
    random = speech.random
    users = User.objects.bulk_create(
        User(
            email=f"profile-{program.pk}-{n}@bothy.example",
            name=f"{random.choice(NAMES)} {random.choice(NAMES)}",
            adult_affirmed_at=program.created_at,
            password="!",  # noqa: S106 unusable
        )
        for n in numbers
    )
    Membership.objects.bulk_create(Membership(group_id=program.group_id, user=user) for user in users)
    made = Profile.objects.bulk_create(
        _profile(where, user, role, topics, speech)
        for user in users
        for where, role in ((program, "mentor"), (program, "mentee"), (other, "mentor"))
    )
    ProfileTopic.objects.bulk_create(
        ProfileTopic(profile=profile, topic=fold(topic)) for profile in made for topic in profile.topics
    )


def _profile(program: Program, user: User, role: str, topics: list[str], speech: Speech) -> Profile:
    random = speech.random
    chosen = random.sample(topics, min(len(topics), random.randint(1, 3)))
    hours = random.sample(HOURS, 2)
    profile = Profile(
        program=program,
        user=user,
        role=role,
        state=State.LISTED,
        capacity=random.randint(1, 5) if role == "mentor" else 1,
        waiting_requests=random.choice((0, 0, 0, 1, 2, 3)),
        usual_answer=random.choice((None, 5, 20, 40)),
        listed_at=program.created_at,
        topics=chosen,
        hours=hours,
        ways=random.sample(WAYS, 2),
        time_a_week=random.choice(TIMES),
        languages=["English", *random.sample(LANGUAGES[1:], random.randint(0, 1))],
        help_text=speech.say(12),
        hobby=speech.say(6),
        quote=speech.say(14),
    )
    profile.week_1, profile.week_2, profile.week_3 = week.columns(week.of_chips(hours))
    answers = (profile.help_text, profile.hobby, profile.quote, speech.say(40))
    profile.search_text = text_of(user.name, chosen, [], "", answers)
    profile.facets = facets_of(
        program.pk, role, topics=chosen, languages=profile.languages, ways=profile.ways
    )
    return profile
