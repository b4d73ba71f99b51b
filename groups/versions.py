"""Two admins save one form at once: whoever comes second sees both versions and chooses. Nothing is lost.

A form carries the stamp of what its writer has read; the service compares it under the lock.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.timesince import timesince

from accounts.models import User

from .models import AuditEntry, Group

GO_ON = "go_on"  # the button that leads back to the form, with all that was written


class Stale(ValidationError):
    """Somebody has changed it since it was read."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this a moment ago. Look at both versions.", code="changed")


def stamp(of: object, names: Iterable[str]) -> str:
    """Says which values somebody has read: the same until one of them changes."""
    values = json.dumps([getattr(of, name) for name in names], default=str)
    return hashlib.sha256(values.encode()).hexdigest()[:20]


def check(of: object, read: str, names: Iterable[str], to: dict[str, Any]) -> None:
    """Refuses Stale where `read` is not the stamp of what is there now, unless that says all of `to` already.

    Call it under the lock.
    """
    if not read or read == stamp(of, names):
        return
    if any(getattr(of, name) != value for name, value in to.items()):
        raise Stale


@dataclass(frozen=True, slots=True)
class Field:
    """What two versions say in one place."""

    label: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        return self.left == self.right


def side_by_side(theirs: forms.BaseForm, mine: forms.BaseForm) -> list[Field]:
    """What the form says now, and what was sent (and is valid), field by field."""
    return [
        Field(str(field.label), _said(field, field.value()), _said(field, mine.cleaned_data[field.name]))
        for field in theirs.visible_fields()
    ]


def _said(field: forms.BoundField, value: Any) -> str:
    if isinstance(field.field, forms.ChoiceField):
        return str(dict(field.field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field.field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return f"{value:%A} {value.day} {value:%B %Y}"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value or "")


def sent_again(data: QueryDict, seen: str) -> QueryDict:
    """The same words, by somebody who has read what is there now."""
    data = data.copy()
    data["seen"] = seen
    return data


def whose(group: Group, reader: User, verbs: Collection[str], subject: str | None = None) -> dict[str, Any]:
    """Who changed it last and when, in words, out of the group's log; somebody, where it doesn't say."""
    rows = AuditEntry.objects.filter(group=group, verb__in=verbs).select_related("actor").order_by("-pk")
    entry = (rows if subject is None else rows.filter(subject=subject)).first()
    if entry is None or entry.actor is None:
        return {"who": "Somebody", "own": False, "since": "meanwhile"}
    own = entry.actor_id == reader.pk
    return {"who": entry.actor.first_name, "own": own, "since": since(entry.created_at)}


def since(moment: datetime) -> str:
    """ "two minutes ago", as near as anybody wants to know."""
    if (timezone.now() - moment).total_seconds() < 60:
        return "just now"
    return f"{timesince(moment, depth=1)} ago"
