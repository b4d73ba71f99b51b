"""Shape only: what is a legal move is the services' to say."""

import re
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.codes import PATTERN
from programs.models.questions import ProfileRole

NO_INVITE = _("That doesn’t look like an invite. Paste the whole link, or its 12 letters and digits")


class UseInviteForm(forms.Form):
    """An invite as people have it: the whole link, or the code at its end."""

    invite = forms.CharField(
        label=_("Invite link or code"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Paste the link that somebody sent you")},
    )

    def clean_invite(self) -> str:
        """The code."""
        typed = self.cleaned_data["invite"].strip()
        last = urlsplit(typed).path.rstrip("/").rsplit("/", 1)[-1] if "/" in typed else typed
        code = re.sub(r"[\s-]", "", last).lower()
        if not re.fullmatch(PATTERN, code):
            raise forms.ValidationError(NO_INVITE, code="invite")
        return code


class JoinForm(forms.Form):
    """Which of the three buttons of an invite was pressed, and for which program."""

    role = forms.ChoiceField(choices=ProfileRole.choices, required=False)
    program = forms.SlugField(required=False, max_length=80)
