from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from groups.services import audit
from programs.models import Program, Question

# What the directory and pairing stand on: always asked, always answered.
ALWAYS = frozenset({"help", "reach"})


@transaction.atomic
def save(
    question: Question, *, by: User, wording: str, guidance: str, enabled: bool, required: bool
) -> Question:
    """Reword a question, switch an optional one off, or ask for an answer. Old answers keep their wording."""
    program = Program.objects.select_for_update(no_key=True, of=("self",)).select_related("group")
    group = program.get(pk=question.program_id).group
    question = Question.objects.get(pk=question.pk)
    if question.key in ALWAYS and not (enabled and required):
        raise ValidationError(
            "This one is always asked, because people find each other by it.", code="always"
        )
    values = {"wording": wording, "guidance": guidance, "enabled": enabled, "required": required and enabled}
    changed = [name for name, value in values.items() if getattr(question, name) != value]
    for name in changed:
        setattr(question, name, values[name])
    if changed:
        question.save(update_fields=changed)
        audit.log(group, by, f"changed a {question.role} question of", question.program.name)
    return question


def checked(program: Program, *, by: User) -> None:
    """The admin has read the questions and they look good. Saying so again keeps the first time."""
    rows = Program.objects.filter(pk=program.pk, questions_checked_at=None)
    if rows.update(questions_checked_at=timezone.now()):
        audit.log(program.group, by, "checked the questions of", program.name)
