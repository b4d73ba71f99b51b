"""What must hold when people press at the same instant. Threads, each with its own connection."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from accounts.models import User
from groups.models import Group, Invitation, Membership
from groups.models.groups import Role
from groups.services import groups, memberships

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def at_once(jobs: list[Callable[[], object]]) -> list[str]:
    """Run them in threads that start together; what each said, sorted."""
    barrier, said = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=20)
            job()
            said.append("done")
        except ValidationError as error:
            said.append(error.messages[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(said)


def someone(number: int) -> User:
    return User.objects.create_user(
        f"race{number}@example.org", f"Racer {number}", adult_affirmed_at=timezone.now()
    )


def a_group(owner: User) -> Group:
    return groups.create(
        by=owner, name="Riverside Makers", line="We.", focus="other", visibility="link", zone="UTC"
    )


def test_the_last_use_of_a_link_lets_one_in() -> None:
    owner, people = someone(0), [someone(number) for number in range(1, 7)]
    group = a_group(owner)
    link = Invitation.objects.create(group=group, created_by=owner, uses_limit=1)
    said = at_once([lambda user=user: memberships.join(link, user) for user in people])
    assert said == ["This invite has ended. Ask for a new one."] * 5 + ["done"]
    link.refresh_from_db()
    assert (link.uses, Membership.objects.filter(group=group).count()) == (1, 2)


def test_one_person_who_joins_many_times_at_once_uses_the_link_once() -> None:
    owner, dani = someone(0), someone(1)
    link = a_group(owner).invitations.get()
    assert at_once([lambda: memberships.join(link, dani)] * 5) == ["done"] * 5
    link.refresh_from_db()
    assert link.uses == 1


def test_two_owners_who_leave_at_once_leave_one_behind() -> None:
    owner, other = someone(0), someone(1)
    group = a_group(owner)
    second = memberships.join(group.invitations.get(), other)
    memberships.set_role(second, Role.OWNER, by=owner)
    rows = Membership.objects.filter(group=group).select_related("user")
    said = at_once(
        [lambda row=row: memberships.part(row, state=Membership.State.LEFT, by=row.user) for row in rows]
    )
    assert said == ["Make someone else an owner first, then you can leave.", "done"]
    left = Membership.objects.active().get(group=group)
    assert (left.role, left.safety_contact) == (Role.OWNER, True)
