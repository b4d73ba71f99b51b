"""A week as a mail to the admin who writes it, before any pair gets it."""

from django.db import transaction
from django.urls import reverse

from accounts import limits
from accounts.models import User
from groups.services import audit
from messaging.models import Notice
from messaging.sealed import random_token
from messaging.services import notices
from programs.curriculum import WeekText
from programs.models import Program

from ..preview import Look, week_mail


@transaction.atomic
def send(program: Program, text: WeekText, look: Look, *, by: User) -> Notice:
    """Mail this week to `by` and to nobody else, in words that need not be saved; it says it is a test.

    Raises limits.TooMany past ten an hour.
    """
    limits.spend("preview-mail", by.pk)
    url = reverse("curriculum", args=[program.group.slug, program.slug])
    mail = week_mail(text, program, look, reader=by, url=url, test=True)
    audit.log(program.group, by, f"mailed themselves a test of week {text.number} of", program.name)
    return notices.send_written(
        "week_test",
        by,
        key=f"week-test:{random_token()}:user:{by.pk}",
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        scope=program.group_id,
    )
