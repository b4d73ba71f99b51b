"""Every part of the look in every state, on one page: for builders, and for the tests that look at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

TITLES = (
    "Get to know each other",
    "Your first job",
    "Good advice",
    "A memorable trip",
    "A free day",
    "Someone you admire",
    "Something you are proud of",
    "Identify your strengths",
    "Setting goals",
    "Making a plan",
    "Measuring success",
    "Celebrating wins",
)
ICONS = (
    "arrow",
    "bell",
    "book",
    "bright",
    "cal",
    "chat",
    "check",
    "clock",
    "cloud",
    "cog",
    "flag",
    "group",
    "hand",
    "heart",
    "house",
    "key",
    "link",
    "lock",
    "mail",
    "moon",
    "pause",
    "quiet",
    "rain",
    "roof",
    "search",
    "send",
    "shield",
    "sun",
    "undo",
    "user",
    "users",
    "x",
)
COLOURS = (
    "bg",
    "surface",
    "sunk",
    "ink",
    "ink2",
    "line",
    "edge",
    "pine",
    "pine-hi",
    "pine-soft",
    "heather",
    "heather-soft",
    "ember",
    "ember-soft",
    "gorse",
    "gorse-soft",
    "danger",
    "danger-soft",
)
STATES = ("done", "done", "skipped", "done", "now")


@dataclass(frozen=True)
class Person:
    """Somebody to draw: the parts need a name and a code, nothing else."""

    name: str
    code: str


@dataclass(frozen=True)
class Stone:
    """One week on the path."""

    number: int
    title: str
    state: str = ""
    url: str = "#path"


@dataclass(frozen=True)
class Said:
    """One message in the example conversation."""

    author: Person
    mine: bool
    text: str
    at: datetime
    answers: str = ""


PEOPLE = (
    Person("Dani Ferreira", "dn3kqw8rtz5x"),
    Person("Amara Nwosu", "mr7tbnw2skx4"),
    Person("Tomasz Zieliński", "tz9mszlk3nb6"),
    Person("ليلى حداد", "lh4ddwrn8k2q"),
    Person("Priya", "pr5ymnk7x3wt"),
    Person("Wilhelmina-Alexandrina van Oosterbeek-Kaltenbrunner", "w8vstrkb4n6z"),
    Person("👩🏽\u200d🚀 Sam", "s2mrckt9wn5b"),
)


class ExampleForm(forms.Form):
    """One field of each kind, with the words of the real sign-up."""

    wish = forms.CharField(
        label=_("What would you like help with?"),
        help_text=_("Stuck? Finish this: “I keep getting stuck when…”"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Tell us what you’d like help with, a few words is plenty")},
    )
    hobby = forms.CharField(
        label=_("Something you do just for fun"),
        help_text=_("It gives someone an easy way to say hello."),
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Check the address, it needs an @ and a full stop, like dani@example.org")
        },
    )
    time = forms.ChoiceField(
        label=_("How much time do you have a week?"),
        choices=[("30", _("30 minutes")), ("60", _("1 hour")), ("120", _("2 hours or more"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick one, you can change it later")},
    )
    hours = forms.MultipleChoiceField(
        label=_("When suits you?"),
        choices=[
            ("early", _("Early mornings")),
            ("day", _("Daytime")),
            ("evening", _("Weekday evenings")),
            ("weekend", _("Weekends")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    zone = forms.ChoiceField(
        label=_("Your time zone"), choices=[("Europe/Lisbon", "Europe/Lisbon"), ("Asia/Tokyo", "Asia/Tokyo")]
    )
    adult = forms.BooleanField(
        label=_("I’m 18 or over"), error_messages={"required": _("Bothy is for people who are 18 or over")}
    )


def _talk(now: datetime) -> list[Said]:
    dani, amara = PEOPLE[:2]
    asked = "If you had a free day, how would you spend it?"
    hers = "Before you answer, here’s mine: a long walk, and no telephone."
    his = "In the studio, without checking my bank balance first."
    last = "That’s a very good day. More at https://example.org/days."
    return [
        Said(amara, False, hers, now - timedelta(minutes=150)),
        Said(dani, True, his, now - timedelta(minutes=7), asked),
        Said(amara, False, last, now - timedelta(minutes=1)),
    ]


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Shows every part; nothing here is about a real person."""
    wrong = {"wish": "", "hobby": "Night swimming, badly", "email": "dani@", "hours": ["evening", "weekend"]}
    weeks = [
        Stone(number, title, STATES[number - 1] if number <= len(STATES) else "")
        for number, title in enumerate(TITLES, 1)
    ]
    now = timezone.now()
    context = {
        "people": PEOPLE,
        "dani": PEOPLE[0],
        "amara": PEOPLE[1],
        "weeks": weeks,
        "fresh": ExampleForm(auto_id="fresh_%s"),
        "wrong": ExampleForm(wrong, auto_id="wrong_%s"),
        "talk": _talk(now),
        "now": now,
        "trail": [("Riverside Makers", "#path"), ("Autumn Skill Share", "#path")],
        "icons": ICONS,
        "colours": COLOURS,
    }
    return render(request, "styleguide.html", context)
