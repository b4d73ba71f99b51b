"""Cards for those who look after a group: launches, reports, people to pair, programs to set up."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.templatetags.bothy import clock_words, day_words
from groups.models import Group, Report
from programs.models import Program
from programs.models.programs import State as ProgramState

from .desk import Card, Desk


def launches_on_hold(desk: Desk) -> Iterator[Card]:
    """A launch can be taken back for a few minutes only: before everything else."""
    for program in desk.programs:
        if held := _number(program, "held"):
            yield Card(
                "roof",
                program.name,
                ngettext("%(n)d pair is about to be told", "%(n)d pairs are about to be told", held)
                % {"n": held},
                _("They hear of it at %(time)s. Until then you can take it back.")
                % {"time": clock_words(program.told_at)},  # type: ignore[attr-defined]
                _in(program, "pairing_board"),
                _("Look at the pairs"),
                undo_url=_in(program, "launch_undo"),
            )


def reports(desk: Desk) -> Iterator[Card]:
    """Somebody told their group's safety contacts about somebody."""
    rows = Report.objects.handled_by(desk.user).filter(state=Report.State.NEW)
    counts = rows.values("group__name", "group__slug").annotate(number=Count("pk")).order_by("group__name")
    for row in counts:
        number = row["number"]
        yield Card(
            "shield",
            row["group__name"],
            ngettext("A report needs you", "%(n)d reports need you", number) % {"n": number},
            _("Somebody is waiting for a first look, within two days."),
            reverse("reports", args=[row["group__slug"]]),
            _("Read it") if number == 1 else _("Read them"),
        )


def people_who_ask(desk: Desk) -> Iterator[Card]:
    """For admins: people who wait to be let into their groups."""
    for group in desk.doors:
        if number := _number(group, "asking"):
            yield Card(
                "users",
                group.name,
                ngettext("%(n)d person asks to join", "%(n)d people ask to join", number) % {"n": number},
                _("They wait until one of you says yes, or not now."),
                reverse("manage_requests", args=[group.slug]),
                _("Read and answer"),
            )


def groups_offered(desk: Desk) -> Iterator[Card]:
    """Somebody asks them to own a group."""
    for group in desk.doors:
        if until := group.offered_until:  # type: ignore[attr-defined]
            giver = User(name=group.offered_by).first_name  # type: ignore[attr-defined]
            yield Card(
                "key",
                group.name,
                _("%(name)s asks you to own the group") % {"name": giver},
                _("Nothing changes until you say yes. You have until %(day)s.") % {"day": day_words(until)},
                reverse("owner_offer", args=[group.slug]),
                _("Read and answer"),
            )


def people_to_pair(desk: Desk) -> Iterator[Card]:
    """For admins: drafts that wait to be launched, and people who wait for somebody."""
    for program in desk.programs:
        if program.state != ProgramState.LIVE:
            continue
        drafts, waiting = _number(program, "drafts"), _waiting(desk, program)
        if drafts:
            heading = ngettext("%(n)d pair waits to be launched", "%(n)d pairs wait to be launched", drafts)
            words = ngettext("Only admins see it until then.", "Only admins see them until then.", drafts)
            yield _board(program, heading % {"n": drafts}, words, _("Look and launch"))
        elif waiting:
            heading = ngettext("%(n)d mentee waits for a mentor", "%(n)d mentees wait for a mentor", waiting)
            yield _board(program, heading % {"n": waiting}, "", _("Pair them"))


def _board(program: Program, heading: str, words: str, action: str) -> Card:
    return Card("users", program.name, heading, words, _in(program, "pairing_board"), action)


def _waiting(desk: Desk, program: Program) -> int:
    """Who waits for an admin: all of them where admins pair or sign-up is over, else those who asked."""
    if program.forming == Program.Forming.CHOOSE:
        return 0
    all_of_them = program.forming == Program.Forming.ADMINS or not program.sign_up_is_open(desk.now)
    return _number(program, "alone" if all_of_them else "asked")


def programs_to_set_up(desk: Desk) -> Iterator[Card]:
    """For admins: programs that have not opened sign-up yet."""
    for program in desk.programs:
        if program.state == ProgramState.DRAFT:
            yield Card(
                "cog",
                program.group.name,
                _("%(program)s isn’t open yet") % {"program": program.name},
                _("The setup list remembers where you were."),
                _in(program, "program_manage"),
                _("Carry on setting up"),
            )


def _in(program: Program, name: str) -> str:
    return reverse(name, args=[program.group.slug, program.slug])


def _number(of: Program | Group, name: str) -> int:
    return getattr(of, name) or 0
