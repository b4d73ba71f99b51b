"""The look's small parts: icons, faces, the roof over a pair, kind dates and people's words."""

import re
import unicodedata
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils import formats, timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

from accounts import links
from accounts.templatetags.shapes import SHAPES

register = template.Library()

ON_PAGE = "icons_on_page"  # on the request, while such a page is being made
LINK_REL = "nofollow noopener noreferrer ugc"


# -- icons --------------------------------------------------------------------------------------
@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    """The inner part of an icon: our own shape, else lucide's."""
    if name in SHAPES:
        return SHAPES[name]
    svg = str(lucide(name, size=None))
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return re.sub(r">\s+<", "><", inner).replace(" />", "/>").strip()


@register.simple_tag(name="icon", takes_context=True)
def icon_here(context: Context, name: str, css: str = "") -> SafeString:
    """An icon that screen readers pass over; a word always stands beside it."""
    drawn = getattr(getattr(context, "request", None), ON_PAGE, ())
    if context.get("icons_on_page") or name in drawn:
        return _used(str(name), str(css))
    return icon(str(name), str(css))


@register.simple_tag(takes_context=True)
def icons_once(context: Context, *names: str) -> SafeString:
    """Draws these once, for a page that shows them many times: from here on they only point at it.

    What is drawn apart and put into this page says `icons_on_page` in its context.
    """
    setattr(context.request, ON_PAGE, names)  # type: ignore[attr-defined]
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>',
        ((name, mark_safe(_drawing(name))) for name in names),  # our own shapes and lucide's
    )
    return format_html('<svg class="vh" width="0" height="0" aria-hidden="true">{}</svg>', symbols)


