"""What a program is to somebody who has to decide: state, dates, how pairs form, its weeks, said in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Q, Sum
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import not_blocked
from accounts.templatetags.bothy import day_words
from profiles.models import Profile
from programs.curriculum import library
from programs.models import Program, Week
from programs.models.programs import Phase, State

NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
PILLS = ("ok", "soft", "open")


def in_words(number: int) -> str:
    """Small numbers as words, others as digits."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


@dataclass(frozen=True)
class Stretch:
    """A named run of weeks."""

    name: str
    weeks: list[Week]
    pill: str

    @property
    def span(self) -> str:
        """ "Weeks 1 to 3"."""
        first, last = self.weeks[0].number, self.weeks[-1].number
        if first == last:
            return _("Week %(number)d") % {"number": first}
        return _("Weeks %(first)d to %(last)d") % {"first": first, "last": last}


@dataclass(frozen=True)
class Balance:
    """How many offer and how many wish, in a sentence and as the two parts of a bar."""

    mentors: int
    mentees: int
    places: int

    WIDTH = 230
    GAP = 2

    @property
    def mentor_width(self) -> int:
        total = self.mentors + self.mentees
        return round((self.WIDTH - self.GAP) * self.mentors / total) if total else 0

    @property
    def mentee_start(self) -> int:
        return self.mentor_width + self.GAP if self.mentor_width else 0

    @property
    def mentee_width(self) -> int:
        return self.WIDTH - self.mentee_start if self.mentees else 0

    @property
    def advice(self) -> str:
        """What would help, in one sentence."""
        if not self.mentors and not self.mentees:
            return _("The first sign-up makes the second one easier.")
        missing = self.mentees - self.places
        if missing > 0:
            words = ngettext(
                "%(number)s more mentor and everyone has someone.",
                "%(number)s more mentors and everyone has someone.",
                missing,
            )
            return words % {"number": in_words(missing).capitalize()}
        if missing < 0:
            words = ngettext(
                "There’s room for %(number)s more mentee.",
                "There’s room for %(number)s more mentees.",
                -missing,
            )
            return words % {"number": in_words(-missing)}
        return _("There’s someone for everyone.")


