"""A file read into a program that is there: what would change is told before, and nothing else changes."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from accounts.models import User
from groups.models import AuditEntry, Group
from groups.services import groups
from profiles.models import Answer, Profile
from programs.curriculum import Curriculum, CurriculumError, QuestionText, Settings, library, load
from programs.models import Program, Question, Week
from programs.models.programs import State
from programs.portable import dump
from programs.services import files, importing, programs
from programs.services.programs import Changed
from tests.programs.curricula import curricula


def told(program: Program, **changes: object) -> Curriculum:
    """What the program says, but for these."""
    return replace(files.to_curriculum(program), **changes)  # type: ignore[arg-type]


def read_in(program: Program, by: User, curriculum: Curriculum, *, settled: int = 0) -> Program:
    text = dump(curriculum)
    mark = importing.preview(program, text).mark
    return importing.read_in(program, by=by, text=text, mark=mark, settled=settled)


def summary(program: Program, curriculum: Curriculum) -> list[tuple[str, str, str]]:
    """(section, part, kind) of all differences."""
    found = importing.preview(program, dump(curriculum))
    return [(one.heading, part.name, part.kind.value) for one in found.sections for part in one.parts]


# -- what would change ----------------------------------------------------------------------------


def test_a_program_and_its_own_file_have_no_differences(program: Program, owner: User) -> None:
    found = importing.preview(program, files.export(program))
    assert (found.sections, found.same) == ([], True)
    before = AuditEntry.objects.count()
    importing.read_in(program, by=owner, text=files.export(program), mark=found.mark, settled=0)
    assert AuditEntry.objects.count() == before


def test_differences_are_told_week_by_week_and_question_by_question(program: Program) -> None:
    old = files.to_curriculum(program)
    third = replace(old.weeks[2], question="Who told you what?", prompts=(*old.weeks[2].prompts[:2], "Why?"))
    added = replace(old.weeks[0], title="One more talk", number=12, form="none")
    weeks = (
        *old.weeks[:2],
        third,
        *old.weeks[3:7],
        *(replace(w, number=w.number - 1) for w in old.weeks[8:]),
    )
    own = QuestionText("shoes", "Which shoes?", "one", required=False, options=("Boots", "None"))
    new = told(
        program,
        name="Autumn careers",
        weeks=(*weeks, added),
        mentor_questions=(
            replace(old.mentor_questions[0], wording="What do you know?"),
            *old.mentor_questions[2:],
        ),
        mentee_questions=(*old.mentee_questions, own),
        runbook=old.runbook[1:],
        settings=replace(old.settings, hour=18),
    )
    assert summary(program, new) == [
        ("About the program", "Name and facts", "changed"),
        ("About the program", "How it is run", "changed"),
        ("Weeks", "Week 3: Good advice", "changed"),
        ("Weeks", "Week 12: One more talk", "added"),
        ("Weeks", "Week 8: Identify your strengths", "removed"),
        ("Weeks", "Weeks that only move", "moved"),
        ("What mentors are asked", "What can you help with?", "changed"),
        ("What mentors are asked", "Be yourself", "removed"),
        ("What mentees are asked", "Which shoes?", "added"),
        ("What you do, and when", old.runbook[0].title, "removed"),
    ]
    found = importing.preview(program, dump(new))
    (weeks_section,) = [one for one in found.sections if one.heading == "Weeks"]
    assert weeks_section.summary == "1 added, 1 changed, 4 moved, 1 removed"
    changes = [(one.what, one.old, one.new) for one in weeks_section.parts[0].changes]
    assert changes == [
        ("The question", old.weeks[2].question, "Who told you what?"),
        ("Third way in", old.weeks[2].prompts[2], "Why?"),
    ]
    (places,) = weeks_section.parts[-1].changes
    assert places.old.split("\n")[0] == "Week 9: Setting goals"
    assert places.new.split("\n")[0] == "Week 8: Setting goals"


def test_a_week_with_another_title_is_the_one_in_its_place(program: Program) -> None:
    old = files.to_curriculum(program)
    new = told(program, weeks=(*old.weeks[:4], replace(old.weeks[4], title="A day off"), *old.weeks[5:]))
    assert summary(program, new) == [("Weeks", "Week 5: A free day", "changed")]


def test_a_week_with_its_question_is_the_same_wherever_it_stands_and_whatever_it_is_called(
    program: Program,
) -> None:
    old = files.to_curriculum(program)
    renamed = replace(old.weeks[4], title="A day off", number=4)
    weeks = (*old.weeks[:3], renamed, *(replace(week, number=week.number - 1) for week in old.weeks[5:]))
    new = told(program, length=11, weeks=weeks, stretches=())
    assert summary(program, new)[1:] == [
        ("Weeks", "Week 5: A free day", "changed"),
        ("Weeks", "Week 4: A memorable trip", "removed"),
        ("Weeks", "Weeks that only move", "moved"),
    ]


def test_another_order_of_questions_is_told(program: Program) -> None:
    first, second, third, last = files.to_curriculum(program).mentor_questions
    new = told(program, mentor_questions=(first, third, second, last))
    assert summary(program, new) == [("What mentors are asked", "Their order", "changed")]


def test_what_a_file_does_not_say_about_how_it_is_run_stays(program: Program, owner: User) -> None:
    Program.objects.filter(pk=program.pk).update(hour=20, capacity=3)
    program.refresh_from_db()
    new = told(program, settings=Settings(capacity=4))
    assert summary(program, new) == [("About the program", "How it is run", "changed")]
    read = read_in(program, owner, new)
    assert (read.hour, read.capacity) == (20, 4)


def test_the_day_of_the_week_follows_the_start_date_and_a_rolling_program_takes_it(
    program: Program, owner: User
) -> None:
    new = told(program, settings=Settings(week_day="friday"))
    assert summary(program, new) == []
    rolling = programs.save_details(program, by=owner, starts_on=None)
    assert read_in(rolling, owner, new).week_day == Program.WeekDay.FRIDAY


# -- reading it in --------------------------------------------------------------------------------


class AnyIntoAny(TestCase):
    @given(curricula(longest=4), curricula(longest=4))
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    def test_after_reading_it_in_the_program_is_what_the_file_says(
        self, one: Curriculum, two: Curriculum
    ) -> None:
        by = User.objects.create_user("any@example.org", "Priya Raman")
        group = groups.create(by=by, name="Makers", line="We.", focus="other", visibility="link", zone="UTC")
        program = programs.start(group, by=by, curriculum=one)
        day = files.to_curriculum(program).settings.week_day
        read_in(program, by, two)
        program.refresh_from_db()
        assert files.export(program) == dump(replace(two, settings=replace(two.settings, week_day=day)))


def test_a_week_that_stays_keeps_its_row_and_one_that_changed_says_who_and_when(
    program: Program, owner: User
) -> None:
    rows = {week.title: week for week in program.weeks.live()}
    old = files.to_curriculum(program)
    new = told(program, weeks=(replace(old.weeks[0], intro="Hello."), *old.weeks[1:]))
    read_in(program, owner, new)
    now = {week.title: week for week in program.weeks.live()}
    assert {title: (week.pk, week.root) for title, week in now.items()} == {
        title: (week.pk, week.root) for title, week in rows.items()
    }
    first, second = now["Get to know each other"], now["Your first job"]
    assert (first.edition, first.changed_by, first.intro) == (2, owner, "Hello.")
    assert (second.edition, second.changed_by) == (1, None)
    assert first.original == rows["Get to know each other"].original  # it can still be put back
    assert AuditEntry.objects.filter(verb="read a file into").count() == 1


def test_what_was_looked_at_is_to_be_looked_at_again_when_it_changed(program: Program, owner: User) -> None:
    now = timezone.now()
    Program.objects.filter(pk=program.pk).update(weeks_checked_at=now, questions_checked_at=now)
    program.refresh_from_db()
    old = files.to_curriculum(program)
    read = read_in(program, owner, told(program, weeks=(replace(old.weeks[0], minutes=50), *old.weeks[1:])))
    assert (read.weeks_checked_at, read.questions_checked_at) == (None, now)


def test_a_program_that_somebody_changed_meanwhile_is_refused_and_left(program: Program, owner: User) -> None:
    text = dump(told(program, name="Mine"))
    mark = importing.preview(program, text).mark
    programs.save_details(program, by=owner, summary="Somebody was here.")
    with pytest.raises(Changed, match="since you looked"):
        importing.read_in(program, by=owner, text=text, mark=mark, settled=0)
    program.refresh_from_db()
    assert (program.name, program.summary) == ("Career advancement", "Somebody was here.")


def test_nothing_is_read_in_once_a_pair_has_received_a_week(program: Program, owner: User) -> None:
    with pytest.raises(importing.NotNow, match="Pairs have received"):
        read_in(program, owner, told(program, name="Other"), settled=1)
    program.refresh_from_db()
    assert program.name == "Career advancement"


def test_a_finished_program_and_somebody_elses_are_refused(program: Program, owner: User, dani: User) -> None:
    with pytest.raises(PermissionDenied):
        read_in(program, dani, told(program, name="Other"))
    Program.objects.filter(pk=program.pk).update(state=State.FINISHED)
    with pytest.raises(ValidationError, match="finished"):
        read_in(program, owner, told(program, name="Other"))


def test_the_file_is_read_again_when_it_is_confirmed(program: Program, owner: User) -> None:
    mark = importing.preview(program, files.export(program)).mark
    with pytest.raises(CurriculumError):
        importing.read_in(program, by=owner, text="format: 1\nname: x", mark=mark, settled=0)


def test_an_open_program_takes_no_unwritten_weeks(program: Program, owner: User) -> None:
    opened = programs.open_sign_up(program, by=owner)
    old = files.to_curriculum(opened)
    empty = replace(old.weeks[11], title="Week 12", question="", prompts=())
    with pytest.raises(importing.NotNow, match="“Week 12” isn’t written yet"):
        read_in(opened, owner, told(opened, weeks=(*old.weeks[:11], empty)))


@pytest.fixture
def answered(program: Program, owner: User, dani: User) -> Question:
    """A question that somebody has answered."""
    programs.open_sign_up(program, by=owner)
    program.refresh_from_db()
    question = program.questions.get(role="mentee", key="yourself")
    profile = Profile.objects.create(program=program, user=dani, role="mentee", zone="UTC")
    Answer.objects.create(profile=profile, question=question, wording=question.wording, text="I swim.")
    return question


def test_a_question_that_people_answered_is_switched_off_not_removed(
    program: Program, owner: User, answered: Question
) -> None:
    help_, _self, mentor, reach = files.to_curriculum(program).mentee_questions
    read_in(program, owner, told(program, mentee_questions=(help_, reach)))
    answered.refresh_from_db()
    assert (answered.enabled, answered.answers.count()) == (False, 1)
    assert not program.questions.filter(role="mentee", key=mentor.key).exists()


def test_the_kind_of_an_answered_question_stays(program: Program, owner: User, answered: Question) -> None:
    questions = files.to_curriculum(program).mentee_questions
    asked = tuple(replace(one, kind="long") if one.key == "yourself" else one for one in questions)
    with pytest.raises(importing.NotNow, match="People have answered “Be yourself”"):
        read_in(program, owner, told(program, mentee_questions=asked))


def test_old_revisions_do_not_stand_in_the_way(program: Program, owner: User) -> None:
    week = program.weeks.live().get(number=2)
    Week.objects.create(
        program=program, root=week.root, number=3, revision=1, live=False, title="Old", question="Old?"
    )
    old = files.to_curriculum(program)
    swapped = (old.weeks[0], replace(old.weeks[2], number=2), replace(old.weeks[1], number=3), *old.weeks[3:])
    read_in(program, owner, told(program, weeks=swapped))
    assert list(program.weeks.live().values_list("title", flat=True))[1:3] == [
        "Good advice",
        "Your first job",
    ]


def test_a_file_of_another_template_is_all_there(group: Group, program: Program, owner: User) -> None:
    wellness = library()["wellness-and-habits"]
    read = read_in(program, owner, wellness)
    assert (read.template, read.care["tell"]) == ("wellness-and-habits", wellness.care.tell)  # type: ignore[union-attr]
    assert load(files.export(read), source="it").path == wellness.path
