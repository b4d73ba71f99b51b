"""Ways out that span apps: one transaction each, calling every app's own function from right to left."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.services import people
from groups.models import Membership
from groups.services import memberships
from messaging.services import conversations, notices
from messaging.templatetags.mails import number_words
from pairings.models import Pairing
from pairings.models.pairings import OPEN, SEATED, State
from pairings.organise.numbers import capital
from pairings.services import endings, lapses, pairings
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services import marks, profiles
from programs.models import Program
from programs.services import seasons


@transaction.atomic
def leave(membership: Membership, *, by: User) -> None:
    """A person leaves a group: pairs end kindly, hellos close, answers vanish, what is owed is cancelled.

    Refuses the last owner (groups.services.memberships.LastOwner): nothing has changed then.
    """
    _go(membership, Membership.State.LEFT, by)


@transaction.atomic
def remove(membership: Membership, *, by: User) -> None:
    """An admin removes somebody; the invite link lets them in no more. PermissionDenied for who may not."""
    _go(membership, Membership.State.REMOVED, by)


def _go(membership: Membership, state: Membership.State, by: User) -> None:
    user, group_id = membership.user, membership.group_id
    people.lock(user.pk)
    if membership.state != Membership.State.ACTIVE:
        return
    for pairing in _open_pairings(user).filter(program__group_id=group_id):
        _stop(pairing, by)
    lapses.close_all(user=user, group_id=group_id)
    for profile in Profile.objects.filter(user=user, program__group_id=group_id):
        profiles.withdraw(profile)
    marks.forget(user, group_id)
    memberships.part(membership, state=state, by=by)
    conversations.close_of(user, group_id)
    notices.cancel(user=user, scope=group_id)
    notices.hide(user, group_id)


@transaction.atomic
def withdraw_profile(profile: Profile, *, by: User) -> None:
    """A person steps back from a program in one role: its pairs end kindly, its hellos close."""
    people.lock(profile.user_id)
    for pairing in _open_pairings(profile.user).filter(Q(mentor=profile) | Q(mentee=profile)):
        _stop(pairing, by)
    lapses.close_all(profile=profile)
    profiles.withdraw(profile)


@transaction.atomic
def archive(program: Program, *, by: User) -> Program:
    """Put a program away for good. Drafts vanish, which nobody knew of, and hellos close; words stay to be
    read by those who said them. Archiving what is archived is harmless.

    Refuses while pairs walk or are about to: nobody's path ends because a list was tidied.
    """
    program, changed = seasons.archive(program, by=by)
    if not changed:
        return program
    # After the move: it holds the program's row, and a pair that begins waits for it.
    if walking := on_the_way(program):
        raise ValidationError(still_walking(walking), code="walking")
    Pairing.objects.filter(program=program, state=State.DRAFT).delete()
    lapses.close_all(program=program)
    return program


def on_the_way(program: Program) -> int:
    """How many of its pairs walk, pause, or have been launched."""
    return Pairing.objects.filter(program=program, state__in=SEATED).count()


def still_walking(pairs: int) -> str:
    """Why a program with pairs on their way can't be archived, and what to do."""
    if pairs == 1:
        return (
            "A pair is still on its way. Finish the program and let the two walk on, "
            "or end the pair kindly first. Then archive it."
        )
    return (
        f"{capital(number_words(pairs))} pairs are still on their way. Finish the program and let them "
        "walk on, or end each pair kindly first. Then archive it."
    )


def _open_pairings(user: User) -> QuerySet[Pairing]:
    return (
        Pairing.objects.filter(Q(mentor_user=user) | Q(mentee_user=user), state__in=OPEN)
        .select_related("program__group", "mentor_user", "mentee_user")
        .order_by("pk")
    )


def _stop(pairing: Pairing, by: User | None, *, blocked: bool = False) -> None:
    if pairing.state == State.DRAFT:
        row = Pairing.objects.filter(pk=pairing.pk)
        if pairings.discard(row) or not row.exists():
            return
        pairing.refresh_from_db(fields=["state", "told_at"])  # launched a moment ago: it holds seats now
    try:
        endings.end(pairing, by=by, blocked=blocked)
    except ValidationError:
        return  # ended a moment ago


def stop_between(a: User, b: User, *, by: User) -> int:
    """End every open pair of these two at once, for a block; how many."""
    low, high = sorted((a.pk, b.pk))
    found = _open_pairings(a).filter(low_id=low, high_id=high)
    for pairing in found:
        _stop(pairing, by, blocked=True)
    return len(found)


def listed_profiles(user: User, group_id: int) -> int:
    """How many sign-ups a person has on the list in a group: said before they leave."""
    return Profile.objects.filter(user=user, program__group_id=group_id, state=ProfileState.LISTED).count()
