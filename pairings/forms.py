"""Shape only: what may be said, asked and ended is the services' to decide."""

import uuid
from typing import Any

from django import forms

from groups.fields import Line, Lines
from messaging.services.conversations import LONGEST

from .openers import DECLINES, GOODBYES

OWN_WORDS = [("", "In my own words")]


class HelloForm(forms.Form):
    """A first message: a sentence to begin with, own words, and what it asks."""

    opener = forms.ChoiceField(
        label="Pick a way to begin",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Their answers have changed. Pick a way to begin again"},
    )
    words = Lines(
        label="Your words",
        required=False,
        max_length=LONGEST - 500,
        help_text="Say what caught your eye. One sentence is plenty.",
    )
    asks = forms.ChoiceField(
        label="What would you like?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you’d like", "invalid_choice": "Choose one of these"},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, openers: list[str], asks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opener"].choices = [(text, text) for text in openers] + OWN_WORDS  # type: ignore[attr-defined]
        self.fields["asks"].choices = asks  # type: ignore[attr-defined]


class MessageForm(forms.Form):
    """Words for a conversation; `quote` is the way in that they answer, picked elsewhere on the page."""

    body = Lines(rows=2, required=False)
    quote = Line(required=False, max_length=300)
    token = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def empty(cls) -> "MessageForm":
        """A fresh one, which sends one message however often it is sent."""
        return cls(initial={"token": uuid.uuid4()}, auto_id="say_%s")


class DeclineForm(forms.Form):
    """A kind no in one of our sentences, or in their own."""

    note = forms.ChoiceField(
        label="What they will read",
        required=False,
        choices=[*((note, note) for note in DECLINES), *OWN_WORDS],
        initial=DECLINES[0],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )
    words = Lines(label="Your own words", required=False, rows=2, max_length=400)

    def text(self) -> str:
        """What the other one reads."""
        return "\n\n".join(part for part in (self.cleaned_data["note"], self.cleaned_data["words"]) if part)


class EndForm(forms.Form):
    """How a pair ends early. Nothing is required, so nothing can stand in the way."""

    note = forms.ChoiceField(
        label="A goodbye, if you like",
        required=False,
        choices=[*((note, note) for note in GOODBYES), ("", "No note")],
        initial="",
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )
    reason = Lines(
        label="Anything the admins should know",
        required=False,
        rows=2,
        max_length=300,
        help_text="Only the group’s admins read this.",
    )
