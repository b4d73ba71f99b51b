"""From the link to a place in the group: by members, by visitors who make an account, by links that ended."""

import time

import pytest
from django.test import Client
from django.utils import timezone

from groups.models import Invitation, Membership
from groups.services import groups, invitations, memberships
from mentorship import membership as departures
from mentorship.views.joining import KEPT_FOR, PRESSED
from programs.services import programs


def belongs(cast, user) -> bool:
    return Membership.objects.active().filter(group=cast.home, user=user).exists()


def test_the_invite_says_who_invites_to_what(cast) -> None:
    text = Client().get(cast.invite).content.decode()
    for words in ("Priya Raman", cast.home.name, cast.home.line, "Autumn Skill Share", "Find me a mentor"):
        assert words in text
    assert "I can help someone" in text
    assert "Just join the group" in text


def test_without_an_open_program_one_may_still_join(cast) -> None:
    programs.close_sign_up(cast.program, by=cast.priya)
    text = Client().get(cast.invite).content.decode()
    assert "Nothing is open right now" in text
    assert "Find me a mentor" not in text


def test_looking_joins_nobody(cast) -> None:
    noor = cast.somebody()
    client = cast.by(noor)
    client.get(cast.invite)
    assert client.get(cast.invite + "continue/").url == cast.invite
    assert client.get(cast.invite + "join/").status_code == 405
    assert not belongs(cast, noor)


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_a_button_joins_and_leads_to_the_first_step(cast, role) -> None:
    noor = cast.somebody()
    client = cast.by(noor)
    response = client.post(cast.invite + "join/", {"role": role, "program": cast.program.slug}, follow=True)
    assert belongs(cast, noor)
    base = f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up"
    assert response.redirect_chain[-1][0] == f"{base}/{role}/1/"
    assert response.status_code == 200


def test_just_joining_leads_to_the_group(cast) -> None:
    noor = cast.somebody()
    response = cast.by(noor).post(cast.invite + "join/")
    assert response.url == f"/{cast.home.slug}/"
    assert belongs(cast, noor)


def test_a_member_goes_straight_on(cast) -> None:
    assert cast.by(cast.priya).get(cast.invite).url == f"/{cast.home.slug}/"


def test_a_visitor_makes_an_account_and_stands_at_the_first_step(cast, person_signs_up) -> None:
    client = Client()
    pressed = client.post(cast.invite + "join/", {"role": "mentee", "program": cast.program.slug})
    assert pressed.url.startswith("/account/signup/?next=")
    arrived = person_signs_up(client, pressed.url, "Lin Wu", "lin@riverside.example")
    base = f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up"
    assert arrived.redirect_chain[-1][0] == f"{base}/mentee/1/"
    member = Membership.objects.get(group=cast.home, user__email="lin@riverside.example")
    assert member.state == "active"
    assert Invitation.objects.get(group=cast.home).uses == 1


def test_what_was_pressed_works_once_in_the_same_browser_within_the_hour(cast) -> None:
    noor = cast.somebody()
    late, other = Client(), cast.by(noor)
    late.post(cast.invite + "join/")
    session = late.session
    session[PRESSED] = {**session[PRESSED], "at": int(time.time()) - KEPT_FOR - 1}
    session.save()
    late.force_login(noor)
    assert late.get(cast.invite + "continue/").url == cast.invite
    assert other.get(cast.invite + "continue/").url == cast.invite
    assert not belongs(cast, noor)
    once = Client()
    once.post(cast.invite + "join/")
    once.force_login(noor)
    assert once.get(cast.invite + "continue/").url == f"/{cast.home.slug}/"
    departures.leave(cast.membership(noor), by=noor)
    assert once.get(cast.invite + "continue/").url == cast.invite
    assert not belongs(cast, noor)


def test_what_was_pressed_for_one_group_joins_no_other(cast) -> None:
    other = Invitation.objects.create(group=cast.home, created_by=cast.priya)
    noor, client = cast.somebody(), Client()
    client.post(cast.invite.replace(invitations.current(cast.home).code, other.code) + "join/")
    client.force_login(noor)
    old = Invitation.objects.filter(group=cast.home).exclude(pk=other.pk).first()
    assert not old or client.get(f"/i/{old.code}/continue/").url == f"/i/{old.code}/"
    assert not belongs(cast, noor)


@pytest.mark.parametrize("how", ["revoked", "run out", "used up"])
def test_an_ended_link_says_whom_to_ask_and_nothing_else(cast, how) -> None:
    invitation = invitations.current(cast.home)
    now = timezone.now()
    ended = {"revoked": {"revoked_at": now}, "run out": {"ends_at": now}, "used up": {"uses_limit": 0}}[how]
    Invitation.objects.filter(pk=invitation.pk).update(**ended)
    url = invitation.get_absolute_url()
    noor = cast.somebody()
    for client, status in ((Client(), 410), (cast.by(noor), 410)):
        page = client.get(url)
        assert page.status_code == status
        text = page.content.decode()
        assert "This invite has ended" in text
        assert "Priya" in text
        for kept in (cast.home.name, cast.home.line, "Raman", "Autumn"):
            assert kept not in text
    assert cast.by(noor).post(url + "join/").status_code == 422
    assert Client().post(url + "join/").status_code == 410
    assert not belongs(cast, noor)


