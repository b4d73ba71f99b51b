"""One style sheet and one script of ours, joined without Node; readable colours; no inline code."""

import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from mentorship import appearance, assets, errors

TOKENS = (settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
HTMX = 15_000  # bytes, by brotli as production sends it


def _colours(theme: int) -> dict[str, str]:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", TOKENS)
    return {name: (light, dark)[theme] for name, light, dark in pairs}


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(
    ("text", "grounds", "needed"),
    [
        ("ink", "bg surface sunk gorse-soft ember-soft sky hill3", 4.5),
        ("ink2", "bg surface sunk gorse-soft pine-soft", 4.5),
        ("pine", "bg surface pine-soft", 4.5),
        ("on-pine", "pine pine-hi", 4.5),
        ("heather", "surface heather-soft", 4.5),
        ("ember", "surface ember-soft", 4.5),
        ("danger", "surface danger-soft", 4.5),
        ("edge", "surface bg sunk", 3),
    ],
)
def test_text_and_edges_stand_out(theme: int, text: str, grounds: str, needed: float) -> None:
    colours = _colours(theme)
    for ground in grounds.split():
        assert contrast(colours[text], colours[ground]) >= needed, ground


def test_white_initials_stand_out_on_all_twelve_colours() -> None:
    faces = re.findall(r"\.a\d+\{--c:(#\w{6})\}", assets.join("bothy.css"))
    assert len(faces) == 12
    assert all(contrast("#FFFFFF", face) >= 6.5 for face in faces)


@pytest.mark.parametrize(
    ("pair", "most"),
    [("bothy", 24_000), ("talk", 25_000), ("me", 24_500), ("sign_up", 27_000), ("organise", 27_000)],
)
def test_the_joined_files_are_found_whole_and_small(pair: str, most: int) -> None:
    sizes = 0
    for name in (f"{pair}.css", f"{pair}.js"):
        found = finders.find(name)
        assert isinstance(found, str)
        with open(found, encoding="utf-8") as file:
            text = file.read()
        assert text == assets.join(name)
        sizes += len(brotli.compress(text.encode()))
    assert sizes + HTMX < most


def test_every_source_is_joined() -> None:
    joined = {path for name in assets.SOURCES for path in assets.sources(name)}
    root = settings.BASE_DIR / "static"
    apart = root / "css" / "guide.css"  # the styleguide's own: nobody else has to load it
    assert joined | {apart} == {*root.glob("css/**/*.css"), *root.glob("js/**/*.js")}


def test_the_style_sheet_is_whole() -> None:
    whole = assets.join("organise.css")
    assert whole.count("{") == whole.count("}")
    assert "/*" not in whole


INLINE = r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(\bsrc=|type=.application/json))|hx-on"


def test_templates_hold_no_inline_script_style_or_handler() -> None:
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        if "emails" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(INLINE, text), path


def test_no_tag_runs_over_a_line_end_where_it_would_be_shown_as_it_stands() -> None:
    broken = re.compile(r"\{\{(?:(?!\}\}).)*\n|\{%(?:(?!%\}).)*\n|\{#(?:(?!#\}).)*\n")
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        assert not broken.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_the_last_pages_need_nothing(template: str) -> None:
    html = render_to_string(template, {"reference": "abc123"})
    assert "abc123" in html
    assert "{" not in html


def test_a_broken_page_answers_with_its_reference(rf) -> None:
    response = errors.server_error(rf.get("/", REQUEST_ID="k7x2m9q4"))
    assert response.status_code == 500
    assert b"k7x2m9q4" in response.content
    assert "no-store" in response["Cache-Control"]


def test_the_theme_is_kept_in_a_cookie_and_never_leads_away(rf, monkeypatch) -> None:
    monkeypatch.setattr(appearance, "reverse", lambda _name: "/")
    dark = appearance.theme(rf.post("/", {"theme": "dark", "next": "/help/?a=1"}))
    assert (dark["Location"], dark.cookies["theme"].value) == ("/help/?a=1", "dark")
    system = appearance.theme(rf.post("/", {"theme": "system", "next": "https://evil.example/"}))
    assert (system["Location"], system.cookies["theme"]["max-age"]) == ("/", 0)
    forged = rf.get("/")
    forged.COOKIES["theme"] = '"><script>'
    assert appearance.chosen(forged) == ""
