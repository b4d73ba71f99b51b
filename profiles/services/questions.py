"""Changing a question that people have answered: what others read of the answers follows at once."""

from typing import Any

from django.db import transaction

from accounts.models import User
from profiles.services import cards
from programs.models import Question
from programs.services import questions


@transaction.atomic
def save(question: Question, *, by: User, read: str = "", **values: Any) -> Question:
    """As programs.services.questions.save; directory, search and cards know by the end of it."""
    questions.lock(question.program, by)
    before = _who_reads(question)
    saved = questions.save(question, by=by, read=read, **values)
    if _who_reads(saved) != before:
        cards.follow(saved)
    return saved


@transaction.atomic
def remove(question: Question, *, by: User) -> bool:
    """As programs.services.questions.remove; answers that are kept go out of sight."""
    gone = questions.remove(question, by=by)
    if not gone:
        cards.follow(question)
    return gone


def _who_reads(question: Question) -> tuple[bool, bool] | None:
    return Question.objects.filter(pk=question.pk).values_list("enabled", "admins_only").first()
