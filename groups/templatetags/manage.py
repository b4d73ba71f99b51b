"""The pages of those who look after something, named once: a row of tabs where there is room, else a menu."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template
from django.urls import reverse

from groups.models import Group

register = template.Library()

FEW = 8  # that many fit side by side on a tablet


class Place(NamedTuple):
    """A page, by the word for it."""

    tab: str
    word: str
    url: str


def tabs(label: str, places: Iterable[Place], here: str) -> dict[str, Any]:
    """What `parts/manage_tabs.html` draws; the menu says which page one is on."""
    found = list(places)
    now = next((place for place in found if place.tab == here), None)
    return {"label": label, "places": found, "now": now, "many": len(found) > FEW}


@register.inclusion_tag("parts/manage_tabs.html")
def group_manage_tabs(group: Group, here: str) -> dict[str, Any]:
    """What a group's admins have. Requests only where people ask."""
    named = [
        ("overview", "Overview", "group_manage"),
        ("people", "People", "manage_people"),
        ("requests", "Requests", "manage_requests"),
        ("invites", "Invites", "manage_invites"),
        ("settings", "Settings", "manage_settings"),
        ("safety", "Safety", "manage_safety"),
        ("log", "Log", "manage_log"),
    ]
    asked = group.joining == Group.Joining.ASK or here == "requests"
    places = [
        Place(tab, word, reverse(name, args=[group.slug]))
        for tab, word, name in named
        if tab != "requests" or asked
    ]
    return tabs(f"Manage {group.name}", places, here)
