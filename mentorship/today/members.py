"""Cards about one's own pairs, words and sign-ups."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User, not_blocked
from accounts.templatetags.bothy import day_words
from groups.models import Membership
from messaging.models import Participant
from pairings.models import Pairing, Request
from pairings.models.pairings import State as PairState
from profiles.models import Profile
from profiles.models.profiles import State as ProfileState
from profiles.services.whole import address_hint, waits_for_mail
from programs.models import Program
from programs.models.programs import State as ProgramState

from .desk import APART, READ, Card, Desk


def questions(desk: Desk) -> Iterator[Card]:
    """This week's question of each pair that has not talked about it yet; a new pair's beginning."""
    waiting = [pair for pair in desk.pairs if pair.state == PairState.ACTIVE and _may_talk(desk, pair)]
    for pair in waiting[:APART]:
        yield _question(desk, pair)
    more = len(waiting) - APART
    if more > 0:
        yield Card(
            "roof",
            "",
            ngettext("%(n)d more pair has a question", "%(n)d more pairs have a question", more)
            % {"n": more},
            _("They’re all in one list."),
            reverse("pairs"),
            _("See my pairs"),
        )


def _may_talk(desk: Desk, pair: Pairing) -> bool:
    step = desk.steps.get(pair.pk)
    if step is None:
        return True
    mine = step.mentor_talked_at if pair.is_mentor(desk.user) else step.mentee_talked_at
    return not (mine or step.done_at or step.skipped_at)


def _question(desk: Desk, pair: Pairing) -> Card:
    partner, step = pair.partner(desk.user), desk.steps.get(pair.pk)
    if step is None:
        day = day_words(pair.starts_on)
        return Card(
            "roof",
            pair.program.name,
            _("You and %(name)s are a pair") % {"name": partner.first_name},
            _("Week 1 arrives on %(day)s. You can say hello now, most people start small.") % {"day": day},
            reverse("pair_short", args=[pair.code]),
            _("Say hello"),
        )
    theirs = step.mentee_talked_at if pair.is_mentor(desk.user) else step.mentor_talked_at
    return Card(
        "sun",
        pair.program.name,
        _("Week %(n)d with %(name)s") % {"n": step.number, "name": partner.first_name},
        _("%(name)s says you talked. Did you?") % {"name": partner.first_name} if theirs else "",
        reverse("step_short", args=[pair.code, step.number]),
        _("Open this week"),
        quote=step.week.question,
    )


def replies(desk: Desk) -> Iterator[Card]:
    """Words that wait to be read. A hello has a card of its own."""
    author = User.objects.filter(pk=OuterRef("last_author_id"))
    hello = Request.objects.waiting().filter(conversation=OuterRef("conversation"), recipient=desk.user)
    here = Membership.objects.active().filter(group=OuterRef("conversation__scope"), user=desk.user)
    rows = (
        Participant.objects.unread()
        .filter(~Exists(hello), Exists(here), user=desk.user, hidden=False)
        .annotate(author=Subquery(author.values("name")[:1]))
        .select_related("conversation")
        .order_by("-last_message_id")
    )
    found = list(rows[:READ])
    if len(found) > APART:
        yield Card(
            "chat",
            "",
            _("%(n)d conversations have something new") % {"n": len(found)},
            "",
            reverse("inbox"),
            _("Read them"),
        )
        return
    for row in found:
        name = row.author or _("Somebody")  # type: ignore[attr-defined]
        yield Card(
            "chat",
            "",
            _("%(name)s wrote to you") % {"name": name},
            "",
            reverse("conversation_short", args=[row.conversation.code]),
            _("Read it"),
            quote=row.preview,
        )


def hellos(desk: Desk) -> Iterator[Card]:
    """First messages that wait for an answer."""
    rows = Request.objects.waiting().filter(not_blocked(desk.user.pk, "sender_id"), recipient=desk.user)
    preview = Participant.objects.filter(conversation=OuterRef("conversation"), user=desk.user)
    found = list(
        rows.annotate(preview=Subquery(preview.values("preview")[:1]))
        .select_related("program__group", "sender")
        .order_by("expires_at")[:READ]
    )
    for hello in found[:APART]:
        yield Card(
            "hand",
            hello.program.name,
            _("%(name)s said hello") % {"name": hello.sender.name},
            _("Answer by %(day)s: a yes, a question, or a kind no.") % {"day": day_words(hello.expires_at)},
            hello.get_absolute_url(),
            _("Read and answer"),
            quote=hello.preview or "",  # type: ignore[attr-defined]
        )
    more = len(found) - APART
    if more > 0:
        yield Card(
            "hand",
            "",
            ngettext("%(n)d more hello is waiting", "%(n)d more hellos are waiting", more) % {"n": more},
            "",
            reverse("inbox"),
            _("Read them"),
        )


def proposals(desk: Desk) -> Iterator[Card]:
    """Pairs that an admin proposed and that wait for this person's yes."""
    for pair in desk.pairs:
        mine = pair.mentor_yes_at if pair.is_mentor(desk.user) else pair.mentee_yes_at
        if pair.state == PairState.PROPOSED and not mine:
            name = pair.partner(desk.user).first_name
            yield Card(
                "roof",
                pair.program.name,
                _("Would you like to walk with %(name)s?") % {"name": name},
                _("Say yes, or say it’s not right for you. Nobody asks why."),
                reverse("pair_short", args=[pair.code]),
                _("Read about %(name)s") % {"name": name},
            )


