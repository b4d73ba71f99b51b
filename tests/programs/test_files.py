"""A program of the site goes out as a file, comes back as a program, and goes out again in the same bytes."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from accounts.models import User
from groups.models import Group
from groups.services import groups
from programs.curriculum import Curriculum, Settings, blank, library, load
from programs.models import Program, Week
from programs.services import files, programs
from tests.programs.curricula import curricula


def through_the_database(group: Group, by: User, curriculum: Curriculum) -> Program:
    """Started, then out, in and out again: the bytes are the same, and so are the words."""
    first = programs.start(group, by=by, curriculum=curriculum)
    text = files.export(first)
    told = load(text, source="it")
    assert told == files.to_curriculum(first)
    second = programs.start(group, by=by, curriculum=told)
    assert files.export(second) == text
    return first


@pytest.mark.parametrize("key", [*library(), "blank"])
def test_every_template_goes_out_and_comes_back(group: Group, owner: User, key: str) -> None:
    curriculum = library().get(key) or blank()
    program = through_the_database(group, owner, curriculum)
    told = files.to_curriculum(program)
    assert replace(told, settings=Settings()) == curriculum
    assert told.settings == Settings("monday", 9, "both", False, "group", True, False, 1, 8)


class AnyProgram(TestCase):
    @given(curricula())
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def test_any_program_goes_out_and_comes_back(self, curriculum: Curriculum) -> None:
        by = User.objects.create_user("any@example.org", "Priya Raman")
        group = groups.create(by=by, name="Makers", line="We.", focus="other", visibility="link", zone="UTC")
        assert files.to_curriculum(through_the_database(group, by, curriculum)) == curriculum


def test_a_program_keeps_its_runbook_its_licence_and_its_credits(program: Program) -> None:
    career = library()["career-advancement"]
    assert (program.licence, program.credits) == (career.licence, list(career.credits))
    assert [step["title"] for step in program.runbook] == [step.title for step in career.runbook]


def test_the_days_of_the_runbook_follow_the_pace(program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(pace=14)
    program.refresh_from_db()
    days = {step.title: step.days for step in files.to_curriculum(program).runbook}
    assert (days["Look in at week 2"], days["Halfway"]) == (20, 90)
    assert (days["Open sign-up"], days["Report what you learned"]) == (
        -21,
        14,
    )  # before week 1, after the end
    again = load(files.export(program), source="it")
    assert again.runbook == files.to_curriculum(program).runbook


def test_what_no_file_can_hold_is_left_out(program: Program) -> None:
    """Forms let these through, or the staff admin does; a file must be read again all the same."""
    week = program.weeks.live().get(number=10)
    week.subject, week.intro = (
        "so many words that no mail has room for them all at once",
        "one\u2028two\u202e",
    )
    week.save()
    Program.objects.filter(pk=program.pk).update(
        template="Not A Key",
        template_version=0,
        topics=["Tea", "tea", " ", "Coffee"],
        stretches=[{"name": "All", "first": 1, "last": 40}, {"name": "Beyond", "first": 41, "last": 50}],
        summary="\u2066Twelve weeks.\r\n\r\nNo more.",
    )
    program.refresh_from_db()
    told = load(files.export(program), source="it")
    assert (told.key, told.version, told.topics) == ("program", 1, ("Tea", "Coffee"))
    assert [(part.name, part.first, part.last) for part in told.stretches] == [("All", 1, 12)]
    assert told.summary == "Twelve weeks.\r\n\r\nNo more."
    assert (told.weeks[9].subject, told.weeks[9].intro) == (
        "so many words that no mail has room for…",
        "onetwo",
    )
    assert len(f"Week 10: {told.weeks[9].subject}") <= 50


def test_hidden_weeks_go_along_and_old_revisions_stay(program: Program) -> None:
    Week.objects.filter(program=program, number=5).update(live=False, hidden=True)
    for number in range(6, 13):
        Week.objects.filter(program=program, number=number).update(number=number - 1)
    Week.objects.filter(program=program, number=11).update(live=False)  # as a revision that pairs have had
    told = load(files.export(program), source="it")
    assert (told.length, len(told.weeks)) == (10, 11)
    assert [(week.number, week.title) for week in told.weeks if week.hidden] == [(5, "A free day")]
    assert told.weeks[4].hidden
    assert told.weeks[5].title == "Someone you admire"


def test_a_program_of_any_size_is_read_in_three_queries(
    program: Program, owner: User, django_assert_num_queries
) -> None:
    short = programs.start(program.group, by=owner, curriculum=replace(blank(), stretches=()))
    for found in (program, short):
        with django_assert_num_queries(3):
            files.export(found)


def test_a_file_without_the_questions_that_people_find_each_other_by_gets_ours(
    group: Group, owner: User
) -> None:
    career = library()["career-advancement"]
    off = replace(career.mentee_questions[3], enabled=False, required=False, admins_only=True)
    bare = replace(career, mentor_questions=career.mentor_questions[1:2], mentee_questions=(off,))
    program = programs.start(group, by=owner, curriculum=bare)
    assert [q.key for q in program.questions.asked("mentor")] == ["help", "yourself", "reach"]
    asked = [(q.key, q.required, q.admins_only) for q in program.questions.asked("mentee")]
    assert asked == [("help", True, False), ("reach", True, False)]


def test_a_file_says_how_a_program_is_run_and_what_it_leaves_out_is_as_usual(
    group: Group, owner: User
) -> None:
    career = replace(
        library()["career-advancement"], settings=Settings(week_day="friday", hour=18, capacity=3)
    )
    program = programs.start(group, by=owner, curriculum=career)
    assert (program.week_day, program.hour, program.capacity, program.forming) == (4, 18, 3, "both")
    assert program.starts_on is not None
    assert program.starts_on.weekday() == 4
