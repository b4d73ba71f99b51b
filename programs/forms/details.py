from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.text import fold, one_line
from groups.fields import Line, Lines

from ..models import Program
from ..services.addresses import LONGEST as LONGEST_ADDRESS
from ..services.programs import last_minute, stamp

MOST_TOPICS = 20
LONGEST_TOPIC = 40


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TopicsField(Lines):
    """One topic a line: each once, so many and so long."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=8, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        topics: dict[str, str] = {}
        for line in super().clean(value).splitlines():
            if topic := one_line(line):
                topics.setdefault(fold(topic), topic)
        # A letter can become eighteen when it is folded, as profiles.models.ProfileTopic keeps it.
        if long := next((t for key, t in topics.items() if max(len(t), len(key)) > LONGEST_TOPIC), ""):
            raise ValidationError(
                f"Keep each topic to {LONGEST_TOPIC} letters. This one is longer: “{long[:60]}”", code="long"
            )
        if len(topics) > MOST_TOPICS:
            raise ValidationError(
                f"Keep it to {MOST_TOPICS} topics. There are {len(topics)} here.", code="many"
            )
        return list(topics.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != data)


class DetailsForm(forms.ModelForm):
    """Name, dates and how pairs form. A day of closing stands for its last minute where the group is.

    The first five are what most admins change; the others wait behind a heading each, filled in.
    """

    COHORT, ROLLING = "cohort", "rolling"
    FOLDED = (
        ("Its words and its address", ("summary", "minutes_a_week", "topics", "slug")),
        ("The rhythm of the weeks", ("pace", "week_day", "hour")),
        ("How pairs come about", ("forming", "both_say_yes", "capacity")),
        ("Who reads the answers", ("readers", "check_first", "adults_only")),
    )

    name = Line(max_length=120)
    for_whom = Line(label="Who it is for", max_length=200, required=False)
    summary = Lines(rows=3, max_length=600, required=False)
    minutes_a_week = Line(label="Time it takes", max_length=80)
    topics = TopicsField(
        label="Topics to choose from at sign-up",
        help_text=f"One a line, up to {MOST_TOPICS}. People tick what fits and can add their own.",
    )
    slug = forms.CharField(
        label="Address",
        max_length=LONGEST_ADDRESS,
        error_messages={"required": "Write an address, like autumn-skill-share"},
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
                "Use small letters, numbers and hyphens, like autumn-skill-share",
            )
        ],
    )
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
        help_text="Empty: it stays open until you close it. Move the start, and this day moves along.",
        error_messages={"invalid": "Choose a day, like 14 September"},
    )
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    own_closing = forms.BooleanField(required=False, widget=forms.HiddenInput)
    week_day = forms.TypedChoiceField(
        label="Day of the week",
        choices=Program.WeekDay,
        coerce=int,
        help_text="If each pair starts when it is made.",
    )
    hour = forms.TypedChoiceField(label="Hour", choices=[(h, f"{h:02}:00") for h in range(24)], coerce=int)
    pace = forms.TypedChoiceField(label="A new prompt", choices=Program.Pace, coerce=int)
    capacity = forms.TypedChoiceField(
        label="Places a mentor starts with",
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        help_text="How many people one mentor walks with. Each may change it at sign-up.",
    )

    class Meta:
        model = Program
        fields = (
            *("name", "for_whom", "together", "starts_on", "closes_on", "own_closing"),
            *("summary", "minutes_a_week", "topics", "slug", "pace", "week_day", "hour"),
            *("forming", "both_say_yes", "capacity", "readers", "check_first", "adults_only"),
        )
        widgets = {"forming": forms.RadioSelect, "readers": forms.RadioSelect}
        labels = {
            "check_first": "One of you reads the answers before they are listed",
            "adults_only": "People say once more that they are 18 or over",
        }

    def __init__(self, *args: Any, instance: Program, **kwargs: Any) -> None:
        together = self.COHORT if instance.starts_on else self.ROLLING
        initial = {"together": together, "closes_on": instance.closes_on, "seen": stamp(instance)}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["starts_on"].required = self["together"].value() != self.ROLLING
        where = zone_words(instance.group.zone)
        self.fields["hour"].help_text = f"In the group's time zone, {where}, which its settings can change."
        self.fields[
            "slug"
        ].help_text = (
            f"It follows /{instance.group.slug}/programs/. Links to the address it has now keep working."
        )
        self.fields[
            "both_say_yes"
        ].help_text = "Otherwise a pair that an admin makes starts when you launch it."
        why = "Nobody is listed before one of you has looked. People are told so at sign-up."
        self.fields["check_first"].help_text = why

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("together") == self.ROLLING:
            data["starts_on"] = None
        return data

    def folded(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """What waits behind a heading: its words, its fields, and whether it has to be looked at."""
        sections = [(words, [self[name] for name in names]) for words, names in self.FOLDED]
        return [(words, fields, any(field.errors for field in fields)) for words, fields in sections]

    def details(self) -> dict[str, Any]:
        """What the service takes. Without a closing of its own the service lets it follow the start."""
        data = dict(self.cleaned_data)
        day, own = data.pop("closes_on"), data.pop("own_closing")
        data.pop("together")
        data.pop("seen")
        if own or "closes_on" in self.changed_data:
            data["signup_until"] = self._closing(day)
        return data

    def _closing(self, day: date | None) -> Any:
        kept = self.instance.signup_until
        if day and day == self.instance.closes_on:
            return kept  # closed by hand in the middle of that day, perhaps
        return last_minute(day, self.instance.group.zone) if day else None


def zone_words(name: str) -> str:
    """A zone as people say it: "Europe/Lisbon" reads "Lisbon"."""
    return name.rsplit("/", 1)[-1].replace("_", " ")
