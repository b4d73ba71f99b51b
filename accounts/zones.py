"""Time zones: a list that follows the pinned tzdata, never a migration."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError

LEFT_OUT = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@cache
def zone_names() -> tuple[str, ...]:
    """Every zone a person may choose, sorted: regional names and UTC."""
    names = (n for n in available_timezones() if "/" in n and not n.startswith(LEFT_OUT))
    return ("UTC", *sorted(names))


def zone_choices() -> list[tuple[str, str]]:
    """(name, label) pairs for a select: "Europe/Lisbon" reads "Europe, Lisbon"."""
    return [(name, zone_words(name)) for name in zone_names()]


def zone_words(name: str) -> str:
    """A zone as people read it: "Europe, Lisbon"."""
    return name.replace("_", " ").replace("/", ", ")


def check_zone(value: str) -> str:
    """The zone itself; refuses a name this server does not know."""
    if value not in zone_names():
        raise ValidationError("Choose a time zone from the list.", code="zone")
    return value


def zone_or_utc(value: str) -> str:
    """The zone if this server knows it, else UTC: for what a browser claims."""
    return value if value in zone_names() else "UTC"


def zone(value: str) -> ZoneInfo:
    """The ZoneInfo of a checked name."""
    return ZoneInfo(value)
