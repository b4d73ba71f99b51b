from datetime import datetime
from typing import Any

from django import forms

from accounts.zones import zone
from groups.fields import Line, Lines

from ..models import Program
from ..services.programs import LAST_MINUTE


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DetailsForm(forms.ModelForm):
    """Name, dates and how pairs form. A day of closing stands for its last minute where the group is."""

    COHORT, ROLLING = "cohort", "rolling"

    name = Line(max_length=120)
    for_whom = Line(label="Who it is for", max_length=200, required=False)
    summary = Lines(rows=3, max_length=600, required=False)
    minutes_a_week = Line(label="Time it takes", max_length=80)
    together = forms.ChoiceField(
        label="When pairs start",
        choices=[(COHORT, "All together, on one day"), (ROLLING, "Each pair when it is made")],
        widget=forms.RadioSelect,
    )
    starts_on = DayField(
        label="Week 1 goes out on",
        required=False,
        help_text="If all start together. The following weeks go out on the same day of the week.",
        error_messages={
            "invalid": "Choose a day, like 22 September",
            "required": "Choose the day on which week 1 goes out",
        },
    )
    closes_on = DayField(
        label="Sign-up closes at the end of",
        required=False,
        help_text="Empty: it stays open until you close it.",
        error_messages={"invalid": "Choose a day, like 14 September"},
    )
    week_day = forms.TypedChoiceField(
        label="Day of the week",
        choices=Program.WeekDay,
        coerce=int,
        help_text="If each pair starts when it is made.",
    )
    hour = forms.TypedChoiceField(label="Hour", choices=[(h, f"{h:02}:00") for h in range(24)], coerce=int)
    pace = forms.TypedChoiceField(label="A new prompt", choices=Program.Pace, coerce=int)

    class Meta:
        model = Program
        fields = (
            *("name", "for_whom", "summary", "minutes_a_week", "together", "starts_on", "closes_on"),
            *("week_day", "hour", "pace", "forming", "both_say_yes", "readers"),
        )
        widgets = {"forming": forms.RadioSelect, "readers": forms.RadioSelect}

    def __init__(self, *args: Any, instance: Program, **kwargs: Any) -> None:
        closes_on = (
            instance.signup_until and instance.signup_until.astimezone(zone(instance.group.zone)).date()
        )
        together = self.COHORT if instance.starts_on else self.ROLLING
        super().__init__(
            *args, instance=instance, initial={"together": together, "closes_on": closes_on}, **kwargs
        )
        self.fields["starts_on"].required = self["together"].value() != self.ROLLING
        where = zone_words(instance.group.zone)
        self.fields["hour"].help_text = f"In the group's time zone, {where}, which its settings can change."
        why = "Otherwise a pair that an admin makes starts when you launch it."
        self.fields["both_say_yes"].help_text = why

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("together") == self.ROLLING:
            data["starts_on"] = None
        return data

    def details(self) -> dict[str, Any]:
        """What the service takes."""
        data = {
            name: value for name, value in self.cleaned_data.items() if name not in {"together", "closes_on"}
        }
        data["signup_until"] = self.instance.signup_until
        if "closes_on" in self.changed_data:
            day = self.cleaned_data["closes_on"]
            here = zone(self.instance.group.zone)
            data["signup_until"] = datetime.combine(day, LAST_MINUTE, tzinfo=here) if day else None
        return data


def zone_words(name: str) -> str:
    """A zone as people say it: "Europe/Lisbon" reads "Lisbon"."""
    return name.rsplit("/", 1)[-1].replace("_", " ")
