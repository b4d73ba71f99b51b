import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from groups.models import AuditEntry, Group
from programs.curriculum import library
from programs.models import Program, Prompt, Question, Week
from programs.models.programs import State
from programs.services import programs, questions, weeks

WEDNESDAY = datetime(2026, 9, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("key", list(library()))
def test_starting_copies_every_word_of_the_template(group: Group, owner: User, key: str) -> None:
    program = programs.start(group, by=owner, curriculum_key=key)
    curriculum = library()[key]
    copied = [
        (w.number, w.title, w.question, w.subject, w.intro, w.minutes, w.tip_mentor, w.tip_mentee, w.form)
        for w in program.weeks.live()
    ]
    assert copied == [
        (w.number, w.title, w.question, w.subject, w.intro, w.minutes, w.mentor_tip, w.mentee_tip, w.form)
        for w in curriculum.weeks
    ]
    ways = [tuple(p.text for p in w.prompts.all()) for w in program.weeks.live().prefetch_related("prompts")]
    assert ways == [w.prompts for w in curriculum.weeks]
    for role in ("mentor", "mentee"):
        asked = [(q.key, q.wording, q.required) for q in program.questions.asked(role)]
        assert asked == [(q.key, q.wording, q.required) for q in curriculum.questions(role)]  # type: ignore[arg-type]
    assert (program.state, program.template, program.template_version) == (
        State.DRAFT,
        key,
        curriculum.version,
    )


@time_machine.travel(WEDNESDAY, tick=False)
def test_dates_leave_three_weeks_and_close_eight_days_before(group: Group, owner: User) -> None:
    program = programs.start(group, by=owner, curriculum_key="career-advancement")
    assert program.starts_on == date(2026, 9, 28)  # a Monday, 26 days on
    assert program.signup_until == datetime(2026, 9, 20, 22, 59, tzinfo=UTC)  # 23:59 in Lisbon's summer


@pytest.mark.parametrize(
    ("today", "start"),
    [
        (date(2026, 9, 7), date(2026, 9, 28)),  # a Monday: exactly three weeks
        (date(2026, 9, 8), date(2026, 10, 5)),
        (date(2026, 9, 6), date(2026, 9, 28)),
    ],
)
def test_first_start(today: date, start: date) -> None:
    assert programs.first_start(today, Program.WeekDay.MONDAY) == start


def test_two_of_one_template_get_two_addresses(group: Group, owner: User) -> None:
    made = [programs.start(group, by=owner, curriculum_key="career-advancement").slug for _time in range(2)]
    assert made == ["career-advancement", "career-advancement-2"]


def test_the_same_token_starts_one(group: Group, owner: User) -> None:
    token = uuid.uuid4()
    first = programs.start(group, by=owner, curriculum_key="career-advancement", token=token)
    assert programs.start(group, by=owner, curriculum_key="career-advancement", token=token) == first
    assert (Program.objects.count(), Week.objects.count()) == (1, 12)


def test_an_unknown_template_is_refused(group: Group, owner: User) -> None:
    with pytest.raises(ValidationError, match="Choose one of the templates"):
        programs.start(group, by=owner, curriculum_key="../settings")


def test_opening_makes_it_live_from_now_and_is_harmless_twice(program: Program, owner: User) -> None:
    before = timezone.now()
    opened = programs.open_sign_up(program, by=owner)
    assert opened.state == State.LIVE
    assert opened.signup_from is not None
    assert opened.signup_from >= before
    assert opened.sign_up_is_open()
    assert programs.open_sign_up(program, by=owner).signup_from == opened.signup_from
    assert AuditEntry.objects.filter(verb="opened sign-up for").count() == 1


def test_no_opening_with_a_gap_or_without_weeks(program: Program, owner: User) -> None:
    Week.objects.filter(program=program, number=5).update(live=False)
    with pytest.raises(ValidationError, match="A week is missing"):
        programs.open_sign_up(program, by=owner)
    Week.objects.filter(program=program).update(live=False)
    with pytest.raises(ValidationError, match="no weeks"):
        programs.open_sign_up(program, by=owner)
    program.refresh_from_db()
    assert program.state == State.DRAFT


def test_no_opening_when_the_dates_have_gone_by(program: Program, owner: User) -> None:
    Program.objects.filter(pk=program.pk).update(starts_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(ValidationError, match="start date has gone by"):
        programs.open_sign_up(program, by=owner)
    ahead = timezone.localdate() + timedelta(days=9)
    Program.objects.filter(pk=program.pk).update(starts_on=ahead, signup_until=timezone.now())
    with pytest.raises(ValidationError, match="closed already"):
        programs.open_sign_up(program, by=owner)


def test_close_reopen_finish(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    assert not programs.close_sign_up(program, by=owner).sign_up_is_open()
    assert programs.reopen_sign_up(program, by=owner).sign_up_is_open()
    finished = programs.finish(program, by=owner)
    assert (finished.state, finished.finished_at is not None) == (State.FINISHED, True)
    assert not finished.sign_up_is_open()
    with pytest.raises(ValidationError, match="the program is finished"):
        programs.reopen_sign_up(program, by=owner)


def test_a_draft_can_be_neither_reopened_nor_finished(program: Program, owner: User) -> None:
    for service in (programs.reopen_sign_up, programs.finish):
        with pytest.raises(ValidationError, match="the program is setting up"):
            service(program, by=owner)  # type: ignore[operator]
    program.refresh_from_db()
    assert program.state == State.DRAFT


def test_reopening_until_a_day_gone_by_is_refused(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    programs.close_sign_up(program, by=owner)
    with pytest.raises(ValidationError, match="still to come"):
        programs.reopen_sign_up(program, by=owner, until=timezone.now())


def test_a_cohorts_week_day_follows_its_start(program: Program, owner: User) -> None:
    tuesday = program.starts_on + timedelta(days=8)  # type: ignore[operator]
    saved = programs.save_details(program, by=owner, starts_on=tuesday, hour=18)
    assert (saved.week_day, saved.hour) == (Program.WeekDay.TUESDAY, 18)


def test_rolling_keeps_its_own_week_day(program: Program, owner: User) -> None:
    saved = programs.save_details(program, by=owner, starts_on=None, week_day=3)
    assert (saved.starts_on, saved.week_day) == (None, 3)


def test_bad_dates_are_refused_in_words(program: Program, owner: User) -> None:
    with pytest.raises(ValidationError, match="from tomorrow on"):
        programs.save_details(program, by=owner, starts_on=program.today())
    late = datetime.combine(program.starts_on, datetime.min.time(), tzinfo=UTC)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="when week 1 starts"):
        programs.save_details(program, by=owner, signup_until=late + timedelta(hours=12))
    with pytest.raises(TypeError):
        programs.save_details(program, by=owner, state="live")


def test_the_start_of_a_program_that_has_started_stays(program: Program, owner: User) -> None:
    programs.open_sign_up(program, by=owner)
    began = program.today() - timedelta(days=3)
    Program.objects.filter(pk=program.pk).update(starts_on=began)
    with pytest.raises(ValidationError, match="has started"):
        programs.save_details(program, by=owner, starts_on=began + timedelta(days=30))
    assert programs.save_details(program, by=owner, name="Autumn").name == "Autumn"


def test_looks_good_keeps_its_first_time(program: Program, owner: User) -> None:
    weeks.check(program, by=owner)
    program.refresh_from_db()
    first = program.weeks_checked_at
    weeks.check(program, by=owner)
    questions.checked(program, by=owner)
    program.refresh_from_db()
    assert program.weeks_checked_at == first
    assert program.questions_checked_at is not None


# -- weeks ----------------------------------------------------------------------------------------
WAYS = ["Light", "Deeper", "Deepest"]


def test_a_week_nobody_received_changes_in_place(program: Program, owner: User) -> None:
    week = program.weeks.live().get(number=3)
    edited = weeks.edit(week, by=owner, received=False, title="Advice", prompts=WAYS)
    assert (edited.pk, edited.title, edited.revision) == (week.pk, "Advice", 1)
    assert [prompt.text for prompt in edited.prompts.all()] == WAYS


def test_a_week_somebody_received_stays_and_a_new_revision_goes_on(program: Program, owner: User) -> None:
    week = program.weeks.live().get(number=3)
    before = [prompt.text for prompt in week.prompts.all()]
    edited = weeks.edit(week, by=owner, received=True, title="Advice", prompts=WAYS)
    old = Week.objects.get(pk=week.pk)
    assert (old.title, old.live, [p.text for p in old.prompts.all()]) == (week.title, False, before)
    assert (edited.root, edited.number, edited.revision, edited.live) == (old.root, 3, 2, True)
    assert (edited.form, edited.intro) == (old.form, old.intro)
    assert program.weeks.live().count() == 12
    again = weeks.edit(edited, by=owner, received=True, title="Good advice", prompts=WAYS)
    assert (again.revision, again.root) == (3, old.root)


def test_a_week_that_somebody_else_has_changed_is_refused(program: Program, owner: User) -> None:
    week = program.weeks.live().get(number=3)
    weeks.edit(week, by=owner, received=True, title="Advice", prompts=WAYS)
    stale = Week.objects.get(program=program, number=3, revision=1)
    with pytest.raises(ValidationError, match="changed this week a moment ago"):
        weeks.edit(stale, by=owner, received=True, title="Mine", prompts=WAYS)


def test_saving_a_week_as_it_is_makes_no_revision(program: Program, owner: User) -> None:
    week = program.weeks.live().get(number=3)
    ways = [prompt.text for prompt in week.prompts.all()]
    assert weeks.edit(week, by=owner, received=True, title=week.title, prompts=ways).pk == week.pk
    assert Prompt.objects.filter(week__program=program).count() == 36


# -- questions ------------------------------------------------------------------------------------
def question(program: Program, key: str, role: str = "mentee") -> Question:
    return program.questions.get(role=role, key=key)


def save(program: Program, owner: User, key: str, **values: object) -> Question:
    row = question(program, key)
    given = {
        "wording": row.wording,
        "guidance": row.guidance,
        "enabled": row.enabled,
        "required": row.required,
    }
    return questions.save(row, by=owner, **given | values)  # type: ignore[arg-type]


def test_an_optional_question_can_be_switched_off(program: Program, owner: User) -> None:
    assert not save(program, owner, "yourself", enabled=False, required=True).required
    assert "yourself" not in [q.key for q in program.questions.asked("mentee")]


@pytest.mark.parametrize("values", [{"enabled": False}, {"required": False}])
@pytest.mark.parametrize("key", sorted(questions.ALWAYS))
def test_what_people_find_each_other_by_is_always_asked(
    program: Program, owner: User, key: str, values: dict[str, object]
) -> None:
    with pytest.raises(ValidationError, match="always asked"):
        save(program, owner, key, **values)
    assert question(program, key).enabled


def test_a_question_can_be_reworded(program: Program, owner: User) -> None:
    save(program, owner, "help", wording="What is hard right now?")
    assert question(program, "help").wording == "What is hard right now?"
