"""Many pairs at once, for measuring: the rows that the services would have left, inserted in bulk."""

from datetime import datetime

from accounts.models import User
from groups.models import Membership
from messaging.models import Conversation, Participant
from messaging.services.conversations import key
from pairings.models import Pairing, Schedule
from pairings.models.pairings import State
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from programs.models import Program

BATCH = 2000
UNUSABLE = "!"  # as Django marks a password that nothing matches


def fill(program: Program, pairs: int, *, tag: str, due: datetime) -> None:
    """So many active pairs in `program`, each with its own two people, their first step due at `due`."""
    on = program.today(due)
    for first in range(0, pairs, BATCH):
        numbers = range(first, min(first + BATCH, pairs))
        mentors = _people(program, [f"mentor-{tag}-{n}" for n in numbers], "mentor", due)
        mentees = _people(program, [f"mentee-{tag}-{n}" for n in numbers], "mentee", due)
        twos = list(zip(mentors, mentees, strict=True))
        talks = Conversation.objects.bulk_create(
            Conversation(key=key(program.pk, a.user_id, b.user_id), scope=program.group_id) for a, b in twos
        )
        Participant.objects.bulk_create(
            Participant(conversation=talk, user_id=p.user_id)
            for talk, two in zip(talks, twos, strict=True)
            for p in two
        )
        made = Pairing.objects.bulk_create(
            Pairing(
                program=program,
                mentor=a,
                mentee=b,
                mentor_user_id=a.user_id,
                mentee_user_id=b.user_id,
                low_id=min(a.user_id, b.user_id),
                high_id=max(a.user_id, b.user_id),
                conversation=talk,
                state=State.ACTIVE,
                starts_on=on,
                started_at=due,
                told_at=due,
            )
            for talk, (a, b) in zip(talks, twos, strict=True)
        )
        Schedule.objects.bulk_create(
            Schedule(pairing=p, program=program, next_step=1, next_on=on, next_due_at=due) for p in made
        )


def _people(program: Program, names: list[str], role: str, at: datetime) -> list[Profile]:
    users = User.objects.bulk_create(
        User(
            email=f"{name}@bothy.example",
            name=name.replace("-", " ").title(),
            adult_affirmed_at=at,
            password=UNUSABLE,
        )
        for name in names
    )
    Membership.objects.bulk_create(Membership(group_id=program.group_id, user=user) for user in users)
    return Profile.objects.bulk_create(
        Profile(
            program=program,
            user=user,
            role=role,
            state=ProfileState.LISTED,
            seats_taken=1,
            listed_at=at,
            help_text="Working out what to do next",
        )
        for user in users
    )
