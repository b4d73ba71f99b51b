"""Form fields for what people type: clean once, the same way everywhere."""

from typing import Any

from django import forms

from accounts.text import many_lines, one_line


class Line(forms.CharField):
    """One visible line: trimmed, composed, without hidden characters."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class Lines(forms.CharField):
    """Some paragraphs: plain line ends, no control characters."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return many_lines(super().to_python(value) or "")
