from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.text import one_line
from groups.fields import Line, Lines

from ..models import Question
from ..services import questions
from ..services.questions import LONGEST, MOST_OPTIONS, OPTION


class Options(Lines):
    """Answers to choose from, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = [one_line(line) for line in super().to_python(value).split("\n")]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        if len(value) > MOST_OPTIONS * 4:  # nobody's list: refused before it is looked at line by line
            raise ValidationError(f"Give {MOST_OPTIONS} answers or fewer.", code="many")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True

    def run_validators(self, value: Any) -> None:
        """The length of the whole is bounded by the service, line by line."""


class QuestionForm(forms.Form):
    """A question, new or as it stands. What is fixed about a fixed one is not asked."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    wording = Line(label="The question", max_length=LONGEST["wording"])
    kind = forms.ChoiceField(label="How people answer", choices=Question.Kind, widget=forms.RadioSelect)
    options = Options(
        label="The answers to choose from",
        required=False,
        rows=4,
        help_text=f"One a line, 2 to {MOST_OPTIONS}, each up to {OPTION} characters. "
        "Only for “one of several” and “some of several”.",
    )
    guidance = Line(
        label="A hint under it",
        required=False,
        max_length=LONGEST["guidance"],
        help_text="What you hope to hear, in a few words.",
    )
    starter = Line(
        label="A way to begin",
        required=False,
        max_length=LONGEST["starter"],
        help_text="A sentence to finish, like “I keep getting stuck when…”. Only for written answers.",
    )
    example = Line(
        label="An example answer",
        required=False,
        max_length=LONGEST["example"],
        help_text="From somebody made up. Only for written answers.",
    )
    required = forms.BooleanField(label="An answer is needed", required=False)
    admins_only = forms.BooleanField(
        label="Only admins see the answers",
        required=False,
        help_text="Otherwise everybody who reads sign-ups does. People are told beside the question.",
    )
    enabled = forms.BooleanField(
        label="Ask this",
        required=False,
        help_text="Switched off, nobody is asked, and what people answered is kept out of sight.",
    )

    def __init__(self, data: Any = None, *, question: Question | None = None, answered: bool = False) -> None:
        values = {name: getattr(question, name) for name in questions.VALUES} if question else {}
        first = {"kind": Question.Kind.LONG}
        read = {"read": questions.stamp(question)} if question else {}
        super().__init__(data, initial=first | values | read)
        self.question = question
        for name in self._not_asked(question, answered):
            del self.fields[name]
        if "options" in self.fields and "kind" not in self.fields:
            self.fields["options"].required = True

    @staticmethod
    def _not_asked(question: Question | None, answered: bool) -> set[str]:
        if question is None:
            return {"read", "enabled"}
        without: set[str] = set()
        if question.always:
            without |= {"enabled", "required", "admins_only"}
        if not question.own or answered:
            without.add("kind")
        if not question.by_choice and "kind" in without:
            without.add("options")
        if question.kind not in questions.WRITTEN and "kind" in without:
            without |= {"starter", "example"}
        return without

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name in questions.VALUES}

    def as_asked(self) -> Question:
        """The question as sign-up would ask it, kept nowhere."""
        old = self.question
        seen = Question(key=old.key if old else "own_new", enabled=True)
        for name in questions.VALUES:
            setattr(seen, name, self.values().get(name, getattr(old or Question(), name)))
        return seen
