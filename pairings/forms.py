"""Shape only: what may be said, asked and ended is the services' to decide."""

import uuid
from typing import Any

from django import forms

from groups.fields import Line, Lines
from messaging.services.conversations import LONGEST
from profiles.models import Profile

from .openers import GOODBYES, declines

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
        self.fields["opener"].choices = [(text, text) for text in openers] + OWN_WORDS
        self.fields["asks"].choices = asks


class MessageForm(forms.Form):
    """Words for a conversation; `quote` is the way in that they answer, picked elsewhere on the page."""

    body = Lines(rows=2, required=False)
    quote = Line(required=False, max_length=300)
    token = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def empty(cls) -> "MessageForm":
        """A fresh one, which sends one message however often it is sent."""
        return cls(initial={"token": uuid.uuid4()}, auto_id="say_%s")

    def renew(self) -> None:
        """The same words as another message: the one that this token stands for has arrived."""
        data = self.data.copy()
        data["token"] = str(uuid.uuid4())
        self.data = data


class EditForm(forms.Form):
    """A message put right by its author."""

    body = Lines(label="Your words", rows=3, required=False)


class DeclineForm(forms.Form):
    """A kind no in one of our sentences, or in their own. `somebody` else might be right for it."""

    note = forms.ChoiceField(
        label="What they will read",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these"},
    )
    words = Lines(label="Your own words", required=False, rows=2, max_length=400)

    def __init__(self, *args: Any, somebody: Profile | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.notes = dict(declines(somebody.user.name, somebody.code) if somebody else declines())
        self.fields["note"].choices = [*self.notes.items(), *OWN_WORDS]
        self.fields["note"].initial = next(iter(self.notes))

    def text(self) -> str:
        """What the other one reads."""
        note = self.notes.get(self.cleaned_data["note"], "")
        return "\n\n".join(part for part in (note, self.cleaned_data["words"]) if part)


class FullForm(forms.Form):
    """Whether somebody takes anybody new."""

    room = forms.ChoiceField(
        choices=[("open", "I have room again"), ("later", "Not this month"), ("full", "I’m full")]
    )


class NotesForm(DeclineForm):
    """One kind no for several who wait."""

    to = forms.MultipleChoiceField(
        label="Who gets it",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose who gets it, or let them all wait",
            "invalid_choice": "One of them isn’t waiting any more. Choose again",
        },
    )

    def __init__(self, *args: Any, waiting: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = waiting


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
