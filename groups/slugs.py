"""The word that stands for a group in addresses."""

import string
from itertools import product

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from accounts.text import fold

from .models import Group, GroupAddress

LONGEST = 60
SHORTEST = 3

# First segments of the site's own addresses, now or some day. A test holds them against the root URLs.
_WORDS = """
    about account accessibility accounts admin adult api app assets auth bothy cal calendar conversations demo
    dev favicon favicon-ico feed group groups healthz help i18n inbox invite join live login logout mail media
    messages metrics new notices notifications pairs people person privacy programs readyz register report
    reports robots robots-txt safety search settings sign-in sign-out sign-up signup staff static styleguide
    support terms theme today unsubscribe well-known
"""
_LETTERS = string.ascii_lowercase  # one: i, u, p, c, r and those to come; two: every language code, and "me"
RESERVED = (
    frozenset(_WORDS.split()) | frozenset(_LETTERS) | frozenset(map("".join, product(_LETTERS, repeat=2)))
)

# How letters are spelled that folding cannot bring to plain Latin.
_CYRILLIC = (
    "а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh"
)
_CYRILLIC_REST = "щ shch ъ _ ы y ь _ э e ю yu я ya і i є ye ґ g"
_GREEK = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch ψ ps ω o"
_LATIN = "æ ae œ oe þ th ð d ı i ħ h ŋ ng"
_pairs = f"{_CYRILLIC} {_CYRILLIC_REST} {_GREEK} {_LATIN}".split()
_SPELLED = {ord(a): b.strip("_") for a, b in zip(_pairs[::2], _pairs[1::2], strict=True)}


def from_name(name: str, *, otherwise: str = "group") -> str:
    """A usable slug for any name; one in a script that we cannot spell in Latin letters gets `otherwise`."""
    slug = slugify(fold(name).translate(_SPELLED))[:LONGEST].strip("-_")
    if not slug:
        return otherwise
    return slug if len(slug) >= SHORTEST and slug not in RESERVED else f"{slug}-{otherwise}"


def free(slug: str) -> str:
    """The slug itself, or the first of slug-2, slug-3 … that no group has or had."""
    start = {"slug__startswith": slug[: LONGEST - 5]}
    had = GroupAddress.objects.filter(**start).values_list("slug", flat=True)
    taken = set(Group.objects.filter(**start).values_list("slug", flat=True).union(had))
    return next_free(slug, taken | RESERVED, LONGEST)


def next_free(slug: str, taken: set[str] | frozenset[str], longest: int) -> str:
    """The slug, or the first numbered one that is not taken."""
    number, candidate = 1, slug
    while candidate in taken:
        number += 1
        candidate = f"{slug[: longest - len(str(number)) - 1]}-{number}"
    return candidate


def check(slug: str) -> str:
    """The slug, if a new group may have it; refuses a reserved or a taken one and names one that is free."""
    check_word(slug)
    # In this order: a group that moves away in between leaves a row of the second kind.
    if Group.objects.filter(slug=slug).exists() or GroupAddress.objects.filter(slug=slug).exists():
        raise taken(slug)
    return slug


def check_word(slug: str) -> None:
    """Refuses what no group may be called, taken or not."""
    if len(slug) < SHORTEST:
        raise ValidationError("Make the address at least three letters long.", code="short")
    if slug in RESERVED:
        raise taken(slug)


def taken(slug: str) -> ValidationError:
    """The refusal that helps."""
    return ValidationError(f"That address is taken. Try {free(slug)} or choose your own.", code="taken")
