"""The shape of mail choices."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import kinds
from .models import MailChoice


class ChoicesForm(forms.Form):
    """A group of radios a kind of mail that can be stopped; "once a day" where that makes sense."""

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds.stoppable()
        for kind in self.kinds:
            offered = [how for how in MailChoice.How if how != MailChoice.How.DAILY or kind.may_be_daily]
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=[(how.value, WORDS[how]) for how in offered],
                initial=chosen.get(kind.name, MailChoice.How.NOW),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one"), "invalid_choice": _("Choose one of these")},
            )

    def by_heading(self) -> list[tuple[str | Promise, list[tuple[BoundField, str | Promise]], bool]]:
        """The groups of radios with their sentences, below their headings; folded: few people need those."""
        found: dict[str, list[tuple[BoundField, str | Promise]]] = {}
        for kind in self.kinds:
            found.setdefault(kind.under, []).append((self[kind.name], kind.about))
        return [(kinds.UNDER[under], fields, under == "admins") for under, fields in found.items()]


WORDS = {
    MailChoice.How.NOW: _("At once"),
    MailChoice.How.DAILY: _("Once a day"),
    MailChoice.How.NEVER: _("No mail"),
}
