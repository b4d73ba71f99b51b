"""What a program starts from. Each carries a token: sent twice, it is one program."""

from django import forms

from ..curriculum import library
from .files import FileForm


class BlankForm(forms.Form):
    token = forms.UUIDField(widget=forms.HiddenInput)


class StartForm(BlankForm):
    template = forms.ChoiceField(choices=lambda: [(key, key) for key in library()])


class CopyForm(BlankForm):
    """`source` names a program by the slugs of its address."""

    source = forms.SlugField(max_length=80)
    of = forms.SlugField(max_length=80)


class FromFileForm(FileForm, BlankForm):
    field_order = ("file", "text", "token")