@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    """The icon with its drawing in it, for wherever no page holds that."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        f"i {css}".strip(),
        mark_safe(_drawing(name)),  # our own shapes and lucide's
    )


@lru_cache(maxsize=512)
def _used(name: str, css: str) -> SafeString:
    _drawing(name)  # an icon that does not exist says so where it is asked for
    css = f"i {css}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


# -- faces --------------------------------------------------------------------------------------
def _joins(char: str) -> bool:
    """Whether this character belongs to the one before it: marks, joiners, skin tones, tags."""
    code = ord(char)
    return (
        unicodedata.category(char).startswith("M")
        or char == "\u200d"
        or 0xFE00 <= code <= 0xFE0F
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
    )


def first_grapheme(word: str) -> str:
    """The first thing a reader would call one letter, with its accents, joiners and flag pairs."""
    start = next((i for i, char in enumerate(word) if unicodedata.category(char)[0] in "LNS"), None)
    if start is None:
        return ""
    end = start + 1
    flag = 0x1F1E6 <= ord(word[start]) <= 0x1F1FF
    if flag and end < len(word) and 0x1F1E6 <= ord(word[end]) <= 0x1F1FF:
        end += 1
    while end < len(word) and (_joins(word[end]) or word[end - 1] == "\u200d"):
        end += 1
    return word[start:end]


@register.filter
def initials(name: Any) -> str:
    """First letters of the first and the last word of a name; one for a single word, "?" for none."""
    letters = [
        letter for letter in map(first_grapheme, str(getattr(name, "name", name) or "").split()) if letter
    ]
    chosen = letters[:1] + letters[1:][-1:]
    return (
        "".join(letter.upper() if len(letter.upper()) == len(letter) else letter for letter in chosen) or "?"
    )


def avatar_colour(code: str) -> int:
    """Which of the twelve colours a person has; it never changes and never depends on the name."""
    return zlib.crc32(code.encode()) % 12


@register.simple_tag
def avatar(user: Any, size: str = "") -> SafeString:
    """A person's initials on their colour, hidden from screen readers: the name is always beside it."""
    css = f"av a{avatar_colour(user.code)}" + (f" av-{size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, initials(user))


ROOF = mark_safe(
    '<svg viewBox="0 0 68 17"><path class="roof-a" d="M5 15 33 3"/>'
    '<path class="roof-b" d="M63 15 35 3"/></svg>'
)


@register.simple_tag
def pair_roof(mentor: Any, mentee: Any, size: str = "") -> SafeString:
    """Two people under one roof: the pine stroke stands on the mentor's side."""
    return format_html(
        '<span class="pair{}" aria-hidden="true">{}{}{}</span>',
        f" pair-{size}" if size else "",
        ROOF,
        avatar(mentor),
        avatar(mentee),
    )


@register.simple_tag
def crowd(users: Iterable[Any]) -> SafeString:
    """Up to five small faces in a row; say the number in words beside it."""
    faces = [(avatar(user, "s"),) for user, _number in zip(users, range(5), strict=False)]
    return format_html('<span class="crowd" aria-hidden="true">{}</span>', format_html_join("", "{}", faces))


# -- dates --------------------------------------------------------------------------------------
def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def _day_of(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


@register.filter
def day_words(value: date | datetime | None) -> str:
    """A kind date in plain text: "Monday 22 September", with the year when it is another one."""
    if not value:
        return ""
    local = _day_of(_local(value))
    return formats.date_format(local, "l j F" if local.year == timezone.localdate().year else "l j F Y")


@register.filter
def clock_words(value: datetime | None) -> str:
    """The hour on the reader's clock in plain text: "18:42"."""
    return formats.date_format(_local(value), "H:i") if value else ""


@register.filter
def when_words(value: datetime | None) -> str:
    """A moment in plain text: "today, 18:42", "yesterday, 18:42", "Monday 22 September, 18:42"."""
    if not value:
        return ""
    distance = (_day_of(_local(value)) - timezone.localdate()).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get(distance)
    return f"{near or day_words(value)}, {clock_words(value)}"


@register.filter
def day_near(value: date | datetime | None) -> SafeString | str:
    """A day as a line between words: "Today", "Yesterday", else `day_words`, inside a <time>."""
    if not value:
        return ""
    distance = (timezone.localdate() - _day_of(_local(value))).days
    return _time(value, {0: _("Today"), 1: _("Yesterday")}.get(distance) or day_words(value))


def _time(value: date | datetime | None, words: str) -> SafeString | str:
    if not value:
        return ""
    local = _local(value)
    exact = local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat()
    return format_html('<time datetime="{}">{}</time>', exact, words)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """`day_words` inside a <time> that machines can read."""
    return _time(value, day_words(value))


@register.filter
def clock(value: datetime | None) -> SafeString | str:
    """`clock_words` inside a <time> that machines can read."""
    return _time(value, clock_words(value))


@register.filter
def when(value: datetime | None) -> SafeString | str:
    """`when_words` inside a <time> that machines can read."""
    return _time(value, when_words(value))


# -- people's words -----------------------------------------------------------------------------
def _link(link: links.Link) -> str:
    url, host = escape(link.url), escape(link.leads_to)
    note = f' <span class="small">({_("leads to")} <bdi>{host}</bdi>)</span>' if host else ""
    # The bdi keeps an address in its own order, whatever stands around it.
    return f'<a href="{url}" rel="{LINK_REL}" target="_blank"><bdi dir="ltr">{url}</bdi></a>{note}'


def _linked(text: str) -> str:
    out, end = [], 0
    for link in links.find(text):
        out += [escape(text[end : link.start]), _link(link)]
        end = link.end
    return "".join([*out, escape(text[end:])])


@register.filter
def words(text: Any) -> SafeString:
    """What a person wrote, safe to show: escaped, in paragraphs, with plain links that vouch for nothing."""
    paragraphs = re.split(r"\n{2,}", re.sub(r"\r\n?", "\n", str(text or "")).strip("\n"))
    html = (
        f'<p dir="auto">{_linked(part).replace(chr(10), "<br>")}</p>' for part in paragraphs if part.strip()
    )
    return mark_safe("".join(html))  # every part is escaped above


# -- forms and messages -------------------------------------------------------------------------
@register.simple_tag
def control(field: BoundField) -> SafeString:
    """A field's widget with our class, and the writer's own direction where they write words."""
    kind = getattr(field.field.widget, "input_type", "")
    classes = str(field.field.widget.attrs.get("class", ""))
    if kind not in {"checkbox", "radio", "file"}:
        classes = f"input {classes}".strip()
    attrs: dict[str, Any] = {"class": classes} if classes else {}
    if kind in {"text", "search"} or field.widget_type == "textarea":
        attrs["dir"] = "auto"
    return field.as_widget(attrs=attrs)


@register.filter
def first_control(field: BoundField) -> str:
    """The id that a link in the error summary leads to: the input, or the first choice of a group."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def is_chips(field: BoundField) -> bool:
    """Whether the field is a group of radios or check boxes, which we show as chips."""
    return getattr(field.field.widget, "input_type", "") in {"checkbox", "radio"} and field.use_fieldset


@register.filter
def undo_url(message: Message) -> str:
    """Where a toast's Undo posts to: `messages.success(request, words, extra_tags="undo:" + url)`."""
    tags = message.extra_tags or ""
    return tags.removeprefix("undo:") if tags.startswith("undo:/") else ""


@register.filter
def error_count(form: BaseForm) -> int:
    """How many things the error summary lists."""
    return sum(len(errors) for errors in form.errors.values())
