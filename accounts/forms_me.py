"""The shape of a person's own profile."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .forms import Named, name_field
from .models import User
from .text import fold, one_line
from .zone_select import ZoneSelect
from .zones import zone_choices

MOST_LANGUAGES = 8
LANGUAGE_NAME = 40
# Offered as chips after their own; whatever else they speak they write beside them.
OFFERED = ("English", "Arabic", "Chinese", "French", "German", "Hindi", "Portuguese", "Spanish")
PRONOUNS = ("she/her", "he/him", "they/them", "she/they", "he/they")


class PersonForm(Named):
    """How somebody is called, which clock is theirs, and what they speak."""

    name = name_field()
    said = forms.CharField(
        label=_("How to say your name"),
        required=False,
        max_length=80,
        help_text=_("As it sounds: NEE-ahv, or “like Sean with a Z”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    pronouns = forms.CharField(
        label=_("Pronouns"),
        required=False,
        max_length=40,
        help_text=_("In your own words: she/her, he/him, they/them. They stand beside your name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "pronouns"}),
    )
    speaks = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list, or write it below")},
    )
    own_languages = forms.CharField(
        label=_("Other languages"),
        required=False,
        max_length=300,
        help_text=_("With commas between them."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        widget=ZoneSelect,
        help_text=_("Times on the site and the quiet hours of mails follow it."),
        error_messages={"invalid_choice": _("Choose a time zone from the list")},
    )
    language = forms.ChoiceField(
        label=_("Language of the site"), choices=lambda: settings.LANGUAGES, required=False
    )

    def __init__(self, data: Any, *, person: User) -> None:
        self.person = person
        super().__init__(
            data,
            initial={
                "name": person.name,
                "said": person.said,
                "pronouns": person.pronouns,
                "speaks": person.languages,
                "zone": person.zone,
                "language": person.language,
            },
        )
        speaks = self.fields["speaks"]
        assert isinstance(speaks, forms.MultipleChoiceField)
        speaks.choices = [(word, word) for word in _once([*person.languages, *OFFERED])]
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]

    def clean_said(self) -> str:
        return one_line(self.cleaned_data["said"])

    def clean_pronouns(self) -> str:
        return one_line(self.cleaned_data["pronouns"])

    def clean_own_languages(self) -> list[str]:
        found = [one_line(word) for word in self.cleaned_data["own_languages"].replace("،", ",").split(",")]
        if any(max(len(word), len(fold(word))) > LANGUAGE_NAME for word in found):  # filters keep it folded
            raise ValidationError(_("Keep each to 40 characters, with commas between them"), code="long")
        return [word for word in found if word]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        spoken = _once([*data.get("speaks", ()), *data.get("own_languages", ())])
        if len(spoken) > MOST_LANGUAGES:
            self.add_error("speaks", ValidationError(_("Choose eight or fewer"), code="many"))
        data["languages"] = spoken
        return data

    def said_now(self) -> dict[str, Any]:
        """What to keep, under the names of the columns."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("name", "said", "pronouns", "zone", "languages")}
        return kept | {"language": data.get("language") or self.person.language}


def _once(words: Iterable[str]) -> list[str]:
    """Each once, however it is spelled, in the order given."""
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(fold(word), word)
    return list(found.values())
