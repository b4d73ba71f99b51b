"""Inviting by e-mail: looked at first, sent once each, told to nobody who should not know."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from groups.models import AuditEntry, MailInvitation
from groups.services import groups, mail_invitations
from groups.services.mail_invitations import Look, Shown
from mentorship import membership as departures
from mentorship.scenarios import build
from messaging import delivery
from messaging.models import Notice
from tests.groups.invited import DANI, ask, looks, url

pytestmark = pytest.mark.django_db


# -- looking ------------------------------------------------------------------------------------
def test_a_preview_knows_members_and_who_was_invited_before(group, member) -> None:
    second = "second@riverside.example"
    someone = member().user
    EmailAddress.objects.create(user=someone, email=second, verified=True, primary=False)
    EmailAddress.objects.create(user=someone, email="not-proved@riverside.example", primary=False)
    ask(group, DANI)
    text = f"{someone.email}\n{second}\nnot-proved@riverside.example\n{DANI}\nnobody\nnew@riverside.example"
    assert looks(group, text) == [Look.MEMBER, Look.MEMBER, Look.NEW, Look.BEFORE, Look.WRONG, Look.NEW]


def test_nothing_tells_whether_a_stranger_has_an_account(group, owner, client) -> None:
    build.person("Dani Ferreira", DANI, zone="Asia/Tokyo")
    client.force_login(owner)
    pages = []
    for address in (DANI, "sara@riverside.example"):
        client.post(url("manage_mail_new", group), {"pasted": address})
        pages.append(_settled(client.get(url("manage_mail_check", group)), address))
    assert pages[0] == pages[1]
    ask(group, DANI, "sara@riverside.example")
    rows = MailInvitation.objects.filter(group=group)
    assert set(mail_invitations.standing(group, rows).values()) == {Shown.WAITING}
    delivery.drain()  # at whatever hour it is in Tokyo
    assert set(mail_invitations.standing(group, rows).values()) == {Shown.SENT}
    assert {(one.user, one.on_site) for one in Notice.objects.filter(kind="invited")} == {(None, False)}


def _settled(answer, address: str) -> str:
    text = answer.content.decode().replace(address, "ADDRESS")
    return re.sub(r"""(?i)(csrftoken": |name="(?:token|csrfmiddlewaretoken)" value=)"\w+""", "", text)


def test_who_went_or_was_removed_reads_like_anybody(group, member, owner) -> None:
    gone = member("Remy Removed")
    departures.remove(gone, by=owner)
    left = member("Lena Left")
    departures.leave(left, by=left.user)
    assert looks(group, f"{gone.user.email}\n{left.user.email}") == [Look.NEW, Look.NEW]


# -- the way through the pages ------------------------------------------------------------------
def test_from_a_list_to_mails(group, owner, client, member) -> None:
    here = member().user.email
    client.force_login(owner)
    pasted = f"Dani Ferreira <{DANI}>, {here}\nnobody at all\n{DANI.upper()}"
    answer = client.post(url("manage_mail_new", group), {"pasted": pasted})
    assert answer.url == url("manage_mail_check", group)
    page = client.get(answer.url).content.decode()
    for words in ("1 person will be invited", "already a member", "no address in it", "stands in line 1"):
        assert words in page
    assert not MailInvitation.objects.exists()
    token = client.session["invite_list"]["token"]
    done = client.post(url("manage_mail_send", group), {"token": token}, follow=True)
    assert "1 invitation is on the way." in done.content.decode()
    assert "on its way" in done.content.decode()
    row = MailInvitation.objects.get()
    assert (row.address, row.name, row.created_by) == (DANI, "Dani Ferreira", owner)
    delivery.drain()
    assert [one.to for one in mail.outbox] == [[DANI]]
    assert "sent" in client.get(url("manage_mail_invites", group)).content.decode()
    again = client.post(url("manage_mail_send", group), {"token": token})
    assert again.url == url("manage_mail_new", group)
    assert Notice.objects.filter(kind="invited").count() == 1
    logged = AuditEntry.objects.get(group=group, verb="invited by e-mail")
    assert (logged.actor, logged.subject) == (owner, "1 person")


def test_a_file_goes_the_same_way(group, owner, client) -> None:
    client.force_login(owner)
    file = SimpleUploadedFile("list.csv", f"Name;E-Mail\r\nDani;{DANI}\r\n".encode("utf-8-sig"))
    assert client.post(url("manage_mail_new", group), {"file": file}).status_code == 302
    kept = client.session["invite_list"]["rows"]
    assert [(row["name"], row["address"], row["look"]) for row in kept] == [("Dani", DANI, "new")]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "There is nobody in it"),
        ({"pasted": " \n,"}, "There is nobody in it"),
        ({"file": ("a.csv", b"")}, "There is nobody in it"),
        ({"pasted": "a@b.org", "file": ("a.csv", b"a@b.org")}, "one at a time"),
        ({"pasted": "x" * (256 * 1024 + 1)}, "too much at once"),
        ({"file": ("a.csv", b"x" * (256 * 1024 + 1))}, "under 256 kB"),
        ({"pasted": "\n".join(f"p{n}@b.org" for n in range(501))}, "more than 500 people"),
        ({"file": ("a.csv", b"a@b.org\n" * 501)}, "more than 500 people"),
        ({"pasted": "a\x00@b.org"}, "Null characters"),
    ],
)
def test_lists_that_cannot_be_looked_at_say_what_to_do(group, owner, client, form, words) -> None:
    client.force_login(owner)
    posted = {
        key: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for key, value in form.items()
    }
    answer = client.post(url("manage_mail_new", group), posted)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "invite_list" not in client.session


def test_what_is_sent_is_what_was_looked_at(group, owner, client, member) -> None:
    """Another list in between, fields added to the form, a member who has left since: none adds anybody."""
    leaving = member()
    client.force_login(owner)
    client.post(url("manage_mail_new", group), {"pasted": "old@riverside.example"})
    old = client.session["invite_list"]["token"]
    client.post(url("manage_mail_new", group), {"pasted": f"{DANI}\n{leaving.user.email}"})
    answer = client.post(url("manage_mail_send", group), {"token": old, "address": "evil@example.org"})
    assert answer.status_code == 422
    assert "look again" in answer.content.decode()
    assert not MailInvitation.objects.exists()
    departures.leave(leaving, by=leaving.user)
    token = client.session["invite_list"]["token"]
    client.post(url("manage_mail_send", group), {"token": token, "rows": "evil@example.org"})
    assert [row.address for row in MailInvitation.objects.all()] == [DANI]


def test_a_list_belongs_to_its_group_and_to_one_hour(group, owner, client) -> None:
    other = groups.create(
        by=owner, name="Hill Walkers", line="Up.", focus="other", visibility="link", zone="UTC"
    )
    client.force_login(owner)
    client.post(url("manage_mail_new", group), {"pasted": DANI})
    assert client.get(url("manage_mail_check", other)).url == url("manage_mail_new", other)
    kept = dict(client.session["invite_list"])
    assert client.post(url("manage_mail_send", other), {"token": kept["token"]}).status_code == 302
    session = client.session
    session["invite_list"] = kept | {"at": kept["at"] - 3601}
    session.save()
    assert client.get(url("manage_mail_check", group)).url == url("manage_mail_new", group)
    assert client.post(url("manage_mail_send", group), {"token": kept["token"]}).status_code == 302
    assert not MailInvitation.objects.exists()
