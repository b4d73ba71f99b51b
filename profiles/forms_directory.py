"""The shapes of a look through the directory: its filters, and a mark."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from profiles.fields import chips
from profiles.models import Mark
from profiles.models.profiles import TimeAWeek, Ways


class FilterForm(forms.Form):
    """What somebody looks for in the directory; what makes no sense is left out, never refused."""

    LABELS: ClassVar[dict[str, str]] = {
        "q": "the search words",
        "topics": "the topics",
        "languages": "the languages",
        "times": "the time",
        "ways": "the ways to talk",
        "hours": "“hours in common with mine”",
        "room": "“only people with room now”",
        "kept": "“only those I keep”",
        "aside": "“those I put aside”",
    }

    ONLY: ClassVar[dict[str, str]] = {
        "hours": "Hours in common with mine",
        "room": "People with room now",
        "kept": "Those I keep",
    }

    role = forms.ChoiceField(choices=[("mentor", "Mentors"), ("mentee", "Mentees")], required=False)
    q = forms.CharField(max_length=200, required=False)
    topic = chips([], label="Topics", required=False)
    language = chips([], label="Languages", required=False)
    time = chips(TimeAWeek.choices, label="Time they have", required=False)
    way = chips(Ways.choices, label="Ways to talk", required=False)
    hours = forms.BooleanField(label="Hours in common with mine", required=False)
    room = forms.BooleanField(label="Only people with room now", required=False)
    kept = forms.BooleanField(label="Only those I keep", required=False)
    aside = forms.BooleanField(label="Those I put aside", required=False)
    after = forms.RegexField(r"^[2-9a-z]{12}$", required=False)
    older = forms.RegexField(r"^[2-9a-z]{12}$", required=False)

    def __init__(
        self, data: Any, *, topics: Sequence[str], languages: Sequence[str], has_hours: bool
    ) -> None:
        super().__init__(data)
        for name, offered in (("topic", topics), ("language", languages)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [(one, one) for one in offered]
        if not has_hours:
            del self.fields["hours"]

    def groups(self, role: str) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """(legend, name, its chips as value, label and whether it is on), as the page draws them: two dozen
        check boxes, each of which a widget would render through a template of its own."""
        about = "Can help with" if role == "mentor" else "Asks about"
        legends = {"topic": about, "time": "Time they have", "way": "How they like to talk"}
        found = []
        for name, legend in (legends | {"language": "Languages they speak"}).items():
            chosen = set(self.cleaned_data.get(name, ()))
            options = self[name].field.widget.choices
            found.append((legend, name, [(str(v), str(text), v in chosen) for v, text in options]))
        only = [
            (name, label, bool(self.cleaned_data.get(name)))
            for name, label in self.ONLY.items()
            if name in self.fields
        ]
        return [group for group in found if group[2]] + [("Only", "", only)]


class MarkForm(forms.Form):
    """Somebody is kept, put aside or waited for; or no longer."""

    mark = forms.ChoiceField(
        choices=[(f"{kind}:{wanted}", "") for kind in Mark.Kind.values for wanted in ("yes", "no")]
    )