@dataclass
class Outline:
    """A program, the live weeks that it has, and who looks after it."""

    program: Program
    weeks: list[Week]
    after: str
    now: datetime

    @cached_property
    def phase(self) -> Phase:
        return self.program.phase(self.now)

    @cached_property
    def is_open(self) -> bool:
        """Does it take sign-ups now?"""
        return self.program.sign_up_is_open(self.now)

    @property
    def closes(self) -> str:
        return day_words(self.program.closes_on)

    @property
    def pill(self) -> tuple[str, str, str]:
        """Its state: class, icon, words."""
        if self.phase == Phase.SETTING_UP:
            return "", "cog", _("Setting up, only admins see this")
        if self.program.state == State.ARCHIVED:
            return "", "flag", _("Archived")
        if self.phase == Phase.FINISHED:
            return "", "flag", _("Finished")
        if self.is_open:
            words = _("Sign-up is open until %(day)s") % {"day": self.closes} if self.closes else ""
            return "open", "sun", words or _("Sign-up is open")
        if self.phase == Phase.PAIRING:
            return "soft", "roof", _("Sign-up has closed, pairs are being made")
        return "ok", "roof", self.week_now or _("Running")

    @property
    def week_now(self) -> str:
        """ "Week 5 of 12" while a cohort walks."""
        start, total = self.program.starts_on, len(self.weeks)
        if not start or not total or self.program.today(self.now) < start:
            return ""
        number = (self.program.today(self.now) - start).days // self.program.pace + 1
        if number > total:
            return _("Wrapping up")
        return _("Week %(number)d of %(total)d") % {"number": number, "total": total}

    @property
    def dates(self) -> str:
        """ "22 September to 14 December"."""
        start, end = self.program.starts_on, self.program.ends_on(len(self.weeks))
        if not start:
            day = self.program.get_week_day_display()
            return _("Any time: each pair starts on the %(day)s after it is made") % {"day": day}
        this_year = self.program.today(self.now).year
        if not end or not self.weeks:
            return _plain_day(start, this_year)
        return _("%(start)s to %(end)s") % {
            "start": _plain_day(start, end.year if end.year == start.year else 0),
            "end": _plain_day(end, this_year),
        }

    @property
    def forming(self) -> str:
        """How two people become a pair."""
        forming, name = self.program.forming, self.after or _("an admin")
        if forming == Program.Forming.ADMINS:
            return _("%(name)s pairs you with someone") % {"name": name}
        if forming == Program.Forming.CHOOSE:
            return _("You choose who to talk to, and agree between you")
        return _("You choose who to talk to, or %(name)s pairs you") % {"name": name}

    @property
    def readers(self) -> str:
        """Who reads the answers."""
        if self.program.readers == Program.Readers.GROUP:
            return _("Everyone in %(group)s can read the answers.") % {"group": self.program.group.name}
        return _("Only people in %(program)s, and the group’s admins, can read the answers.") % {
            "program": self.program.name
        }

    @property
    def template_name(self) -> str:
        curriculum = library().get(self.program.template)
        return curriculum.name if curriculum and curriculum.name != self.program.name else ""

    @property
    def weeks_heading(self) -> str:
        return _("The %(number)s weeks") % {"number": in_words(len(self.weeks))}

    @property
    def rhythm(self) -> str:
        """When the questions come."""
        day = self.program.get_week_day_display()
        if self.program.pace == Program.Pace.FORTNIGHTLY:
            each = _("Every second %(day)s") % {"day": day}
        elif self.program.pace == Program.Pace.MONTHLY:
            each = _("Every fourth %(day)s") % {"day": day}
        else:
            each = _("Each %(day)s") % {"day": day}
        words = _("%(each)s you both get the same short question.") % {"each": each}
        return words + " " + _("Talk however you like: a call, a walk, or right here.")

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The live weeks under the names of their stretches; a week past the last stretch joins the last."""
        named = [part for part in self.program.stretches if isinstance(part, dict)]
        found: list[tuple[str, list[Week]]] = []
        left = list(self.weeks)
        for place, part in enumerate(named, start=1):
            last = place == len(named)
            mine = [week for week in left if last or week.number <= int(part.get("last") or 0)]
            left = left[len(mine) :]
            if mine:
                found.append((str(part.get("name", "")), mine))
        if left:
            found.append(("", left))
        return [Stretch(name, weeks, PILLS[i % len(PILLS)]) for i, (name, weeks) in enumerate(found)]


def _plain_day(day: date, this_year: int) -> str:
    return formats.date_format(day, "j F" if day.year == this_year else "j F Y")


def outline(program: Program, weeks: Iterable[Week], after: str) -> Outline:
    """A program in words; `after` is what to call who looks after it."""
    return Outline(program, list(weeks), after, timezone.now())


def balance(program: Program, user_id: int) -> Balance:
    """Who is on the list of a program, without people that this reader has a block with or whose account is
    held or disabled."""
    mentors = Q(role="mentor")
    row = (
        Profile.objects.listed()
        .filter(not_blocked(user_id, "user_id"), program=program, user__frozen_at=None, user__is_active=True)
        .aggregate(
            mentors=Count("pk", filter=mentors),
            mentees=Count("pk", filter=~mentors),
            places=Sum("capacity", filter=mentors, default=0),
        )
    )
    return Balance(**row)


def can_help_with(profile: Profile) -> str:
    """ "screen printing, pricing": the first two topics, else the start of what they wrote."""
    topics = [t for t in profile.topics if isinstance(t, str) and t.casefold() != "something else"][:2]
    return ", ".join(t[0].lower() + t[1:] if t[1:2].islower() else t for t in topics)
