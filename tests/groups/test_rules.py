"""Rules that members say yes to: when they come in, and again when the rules change."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from groups.models import Group, Membership
from groups.services import groups, invitations, memberships


def mine(group: Group, user: User) -> Membership:
    return Membership.objects.select_related("group").get(group=group, user=user)


def test_new_rules_are_a_new_version_and_the_same_words_are_not(group: Group, owner: User) -> None:
    first = groups.update(group, by=owner, rules="Be kind.")
    assert first.rules_version == 1
    assert groups.update(first, by=owner, rules="Be kind.", about="We meet.").rules_version == 1
    assert groups.update(first, by=owner, rules="Be kind. Wash up.").rules_version == 2
    assert not mine(group, owner).owes_rules  # who wrote them has read them


def test_members_owe_a_yes_to_rules_they_have_not_read(
    group: Group, owner: User, member: Callable[..., Membership]
) -> None:
    dani = member()
    assert not mine(group, dani.user).owes_rules
    groups.update(group, by=owner, rules="Be kind.")
    assert mine(group, dani.user).owes_rules
    memberships.accept_rules(dani, 1)
    assert not mine(group, dani.user).owes_rules
    groups.update(group, by=owner, rules="")
    assert not mine(group, dani.user).owes_rules


def test_nobody_says_yes_to_rules_they_have_not_seen(
    group: Group, owner: User, member: Callable[..., Membership], person: Callable[..., User]
) -> None:
    dani = member()
    groups.update(group, by=owner, rules="Be kind.")
    groups.update(group, by=owner, rules="Be kind. Wash up.")
    for version in (0, 1, 3, -1):
        with pytest.raises(ValidationError, match="Read them once more"):
            memberships.accept_rules(dani, version)
    with pytest.raises(ValidationError, match="Read them once more"):
        memberships.join(invitations.current(group), person(), rules=1)
    joined = memberships.join(invitations.current(group), person(), rules=2)
    assert joined.rules_accepted == 2


def test_who_comes_back_says_yes_to_what_holds_now(
    group: Group, owner: User, member: Callable[..., Membership]
) -> None:
    dani = member()
    memberships.part(dani, state=Membership.State.LEFT, by=dani.user)
    groups.update(group, by=owner, rules="Be kind.")
    back = memberships.join(invitations.current(group), dani.user, rules=1)
    assert mine(group, back.user).rules_accepted == 1


def test_the_button_on_the_pages_keeps_it_and_leads_home(
    client: Client, group: Group, owner: User, member: Callable[..., Membership]
) -> None:
    dani = member()
    groups.update(group, by=owner, rules="Be kind.")
    client.force_login(dani.user)
    words = "I’ve read it, and I agree"
    home, about = reverse("group_home", args=[group.slug]), reverse("group_about", args=[group.slug])
    for page in (home, about):
        assert words in client.get(page).content.decode()
    address = reverse("group_rules_accept", args=[group.slug])
    for wrong in ({}, {"version": "0"}, {"version": "x"}, {"version": "9" * 30}):
        assert client.post(address, wrong).url == about  # type: ignore[attr-defined]
        assert mine(group, dani.user).owes_rules
    assert client.post(address, {"version": "1"}).url == home  # type: ignore[attr-defined]
    for page in (home, about):
        assert words not in client.get(page).content.decode()
    groups.update(group, by=owner, rules="Be kind. Wash up.")
    assert "What we agree on has changed" in client.get(home).content.decode()
    assert client.get(reverse("people", args=[group.slug])).status_code == 200  # nothing waits for it


def test_rules_from_before_versions_are_asked_for(
    group: Group, owner: User, member: Callable[..., Membership]
) -> None:
    dani, versions = member(), import_module("groups.migrations.0003_rules_before_versions")
    Group.objects.filter(pk=group.pk).update(rules="Be kind.")  # as such a group stands
    assert not mine(group, dani.user).owes_rules
    versions.give_a_version(apps, None)
    versions.give_a_version(apps, None)  # nothing more the second time
    assert mine(group, dani.user).group.rules_version == 1
    assert mine(group, dani.user).owes_rules
    assert not mine(group, owner).owes_rules
