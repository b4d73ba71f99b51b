"""Hours of a sign-up: painted or chosen, kept as they were given and in UTC, whatever the season."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from mentorship.purge import purge
from mentorship.views.me import change
from profiles import week
from profiles.models import Profile
from profiles.services import profiles, weeks
from tests.racing import at_once

WINTER, SUMMER = datetime(2026, 12, 1, 12, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC)
TUESDAY = week.span(1, 18, 22)
WHEN = {
    "ways": ["call"],
    "hours": ["evening"],
    "time_a_week": "60",
    "zone": "Europe/Lisbon",
    "goals_unsure": "on",
}
CELLS = ["1-18", "1-20", "5-10"]
PAINTED = TUESDAY | week.span(5, 10, 12)


def url(name, *more):
    return reverse(name, args=["riverside", "autumn", *more])


def utc(profile):
    profile.refresh_from_db()
    return week.whole(profile.week_1, profile.week_2, profile.week_3)


@pytest.fixture
def dani(client, member, program):
    user = member()
    client.force_login(user)
    return user


def save(client, role="mentee", **more):
    return client.post(url("sign_up_step", role, 3), {**WHEN, "capacity": "1", **more})


def test_chosen_hours_are_written_in_utc(client, dani):
    save(client, zone="Asia/Tokyo")
    profile = Profile.objects.get()
    assert (profile.week, profile.hours, profile.week_offset) == ("", ["evening"], 540)
    assert utc(profile) == week.to_utc(week.of_chips(["evening"]), 540)
    assert max(profile.week_1, profile.week_2, profile.week_3) < 2**63


def test_a_painted_week_says_the_choices(client, dani):
    save(client, week=CELLS, hours=["early"], zone="Europe/Lisbon")
    profile = Profile.objects.get()
    assert (week.parse(profile.week), profile.hours) == (PAINTED, ["evening", "weekend"])
    assert utc(profile) == week.to_utc(PAINTED, profile.week_offset)
    page = client.get(url("sign_up_step", "mentee", 3)).content.decode()
    for cell in CELLS:
        assert f'value="{cell}"' in page
    assert page.count(" checked></td>") == 3
    assert '<details class="paint" id="id_week" open>' in page


def test_choices_changed_beside_a_painting_are_heard(client, dani):
    save(client, week=CELLS)
    save(client, week=CELLS, hours=["weekend"])
    profile = Profile.objects.get()
    assert (week.parse(profile.week), profile.hours) == (week.span(5, 10, 12), ["weekend"])
    save(client, week=["5-10"], hours=["weekend", "early"])
    profile.refresh_from_db()
    assert profile.hours == ["early", "weekend"]
    save(client, hours=["day"])  # washed off
    profile.refresh_from_db()
    assert (profile.week, profile.hours) == ("", ["day"])


@pytest.mark.parametrize("cell", ["7-6", "0-7", "x", "0-6' OR 1=1", "\x00", "9" * 400, "<script>"])
def test_a_cell_that_the_grid_does_not_have_is_refused(client, dani, cell):
    page = save(client, week=["1-18", cell])
    assert page.status_code in (400, 422)
    assert not Profile.objects.exists()


def test_who_is_both_has_one_week(client, dani, program):
    for role in ("mentor", "mentee"):
        profiles.begin(program, dani, role)
    save(client, "mentor", week=CELLS, zone="Asia/Tokyo")
    mentor, mentee = Profile.objects.order_by("-role")
    assert mentee.week == mentor.week == week.written(PAINTED)
    assert (mentee.hours, mentee.zone, utc(mentee)) == (mentor.hours, "Asia/Tokyo", utc(mentor))
    save(client, "mentee", week=["0-8"], zone="Asia/Tokyo")
    mentor.refresh_from_db()
    assert week.parse(mentor.week) == week.span(0, 8, 10)
    save(client, "mentee", zone="Asia/Tokyo", hours=["day"])  # washed off in both
    mentor.refresh_from_db()
    assert (mentor.week, mentor.hours) == ("", ["day"])


def test_choices_alone_may_differ_between_the_roles(client, dani, program):
    for role in ("mentor", "mentee"):
        profiles.begin(program, dani, role)
    save(client, "mentor", hours=["weekend"])
    assert Profile.objects.get(role="mentee").hours == ["evening"]


def test_the_next_program_knows_the_week(client, dani, listed, another):
    listed(role="mentee", user=dani, week=week.written(PAINTED))
    profile = profiles.begin(another, dani, "mentee")
    assert week.parse(profile.week) == PAINTED
    assert utc(profile) == week.to_utc(PAINTED, profile.week_offset)
    assert week.parse(profiles.begin(another, dani, "mentor").week) == PAINTED


def test_summer_time_makes_them_anew(listed, member):
    lisbon = listed(zone="Europe/Lisbon", week=week.written(TUESDAY))
    delhi = listed("Priti Rao", zone="Asia/Kolkata", week=week.written(TUESDAY))
    for profile in (lisbon, delhi):
        profile.refresh_from_db()
        weeks.write(profile, WINTER)
        profile.save()
    before = {profile.pk: profile.updated_at for profile in (lisbon, delhi)}
    assert utc(lisbon) == week.span(1, 18, 22)
    assert weeks.refresh(WINTER) == 0
    assert purge(SUMMER)["weeks"] == 1
    assert utc(lisbon) == week.span(1, 17, 21)
    assert lisbon.week_offset == 60
    assert utc(delhi) == week.span(1, 12, 17)  # 12:30 to 16:30, each hour that is touched
    assert {p.pk: p.updated_at for p in (lisbon, delhi)} == before  # nobody has touched their answers
    assert weeks.refresh(SUMMER) == 0
    assert weeks.refresh(WINTER) == 1
    assert utc(lisbon) == week.span(1, 18, 22)


def test_a_summers_end_at_its_very_hour(listed):
    profile = listed(zone="Europe/Lisbon", week=week.written(TUESDAY))
    profile.refresh_from_db()
    weeks.write(profile, SUMMER)
    profile.save()
    assert weeks.refresh(datetime(2027, 10, 31, 0, 59, tzinfo=UTC)) == 0
    assert weeks.refresh(datetime(2027, 10, 31, 1, 0, tzinfo=UTC)) == 1
    assert profile.week_offset == 60
    assert utc(profile) == TUESDAY


def test_who_moves_takes_their_hours_along(listed):
    profile = listed(zone="Europe/Lisbon", week=week.written(TUESDAY))
    elsewhere = listed("Bo Lin", zone="Asia/Tokyo")
    kept = utc(elsewhere)
    user = profile.user
    change(user, name=user.name, zone="Asia/Tokyo", language=user.language)
    profile.refresh_from_db()
    assert (profile.zone, utc(profile)) == ("Asia/Tokyo", week.span(1, 9, 13))
    assert utc(elsewhere) == kept
    other = elsewhere.user  # their sign-up says Tokyo although they do not live there: it stays
    change(other, name=other.name, zone="America/New_York", language=other.language)
    assert (utc(elsewhere), elsewhere.zone) == (kept, "Asia/Tokyo")


def test_read_on_the_readers_clock(client, dani, listed, member):
    profile = listed("Amara Nwosu", zone="Asia/Tokyo", week=week.written(week.span(1, 18, 22)))
    page = client.get(url("answers", profile.code)).content.decode()
    ahead = week.offset("Asia/Tokyo", datetime.now(UTC)) - week.offset("Europe/Lisbon", datetime.now(UTC))
    start = 18 - ahead // 60
    assert f"Tuesday {start:02}–{start + 4:02}" in page
    assert "On your clock" in page
    client.force_login(profile.user)
    own = client.get(url("sign_up_check") + "?as=mentor").content.decode()
    assert "Tuesday 18–22" in own
    assert "On your clock" not in own
    assert 'class="b-m"' in own


def test_languages_are_asked_once(client, dani, program, another):
    save(client, languages="Português, English")
    dani.refresh_from_db()
    assert dani.languages == ["Português", "English"]
    save(client, languages="English")  # this program's alone
    dani.refresh_from_db()
    assert dani.languages == ["Português", "English"]
    dani.languages = ["Svenska"]
    dani.save()
    assert profiles.begin(another, dani, "mentee").languages == ["Svenska"]


def test_the_columns_begin_right(program, member):
    profile = profiles.begin(program, member(), "mentee")
    assert utc(profile) == week.to_utc(week.of_chips(["evening"]), profile.week_offset) != 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_both_roles_painted_at_once_agree(program, member):
    user = member()
    mentor, mentee = (profiles.begin(program, user, role) for role in ("mentor", "mentee"))
    for number in range(6):
        given = [
            (role, {"week": week.written(week.span(number, hour, hour + 2))})
            for role, hour in ((mentor, 8), (mentee, 18))
        ]
        jobs = [
            lambda role=role, data=data: profiles.save_step(Profile.objects.get(pk=role.pk), 0, data)
            for role, data in given
        ]
        gave = at_once(jobs)
        assert all(isinstance(one, Profile) for one in gave), gave
        one, other = Profile.objects.order_by("pk")
        assert one.week == other.week
        assert utc(one) == utc(other) == week.to_utc(week.parse(one.week), one.week_offset)
