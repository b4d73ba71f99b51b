"""States of hellos in a sentence."""

from accounts.models import User
from accounts.templatetags.bothy import day_words

from .models import Request
from .models.requests import State


def hello_state(hello: Request, reader: User) -> str:
    """Where a hello stands, as its reader would say it."""
    sender = hello.sender_id == reader.pk
    other = hello.recipient.first_name if sender else hello.sender.first_name
    if hello.state == State.OPEN and hello.answered_at is None:
        return f"Waiting for {other if sender else 'you'}, until {day_words(hello.expires_at)}"
    if hello.state == State.OPEN and hello.asks_to_pair:
        return f"You’re talking, and {other if sender else 'you'} can say yes"
    ends = {
        State.OPEN: "You’re talking",
        State.ACCEPTED: f"You and {other} are a pair",
        State.DECLINED: f"{other} can’t just now" if sender else "You said not this time",
        State.WITHDRAWN: "You took it back" if sender else f"{other} took it back",
        State.LAPSED: f"{other} couldn’t reply in time" if sender else "It lapsed before you replied",
        State.CLOSED: "This hello has ended",
    }
    return ends[State(hello.state)]
