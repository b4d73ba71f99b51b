"""The kinds of notice about hellos, pairs and weeks: how each finds its facts, and whether it still holds."""

from django.conf import settings
from django.urls import reverse

from accounts.models import Block, User
from accounts.templatetags.bothy import day_words
from accounts.text import short
from messaging.kinds import Context, register
from messaging.models import Message, Notice
from profiles.models import Answer, Profile
from programs.forms.details import zone_words
from programs.models import Program
from programs.models.programs import State as ProgramState

from .models import Pairing, Request, Step
from .models.pairings import WALKING, State
from .models.requests import Asks
from .models.requests import State as RequestState

EXCERPT = 450  # characters of somebody's words in a mail; the rest is behind the link
ANSWERS = 2  # of the partner's answers in the mail that introduces them
OTHERS = 3
ASKS = {
    Asks.QUESTION: "would like to ask you something",
    Asks.MENTOR: "would like you to be their mentor",
    Asks.MENTEE: "offers to be your mentor",
}


def _request(notice: Notice) -> Request | None:
    found = Request.objects.select_related(
        "program__group", "sender", "recipient", "to_profile", "sender_profile", "conversation"
    )
    return found.filter(pk=notice.subject_id or 0).first()


def load_hello(notice: Notice) -> Context | None:
    """Who said hello, their words, and what they ask."""
    request = _request(notice)
    if request is None:
        return None
    words = (
        Message.objects.filter(conversation=request.conversation, author=request.sender)
        .order_by("-pk")
        .first()
    )
    own = request.sender_profile
    return {
        "request": request,
        "sender": request.sender,
        "words": short(words.body, EXCERPT) if words else "",
        "asks": ASKS[Asks(request.asks)],
        "pair_up": request.asks_to_pair and request.client_token is None,
        "about": own.help_text if own else "",
        "until": request.expires_at,
        "program": request.program,
    }


def hello_wanted(notice: Notice) -> bool:
    """It still waits for an answer, and nobody has blocked anybody."""
    request = _request(notice)
    return (
        request is not None
        and request.state == RequestState.OPEN
        and request.answered_at is None
        and not Block.objects.between(request.sender_id, request.recipient_id).exists()
    )


def load_request(notice: Notice) -> Context | None:
    """A hello that has ended, and the other one's name."""
    request = _request(notice)
    if request is None or notice.user is None:
        return None
    sender = notice.user.pk == request.sender_id
    directory = reverse("directory", args=[request.program.group.slug, request.program.slug])
    return {
        "request": request,
        "program": request.program,
        "is_sender": sender,
        "other": request.recipient if sender else request.sender,
        "closed": request.state == RequestState.CLOSED,
        "note": request.decline_note,
        "others": _others(request, notice.user) if sender else [],
        "others_url": f"{settings.SITE_URL}{directory}?role={request.to_profile.role}&room=on",
    }


def _others(request: Request, reader: User) -> list[str]:
    """A few people with room whom the reader could ask instead."""
    if request.program.state != ProgramState.LIVE:
        return []
    found = Profile.objects.visible_to(reader).with_room(request.program.today())
    found = found.filter(program=request.program, role=request.to_profile.role)
    rest = found.exclude(user_id__in=[request.sender_id, request.recipient_id])
    return list(rest.order_by("waiting_requests", "pk").values_list("user__name", flat=True)[:OTHERS])


def request_wanted(notice: Notice) -> bool:
    """Nobody has blocked anybody since."""
    request = _request(notice)
    return request is not None and not Block.objects.between(request.sender_id, request.recipient_id).exists()


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
    register("week", label="This week's question", load=load_step, wanted=step_wanted, rank=6)
    register("week_test", label="A test of a week", load=load_nothing, can_stop=False, quiet=False, rank=2)
    register("hello", label="Somebody said hello", load=load_hello, wanted=hello_wanted, rank=3)
    register("declined", label="An answer to your hello", load=load_request, wanted=request_wanted, rank=4)
    register("lapsed", label="A hello that lapsed", load=load_request, wanted=request_wanted, rank=5)
    register("proposed", label="Somebody to walk with", load=load_pairing, wanted=pairing_wanted, rank=4)
    register("paired", label="You are a pair", load=load_pairing, wanted=pairing_wanted, rank=4)
    register("ended", label="A pair that ended", load=load_ended, wanted=ended_wanted, rank=4)
    register("completed", label="All weeks walked", load=load_completed, wanted=ended_wanted, rank=5)
    register("pair_ended", label="A pair in your group needs new partners", load=load_pairing, mail=False)
