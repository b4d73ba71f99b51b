from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.services import audit
from programs.models import Program, Prompt, Week

TEXTS = ("title", "question", "subject", "intro", "minutes", "tip_mentor", "tip_mentee")


@transaction.atomic
def edit(week: Week, *, by: User, received: bool, prompts: Sequence[str], **texts: str | int) -> Week:
    """Change a week's words. Where some pair has `received` it, they keep them and a new revision goes on.

    Pairs and their steps live to the right of here, so the caller says whether it was received.
    """
    unknown = set(texts) - set(TEXTS)
    if unknown:
        raise TypeError(f"Not a text of a week: {', '.join(sorted(unknown))}")
    Program.objects.select_for_update(no_key=True).get(pk=week.program_id)
    week = Week.objects.select_related("program__group").get(pk=week.pk)
    if not week.live:
        raise ValidationError("Somebody changed this week a moment ago. Look at it again.", code="changed")
    same_prompts = list(prompts) == [prompt.text for prompt in week.prompts.all()]
    if same_prompts and all(getattr(week, name) == value for name, value in texts.items()):
        return week
    for name, value in texts.items():
        setattr(week, name, value)
    if received:
        week = _revise(week)
    else:
        week.save(update_fields=list(texts))
        week.prompts.all().delete()
    Prompt.objects.bulk_create(
        Prompt(week=week, position=position, text=text) for position, text in enumerate(prompts, start=1)
    )
    audit.log(week.program.group, by, f"changed week {week.number} of", week.program.name)
    return week


def _revise(week: Week) -> Week:
    Week.objects.filter(pk=week.pk).update(live=False)
    newest = (
        Week.objects.filter(root=week.root, number=week.number).order_by("-revision").values_list("revision")
    )
    week.pk, week._state.adding = None, True
    week.revision, week.live = newest[:1].get()[0] + 1, True
    week.save(force_insert=True)
    return week


def check(program: Program, *, by: User) -> None:
    """The admin has read the weeks and they look good. Saying so again keeps the first time."""
    checked = Program.objects.filter(pk=program.pk, weeks_checked_at=None).update(
        weeks_checked_at=timezone.now()
    )
    if checked:
        audit.log(program.group, by, "checked the weeks of", program.name)
