import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from groups import slugs
from groups.models import Group


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Riverside Makers", "riverside-makers"),
        ("Café Zieliński", "cafe-zielinski"),
        ("Straße & Ærlig", "strasse-aerlig"),
        ("Друзья леса", "druzya-lesa"),
        ("Φίλοι", "filoi"),
        ("مجموعة", "group"),
        ("日本", "group"),
        ("!!!", "group"),
        ("Me", "me-group"),
        ("Admin", "admin-group"),
        ("a" * 80, "a" * 60),
    ],
)
def test_any_name_gives_a_usable_slug(name: str, slug: str) -> None:
    assert slugs.from_name(name) == slug


@pytest.mark.parametrize("slug", ["ab", "x", "fr", "admin", "static", "p", "i"])
def test_reserved_and_short_addresses_are_refused(db: None, slug: str) -> None:
    with pytest.raises(ValidationError):
        slugs.check(slug)


def test_a_taken_address_is_refused_with_one_that_is_free(group: Group) -> None:
    with pytest.raises(ValidationError) as refused:
        slugs.check("riverside-makers")
    assert refused.value.messages == ["That address is taken. Try riverside-makers-2 or choose your own."]
    assert slugs.free("riverside-makers") == "riverside-makers-2"


def test_a_numbered_address_stays_within_its_length() -> None:
    assert slugs.next_free("a" * 60, {"a" * 60}, 60) == "a" * 58 + "-2"


def test_no_group_can_stand_where_the_site_has_a_page() -> None:
    """The first segments of everything at the root but the groups themselves."""
    routes = {str(pattern.pattern).lstrip("^") for pattern in get_resolver().url_patterns}
    firsts = {re.split(r"[/<\\]", route)[0].rstrip("$") for route in routes}
    could_be_slugs = {first for first in firsts if re.fullmatch(r"[-a-zA-Z0-9_]+", first)}
    assert could_be_slugs - slugs.RESERVED == set()
