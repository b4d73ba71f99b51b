"""A file is read into a program whose pairs wait for week 1, and into none whose pairs have had it."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship import scenarios
from mentorship.scenarios import cohort
from pairings import dispatch
from pairings.models import Schedule, Step
from pairings.services import imports
from programs.curriculum import Settings
from programs.models import Program, Week
from programs.portable import dump
from programs.services import files, importing
from programs.services.programs import Changed
from tests.pairings.conftest import Place
from tests.racing import at_once


def changed(program: Program, **values: object) -> tuple[str, str]:
    """A file that says it otherwise, and the mark of its preview."""
    text = dump(replace(files.to_curriculum(program), **values))  # type: ignore[arg-type]
    return text, importing.preview(program, text).mark


@pytest.fixture
def waiting(place: Place) -> Schedule:
    """A pair that is agreed and waits for week 1."""
    pair = scenarios.pair(place.mentor("Amara Nwosu"), place.mentee("Dani Ferreira"))
    return Schedule.objects.get(pairing=pair)


def test_the_dates_of_pairs_that_wait_follow(place: Place, waiting: Schedule) -> None:
    before = waiting.next_due_at
    text, mark = changed(place.program, settings=Settings(hour=18))
    imports.read_in(place.program, by=place.priya, text=text, mark=mark)
    waiting.refresh_from_db()
    assert before is not None
    assert waiting.next_due_at == before + timedelta(hours=18 - place.program.hour)


def test_pairs_that_wait_get_the_new_week_1(place: Place, waiting: Schedule) -> None:
    first = files.to_curriculum(place.program).weeks[0]
    rest = files.to_curriculum(place.program).weeks[1:]
    text, mark = changed(place.program, weeks=(replace(first, question="What now?"), *rest))
    imports.read_in(place.program, by=place.priya, text=text, mark=mark)
    Schedule.objects.update(next_due_at=timezone.now())
    dispatch.tick()
    assert Step.objects.get(pairing=waiting.pairing).week.question == "What now?"


def test_once_a_pair_has_had_a_week_a_file_starts_a_new_program(
    place: Place, waiting: Schedule, client: Client
) -> None:
    text, mark = changed(place.program, name="Another")
    Schedule.objects.update(next_due_at=timezone.now())
    dispatch.tick()
    with pytest.raises(importing.NotNow, match="Pairs have received"):
        imports.read_in(place.program, by=place.priya, text=text, mark=mark)
    client.force_login(place.priya)
    at = [place.group.slug, place.program.slug]
    page = client.get(reverse("files", args=at)).content.decode()
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "Pairs have received weeks of this program already." in words
    assert "Show the differences" not in words
    assert reverse("program_from_file", args=[place.group.slug]) in page
    assert client.post(reverse("file_preview", args=at), {"text": text}).status_code == 422
    place.program.refresh_from_db()
    assert place.program.name != "Another"


# -- two at once ----------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_admins_say_yes_at_once_and_one_is_told_to_look_again() -> None:
    (program,) = cohort(0)
    jobs = []
    for name in ("One", "Two", "Three"):
        text, mark = changed(program, name=name)
        by = program.created_by
        jobs.append(lambda t=text, m=mark, b=by: imports.read_in(program, by=b, text=t, mark=m))
    gave = at_once(jobs)
    won = [one for one in gave if isinstance(one, Program)]
    assert len(won) == 1
    assert [type(one) for one in gave if one not in won] == [Changed, Changed]
    assert Program.objects.get(pk=program.pk).name == won[0].name


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_file_read_in_while_week_1_goes_out_changes_it_for_all_or_for_nobody() -> None:
    for _round in range(3):
        (program,) = cohort(30)
        first, *rest = files.to_curriculum(program).weeks
        text, mark = changed(program, weeks=(replace(first, title="New", question="What now?"), *rest))
        now, by = timezone.now() + timedelta(days=7), program.created_by
        gave = at_once(
            [
                lambda now=now, p=program: dispatch.tick(now, slice_size=10, program_id=p.pk),
                lambda p=program, t=text, m=mark, b=by: imports.read_in(p, by=b, text=t, mark=m),
            ]
        )
        assert [g for g in gave if isinstance(g, Exception) and not isinstance(g, ValidationError)] == []
        dispatch.tick(now, program_id=program.pk)
        steps = Step.objects.filter(pairing__program=program, number=1).select_related("week")
        said = "What now?" if isinstance(gave[1], Program) else first.question
        assert {step.week.question for step in steps} == {said}
        assert steps.count() == 30
        assert Week.objects.live().filter(program=program).count() == 12
