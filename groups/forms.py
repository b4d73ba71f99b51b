"""Shape only: what is a legal move is the services' to say."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.zones import zone_choices, zone_or_utc
from messaging.models import Message

from . import slugs
from .fields import Line, Lines
from .models import Group, Report
from .models.groups import Role


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
    """What a group says about itself."""

    name = Line(max_length=80)
    line = Line(label="One line about it", max_length=200)
    about = Lines(required=False, max_length=4000, help_text="Shown to members on the group's About page.")
    rules = Lines(
        label="What we agree on",
        required=False,
        max_length=4000,
        help_text="Your house rules, in your own words.",
    )
    help_lines = Lines(
        required=False,
        max_length=2000,
        help_text="Where members find help in a bad hour, with hours and languages. Shown beside every pair.",
    )
    zone = forms.ChoiceField(
        label="Time zone", choices=zone_choices, help_text="Weekly prompts go out by this clock."
    )

    class Meta:
        model = Group
        fields = ("name", "line", "focus", "visibility", "about", "rules", "help_lines", "zone")
        widgets = {"focus": forms.RadioSelect, "visibility": forms.RadioSelect}


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
