"""What a program's admins have, in the order in which they need it."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.urls import reverse

from groups.templatetags.manage import Place, tabs
from programs.models import Program
from programs.models.programs import State

register = template.Library()


@register.inclusion_tag("parts/manage_tabs.html")
def program_manage_tabs(program: Program, here: str) -> dict[str, Any]:
    """The pages that there are in its state: what is in the archive is only for reading."""
    at = [program.group.slug, program.slug]
    places = [Place(tab, word, reverse(name, args=at)) for tab, word, name in _named(program, here)]
    return tabs(f"Manage {program.name}", places, here)


def _named(program: Program, here: str) -> Iterator[tuple[str, str, str]]:
    state = program.state
    yield "overview", "Overview", "program_manage"
    yield "sign-up", "Opening" if state in (State.DRAFT, State.LIVE) else "Next season", "sign_up_open"
    yield "sign-ups", "Sign-ups", "sign_ups"
    if state == State.LIVE:
        yield "pairing", "Pairing", "pairing_board"
    if state != State.DRAFT:
        yield "pairs", "Pairs", "manage_pairs"
    if state != State.ARCHIVED:
        yield "curriculum", "Curriculum", "curriculum"
        yield "questions", "Questions", "questions"
        yield "details", "Details", "program_details"
        if state == State.DRAFT or here == "trial":
            yield "trial", "Try it", "trial"
        yield "runbook", "To do", "runbook"
    yield "files", "Files", "files"
