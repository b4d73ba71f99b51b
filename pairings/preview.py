"""A week as a pair would see it, without a pair: what admins look at before anybody gets it. Pure but for
the templates that the mail is written with."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from accounts.models import User
from messaging import mails
from programs.curriculum import WeekText
from programs.models import Program

from . import timeline

PARTNERS = {True: "Dani", False: "Amara"}  # whom a mentor, and a mentee, would have beside them


@dataclass(frozen=True)
class Look:
    """How to look at a week: as whom, beside whom, and when it would have arrived."""

    as_mentor: bool
    first_day: date
    partner: str = ""

    @property
    def beside(self) -> SimpleNamespace:
        """The partner, as far as the templates look at one."""
        return SimpleNamespace(first_name=self.partner or PARTNERS[self.as_mentor])


def week_on_the_pair_page(week: WeekText, program: Program, look: Look) -> dict[str, Any]:
    """What `pairings/_week.html` shows of a week that has just arrived: its part of the pair page's context,
    without a pairing, a step or a row of the week. What it shows has no forms and no links."""
    last = look.first_day + timedelta(days=program.pace - 1)
    return {
        "preview": True,
        "step": SimpleNamespace(number=week.number),
        "week": week,
        "number": week.number,
        "span": timeline.span_words(look.first_day, last, look.first_day.year),
        "prompts": [SimpleNamespace(text=text) for text in week.prompts if text],
        "tip": week.mentor_tip if look.as_mentor else week.mentee_tip,
        "is_mentor": look.as_mentor,
        "is_current": True,
        "is_open": True,
        "walking": True,
        "partner": look.beside,
        "program": program,
        "group": program.group,
    }


def week_mail(
    week: WeekText, program: Program, look: Look, *, reader: User, url: str = "/", test: bool = False
) -> mails.Written:
    """The mail of a week in the words of its own templates; `test` says in it that nobody else got it."""
    context = {
        "step": SimpleNamespace(number=week.number),
        "week": week,
        "prompts": [text for text in week.prompts if text],
        "tip": week.mentor_tip if look.as_mentor else week.mentee_tip,
        "program": program,
        "partner": look.beside,
        "test": test,
    }
    return mails.write("week", reader, url, context)
