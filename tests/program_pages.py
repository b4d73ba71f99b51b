"""Pages of a program in tests: where they are, as whom, what they say, and what their forms send."""

import html
import re

from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.models import Program

TOKEN = "7f9c24e5-1b36-4a58-9d27-3d1c1a0c9a11"


def at(name: str, program: Program, *more: object) -> str:
    """A page below a program."""
    return reverse(name, args=[program.group.slug, program.slug, *more])


def enter(client: Client, user: User | None) -> Client:
    """The same browser with somebody else, or nobody, signed in."""
    client.logout()
    if user:
        client.force_login(user)
    return client


def text(client: Client, url: str, status: int = 200) -> str:
    """A page as people read it."""
    response = client.get(url)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def said(answer: object) -> str:
    """The words of an answer, without its tags."""
    body = re.sub(r"<[^>]+>", " ", answer.content.decode())  # type: ignore[attr-defined]
    return " ".join(html.unescape(body).split())


def details(program: Program, **changed: object) -> dict[str, object]:
    """What the details form sends as it is."""
    return {
        "name": program.name,
        "minutes_a_week": program.minutes_a_week,
        "topics": "\n".join(program.topics),
        "slug": program.slug,
        "together": "cohort",
        "starts_on": program.starts_on,
        "closes_on": program.closes_on,
        "own_closing": "",
        "week_day": 0,
        "hour": 9,
        "pace": 7,
        "forming": "both",
        "capacity": 1,
        "readers": "group",
        "adults_only": "on",
    } | changed
