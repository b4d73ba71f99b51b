"""The kinds of notice about pairs and weeks: how each finds its facts, and whether it still holds."""

from accounts.models import Block
from accounts.templatetags.bothy import day_words
from accounts.text import short
from messaging.kinds import Context, register
from messaging.models import Notice
from profiles.models import Answer
from programs.forms.details import zone_words
from programs.models import Program

from .models import Pairing, Step
from .models.pairings import WALKING, State

ANSWERS = 2  # of the partner's answers in the mail that introduces them


def _pairing(notice: Notice) -> Pairing | None:
    found = Pairing.objects.select_related(
        "program__group", "mentor_user", "mentee_user", "mentor", "mentee", "ended_by"
    )
    return found.filter(pk=notice.subject_id or 0).first()


def load_pairing(notice: Notice) -> Context | None:
    """The pair, the partner and what they wrote at sign-up."""
    pairing = _pairing(notice)
    if pairing is None or notice.user is None:
        return None
    theirs = pairing.mentee if pairing.is_mentor(notice.user) else pairing.mentor
    return {
        "pairing": pairing,
        "program": pairing.program,
        "partner": pairing.partner(notice.user),
        "partner_role": theirs.get_role_display(),
        "answers": list(Answer.objects.open().filter(profile=theirs).in_order()[:ANSWERS]),
        "starts": _starts(pairing, pairing.program),
        "by_admin": pairing.made_by_id is not None,
    }


def _starts(pairing: Pairing, program: Program) -> str:
    """When week 1 comes, in words; empty while that is not known."""
    if pairing.starts_on is None or program.dispatch_paused:
        return ""
    place = zone_words(program.group.zone)
    return f"{day_words(pairing.starts_on)} at {program.hour:02}:00, {place} time"


def load_completed(notice: Notice) -> Context | None:
    """The pair that has walked all the way, and how many weeks that was."""
    pairing = _pairing(notice)
    if pairing is None or notice.user is None:
        return None
    partner, weeks = pairing.partner(notice.user), Step.objects.filter(pairing=pairing).count()
    return {"pairing": pairing, "program": pairing.program, "partner": partner, "weeks": weeks}


def load_ended(notice: Notice) -> Context | None:
    """How a pair ended early, kindly. After a block it is only said that it has ended."""
    pairing = _pairing(notice)
    if pairing is None or notice.user is None:
        return None
    partner, by = pairing.partner(notice.user), pairing.ended_by
    # SECURITY: who blocked whom is theirs; so is a note that was written before.
    blocked = Block.objects.between(pairing.mentor_user_id, pairing.mentee_user_id).exists()
    name = short(partner.first_name, 60)
    happened = f"Your pair with {name} has ended."
    if blocked:
        happened = f"A pair of yours in {short(pairing.program.name, 60)} has ended."
    if by == partner and not blocked:
        happened = f"{name} has stepped out. That's about {name}'s season, not about you."
    elif by is not None and not blocked:
        happened = f"{short(by.first_name, 60)} has ended your pair with {name}, as one of the admins."
    return {
        "pairing": pairing,
        "program": pairing.program,
        "partner": partner,
        "happened": happened,
        "goodbye": "" if blocked else pairing.goodbye,
        "blocked": blocked,
        "now_free": "Your place is free again, and no more weeks will come.",
    }


def pairing_wanted(notice: Notice) -> bool:
    """The pair still walks, or is still proposed."""
    pairing = _pairing(notice)
    return pairing is not None and pairing.state in (State.PROPOSED, *WALKING)


def ended_wanted(notice: Notice) -> bool:
    """An ending stays true; a block between the two must not be told by mail in any more words."""
    return _pairing(notice) is not None


def load_step(notice: Notice) -> Context | None:
    """This week's question, its ways in and the reader's own tip."""
    step = (
        Step.objects.select_related(
            "week", "pairing__program__group", "pairing__mentor_user", "pairing__mentee_user"
        )
        .filter(pk=notice.subject_id or 0)
        .first()
    )
    if step is None or notice.user is None:
        return None
    pairing = step.pairing
    return {
        "step": step,
        "week": step.week,
        "prompts": [prompt.text for prompt in step.week.prompts.all()],
        "tip": step.week.tip_mentor if pairing.is_mentor(notice.user) else step.week.tip_mentee,
        "pairing": pairing,
        "program": pairing.program,
        "partner": pairing.partner(notice.user),
    }


def load_nothing(notice: Notice) -> Context | None:
    """The test of a week brings its words along, sealed."""
    return None


def step_wanted(notice: Notice) -> bool:
    """The pair still walks."""
    return Step.objects.filter(pk=notice.subject_id or 0, pairing__state__in=WALKING).exists()


def register_all() -> None:
    """Called once when Django starts."""
    register(
        "week",
        label="This week's question",
        load=load_step,
        wanted=step_wanted,
        rank=6,
        daily=False,  # it comes on its day, once a week
        about="On the day and at the hour of your program. Without it your pair goes on all the same.",
        under="pairs",
    )
    register("week_test", label="A test of a week", load=load_nothing, can_stop=False, quiet=False, rank=2)
    for name, label, load, wanted, rank, about in (
        ("proposed", "Somebody to walk with", load_pairing, pairing_wanted, 4, "An admin suggests somebody."),
        ("paired", "You are a pair", load_pairing, pairing_wanted, 4, "Who it is, and when week 1 comes."),
        ("ended", "A pair that ended", load_ended, ended_wanted, 4, "When your partner steps out."),
        ("completed", "All weeks walked", load_completed, ended_wanted, 5, "The path behind you two."),
    ):
        register(name, label=label, load=load, wanted=wanted, rank=rank, about=about, under="pairs")
    register("pair_ended", label="A pair in your group needs new partners", load=load_pairing, mail=False)
