"""Kept, not for me, tell me when there's room: what one person marks, nobody else learns of."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups.models import Membership
from mentorship import membership as departures
from messaging.models import Notice
from profiles.models import Mark, Profile
from profiles.services import marks, profiles
from tests.racing import at_once

HTMX = {"HX-Request": "true"}


def url(name="directory", *more):
    return reverse(name, args=["riverside", "autumn", *more])


def press(client, profile, mark, **more):
    return client.post(url("mark", profile.code), {"mark": mark, **more.pop("data", {})}, **more)


@pytest.fixture
def full(listed):
    """A mentor without a place left."""
    profile = listed("Kenji Mori")
    Profile.objects.filter(pk=profile.pk).update(seats_taken=1)
    profile.refresh_from_db()
    return profile


# -- who may ------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["outsider", "removed", "blocked", "blocking", "narrowed"])
def test_who_may_not_read_somebody_may_not_mark_them(
    client, person, member, listed, program, group, block, who
):
    amara = listed()
    reader = person("Reader") if who == "outsider" else member("Reader")
    if who == "removed":
        Membership.objects.filter(group=group, user=reader).update(state="removed")
    if who == "blocked":
        block(amara.user, reader)
    if who == "blocking":
        block(reader, amara.user)
    if who == "narrowed":
        program.readers = "program"
        program.save()
    client.force_login(reader)
    for name in ("mark", "mark_undo"):
        assert client.post(url(name, amara.code), {"mark": "kept:yes"}).status_code == 404
    assert not Mark.objects.exists()


@pytest.mark.parametrize("mark", ["", "kept", "kept:maybe", "x:yes", "kept:yes:no", "\u202e"])
def test_nonsense_is_404(client, listed, member, mark):
    amara = listed()
    client.force_login(member("Reader"))
    assert press(client, amara, mark).status_code == 404
    assert client.get(url("mark", amara.code)).status_code == 405


def test_nobody_marks_themselves(listed):
    amara = listed()
    with pytest.raises(ValidationError):
        marks.put(amara.user, amara, Mark.Kind.KEPT)


# -- what they do -------------------------------------------------------------------------------
def test_keeping_somebody(client, listed, member):
    amara, rosa = listed(), listed("Rosa Quispe")
    client.force_login(member("Reader"))
    answer = press(client, amara, "kept:yes", data={"next": url() + "?role=mentor"})
    assert answer["Location"] == f"{url()}?role=mentor#p-{amara.code}"
    assert "You keep Amara. Only you see that." in client.get(url()).content.decode()
    assert client.get(url()).content.decode().count("Kept<span") == 1  # not on Rosa's card
    page = client.get(url(), {"kept": "on"}).content.decode()
    assert amara.user.name in page
    assert rosa.user.name not in page
    press(client, amara, "kept:no")
    assert "You keep nobody here yet" in client.get(url(), {"kept": "on"}).content.decode()


def test_not_for_me_hides_from_list_search_counts_and_suggestions_and_can_be_undone(client, listed, member):
    amara, _rosa, gone = listed(), listed("Rosa Quispe"), listed("Tomasz Zieliński")
    profiles.withdraw(gone)
    client.force_login(member("Reader"))
    press(client, amara, "not-for-me:yes")
    page = client.get(url()).content.decode()
    assert f'action="{url("mark_undo", amara.code)}"' in page  # in the toast
    page = client.get(url()).content.decode()
    assert "<bdi>Amara Nwosu</bdi>" not in page
    assert "1 mentor." in page
    assert re.search(r'Mentors <span class="count">1</span>', page)
    assert "1 person you put aside" in page
    assert "Show again" not in page  # Rosa is not
    assert "<bdi>Amara" not in client.get(url(), {"q": "amara"}).content.decode()
    assert "<bdi>Amara" not in client.get(url("answers", gone.code)).content.decode()
    assert "<bdi>Amara Nwosu</bdi>" in client.get(url(), {"aside": "on"}).content.decode()
    assert client.get(url("answers", amara.code)).status_code == 200
    client.post(url("mark_undo", amara.code))
    assert "<bdi>Amara Nwosu</bdi>" in client.get(url()).content.decode()


def test_put_aside_is_neither_kept_nor_waited_for(full, member):
    reader = member("Reader")
    for kind in (Mark.Kind.KEPT, Mark.Kind.TELL_ME, Mark.Kind.NOT_FOR_ME):
        marks.put(reader, full, kind)
    assert list(Mark.objects.values_list("kind", flat=True)) == ["not-for-me"]
    marks.put(reader, full, Mark.Kind.KEPT)
    marks.put(reader, full, Mark.Kind.KEPT)
    assert list(Mark.objects.values_list("kind", flat=True)) == ["kept"]


def test_htmx_swaps_the_card_and_keeps_the_focus(client, listed, member):
    amara = listed()
    client.force_login(member("Reader"))
    part = press(client, amara, "kept:yes", headers=HTMX).content.decode()
    assert "<html" not in part
    assert f'id="kept-{amara.code}"' in part  # the same id: htmx gives it the focus back
    assert 'aria-pressed="true"' in part
    assert "Only you see that" in part
    part = press(client, amara, "not-for-me:yes", headers=HTMX).content.decode()
    assert part.count("data-focus") == 1
    assert "Undo" in part
    part = press(client, amara, "not-for-me:no", headers=HTMX).content.decode()
    assert "Say hello" in part


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "/account/", "javascript:x"])
def test_the_way_back_is_the_directory(client, listed, member, asked):
    amara = listed()
    client.force_login(member("Reader"))
    assert press(client, amara, "kept:yes", data={"next": asked})["Location"] == f"{url()}?role=mentor"


def test_marks_are_seen_by_their_owner_only(client, full, listed, member, owner):
    """Not by the person they are about, not by admins, not by another member: not one byte differs."""
    reader, other = member("Reader"), member("Other")
    pages = [url(), url() + "?kept=on", url() + "?aside=on", url("answers", full.code), url("sign_ups")]

    def seen(user):
        client.force_login(user)
        texts = []
        for page in pages:
            text = client.get(page).content.decode()
            text = re.sub(r'(csrf[^>]*?value="|x-csrftoken": ")[^"]+', "", text)
            texts.append(re.sub(r"[0-9a-f-]{36}", "", text))
        return texts

    before = {user: seen(user) for user in (full.user, other, owner)}
    for kind in (Mark.Kind.KEPT, Mark.Kind.TELL_ME):
        marks.put(reader, full, kind)
    assert {user: seen(user) for user in before} == before
    marks.put(reader, full, Mark.Kind.NOT_FOR_ME)
    assert {user: seen(user) for user in before} == before


def test_marks_cost_no_query_a_card(client, listed, member, django_assert_max_num_queries):
    reader = member("Reader")
    for n in range(12):
        marks.put(reader, listed(f"Person {n}"), Mark.Kind.KEPT)
    client.force_login(reader)
    client.get(url())
    with django_assert_max_num_queries(4):
        client.get(url())


# -- room ---------------------------------------------------------------------------------------
def test_waiting_is_refused_while_there_is_room(client, listed, member):
    amara = listed()
    client.force_login(member("Reader"))
    assert (
        "There’s room just now"
        in client.post(url("mark", amara.code), {"mark": "tell-me:yes"}, follow=True).content.decode()
    )
    assert press(client, amara, "tell-me:yes", headers=HTMX).status_code == 422
    assert not Mark.objects.exists()


def test_room_is_told_once_and_the_mark_is_gone(client, full, member):
    reader = member("Reader")
    client.force_login(reader)
    assert "Tell me when there’s room" in client.get(url()).content.decode()
    press(client, full, "tell-me:yes")
    assert "We’ll tell you" in client.get(url()).content.decode()
    now = timezone.now()
    assert marks.tell(now) == 0
    Profile.objects.filter(pk=full.pk).update(seats_taken=0)
    assert marks.tell(now) == 1
    assert marks.tell(now) == 0
    notice = Notice.objects.get(kind="room_again")
    assert (notice.user, notice.line) == (reader, "Kenji has room again")
    assert not Mark.objects.exists()


def test_the_mail_is_not_sent_once_the_place_is_gone(full, member):
    from messaging import kinds

    marks.put(member("Reader"), full, Mark.Kind.TELL_ME)
    Profile.objects.filter(pk=full.pk).update(seats_taken=0)
    marks.tell(timezone.now())
    notice = Notice.objects.get(kind="room_again")
    assert kinds.get("room_again").wanted(notice)
    Profile.objects.filter(pk=full.pk).update(seats_taken=1)
    assert not kinds.get("room_again").wanted(notice)


def test_not_this_month_ends_by_itself(listed, member, program):
    busy, reader = listed(), member("Reader")
    profiles.set_accepting(busy, program.today() + timedelta(days=3))
    busy.refresh_from_db()
    marks.put(reader, busy, Mark.Kind.TELL_ME)
    assert marks.tell(timezone.now()) == 0
    Profile.objects.filter(pk=busy.pk).update(accepting_from=program.today())
    assert marks.tell(timezone.now()) == 1


@pytest.mark.parametrize("why", ["block", "left", "withdrawn"])
def test_nobody_is_told_of_somebody_they_may_not_read(full, member, group, block, why):
    reader = member("Reader")
    marks.put(reader, full, Mark.Kind.TELL_ME)
    Profile.objects.filter(pk=full.pk).update(seats_taken=0)
    if why == "block":
        block(full.user, reader)
    elif why == "left":
        Membership.objects.filter(group=group, user=reader).update(state="left")
    else:
        profiles.withdraw(full)
    assert marks.tell(timezone.now()) == 0
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_ticks_tell_once(full, member):
    for n in range(6):
        marks.put(member(f"Reader {n}"), full, Mark.Kind.TELL_ME)
    Profile.objects.filter(pk=full.pk).update(seats_taken=0)
    now = timezone.now()
    gave = at_once([lambda: marks.tell(now)] * 3)
    assert sum(gave) == 6  # type: ignore[arg-type]
    assert Notice.objects.filter(kind="room_again").count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
@pytest.mark.parametrize("run", range(4))
def test_a_star_and_a_not_for_me_at_once_leave_one_of_them(listed, member, run):
    amara, reader = listed(), member("Reader")
    kinds = (Mark.Kind.KEPT, Mark.Kind.NOT_FOR_ME)
    gave = at_once([lambda kind=kind: marks.put(reader, amara, kind) for kind in kinds])
    assert gave == [None, None]
    assert Mark.objects.count() == 1


# -- leaving ------------------------------------------------------------------------------------
def test_whoever_leaves_takes_their_marks_along(full, listed, member, group):
    reader, other = member("Reader"), member("Other")
    mine = listed("Reader Too", user=reader)
    marks.put(reader, full, Mark.Kind.KEPT)
    marks.put(other, mine, Mark.Kind.KEPT)
    marks.put(full.user, mine, Mark.Kind.NOT_FOR_ME)
    departures.leave(Membership.objects.get(group=group, user=reader), by=reader)
    assert list(Mark.objects.values_list("user", "kind")) == [(full.user_id, "not-for-me")]


def test_a_bound_on_marks(listed, member, monkeypatch):
    monkeypatch.setattr(marks, "MOST", 1)
    reader = member("Reader")
    first = listed()
    marks.put(reader, first, Mark.Kind.KEPT)
    marks.put(reader, first, Mark.Kind.KEPT)
    with pytest.raises(ValidationError, match="a lot of people"):
        marks.put(reader, listed("Rosa Quispe"), Mark.Kind.KEPT)


# -- addresses ----------------------------------------------------------------------------------
def test_no_mail_address_stands_on_any_page_of_the_directory(client, listed, member, owner):
    people = [listed(f"Person {n}") for n in range(14)]
    gone = listed("Gone Person")
    profiles.withdraw(gone)
    marks.put(owner, people[0], Mark.Kind.KEPT)
    client.force_login(owner)
    pages = [url(), url() + "?role=mentee", url() + "?q=person", url() + "?kept=on", url() + "?q=x"]
    pages += [url("answers", people[0].code), url("answers", gone.code)]
    for page in pages:
        text = client.get(page).content.decode()
        for email in User.objects.exclude(pk=owner.pk).values_list("email", flat=True):
            assert email not in text, page
