"""A program file that somebody uploads or pastes, read as soon as it is there."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ..curriculum import Curriculum, CurriculumError, load
from ..yaml_lines import MAX_BYTES, Excerpt, excerpt

TOO_LARGE = (
    f"This file is larger than {MAX_BYTES / 1_000_000:.1f} MB. A program needs far less: is it the right one?"
)


class FileForm(forms.Form):
    """One of the two: a file, or its text. After a refusal `excerpt` shows the lines around what is wrong."""

    file = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,text/yaml"}),
        help_text="It ends in .yaml.",
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "auto"}),
        help_text="If you’d rather paste it.",
    )
    curriculum: Curriculum | None = None
    source: str | bytes = ""
    excerpt: tuple[Excerpt, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload, text = data.get("file"), data.get("text", "")
        if self.errors:
            return data
        if bool(upload) == bool(text.strip()):
            both = (
                "Choose a file or paste its text, not both."
                if upload
                else "Choose a file, or paste its text."
            )
            self.add_error("file", both)
            return data
        name = "file" if upload else "text"
        if isinstance(upload, UploadedFile):
            # SECURITY: its size is known before a byte of it is read.
            if (upload.size or 0) > MAX_BYTES:
                self.add_error(name, TOO_LARGE)
                return data
            self.source = upload.read()
        else:
            self.source = text
        try:
            self.curriculum = load(self.source, source="the file")
        except CurriculumError as error:
            self.add_error(name, f"Line {error.line}: {error.reason}.")
            self.excerpt = excerpt(self.source, error.line)
        return data

    def either(self) -> list[forms.BoundField]:
        """The two fields, of which one is to be filled."""
        return [self["file"], self["text"]]

    def words(self) -> str:
        """The file as text, once it has been read."""
        return self.source.decode("utf-8-sig") if isinstance(self.source, bytes) else self.source
