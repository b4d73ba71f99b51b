"""What a sign-up starts from, so that nobody types twice what they told us before."""

from dataclasses import dataclass, field

from django.conf.locale import LANG_INFO
from django.db.models import Q

from accounts.models import User
from profiles import asking
from profiles.models import Profile
from profiles.models.profiles import Hours, State, Ways
from programs.models import Program, Question
from programs.models.questions import ProfileRole

SHARED_FIELDS: tuple[str, ...] = ("time_a_week", "ways", "hours", "week", "zone", "languages")
OWN_FIELDS = (*SHARED_FIELDS, "topics", "goal_topics", "goals", "goals_unsure", "capacity")


@dataclass
class Start:
    """A sign-up that is not kept yet, and the answers (by key) that it starts with."""

    profile: Profile
    answers: dict[str, str] = field(default_factory=dict)


def start(program: Program, user: User, role: str) -> Start:
    """From the person's last sign-up in this role, else from what the other role's shares, else defaults."""
    profile = Profile(program=program, user=user, role=role, zone=user.zone)
    if profile.is_mentor:
        profile.capacity = program.capacity
    profile.ways, profile.hours = [Ways.MESSAGES], [Hours.EVENING]
    profile.languages = list(user.languages) or [language_of(user)]
    last = _last(user, role)
    other = _last(user, ProfileRole(role).other)
    if other and (last is None or other.program_id == program.pk):
        source, fields, keys = other, SHARED_FIELDS, asking.SHARED
    elif last:
        source, fields, keys = last, OWN_FIELDS, None
    else:
        return Start(profile)
    for name in fields:
        setattr(profile, name, getattr(source, name))
    if user.languages:  # what they say of themselves now comes before what they said then
        profile.languages = list(user.languages)
    known = {key: text for key, text in _told(source, program, role) if keys is None or key in keys}
    return Start(profile, known)


def _told(source: Profile, program: Program, role: str) -> list[tuple[str, str]]:
    """Their answers by key. SECURITY: what was for a group's admins alone is carried on only to an equal
    question of the same group, where the same people read it."""
    rows = source.answers.exclude(text="")
    asked = Question.objects.filter(program=program, role=role, admins_only=True)
    kept = set(asked.values_list("key", flat=True)) if source.program.group_id == program.group_id else set()
    return list(
        rows.filter(Q(question__admins_only=False) | Q(question__key__in=kept)).values_list(
            "question__key", "text"
        )
    )


def is_short(profile: Profile) -> bool:
    """Has the other role's sign-up in this program answered what both share? Then one step is enough."""
    return any(
        state == State.LISTED or step >= asking.CHECK_STEP
        for state, step in Profile.objects.filter(
            program=profile.program_id, user=profile.user_id, role=ProfileRole(profile.role).other
        ).values_list("state", "step")
    )


def language_of(user: User) -> str:
    """The language that the person reads this site in, by name."""
    code = user.language.split("-")[0]
    return str(LANG_INFO.get(code, LANG_INFO["en"])["name"])


def _last(user: User, role: str) -> Profile | None:
    rows = Profile.objects.filter(user=user, role=role, step__gte=asking.CHECK_STEP)
    return rows.select_related("program").order_by("-pk").first()
