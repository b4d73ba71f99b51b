"""What the directory shows and searches of a sign-up, copied to its row: a list reads one row a person.

SECURITY: only answers that other members may read come here (Answer.objects.open).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Prefetch

from accounts.text import fold, short
from profiles import asking
from profiles.models import Answer, Profile, ProfileTopic
from profiles.models.profiles import State
from profiles.search import facets_of, text_of
from programs.models import Question

COLUMNS = ("search_text", "facets", "help_text", "hobby", "quote")
SLICE = 500  # profiles a statement: SQLite bounds the parameters


def write(profile: Profile) -> None:
    """The card of one sign-up, which is saved by the caller, and its topics by themselves."""
    _fill(profile, Answer.objects.open().filter(profile=profile).select_related("question"))
    topics = {fold(topic) for topic in profile.topics}
    ProfileTopic.objects.filter(profile=profile).exclude(topic__in=topics).delete()
    known = set(profile.topic_rows.values_list("topic", flat=True))
    ProfileTopic.objects.bulk_create(ProfileTopic(profile=profile, topic=topic) for topic in topics - known)


@transaction.atomic
def follow(question: Question) -> None:
    """Other people may read the answers to this question now, or no longer: every card says so at once."""
    rows = Profile.objects.filter(program=question.program_id, role=question.role).order_by("pk")
    # All of them, not those who answered: somebody may be answering, or coming on the list, this moment.
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    answered = rows.exclude(state=State.DRAFT).filter(answers__question=question)
    ids = list(answered.values_list("pk", flat=True))
    may_be_read = Prefetch("answers", Answer.objects.open().select_related("question"))
    for start in range(0, len(ids), SLICE):
        found = Profile.objects.filter(pk__in=ids[start : start + SLICE]).select_related("user")
        profiles = list(found.prefetch_related(may_be_read))
        for profile in profiles:
            _fill(profile, profile.answers.all())
        Profile.objects.bulk_update(profiles, COLUMNS, batch_size=100)


def _fill(profile: Profile, answers: Iterable[Answer]) -> None:
    said = {answer.question.key: answer.text for answer in answers}
    profile.help_text = short(said.get(asking.HELP, ""), 300)
    profile.hobby = short(next((said[key] for key in asking.HOBBY if key in said), ""), 200)
    profile.quote = short(next((said[key] for key in asking.QUOTE if key in said), ""), 300)
    profile.search_text = text_of(
        profile.user.name, profile.topics, profile.goal_topics, profile.goals, said.values()
    )
    profile.facets = facets_of(
        profile.program_id,
        profile.role,
        topics=profile.topics,
        languages=profile.languages,
        ways=profile.ways,
    )
