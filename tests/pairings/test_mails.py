"""Every mail of hellos, pairs and weeks, sent for a real case: whole in plain text, short, safe."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import User
from messaging import delivery, kinds, mails
from messaging.models import Notice
from programs.curriculum import library
from tests.mail_cases import (
    CASES,
    case_week,
    check,
    drain,
    html_of,
    of_kind,
)

HOSTILE = (
    "Bell\r\nBcc: evil@example.com Nwosu",
    "<b>Bold</b><script>alert(1)</script> Nwosu",
    "\u202eliE \u202e lauruV",
    "نورة الرحال",
    "👩🏽\u200d🎨🏳️\u200d🌈 Nwosu",
    "Ottoline-Wilhelmina-Maximiliana-Philippa-Eleanora-Featherstonehaugh-Cholmondeley",
    "&amp; {{ link }} {% debug %}",
)
FRAME = 45  # words of a week mail that are ours: greeting, headings, the way to stop


@pytest.fixture(autouse=True)
def sink(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", CASES)
def test_every_kind_is_sent_and_whole(place, kind: str) -> None:
    make, number = CASES[kind]
    make(place)
    sent = of_kind(drain(), kind)
    assert len(sent) == number
    for one in sent:
        check(one, 180 if kind == "week" else 120)
        first_names = {"Dani", "Amara"}
        assert any(name in one.subject for name in first_names) or kind in ("week", "lapsed")


def test_every_kind_of_ours_that_is_mailed_has_a_case() -> None:
    ours = {path.name for path in Path(settings.BASE_DIR, "templates/emails").iterdir() if path.is_dir()}
    mailed = {
        kind.name for kind in kinds.stoppable() if kind.load.__module__.startswith(("pairings", "messaging"))
    }
    assert mailed == set(CASES)
    assert mailed <= ours


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["hello", "paired", "week", "ended", "message", "declined"])
def test_hostile_names_stay_names(place, kind: str, name: str) -> None:
    CASES[kind][0](place)
    # As if it had come in past the forms: names are checked there, mails trust nobody.
    User.objects.filter(name__in=["Dani Ferreira", "Amara Nwosu"]).update(name=name[:80])
    Notice.objects.exclude(kind=kind).update(mail_state="none")
    for one in of_kind(drain(), kind):
        check(one, 220)
        html = html_of(one)
        assert "<script" not in html
        assert "<b>Bold" not in html
        assert "Bcc" not in one.message()
        assert "\u202e" not in one.body


def test_the_week_asks_its_question_and_no_more(place) -> None:
    case_week(place)
    week = place.program.weeks.live().first()
    for one in of_kind(drain(), "week"):
        assert one.subject == f"Week 1: {week.subject or week.question}"[:50]
        flat = " ".join(str(one.body).split())
        assert week.question in flat
        for prompt in week.prompts.all():
            assert prompt.text in flat
        mentor = one.to == ["amara@pairings.example"]
        assert (week.tip_mentor in flat, week.tip_mentee in flat) == (mentor, not mentor)
        assert re.search(rf"{settings.SITE_URL}/p/\w+/1/", flat)


def test_all_weeks_of_all_templates_fit_into_a_mail() -> None:
    for curriculum in library().values():
        for week in curriculum.weeks:
            tips = max(len(tip.split()) for tip in (week.mentor_tip, week.mentee_tip))
            said = " ".join((week.title, week.question, week.intro, *week.prompts))
            assert len(said.split()) + tips + FRAME <= 180, (curriculum.key, week.number)
            assert len(f"Week {week.number}: {week.subject or week.question}") <= 50 or not week.subject


def test_a_week_mail_costs_at_most_five_queries(place, django_assert_max_num_queries) -> None:
    case_week(place)
    kind = kinds.get("week")
    for notice in Notice.objects.filter(kind="week").select_related("user"):
        with django_assert_max_num_queries(5):
            assert not delivery.notices.stopped(notice.user, kind, datetime.now(UTC))
            assert kind.wanted(notice)
            assert mails.build(notice, kind) is not None
