from django import forms

from .details import DayField


class ReopenForm(forms.Form):
    until = DayField(
        label="Until the end of",
        required=False,
        help_text="Empty: it stays open until you close it.",
        error_messages={"invalid": "Choose a day, like 14 September"},
    )


class TokenForm(forms.Form):
    """A form sent twice does its work once."""

    token = forms.UUIDField(widget=forms.HiddenInput)
