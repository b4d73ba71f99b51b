"""A pair that talks, for the tests of its pages: who comes in, what is said, where it stands."""

import uuid
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from messaging.services import conversations
from pairings.models import Pairing

HTMX = {"HX-Request": "true"}


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def say(pairing: Pairing, author, body: str = "Good morning", **more) -> Message:
    return conversations.say(pairing.conversation, author=author, body=body, token=uuid.uuid4(), **more)


def at(name: str, message: Message) -> str:
    return reverse(name, args=[message.conversation.code, message.pk])


def url(name: str, pairing: Pairing, *more: int) -> str:
    """A page of a pair."""
    return reverse(name, args=[pairing.program.group.slug, pairing.program.slug, pairing.code, *more])


def home(pairing: Pairing) -> str:
    return url("pair", pairing)


def age(message: Message, **by: float) -> None:
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(**by))


def page_of(client: Client, pairing: Pairing, query: str = "") -> str:
    return str(client.get(home(pairing) + query).content.decode())


def fill(pairing: Pairing, count: int) -> list[Message]:
    start = timezone.now() - timedelta(hours=5)
    Message.objects.bulk_create(
        Message(
            conversation=pairing.conversation,
            author=pairing.mentor_user if number % 2 else pairing.mentee_user,
            body=f"message number {number}.",
            client_token=uuid.uuid4(),
            created_at=start + timedelta(minutes=number),
        )
        for number in range(count)
    )
    return list(Message.objects.order_by("pk"))