def test_links_of_a_group_that_invites_by_mail_say_so_and_let_nobody_in(cast) -> None:
    groups.update(cast.home, by=cast.priya, joining="invited")
    noor = cast.somebody()
    for client in (Client(), cast.by(noor)):
        page = client.get(cast.invite)
        text = page.content.decode()
        assert page.status_code == 410
        assert "invites people one by one" in text
        assert "Priya" in text
        for kept in (cast.home.name, cast.home.line, "Raman"):
            assert kept not in text
    assert cast.by(noor).post(cast.invite + "join/").status_code == 422
    assert cast.by(noor).get(cast.invite + "door/").url == cast.invite
    assert not belongs(cast, noor)
    assert Invitation.objects.get(group=cast.home).uses == 0


def test_when_its_maker_has_gone_the_owner_is_asked(cast) -> None:
    gwen = cast.member("Gwen Ellis", role="admin")
    invitation = invitations.renew(cast.home, by=gwen)
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=timezone.now())
    assert "Gwen" in Client().get(invitation.get_absolute_url()).content.decode()
    departures.leave(cast.membership(gwen), by=gwen)
    text = Client().get(invitation.get_absolute_url()).content.decode()
    assert "Priya" in text
    assert "Gwen" not in text


def test_who_was_removed_is_refused(cast) -> None:
    dani = cast.member("Dani Ferreira")
    departures.remove(cast.membership(dani), by=cast.priya)
    page = cast.by(dani).post(cast.invite + "join/")
    assert page.status_code == 422
    assert "The people who look after the group can" in page.content.decode()
    assert not belongs(cast, dani)


@pytest.mark.parametrize("posted", [{"role": "owner"}, {"program": "no slug\x00"}, {"role": "\x00"}])
def test_buttons_that_are_not_there_are_refused(cast, posted) -> None:
    noor = cast.somebody()
    assert cast.by(noor).post(cast.invite + "join/", posted).status_code == 422
    assert Client().post(cast.invite + "join/", posted).status_code == 422
    assert not belongs(cast, noor)


def test_an_unknown_code_is_a_404(db) -> None:
    assert Client().get("/i/23456789bcdf/").status_code == 404
    assert Client().post("/i/23456789bcdf/join/").status_code == 404


# -- leaving ------------------------------------------------------------------------------------
def test_leaving_says_what_happens_and_does_it(cast) -> None:
    pair = cast.pair()
    dani = pair.mentee_user
    client = cast.by(dani)
    page = client.get(f"/{cast.home.slug}/leave/").content.decode()
    assert "Amara Nwosu" in page
    assert "Your answers vanish" in page
    assert client.post(f"/{cast.home.slug}/leave/").url == "/"
    pair.refresh_from_db()
    assert pair.state == "ended"
    assert not belongs(cast, dani)
    assert client.get(f"/{cast.home.slug}/").status_code == 404


def test_the_last_owner_stays(cast) -> None:
    page = cast.by(cast.priya).post(f"/{cast.home.slug}/leave/")
    assert page.status_code == 422
    assert "Make someone else an owner first" in page.content.decode()
    gwen = cast.member("Gwen Ellis")
    memberships.set_role(cast.membership(gwen), "owner", by=cast.priya)
    assert cast.by(cast.priya).post(f"/{cast.home.slug}/leave/").status_code == 302


def test_a_stranger_has_nothing_to_leave(cast) -> None:
    client = cast.by(cast.somebody())
    assert client.get(f"/{cast.home.slug}/leave/").status_code == 404
    assert client.post(f"/{cast.home.slug}/leave/").status_code == 404


def test_stepping_back_from_a_program(cast) -> None:
    pair = cast.pair()
    client = cast.by(pair.mentor_user)
    url = f"/{cast.home.slug}/programs/{cast.program.slug}/sign-up/withdraw/"
    assert client.post(url, {"as": "mentee"}).status_code == 404
    assert client.post(url, {"as": "mentor"}).status_code == 302
    pair.refresh_from_db()
    pair.mentor.refresh_from_db()
    assert (pair.state, pair.mentor.state, pair.mentor.seats_taken) == ("ended", "withdrawn", 0)
    assert client.post(url, {"as": "mentor"}).status_code == 404
    assert cast.by(cast.somebody()).post(url, {"as": "mentor"}).status_code == 404
