"""Shape only: who may be paired and ended is the services' to say."""

from django import forms

from groups.fields import Line, Lines

from ..models.pairings import State

ALL = "all"
STATES = (
    (ALL, "All"),
    (State.ACTIVE, "Walking"),
    (State.PAUSED, "Having a pause"),
    (State.PROPOSED, "Not started"),
    (State.COMPLETED, "Walked all the way"),
    (State.ENDED, "Ended"),
)


class PairForm(forms.Form):
    """Two sign-ups by their codes."""

    mentor = forms.CharField(max_length=12)
    mentee = forms.CharField(max_length=12)


class EndPairForm(forms.Form):
    """How an admin ends a pair for the two."""

    note = Lines(
        label="A kind note",
        required=False,
        rows=3,
        max_length=500,
        help_text="Both read it, under your name. Say thank you, and what may come next.",
    )
    reason = Line(
        label="Why",
        required=False,
        max_length=300,
        help_text="Only the admins read this.",
    )


def chosen_state(value: str) -> str:
    """The state that a list is narrowed to; everything for words that are no state."""
    return value if value in {key for key, _words in STATES} else ALL
