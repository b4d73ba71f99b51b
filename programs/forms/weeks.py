from typing import Any

from django import forms

from groups.fields import Line, Lines

from ..models import Week


class WeekForm(forms.Form):
    """The words of one week."""

    title = Line(max_length=120)
    question = Line(label="The question", max_length=120)
    subject = Line(
        label="Subject of the mail",
        required=False,
        max_length=60,
        help_text="The number of the week comes before it. Empty: the question itself.",
    )
    intro = Lines(label="One or two sentences", rows=3, max_length=600)
    first = Lines(label="First way in: light", rows=2, max_length=300)
    second = Lines(label="Second way in: deeper", rows=2, max_length=300)
    third = Lines(label="Third way in: the deepest", rows=2, max_length=300)
    minutes = forms.IntegerField(label="Minutes to plan", min_value=5, max_value=240)
    tip_mentor = Line(label="A tip for the mentor", required=False, max_length=300)
    tip_mentee = Line(label="A tip for the mentee", required=False, max_length=300)

    @classmethod
    def of(cls, week: Week, data: Any = None) -> "WeekForm":
        """The form, filled with the week as it is."""
        names = ("title", "question", "subject", "intro", "minutes", "tip_mentor", "tip_mentee")
        ways = [prompt.text for prompt in week.prompts.all()]
        initial = {name: getattr(week, name) for name in names}
        return cls(data, initial=initial | dict(zip(("first", "second", "third"), ways, strict=False)))

    def texts(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        return data | {"prompts": [data.pop(name) for name in ("first", "second", "third")]}
