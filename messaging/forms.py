"""The shape of mail choices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import kinds
from .models import MailChoice


class ChoicesForm(forms.Form):
    """One pair of radios a kind of mail that can be stopped."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in kinds.stoppable():
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=MailChoice.How.choices,
                initial=chosen.get(kind.name, MailChoice.How.NOW),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one of the two")},
            )
