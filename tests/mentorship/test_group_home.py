"""A group's first page and its list of programs: what each role sees, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Block
from mentorship.outline import Balance
from mentorship.scenarios import build
from profiles.services import profiles
from programs.models import Program
from programs.services import programs


def home(cast, user) -> str:
    page = cast.by(user).get(f"/{cast.home.slug}/")
    assert page.status_code == 200
    return str(page.content.decode())


def test_a_member_sees_what_is_on_and_the_way_in(cast) -> None:
    cast.listed("Amara Nwosu", "mentor", topics=["Confidence"])
    text = home(cast, cast.member())
    for words in (
        cast.home.line,
        "3 members",
        "Autumn Skill Share",
        "Sign-up is open until",
        "Find me a mentor",
    ):
        assert words in text
    for words in ("The twelve weeks", "Weeks 8 to 12", "Amara Nwosu", "Priya Raman", "or Priya pairs you"):
        assert words in text
    assert "Manage</a>" not in text
    assert "Gratitude" not in text


def test_an_admin_gets_the_way_to_look_after_it(cast) -> None:
    text = home(cast, cast.priya)
    assert "Manage</a>" in text
    assert "Look after this program" in text


def test_strangers_and_those_who_left_get_nothing(cast) -> None:
    assert cast.by(cast.somebody()).get(f"/{cast.home.slug}/").status_code == 404
    gone = cast.member("Gone Away")
    cast.home.memberships.filter(user=gone).update(state="left")
    assert cast.by(gone).get(f"/{cast.home.slug}/").status_code == 404
    assert cast.by(gone).get(f"/{cast.home.slug}/programs/").status_code == 404


def test_the_next_step_follows_where_one_stands(cast) -> None:
    dani = cast.member("Dani Ferreira")
    profiles.begin(cast.program, dani, "mentee")
    assert "Carry on with your sign-up" in home(cast, dani)
    mentee = cast.listed("Dani Ferreira", "mentee", user=dani)
    text = home(cast, dani)
    assert "Find me a mentor" not in text
    assert "Your sign-up" in text
    pair = build.pair(cast.listed("Amara Nwosu"), mentee)
    text = home(cast, dani)
    assert "Go to your week" in text
    assert f"/p/{pair.code}/" in text


def test_without_a_program_an_admin_sees_templates_and_members_who_will_post(cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(state="archived")
    text = home(cast, cast.priya)
    for words in ("Career advancement", "Skill development", "Encouragement and support", "Start a program"):
        assert words in text
    text = home(cast, cast.member())
    assert "Nothing running yet" in text
    assert "Priya will post here." in text


def test_what_is_being_set_up_is_for_admins(cast) -> None:
    Program.objects.filter(pk=cast.program.pk).update(state="draft")
    assert "Carry on setting up" in home(cast, cast.priya)
    assert "Autumn" not in home(cast, cast.member())
    assert "Autumn" not in cast.by(cast.member("Gwen")).get(f"/{cast.home.slug}/programs/").content.decode()


def test_one_that_takes_sign_ups_stands_before_one_that_runs(cast) -> None:
    later = build.started(cast.home, cast.priya, "career-advancement", name="Winter Careers")
    programs.close_sign_up(later, by=cast.priya)
    assert home(cast, cast.member()).index("Autumn Skill Share") < home(cast, cast.priya).index(
        "Winter Careers"
    )


def test_a_running_cohort_says_which_week_it_is(cast) -> None:
    start = timezone.now().date() - timedelta(days=29)
    Program.objects.filter(pk=cast.program.pk).update(
        starts_on=start,
        week_day=start.weekday(),
        signup_until=timezone.now() - timedelta(days=30),
        signup_from=timezone.now() - timedelta(days=60),
    )
    text = home(cast, cast.member())
    assert "Week 5 of 12" in text
    assert "Find me a mentor" not in text


def test_a_block_hides_faces_and_numbers(cast) -> None:
    amara = cast.listed("Amara Nwosu").user
    dani = cast.member("Dani Ferreira")
    assert "3 members" in home(cast, dani)
    Block.objects.create(blocker=amara, blocked=dani)
    text = home(cast, dani)
    assert "2 members" in text
    assert "Amara" not in text
    assert "1 mentor<" not in text


def test_narrowed_answers_show_nobody_to_members_outside(cast) -> None:
    cast.listed("Amara Nwosu")
    Program.objects.filter(pk=cast.program.pk).update(readers="program")
    assert "Amara" not in home(cast, cast.member())
    assert "Amara" in home(cast, cast.listed("Joan Peel", "mentee").user)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0), "The first sign-up makes the second one easier."),
        ((9, 14, 9), "Five more mentors and everyone has someone."),
        ((1, 2, 1), "One more mentor and everyone has someone."),
        ((3, 3, 3), "There’s someone for everyone."),
        ((3, 2, 3), "There’s room for one more mentee."),
        ((9, 3, 40), "There’s room for 37 more mentees."),
    ],
)
def test_the_balance_in_a_sentence(counts, words) -> None:
    balance = Balance(*counts)
    assert balance.advice == words
    assert balance.mentor_width + balance.mentee_width <= Balance.WIDTH


def test_programs_by_their_state(cast) -> None:
    done = build.started(cast.home, cast.priya, "career-advancement", name="Last Winter")
    programs.finish(done, by=cast.priya)
    programs.start(cast.home, by=cast.priya, curriculum_key="encouragement-and-support")
    text = cast.by(cast.priya).get(f"/{cast.home.slug}/programs/").content.decode()
    order = [text.index(words) for words in ("Open for sign-up", "Being set up", "Finished", "Last Winter")]
    assert order == sorted(order)
    text = cast.by(cast.member()).get(f"/{cast.home.slug}/programs/").content.decode()
    assert "Being set up" not in text


@pytest.mark.parametrize("number", [1, 20])
def test_home_asks_the_same_however_many(cast, queries, number) -> None:
    for i in range(number):
        cast.listed(f"Amara {i}")
        cast.member(f"Gwen {i}")
    assert len(queries(cast.by(cast.member()), f"/{cast.home.slug}/")) == 10


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_asks_the_same_however_many(cast, queries, number) -> None:
    for _ in range(number):
        programs.start(cast.home, by=cast.priya, curriculum_key="encouragement-and-support")
    assert len(queries(cast.by(cast.priya), f"/{cast.home.slug}/programs/")) == 7
