"""The mails of invitations: one each, at most two, none that is not wanted; and the list of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import limits
from accounts.models import Block
from groups.models import Group, MailInvitation, Membership
from groups.services import groups, mail_invitations, memberships
from groups.services.mail_invitations import Look, Sent, Shown
from mentorship.purge import purge
from mentorship.scenarios import build
from messaging import delivery
from messaging.models import Notice
from messaging.models.notices import MailState
from tests.groups.invited import DANI, ask, invited, looks, stands, url
from tests.racing import at_once

pytestmark = pytest.mark.django_db


# -- sending ------------------------------------------------------------------------------------
def test_the_mail_says_who_and_what_and_nothing_that_was_typed(group, owner) -> None:
    Group.objects.filter(pk=group.pk).update(name="Makers\r\nBcc: x@example.org", line="<b>Potters</b>")
    mail_invitations.invite(group, by=owner, people=[(DANI, "Win http://evil.example now")])
    delivery.drain()
    sent = mail.outbox[0]
    assert sent.subject == "Priya invites you to Makers Bcc: x@example.o…"
    html = sent.alternatives[0][0]
    row = MailInvitation.objects.get()
    for text in (sent.body, html):
        assert f"/i/m/{row.code}/" in text
        assert "Priya Raman" in text
        assert "Then do nothing" in text
        assert "evil" not in text
        assert "<img" not in text
    assert "&lt;b&gt;Potters" in html
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_list_by_two_admins_at_once_is_one_mail_each() -> None:
    group = build.group(build.person("Priya Raman"))
    gwen = build.person("Gwen Ellis")
    memberships.set_role(build.member(group, gwen), "admin", by=group.created_by)
    people = [f"p{number}@riverside.example" for number in range(20)]
    jobs = [lambda by=by: ask(group, *people, by=by) for by in (group.created_by, gwen) * 3]
    gave = at_once(jobs)
    assert sorted(gave, key=str) == sorted([Sent(20, 0), *[Sent(0, 20)] * 5], key=str)
    assert MailInvitation.objects.count() == Notice.objects.filter(kind="invited").count() == 20


def test_a_mail_is_not_sent_once_it_is_not_wanted(group, owner, member) -> None:
    ended, came, blocked = (
        invited(group, f"{word}@riverside.example") for word in ("ended", "came", "blocked")
    )
    mail_invitations.take_back(ended, by=owner)
    build.member(group, build.person("Cam Came", "came@riverside.example"))
    Block.objects.create(blocker=build.person("Bo", "blocked@riverside.example"), blocked=owner)
    delivery.drain()
    assert mail.outbox == []
    assert [stands(row) for row in (ended, came, blocked)] == [Shown.REVOKED, Shown.JOINED, Shown.LOST]


def test_a_refused_mail_and_an_unwanted_one_read_the_same(group) -> None:
    refused, never = invited(group, "refused@riverside.example"), invited(group, "never@riverside.example")
    Notice.objects.filter(subject_id=refused.pk, kind="invited").update(mail_state=MailState.FAILED)
    Notice.objects.filter(subject_id=never.pk, kind="invited").update(mail_state=MailState.CANCELLED)
    assert stands(refused) == stands(never) == Shown.LOST


def test_once_more_and_no_third_time(group, owner, client) -> None:
    client.force_login(owner)
    row = invited(group)
    again = url("manage_mail_again", group, row.code)
    assert "still on its way" in client.post(again).content.decode()
    delivery.drain()
    done = client.post(again, follow=True).content.decode()
    assert "one mail a day to an address" in done
    assert delivery.drain().sent == 0
    assert delivery.drain(timezone.now() + timedelta(days=1, minutes=1)).sent == 1
    assert len(mail.outbox) == 2
    answer = client.post(again)
    assert answer.status_code == 422
    assert "It went out twice" in answer.content.decode()
    assert "Send once more" not in client.get(url("manage_mail_invites", group)).content.decode()


def test_one_mail_a_day_to_an_address_whoever_asks(group, person) -> None:
    invited(group)
    other = groups.create(
        by=person(), name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC"
    )
    ask(other, DANI)
    assert delivery.drain().sent == 1
    assert delivery.drain(timezone.now() + timedelta(days=1, minutes=1)).sent == 1


def test_taken_back_and_invited_anew(group, owner) -> None:
    row = invited(group)
    mail_invitations.take_back(row, by=owner)
    with pytest.raises(ValidationError, match="taken back"):
        mail_invitations.take_back(row, by=owner)
    with pytest.raises(ValidationError, match="taken back"):
        mail_invitations.send_again(row, by=owner)
    assert looks(group, DANI) == [Look.NEW]
    assert ask(group, DANI) == Sent(1, 0)
    assert MailInvitation.objects.count() == 1
    assert delivery.drain().sent == 1
    assert stands(row) == Shown.SENT


@pytest.mark.parametrize(("what", "words"), [("invite", "500"), ("invite-admin", "500")])
def test_there_is_an_end_to_a_days_mails(group, owner, client, what, words) -> None:
    limits.spend(what, group.pk if what == "invite" else owner.pk, cost=499)
    client.force_login(owner)
    client.post(url("manage_mail_new", group), {"pasted": f"{DANI}\nlin@riverside.example"})
    token = client.session["invite_list"]["token"]
    answer = client.post(url("manage_mail_send", group), {"token": token})
    assert answer.status_code == 422
    assert f"{words} invitations a day" in answer.content.decode()
    assert not MailInvitation.objects.exists()
    assert ask(group, DANI) == Sent(1, 0)  # the refused list did not eat up the day
    assert ask(group, DANI) == Sent(0, 1)


def test_who_was_an_admin_does_nothing_any_more(group, admin, owner) -> None:
    row = invited(group)
    memberships.set_role(Membership.objects.get(user=admin, group=group), "member", by=owner)
    for act in (
        lambda: ask(group, "lin@riverside.example", by=admin),
        lambda: mail_invitations.send_again(row, by=admin),
        lambda: mail_invitations.take_back(row, by=admin),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_closed_group_invites_nobody(group, owner) -> None:
    Group.objects.filter(pk=group.pk).update(archived_at=timezone.now())
    with pytest.raises(ValidationError, match="Open it again first"):
        ask(group, DANI)


# -- the list -----------------------------------------------------------------------------------
def test_the_list_is_searched_and_paged(group, owner, client) -> None:
    client.force_login(owner)
    mail_invitations.invite(
        group, by=owner, people=[(f"p{number:02}@riverside.example", f"Nr {number}") for number in range(40)]
    )
    page = client.get(url("manage_mail_invites", group)).content.decode()
    assert "40 invitations" in page
    assert page.count("on its way") == 30
    last = MailInvitation.objects.order_by("-pk")[29].pk
    assert f"?before={last}" in page
    older = client.get(url("manage_mail_invites", group), {"before": last}).content.decode()
    assert older.count("on its way") == 10
    found = client.get(url("manage_mail_invites", group), {"q": "NR 7"}).content.decode()
    assert "p07@riverside.example" in found
    assert "1 found" in found
    assert "Nobody like that" in client.get(url("manage_mail_invites", group), {"q": "zz"}).content.decode()


def test_the_list_costs_the_same_however_long(group, owner, client, django_assert_num_queries) -> None:
    client.force_login(owner)
    ask(group, "first@riverside.example")
    address = url("manage_mail_invites", group)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    ask(group, *[f"p{number}@riverside.example" for number in range(29)])
    with django_assert_num_queries(len(few)):
        client.get(address)
    assert len(few) <= 12


def test_another_groups_invitation_does_not_exist_here(group, owner, person, client) -> None:
    other = groups.create(
        by=person(), name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC"
    )
    foreign = invited(other)
    client.force_login(owner)
    for name in ("manage_mail_again", "manage_mail_revoke"):
        assert client.post(url(name, group, foreign.code)).status_code == 404
    assert DANI not in client.get(url("manage_mail_invites", group)).content.decode()
    assert looks(group, DANI) == [Look.NEW]


def test_what_was_sent_is_known_after_its_notice_has_gone(group) -> None:
    sent, lost = invited(group), invited(group, "lost@riverside.example")
    delivery.drain()
    Notice.objects.filter(subject_id=lost.pk, kind="invited").update(mail_state=MailState.DEAD)
    assert purge(timezone.now() + timedelta(days=31))["invitations sent"] == 1
    assert not Notice.objects.filter(kind="invited").exists()
    assert (stands(sent), stands(lost)) == (Shown.SENT, Shown.LOST)
    assert sent.sent_at
    assert purge(timezone.now() + timedelta(days=31))["invitations sent"] == 0


def test_an_own_list_is_nobody_elses(group, owner, admin) -> None:
    first, second = Client(), Client()
    first.force_login(owner)
    second.force_login(admin)
    first.post(url("manage_mail_new", group), {"pasted": DANI})
    token = first.session["invite_list"]["token"]
    assert second.post(url("manage_mail_send", group), {"token": token}).status_code == 302
    assert not MailInvitation.objects.exists()


def test_an_address_is_forgotten_after_half_a_year_and_who_joined_stays(group, owner) -> None:
    old, new = invited(group), invited(group, "lin@riverside.example")
    half_a_year = timezone.now() - timedelta(days=181)
    MailInvitation.objects.filter(pk=old.pk).update(created_at=half_a_year)
    assert purge()["invitations"] == 1
    assert list(MailInvitation.objects.all()) == [new]
    assert Client().get(f"/i/m/{old.code}/").status_code == 404
