from django import forms

from ..curriculum import library


class StartForm(forms.Form):
    template = forms.ChoiceField(choices=lambda: [(key, key) for key in library()])
    token = forms.UUIDField()
