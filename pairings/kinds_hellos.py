"""The kinds of notice about hellos: how each finds its facts, and whether it still holds."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import Block
from accounts.text import short
from messaging.kinds import Context, register
from messaging.models import Message, Notice
from messaging.models.notices import MailState
from profiles.models import Profile

from .models import KeptHello, Request
from .models.requests import Asks, State
from .services import others

EXCERPT = 450  # characters of somebody's words in a mail; the rest is behind the link
ONE_A_DAY = timedelta(hours=20)  # a reminder that comes sooner after another one stands on the site only
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


def _between(request: Request) -> bool:
    return Block.objects.between(request.sender_id, request.recipient_id).exists()


def full_url(request: Request) -> str:
    """The page with one button, "I'm full", as a mail names it."""
    return settings.SITE_URL + reverse("full_short", args=[request.conversation.code])


def load_hello(notice: Notice) -> Context | None:
    """Who said hello, their words, and what they ask."""
    request = _request(notice)
    if request is None:
        return None
    words = (
        Message.objects.filter(conversation=request.conversation, author=request.sender, removed_at=None)
        .order_by("-pk")
        .first()
    )
    own = request.sender_profile
    return {
        "request": request,
        "sender": request.sender,
        "words": short(words.body, EXCERPT) if words else "",
        "asks": ASKS[Asks(request.asks)],
        "pair_asked": request.asks_to_pair,
        "pair_up": request.asks_to_pair and request.client_token is None,
        "about": own.help_text if own else "",
        "said_on": request.created_at,
        "until": request.expires_at,
        "program": request.program,
        "full_url": full_url(request) if request.asks_to_pair else "",
    }


def load_reminder(notice: Notice) -> Context | None:
    """The hello once more, and how many others wait for the same person."""
    found = load_hello(notice)
    if found is None:
        return None
    request: Request = found["request"]
    more = Request.objects.waiting().filter(recipient=request.recipient_id).exclude(pk=request.pk).count()
    also = {0: "", 1: "Somebody else waits for an answer too."}.get(more, f"{more} others wait as well.")
    return found | {"also": also, "full_url": full_url(request)}


def hello_wanted(notice: Notice) -> bool:
    """It still waits for an answer, and nobody has blocked anybody."""
    request = _request(notice)
    return request is not None and request.is_waiting and not _between(request)


def reminder_wanted(notice: Notice) -> bool:
    """The same; and one reminder by mail a day is enough, whoever waits."""
    if not hello_wanted(notice):
        return False
    sent = Notice.objects.filter(user=notice.user, kind=notice.kind, mail_state=MailState.SENT)
    return not sent.filter(sent_at__gt=notice.not_before - ONE_A_DAY).exclude(pk=notice.pk).exists()


def load_request(notice: Notice) -> Context | None:
    """A hello that has ended, and the other one's name."""
    request = _request(notice)
    if request is None or notice.user is None:
        return None
    sender = notice.user.pk == request.sender_id
    role = request.to_profile.role
    directory = reverse("directory", args=[request.program.group.slug, request.program.slug])
    found = others.best(notice.user, request.program, role, but=[request.recipient_id]) if sender else []
    return {
        "request": request,
        "program": request.program,
        "is_sender": sender,
        "other": request.recipient if sender else request.sender,
        "closed": request.state == State.CLOSED,
        "note": request.decline_note,
        "others": [_person(profile) for profile in found],
        "others_url": f"{settings.SITE_URL}{directory}?role={role}&room=on",
        "full_url": full_url(request),
        "is_full": not request.to_profile.has_room(request.program.today()),
    }


def _person(profile: Profile) -> dict[str, str]:
    """One person as a mail names them: the name and a line of theirs."""
    return {"name": profile.user.name, "about": profile.help_text}


def request_wanted(notice: Notice) -> bool:
    """Nobody has blocked anybody since."""
    request = _request(notice)
    return request is not None and not _between(request)


def load_kept(notice: Notice) -> Context | None:
    """A hello that was to go by itself and could not."""
    kept = KeptHello.objects.select_related("to_profile__user", "program__group")
    found = kept.filter(pk=notice.subject_id or 0).first()
    return {"other": found.to_profile.user, "program": found.program} if found else None


def kept_wanted(notice: Notice) -> bool:
    """It is still kept, and nobody has blocked anybody."""
    kept = KeptHello.objects.select_related("to_profile").filter(pk=notice.subject_id or 0).first()
    return kept is not None and not Block.objects.between(kept.sender_id, kept.to_profile.user_id).exists()


def register_all() -> None:
    """Called once when Django starts."""
    register(
        "hello",
        label="Somebody said hello",
        load=load_hello,
        wanted=hello_wanted,
        rank=3,
        about="A first message, which waits seven days for your answer.",
        under="people",
    )
    register(
        "hello_reminder",
        label="A hello that still waits for you",
        load=load_reminder,
        wanted=reminder_wanted,
        rank=5,
        about="On the third and the sixth day.",
        under="people",
    )
    register(
        "declined",
        label="An answer to your hello",
        load=load_request,
        wanted=request_wanted,
        rank=4,
        about="A kind no, and others you could ask.",
        under="people",
    )
    register(
        "lapsed",
        label="A hello that lapsed",
        load=load_request,
        wanted=request_wanted,
        rank=5,
        about="When seven days have gone by without an answer.",
        under="people",
    )
    register(
        "hello_kept",
        label="A hello that couldn’t go",
        load=load_kept,
        wanted=kept_wanted,
        rank=4,
        about="One that was to go with your sign-up. Your words are kept.",
        under="people",
    )
    register("hello_gone", label="A hello that went", load=load_kept, mail=False)
