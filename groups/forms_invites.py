"""Shape only: what is a legal move is the services' to say."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.zones import zone

from .address_list import Row, read_csv, read_text
from .fields import Line
from .services.invitations import MOST_USES
from .services.mail_invitations import ROWS

LARGEST = 256 * 1024  # bytes of a file, characters of a pasted list
FURTHEST = timedelta(days=5 * 366)


class LinkForm(forms.Form):
    """A link with the name of its place, and how long it lets people in."""

    name = Line(
        label="Name",
        max_length=80,
        help_text="Where will you share it? Only admins see this.",
        widget=forms.TextInput(attrs={"placeholder": "Poster in the hall"}),
        error_messages={"required": "Give the link a name, so that you know later where it hangs"},
    )
    uses_limit = forms.IntegerField(
        label="How many people may come in by it",
        required=False,
        min_value=1,
        max_value=MOST_USES,
        help_text="Leave it empty for as many as like.",
        error_messages={
            "invalid": "Write a number, like 20",
            "min_value": "At least one, or leave it empty",
            "max_value": f"At most {MOST_USES}, or leave it empty",
        },
    )
    ends_on = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="It works until midnight, by the group’s clock.",
        error_messages={"invalid": "Choose a day, like 2026-12-24"},
    )

    def __init__(self, *args: Any, zone_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone(zone_name)

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        today = timezone.now().astimezone(self.zone).date()
        if day and not today <= day <= today + FURTHEST:
            raise ValidationError("Choose a day from today on, within five years", code="range")
        return day

    @property
    def ends_at(self) -> datetime | None:
        """The midnight after the last day, where the group is."""
        day = self.cleaned_data["ends_on"]
        return datetime.combine(day + timedelta(days=1), time(), tzinfo=self.zone) if day else None


class ListForm(forms.Form):
    """People to invite: a pasted list or a file. `rows` is what was read."""

    pasted = forms.CharField(
        label="Paste addresses",
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "spellcheck": "false",
                "autocapitalize": "none",
                "placeholder": "dani@example.org\nBill Kerr <bill@example.org>",
            }
        ),
        help_text="One on each line, or with commas between them. Names may stand beside them.",
        error_messages={"max_length": "That is too much at once. Paste a part of it first"},
    )
    file = forms.FileField(
        label="Or choose a CSV file",
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=f"A column with e-mail addresses and, if you like, one with names. Up to {ROWS} people.",
    )
    rows: list[Row]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and (file.size or 0) > LARGEST:
            raise ValidationError("Choose a file under 256 kB, or send the list in parts", code="large")
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data["pasted"] and data["file"] is not None:
            raise ValidationError("Paste a list or choose a file, one at a time", code="both")
        if data["file"] is not None:
            self.rows = read_csv(data["file"].read(), most=ROWS + 1)
        else:
            self.rows = read_text(data["pasted"], most=ROWS + 1)
        field = "pasted" if data["file"] is None else "file"
        if not self.rows:
            self.add_error(field, "There is nobody in it. Put in at least one e-mail address")
        elif len(self.rows) > ROWS:
            self.add_error(field, f"That is more than {ROWS} people. Send the list in parts")
        return data
