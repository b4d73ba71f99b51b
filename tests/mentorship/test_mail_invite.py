"""From an invitation by e-mail to a place in the group: for whoever proved the address, for nobody else."""

from functools import partial

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from groups.models import Group, Invitation, MailInvitation, Membership
from groups.services import mail_invitations
from mentorship import membership as departures
from mentorship.scenarios import build
from messaging import delivery
from tests.racing import at_once

ADDRESS = "lin@riverside.example"


def invited(cast, address: str = ADDRESS) -> MailInvitation:
    mail_invitations.invite(cast.home, by=cast.priya, people=[(address, "")])
    delivery.drain()
    return MailInvitation.objects.get(group=cast.home, address=address)


def path(row: MailInvitation, rest: str = "") -> str:
    return f"/i/m/{row.code}/{rest}"


def belongs(cast, user) -> bool:
    return Membership.objects.active().filter(group=cast.home, user=user).exists()


def state(row: MailInvitation) -> str:
    row.refresh_from_db()
    return row.state


@pytest.mark.parametrize("joining", Group.Joining.values)
def test_the_invited_account_comes_straight_in_however_others_do(cast, joining) -> None:
    Group.objects.filter(pk=cast.home.pk).update(joining=joining, rules="Be kind.", rules_version=1)
    row, lin = invited(cast), build.person("Lin Wu", ADDRESS)
    client = cast.by(lin)
    page = client.get(path(row)).content.decode()
    for words in ("Priya Raman", cast.home.name, cast.home.line, "Autumn Skill Share", "that’s you"):
        assert words in page
    assert not belongs(cast, lin)
    answer = client.post(path(row, "join/"), {"role": "mentee", "program": cast.program.slug})
    assert answer.url == f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up/?as=mentee"
    assert belongs(cast, lin)
    assert state(row) == "joined"
    assert (row.joined, Invitation.objects.get(group=cast.home).uses) == (lin, 0)
    # What they have not read yet, they have not said yes to.
    assert Membership.objects.get(group=cast.home, user=lin).rules_accepted == 0


def test_looking_joins_nobody_and_tells_the_address_masked(cast) -> None:
    row, lin = invited(cast), build.person("Lin Wu", ADDRESS)
    page = Client().get(path(row)).content.decode()
    assert "l…@riverside.example" in page
    assert ADDRESS not in page
    client = cast.by(lin)
    assert client.get(path(row, "continue/")).url == path(row)
    assert client.get(path(row, "join/")).status_code == 405
    assert not belongs(cast, lin)


