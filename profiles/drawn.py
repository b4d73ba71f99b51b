"""Cards as HTML, kept by what they say: whatever changes about a person, or between them and the reader, is
another key, so that nothing stale is ever shown and nothing has to be thrown away."""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import cache
from django.template.loader import get_template, render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from profiles.access import Place
from profiles.directory import Card

LIFE = 600  # seconds
PARTS = ("profiles/_card.html", "profiles/_topics.html")


def _of_parts() -> str:
    sources = [get_template(name).template.source for name in PARTS]  # type: ignore[attr-defined]
    return hashlib.sha256("\n".join(sources).encode()).hexdigest()


_version = SimpleLazyObject(_of_parts)  # a release that draws cards differently asks for other keys


def cards(place: Place, role: str, shown: Sequence[Card], *, focus: bool) -> list[SafeString]:
    """Each card drawn, from the cache where it says the same as before; `focus`: the first name gets it."""
    if settings.DEBUG:  # templates may change at any moment
        return [_draw(place, role, card, focus=focus and not number) for number, card in enumerate(shown)]
    my_role = place.mine.role if place.mine else ""
    keys = [_key(my_role, role, card, focus=focus and not number) for number, card in enumerate(shown)]
    known = cache.get_many(keys)
    new = {
        key: _draw(place, role, card, focus=focus and not number)
        for number, (key, card) in enumerate(zip(keys, shown, strict=True))
        if key not in known
    }
    if new:
        cache.set_many({key: str(html) for key, html in new.items()}, LIFE)
    return [mark_safe(known[key]) if key in known else new[key] for key in keys]  # drawn by us, escaped there


def _draw(place: Place, role: str, card: Card, *, focus: bool) -> SafeString:
    # The directory's page holds the drawings (`icons_once` there), also for what htmx adds to it.
    context = {"place": place, "role": role, "card": card, "focus": focus, "level": 2, "icons_on_page": True}
    return render_to_string("profiles/_card.html", context)


def _key(my_role: str, role: str, card: Card, *, focus: bool) -> str:
    said = repr((str(_version), get_language(), my_role, role, focus, card))
    return f"card:{hashlib.sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()}"
