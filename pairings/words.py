"""States of hellos in a sentence, and what happens next."""

from datetime import date, datetime

from accounts.models import User
from accounts.templatetags.bothy import day_words

from .models import Request
from .models.requests import Asks, State
from .services.others import in_words


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


def asks_words(asks: str) -> str:
    """What a hello asks, as its sender says it: "I’d like you to be my mentor"."""
    return str(Asks(asks).label).replace("'", "’")


def row_words(hello: Request, reader: User) -> str:
    """The same state in a list, where a mark says already for whom it waits."""
    if not hello.is_waiting or hello.recipient_id != reader.pk:
        return hello_state(hello, reader)
    wish = {Asks.MENTOR: "Would like you as their mentor", Asks.MENTEE: "Would like to be your mentor"}
    return f"{wish.get(Asks(hello.asks), 'Would like to ask something')}. Until {day_words(hello.expires_at)}"


def usual_words(name: str, hours: int | None) -> str:
    """How soon somebody usually answers; "" where there is too little to say it from."""
    if hours is None:
        return ""
    days = -(-hours // 24)
    within = {1: "a day"}.get(days, f"{days} days" if days < 7 else "a week")
    return f"{name} usually answers within {within}."


def promise_words(name: str, until: datetime, number: int) -> str:
    """What happens when nothing comes, as far as it is true: so many others can be shown."""
    end = f"If {day_words(until)} comes and {name} couldn’t reply,"
    return f"{end} " + (f"we’ll show you {in_words(number)}." if number else "it lapses kindly.")


def next_words(became: str, name: str, *, number: int = 0, starts_on: date | None = None) -> str:
    """What happens now, after somebody has answered a hello or taken one back."""
    if became == "accepted":
        week = f" Week 1 arrives on {day_words(starts_on)}." if starts_on else ""
        return f"You and {name} are a pair.{week} You can say hello now, most people start small."
    if became == "declined":
        beside = f", with {in_words(number)} beside it" if number else ""
        return f"Sent. {name} reads your words by mail and here{beside}. There’s nothing more for you to do."
    left = {1: "one more person", 2: "two more people", 3: "three people"}.get(number, "")
    may = f" You can say hello to {left} now." if left else ""
    return f"Taken back, and {name} isn’t told.{may}"
