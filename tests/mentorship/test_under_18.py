"""A report "under 18" holds the account at once: no words, no pairs, until staff have looked."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from groups.models import Report
from groups.services import reports
from mentorship import staff_acts
from mentorship.outline import balance
from messaging.services import conversations
from messaging.services.conversations import ConversationClosed
from pairings.services import requests
from profiles.models import Profile
from profiles.services.seats import SeatsGone

WORDS = "I'd love to ask about the studio key."


def report(cast, about: User, category: str = "under-18") -> Report:
    return reports.file(
        group=cast.home, reporter=cast.member("Rita Report"), about=about, category=category, words="Hm."
    )


def hello(sender: User, to: Profile, *, to_pair: bool = False):
    return requests.send(sender=sender, to_profile=to, body=WORDS, to_pair=to_pair, token=uuid.uuid4())


def held(user: User) -> bool:
    user.refresh_from_db()
    return user.frozen_at is not None


def test_it_holds_at_once_and_goes_to_site_staff(cast) -> None:
    dani = cast.member("Dani Ferreira")
    made = report(cast, dani)
    assert held(dani)
    assert made.for_staff
    assert cast.by(dani).get("/me/").status_code == 200  # they come in as before


@pytest.mark.parametrize("category", ["safety", "harassment", "spam", "other"])
def test_no_other_report_holds_anybody(cast, category) -> None:
    dani = cast.member("Dani Ferreira")
    report(cast, dani, category)
    assert not held(dani)


def test_neither_of_two_can_write(cast) -> None:
    pair = cast.pair()
    report(cast, pair.mentee_user)
    for author in (pair.mentee_user, pair.mentor_user):
        with pytest.raises(ConversationClosed):
            conversations.say(pair.conversation, author=author, body="Hi", token=uuid.uuid4())
        url = f"/c/{pair.conversation.code}/"
        page = cast.by(author).get(url, follow=True)
        assert page.status_code == 200  # what was said is read as before
        assert "under 18" not in page.content.decode()


def test_nobody_says_hello_to_them_nor_they_to_anybody(cast) -> None:
    amara, dani = cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")
    report(cast, dani.user)
    for sender, to in ((dani.user, amara), (amara.user, dani)):
        with pytest.raises(ValidationError):
            hello(sender, to)
    assert not Profile.objects.with_room(cast.program.today()).filter(user=dani.user).exists()


def test_they_are_on_no_list_until_staff_have_looked(cast) -> None:
    amara, dani = cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")
    report(cast, amara.user)
    assert not Profile.objects.visible_to(dani.user).filter(pk=amara.pk).exists()
    assert balance(cast.program, dani.user.pk).mentors == 0
    assert Profile.objects.visible_to(amara.user).filter(pk=amara.pk).exists()  # their own is theirs
    assert cast.by(dani.user).get(amara.get_absolute_url()).status_code == 404


def test_an_account_that_staff_have_disabled_is_on_no_list(cast) -> None:
    amara, dani = cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")
    where = [cast.program.group.slug, cast.program.slug]
    there = cast.by(dani.user).get(reverse("directory", args=where)).content.decode()
    assert "Amara Nwosu" in there
    amara.user.is_active = False
    amara.user.save()
    gone = cast.by(dani.user).get(reverse("directory", args=where)).content.decode()
    assert "Amara Nwosu" not in gone
    assert balance(cast.program, dani.user.pk).mentors == 0
    assert cast.by(dani.user).get(amara.get_absolute_url()).status_code == 404


def test_a_hello_that_waits_makes_no_pair(cast) -> None:
    amara, dani = cast.listed("Amara Nwosu"), cast.listed("Dani Ferreira", "mentee")
    waiting = hello(dani.user, amara, to_pair=True)
    report(cast, dani.user)
    with pytest.raises(SeatsGone):
        requests.accept(waiting, by=amara.user)
    amara.refresh_from_db()
    assert amara.seats_taken == 0


def test_staff_take_it_back_and_everything_goes_on(cast) -> None:
    pair, staff = cast.pair(), cast.somebody("Jun Ito")
    staff.is_staff = staff.is_superuser = True
    report(cast, pair.mentee_user)
    staff_acts.thaw(pair.mentee_user, by=staff)
    assert not held(pair.mentee_user)
    assert conversations.say(pair.conversation, author=pair.mentee_user, body="Hi", token=uuid.uuid4()).pk
    with pytest.raises(ValidationError):
        staff_acts.thaw(pair.mentee_user, by=staff)