def walked(desk: Desk) -> Iterator[Card]:
    """Pairs that have just walked all the way: the path behind them, for a week."""
    for pair in desk.pairs:
        if pair.state == PairState.COMPLETED:
            yield Card(
                "flag",
                pair.program.name,
                _("You and %(name)s walked all the way") % {"name": pair.partner(desk.user).first_name},
                _("Look how far the path goes behind you."),
                reverse("pair_finish", args=[pair.program.group.slug, pair.program.slug, pair.code]),
                _("See the whole path"),
            )


def half_made_sign_ups(desk: Desk) -> Iterator[Card]:
    """Sign-ups that were begun and not sent, while the program still takes them."""
    rows = Profile.objects.visible_to(desk.user).filter(
        user=desk.user,
        state=ProfileState.DRAFT,
        program__in=Program.objects.open_for_sign_up(desk.now),
    )
    for profile in rows.select_related("program__group").order_by("-updated_at", "-pk")[:APART]:
        title, words = (
            _("Your sign-up is nearly there"),
            _("Everything you wrote is kept. About a minute to go."),
        )
        if waits_for_mail(profile):
            title = _("One thing left")
            words = _("Open the mail we sent to %(address)s so people can see your answers.") % {
                "address": address_hint(desk.user.email)
            }
        yield Card(
            "flag",
            profile.program.name,
            title,
            words,
            reverse("sign_up", args=[profile.program.group.slug, profile.program.slug]),
            _("Carry on"),
        )


def on_the_list(desk: Desk) -> Iterator[Card]:
    """A mentee who waits for somebody: what happens next, and what they can do meanwhile."""
    rows = Profile.objects.listed().filter(
        user=desk.user, role="mentee", seats_taken=0, program__state=ProgramState.LIVE
    )
    for profile in rows.select_related("program__group").order_by("-pk")[:1]:
        program = profile.program
        words = _("You can say hello to anyone whose answers make you want to ask something.")
        if program.starts_on and program.starts_on > program.today(desk.now):
            words = _("It starts on %(day)s. Until then you can say hello to anyone.") % {
                "day": day_words(program.starts_on)
            }
        yield Card(
            "flag",
            program.name,
            _("You’re on the list"),
            words,
            f"{reverse('directory', args=[program.group.slug, program.slug])}?role=mentor",
            _("See who could help"),
        )
