"""The shapes of what admins answer to a sign-up."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.codes import PATTERN
from accounts.models import User
from groups.fields import Lines
from profiles.models import Profile
from profiles.services.reading import MOST, NOTE
from programs.models import Question

ONE = re.compile(rf"({PATTERN})\.(\d{{1,12}}\.\d{{6}})", re.ASCII)
FIELDS = (
    ("topics", "Their topics"),
    ("goals", "Their goals"),
    ("ways", "Ways to talk"),
    ("hours", "Good times"),
)


def stamps_of(data: QueryDict) -> Mapping[str, str]:
    """{code: stamp} of the sign-ups that a page showed; what is neither is passed over."""
    found = (ONE.fullmatch(value) for value in data.getlist("one")[:MOST])
    return {match[1]: match[2] for match in found if match}


class FineForm(forms.Form):
    """`read` says which answers the admin had before them."""

    read = forms.CharField(widget=forms.HiddenInput, max_length=30)


class _WordsForm(FineForm):
    def __init__(self, data: Any, *, profile: Profile, by: User) -> None:
        first, program = profile.user.first_name, profile.program.name
        note = self.draft.format(name=first, program=program, by=by.first_name)
        super().__init__(data, initial={"read": profile.stamp, "note": note})
        self.profile = profile

    draft = ""


class AskForm(_WordsForm):
    """A small change, and where."""

    draft = (
        "Thank you for signing up, {name}. Could you say a little more here, so that people know what to ask "
        "you? A sentence is plenty. Then send it again and it comes straight back to me. {by}"
    )
    about = forms.ChoiceField(label="What it is about", required=False)
    note = Lines(
        label="What you write to them", rows=5, max_length=NOTE, help_text="They read it beside that answer."
    )

    def __init__(self, data: Any, *, profile: Profile, by: User) -> None:
        super().__init__(data, profile=profile, by=by)
        asked = Question.objects.asked(profile.role).filter(program=profile.program_id)
        questions = list(asked.values_list("key", "wording"))
        about: Any = self.fields["about"]
        about.choices = [("", "All of it"), *questions, *FIELDS]


class DeclineForm(_WordsForm):
    """Not this time."""

    draft = (
        "Thank you for wanting to be part of {program}, {name}. I can’t put you on the list this time. That "
        "says nothing about you, and I’d be glad to hear from you another season. {by}"
    )
    note = Lines(label="What you write to them", rows=6, max_length=NOTE, help_text="They get these words.")
