from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.text import many_lines, one_line
from groups.fields import Line, Lines

from ..curriculum import WeekText
from ..curriculum_rules import LONGEST as LAST
from ..curriculum_rules import MAX_MAIL_SUBJECT
from ..models import Week
from ..models.weeks import Form
from ..stretches import LONGEST_NAME, MOST
from ..week_text import columns, text_of

LEAST, LONGEST, USUAL = 5, 240, 30
LONGEST_SUBJECT = MAX_MAIL_SUBJECT - len(f"Week {LAST}: ")  # as a file holds it, wherever the week stands
GRADES = ((0, "Say nothing about that"), *((year, f"School year {year}") for year in (5, 6, 7, 8, 9, 10, 12)))
LOOKS = (("mentor", "As the mentor"), ("mentee", "As the mentee"), ("mail", "The mail"))
BIGGEST = 2**31 - 1


class WeekForm(forms.Form):
    """The words of one week."""

    title = Line(max_length=120)
    question = Line(label="The question", max_length=120)
    subject = Line(
        label="Subject of the mail",
        required=False,
        max_length=LONGEST_SUBJECT,
        help_text="The number of the week comes before it. Empty: the question itself.",
    )
    intro = Lines(label="One or two sentences", rows=3, max_length=600)
    first = Lines(label="First way in: light", rows=2, max_length=300)
    second = Lines(label="Second way in: deeper", rows=2, max_length=300)
    third = Lines(label="Third way in: the deepest", rows=2, max_length=300)
    minutes = forms.IntegerField(
        label="Minutes to plan",
        min_value=LEAST,
        max_value=LONGEST,
        initial=USUAL,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), f"Write a number from {LEAST} to {LONGEST}"
        ),
    )
    tip_mentor = Line(label="A tip for the mentor", required=False, max_length=300)
    tip_mentee = Line(label="A tip for the mentee", required=False, max_length=300)
    form = forms.ChoiceField(
        label="A small form with it",
        choices=Form,
        required=False,
        help_text="What the pair writes down together this week.",
    )
    root = forms.UUIDField(required=False, widget=forms.HiddenInput)
    edition = forms.IntegerField(required=False, min_value=0, max_value=BIGGEST, widget=forms.HiddenInput)

    @classmethod
    def of(cls, week: Week, data: Any = None) -> "WeekForm":
        """The form, filled with the week as it is."""
        words = filled(text_of(week)) | {"root": week.root, "edition": week.edition}
        return cls(data, initial=words)

    def clean_form(self) -> str:
        return self.cleaned_data["form"] or Form.NONE

    def text(self, number: int) -> WeekText:
        """What a form that holds says, as the week with that number."""
        return _text(self.cleaned_data, number)

    def typed(self, number: int) -> WeekText:
        """What somebody is typing, however far they are: nothing is refused, and nothing is kept."""
        self.is_valid()
        found = {name: self._typed(name, field) for name, field in self.fields.items()}
        return _text(found, number)

    def _typed(self, name: str, field: forms.Field) -> Any:
        if name in getattr(self, "cleaned_data", {}):
            return self.cleaned_data[name]
        if name == "minutes":
            return USUAL
        if name == "form":
            return Form.NONE
        longest = getattr(field, "max_length", None) or 0
        seen = "".join(
            char for char in str(self.data.get(name, ""))[:longest] if char.isprintable() or char == "\n"
        )
        try:
            return many_lines(seen) if isinstance(field, Lines) else one_line(seen)
        except ValidationError:
            return ""

    def again(self, **more: Any) -> "WeekForm":
        """The same words in a form that says nothing about what is missing: they are still being typed."""
        given = {name: str(self.data.get(name, "")) for name in self.fields}
        return WeekForm(initial=given | more)

    def which(self) -> tuple[UUID | None, int]:
        """The week that these words are for, and the edition that their writer has read; 0 for none."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        return cleaned.get("root"), cleaned.get("edition") or 0


class NewWeekForm(WeekForm):
    """A week that is not there yet, and where it goes."""

    after = forms.TypedChoiceField(label="Where", coerce=int)

    def __init__(self, *args: Any, places: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].choices = list(places)
        self.order_fields(["after"])

    def again(self, **more: Any) -> "WeekForm":
        given = {name: str(self.data.get(name, "")) for name in self.fields}
        return NewWeekForm(initial=given | more, places=self.fields["after"].choices)


def filled(text: WeekText) -> dict[str, Any]:
    """What the fields of a form hold when they say this."""
    first, second, third = text.prompts
    return columns(text) | {"first": first, "second": second, "third": third}


def _text(found: dict[str, Any], number: int) -> WeekText:
    return WeekText(
        number=number,
        title=found["title"],
        question=found["question"],
        subject=found["subject"],
        intro=found["intro"],
        prompts=(found["first"], found["second"], found["third"]),
        minutes=found["minutes"],
        mentor_tip=found["tip_mentor"],
        mentee_tip=found["tip_mentee"],
        form=found["form"],
    )


class LookForm(forms.Form):
    """How the preview is looked at."""

    look = forms.ChoiceField(label="See it", choices=LOOKS, widget=forms.RadioSelect, initial="mentor")

    @classmethod
    def chosen(cls, data: Any) -> str:
        """The way that was chosen; the mentor's when none was."""
        form = cls(data)
        return form.cleaned_data["look"] if form.is_valid() else "mentor"


class StretchForm(forms.Form):
    """A run of weeks: its name and its last week."""

    name = Line(label="Name", required=False, max_length=LONGEST_NAME)
    last = forms.IntegerField(label="To week", required=False, min_value=1, max_value=52)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("name") and data.get("last") is None and "last" not in self.errors:
            self.add_error("last", f"Say with which week “{data['name']}” ends.")
        if data.get("last") and not data.get("name") and "name" not in self.errors:
            self.add_error("name", "Give it a name, or empty both fields to take it away.")
        return data


StretchFormSet = forms.formset_factory(
    StretchForm, extra=1, max_num=MOST, absolute_max=MOST + 1, validate_max=True
)


class GradeForm(forms.Form):
    """How hard the ways in may be to read before there is a remark."""

    grade = forms.TypedChoiceField(
        label="Remark on ways in that read harder than",
        choices=GRADES,
        coerce=int,
        help_text="Most adults like to read at school year 7 or 8. English only.",
    )
