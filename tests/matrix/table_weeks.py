"""Rows: the weeks of a program, as its admins change them."""

from collections.abc import Callable
from typing import Any

from programs.models import Week
from tests.matrix.rules import INSIDE, RUN, Form, Row, does, program, to
from tests.matrix.world import World

WORDS = {
    "title": "A long walk", "question": "Where would you walk?", "subject": "", "intro": "Tell each other.",
    "first": "How far?", "second": "With whom?", "third": "Away from what?", "minutes": "30",
    "tip_mentor": "", "tip_mentee": "", "form": "none",
}  # fmt: skip


def root(number: int) -> Callable[[World], str]:
    """The week with that number of the careers program, where three have gone out."""
    return lambda world: str(Week.objects.live().get(program=world.careers, number=number).root)


def hidden(world: World) -> str:
    """The week that has been taken out of the program that is being set up."""
    return str(Week.objects.hidden().get(program=world.draft).root)


def button(where: Any, form: Form = lambda world: {}) -> Row:
    """One press of the admins."""
    return Row(where, post=does(RUN, see=INSIDE), form=form)


def page(where: Any, form: Form = lambda world: {}) -> Row:
    """A page of the admins with one form."""
    return Row(where, get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE), form=form)


def looked_at(_world: World) -> dict[str, Any]:
    return WORDS | {"look": "mail"}


WEEKS: dict[str, Row] = {
    "week_add": page(program(), lambda world: WORDS | {"after": "11"}),
    # Nothing is kept, so nothing leads on: the page comes back as it was typed.
    "week_preview": Row(program(), post=to(RUN, 200, see=INSIDE), form=looked_at),
    "week_test": Row(program(), post=to(RUN, 200, see=INSIDE), form=looked_at),
    "week_up": button(program(root=root(6))),
    "week_down": button(program(root=root(6))),
    "week_hide": button(program(root=root(6))),
    "week_back": Row(program("draft", root=hidden), post=does(RUN)),
    "week_remove": page(program(root=root(6))),
    "week_original": page(program(root=root(6)), lambda world: {"edition": "1"}),
    "curriculum_stretches": button(
        program(),
        lambda world: {
            "form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0",
            "form-0-name": "Beginnings", "form-0-last": "5", "form-1-name": "The rest", "form-1-last": "12",
        },
    ),
    "curriculum_reading": button(program(), lambda world: {"grade": "7"}),
}  # fmt: skip
