"""The words of one week. What a pair received never changes under them."""

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.services import audit
from programs.models import Program, Prompt, Week

from .gate import locked

TEXTS = ("title", "question", "subject", "intro", "minutes", "tip_mentor", "tip_mentee", "form")


class Stale(ValidationError):
    """Somebody else has changed the week since it was read; `now` is what it says now."""

    def __init__(self, now: Week) -> None:
        super().__init__("Somebody changed this week a moment ago. Look at it again.", code="changed")
        self.now = now


class Gone(ValidationError):
    """The week stands on the path no more."""

    def __init__(self) -> None:
        super().__init__("Somebody has taken this week out of the path meanwhile.", code="gone")


@transaction.atomic
def edit(
    week: Week, *, by: User, received: bool, prompts: Sequence[str], verb: str = "changed", **texts: str | int
) -> Week:
    """Change a week's words. Where some pair has `received` it, they keep them and a new revision goes on.

    `week.edition` says what its writer has read: refuses Stale when somebody was first, and Gone when it
    has left the path. Saving what it says already changes nothing.
    """
    unknown = set(texts) - set(TEXTS)
    if unknown:
        raise TypeError(f"Not a text of a week: {', '.join(sorted(unknown))}")
    program = locked(week.program, by=by)
    now = on_the_path(program, week.root)
    same_prompts = list(prompts) == [prompt.text for prompt in now.prompts.all()]
    if same_prompts and all(getattr(now, name) == value for name, value in texts.items()):
        return now
    if now.edition != week.edition:
        raise Stale(now)
    for name, value in texts.items():
        setattr(now, name, value)
    now.edition, now.changed_by, now.changed_at = now.edition + 1, by, timezone.now()
    if received:
        now = _revise(now)
    else:
        now.save(update_fields=[*texts, "edition", "changed_by", "changed_at"])
        now.prompts.all().delete()
    now = write_prompts(now, prompts)
    audit.log(program.group, by, f"{verb} week {now.number} of", program.name)
    return now


def on_the_path(program: Program, root: UUID) -> Week:
    """The live revision of a week; Gone when there is none. Locked through its program."""
    now = Week.objects.live().filter(program=program, root=root).prefetch_related("prompts").first()
    if now is None:
        raise Gone
    now.program = program
    return now


def write_prompts(week: Week, prompts: Sequence[str]) -> Week:
    """Give a week its ways in; it has none yet."""
    Prompt.objects.bulk_create(
        Prompt(week=week, position=position, text=text) for position, text in enumerate(prompts, start=1)
    )
    return Week.objects.select_related("program__group").get(pk=week.pk)


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
