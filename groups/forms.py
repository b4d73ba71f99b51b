"""Shape only: what is a legal move is the services' to say."""

import json
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from accounts.zone_select import ZoneSelect
from accounts.zones import zone_choices, zone_or_utc
from messaging.models import Message

from . import slugs
from .fields import Line, Lines
from .models import Group, Report
from .models.groups import Role
from .services.groups import stamp


class NewGroupForm(forms.Form):
    """A home for a community in two lines; everything else can be changed later."""

    name = Line(
        max_length=80,
        help_text="What would members call it? You can change this later.",
        error_messages={"required": "Give the group a name"},
    )
    line = Line(
        label="One line about it",
        max_length=200,
        help_text="Who is it for? People read this on the invite.",
        error_messages={"required": "Say in one line who the group is for"},
    )
    focus = forms.ChoiceField(
        label="What it is about", choices=Group.Focus, initial=Group.Focus.OTHER, widget=forms.RadioSelect
    )
    visibility = forms.ChoiceField(
        label="Who can find it",
        choices=Group.Visibility,
        initial=Group.Visibility.LINK,
        widget=forms.RadioSelect,
    )
    slug = forms.SlugField(
        label="Address",
        required=False,
        max_length=slugs.LONGEST,
        help_text="Letters, numbers and hyphens. Leave it empty and the name makes one.",
        error_messages={"invalid": "Use letters, numbers and hyphens only"},
    )
    zone = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-zone": ""}))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    def clean_zone(self) -> str:
        return zone_or_utc(self.cleaned_data["zone"])


class SettingsForm(forms.ModelForm):
    """What a group says about itself, who comes in and how, and where it stands."""

    name = Line(max_length=80)
    line = Line(label="One line about it", max_length=200)
    slug = forms.SlugField(
        label="Address",
        max_length=slugs.LONGEST,
        help_text="Letters, numbers and hyphens. Links to the old address keep leading here, for good.",
        error_messages={"invalid": "Use letters, numbers and hyphens only"},
    )
    question_1 = Line(
        label="A question for people who ask to join",
        required=False,
        max_length=200,
        help_text="Only where people ask. They answer in a few words, and you read it before you say yes.",
    )
    question_2 = Line(label="A second question", required=False, max_length=200)
    about = Lines(required=False, max_length=4000, help_text="Shown to members on the group's About page.")
    rules = Lines(
        label="What we agree on",
        required=False,
        max_length=4000,
        help_text="Your house rules, in your own words. People say yes to them when they join. When you "
        "change them, members are asked to read them again.",
    )
    help_lines = Lines(
        required=False,
        max_length=2000,
        help_text="Where members find help in a bad hour, with hours and languages. Shown beside every pair.",
    )
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES)
    zone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        widget=ZoneSelect,
        help_text="Weekly prompts go out by this clock.",
    )

    class Meta:
        model = Group
        fields = (
            *("name", "line", "focus", "visibility", "joining", "about", "rules", "help_lines"),
            *("language", "zone"),
        )
        labels = {"focus": "What it is about"}
        widgets = {"focus": forms.RadioSelect, "visibility": forms.RadioSelect, "joining": forms.RadioSelect}

    def __init__(self, *args: Any, instance: Group, **kwargs: Any) -> None:
        first, second = [*instance.join_questions, "", ""][:2]
        initial = {
            "slug": instance.slug,
            "question_1": first,
            "question_2": second,
            "seen": stamp(instance),
        }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()

    @property
    def chosen(self) -> dict[str, Any]:
        """What `groups.services.groups.update` takes."""
        said = dict(self.cleaned_data)
        del said["seen"]
        asked = (said.pop("question_1"), said.pop("question_2"))
        return said | {"join_questions": [question for question in asked if question]}


class DoorForm(forms.Form):
    """What stands between somebody and a group: its questions, for who asks to join, and its rules.

    Who comes straight in says yes to the rules by the button, who asks by a tick.
    """

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        self.group = group
        self.asks = group.joining == Group.Joining.ASK
        initial = {"seen": self._now()}
        super().__init__(*args, initial=initial, **kwargs)
        for number, question in enumerate(self._questions(), start=1):
            self.fields[f"answer_{number}"] = Lines(
                rows=3,
                label=question,
                max_length=1000,
                error_messages={"required": "Say something in your own words, a sentence is plenty"},
            )
        if self.asks and group.rules:
            self.fields["agreed"] = forms.BooleanField(
                label="I’ve read what this group agrees on, and I agree",
                error_messages={"required": "Tick this if you agree. Without it nobody can let you in"},
            )

    def clean(self) -> dict[str, Any]:
        """Refuses an answer to what has changed since the page was opened, and shows what holds now."""
        data = super().clean() or {}
        if data.get("seen") != self._now():
            self.data = dict(self.data.items()) | {"seen": self._now()}
            raise ValidationError(
                "This page changed a moment ago. Read it once more, please.", code="changed"
            )
        return data

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Each question as it was asked, and what they said."""
        asked = enumerate(self._questions(), start=1)
        return [(question, self.cleaned_data[f"answer_{number}"]) for number, question in asked]

    def _questions(self) -> list[str]:
        return list(self.group.join_questions) if self.asks else []

    def _now(self) -> str:
        what = [self.asks, self._questions(), self.group.rules_version]
        return sha256(json.dumps(what).encode()).hexdigest()[:16]


class RulesForm(forms.Form):
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class FindForm(forms.Form):
    """What somebody looks for among the listed groups; what makes no sense is left out."""

    q = Line(required=False, max_length=80)
    focus = forms.ChoiceField(choices=Group.Focus, required=False)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role)


class ContactForm(forms.Form):
    on = forms.TypedChoiceField(choices=[("1", "yes"), ("0", "no")], coerce=lambda value: value == "1")


class ReportForm(forms.Form):
    """What happened, in a choice and a few words; messages only where the reporter ticks them."""

    category = forms.ChoiceField(
        label="What is it about?",
        choices=Report.Category,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes closest"},
    )
    words = Lines(
        label="What happened?",
        required=False,
        max_length=4000,
        help_text="In your own words, as much as you like.",
    )
    messages = forms.ModelMultipleChoiceField(
        label="Messages to show",
        queryset=Message.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only the ones that you tick are copied. Nothing else is opened.",
    )

    def __init__(self, *args: Any, shown: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shown is None:
            del self.fields["messages"]
        else:
            self.fields["messages"].queryset = shown  # SECURITY: ids of other conversations are no choice

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("category") == Report.Category.OTHER and not data.get("words"):
            self.add_error("words", ValidationError("Tell us in a few words what happened"))
        return data


class OutcomeForm(forms.Form):
    outcome = Line(
        label="What did you do?",
        max_length=300,
        help_text="One sentence for the person who told you. Name nobody else.",
        error_messages={"required": "Say in a sentence what you did"},
    )