def test_another_account_is_told_kindly_how_to_go_on(cast) -> None:
    row, noor = invited(cast), cast.somebody()
    EmailAddress.objects.create(user=noor, email=ADDRESS, verified=False)  # claimed, not proved
    client = cast.by(noor)
    for answer, status in ((client.get(path(row)), 200), (client.post(path(row, "join/")), 422)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "This invitation is for another address" in page
        assert "l…@riverside.example" in page
        assert f"{noor.email}" in page
        assert "Add it to your account" in page
    assert not belongs(cast, noor)
    EmailAddress.objects.filter(email=ADDRESS).update(verified=True)
    assert client.post(path(row, "join/")).status_code == 302
    assert belongs(cast, noor)


def test_a_visitor_makes_an_account_and_comes_back(cast, person_signs_up) -> None:
    row, client = invited(cast), Client()
    pressed = client.post(path(row, "join/"), {"role": "mentee", "program": cast.program.slug})
    assert pressed.url.startswith("/account/signup/?next=")
    assert f'value="{ADDRESS}"' in client.get(pressed.url).content.decode()
    arrived = person_signs_up(client, pressed.url, "Lin Wu", ADDRESS)
    base = f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up"
    assert arrived.redirect_chain[-1][0] == f"{base}/mentee/1/"
    assert state(row) == "joined"
    assert row.joined.email == ADDRESS


def test_a_visitor_who_takes_another_address_is_told(cast, person_signs_up) -> None:
    row, client = invited(cast), Client()
    pressed = client.post(path(row, "join/"))
    arrived = person_signs_up(client, pressed.url, "Lin Wu", "other@riverside.example")
    assert arrived.status_code == 422
    assert "This invitation is for another address" in arrived.content.decode()
    assert state(row) == "waiting"


@pytest.mark.parametrize("how", ["taken back", "used", "group closed"])
def test_an_ended_invitation_says_whom_to_ask_and_nothing_else(cast, how) -> None:
    row, lin = invited(cast), build.person("Lin Wu", ADDRESS)
    if how == "taken back":
        mail_invitations.take_back(row, by=cast.priya)
    elif how == "used":
        member = mail_invitations.accept(row, lin)
        departures.leave(member, by=lin)
    else:
        Group.objects.filter(pk=cast.home.pk).update(archived_at=timezone.now())
    for client in (Client(), cast.by(lin)):
        answer = client.get(path(row))
        assert answer.status_code == 410
        page = answer.content.decode()
        assert "This invite has ended" in page
        assert "Priya" in page
        assert cast.home.name not in page
    assert Client().post(path(row, "join/")).status_code == 410
    assert cast.by(lin).post(path(row, "join/")).status_code == 422
    assert not belongs(cast, lin)


def test_who_was_removed_stays_out_until_invited_anew(cast) -> None:
    old = invited(cast)
    lin = build.person("Lin Wu", ADDRESS)
    build.member(cast.home, lin)  # by the link; the invitation is still open
    departures.remove(cast.membership(lin), by=cast.priya)
    client = cast.by(lin)
    answer = client.post(path(old, "join/"))
    assert answer.status_code == 422
    assert "The people who look after the group can" in answer.content.decode()
    assert not belongs(cast, lin)
    mail_invitations.take_back(old, by=cast.priya)
    row = invited(cast)
    assert client.post(path(row, "join/")).status_code == 302
    assert belongs(cast, lin)


def test_a_member_goes_straight_on_and_uses_up_their_own_invitation(cast) -> None:
    row, lin = invited(cast), build.person("Lin Wu", ADDRESS)
    build.member(cast.home, lin)
    assert cast.by(cast.priya).get(path(row)).url == f"/{cast.home.slug}/"
    assert cast.by(cast.priya).post(path(row, "join/")).url == f"/{cast.home.slug}/"
    assert state(row) == "waiting"
    cast.by(lin).post(path(row, "join/"))
    assert state(row) == "joined"


@pytest.mark.parametrize("posted", [{"role": "owner"}, {"program": "no slug\x00"}])
def test_buttons_that_are_not_there_are_refused(cast, posted) -> None:
    row, lin = invited(cast), build.person("Lin Wu", ADDRESS)
    assert cast.by(lin).post(path(row, "join/"), posted).status_code == 422
    assert not belongs(cast, lin)


def test_a_pasted_link_of_a_mail_leads_to_its_page(cast) -> None:
    row = invited(cast)
    pasted = f"http://testserver{path(row)}"
    assert Client().get("/invite/", {"invite": pasted}).url == path(row)
    assert Client().get("/invite/", {"invite": cast.invite}).url == cast.invite


def test_an_unknown_code_is_a_404(db) -> None:
    assert Client().get("/i/m/23456789bcdf/").status_code == 404
    assert Client().post("/i/m/23456789bcdf/join/").status_code == 404


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_coming_in_and_being_removed_at_once_leaves_one_story() -> None:
    """Removed is removed: an invitation from before does not bring anybody back in the same instant."""
    priya = build.person("Priya Raman")
    group = build.group(priya)
    for number in range(6):
        lin = build.person("Lin Wu", f"lin{number}@riverside.example")
        mail_invitations.invite(group, by=priya, people=[(lin.email, "")])
        row = MailInvitation.objects.get(address=lin.email)
        member = build.member(group, lin)
        accept = partial(mail_invitations.accept, row, lin)
        at_once([accept, accept, partial(departures.remove, member, by=priya), accept, accept])
        assert Membership.objects.get(user=lin, group=group).state == "removed"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_mail_taken_back_and_used_at_once_is_one_of_both() -> None:
    priya = build.person("Priya Raman")
    group, lin = build.group(priya), build.person("Lin Wu", ADDRESS)
    mail_invitations.invite(group, by=priya, people=[(ADDRESS, "")])
    row = MailInvitation.objects.get()
    gave = at_once(
        [
            lambda: mail_invitations.accept(row, lin),
            lambda: mail_invitations.take_back(row, by=priya),
        ]
    )
    inside = Membership.objects.active().filter(user=lin, group=group).exists()
    assert sum(isinstance(one, Exception) for one in gave) == 1
    assert state(row) == ("joined" if inside else "revoked")
