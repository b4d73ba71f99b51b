"""Ways out that span apps: one transaction each, calling every app's own function from right to left."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.services import people
from groups.models import Membership
from groups.services import memberships
from messaging.services import conversations, notices
from pairings.models import Pairing
from pairings.models.pairings import OPEN, State
from pairings.services import endings, requests
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services import profiles


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
    requests.close_all(user=user, group_id=group_id)
    for profile in Profile.objects.filter(user=user, program__group_id=group_id):
        profiles.withdraw(profile)
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
    requests.close_all(profile=profile)
    profiles.withdraw(profile)


def _open_pairings(user: User) -> QuerySet[Pairing]:
    return (
        Pairing.objects.filter(Q(mentor_user=user) | Q(mentee_user=user), state__in=OPEN)
        .select_related("program__group", "mentor_user", "mentee_user")
        .order_by("pk")
    )


def _stop(pairing: Pairing, by: User | None, *, blocked: bool = False) -> None:
    if pairing.state == State.DRAFT:
        gone, _ = Pairing.objects.filter(pk=pairing.pk, state=State.DRAFT).delete()
        if gone or not Pairing.objects.filter(pk=pairing.pk).exists():
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
