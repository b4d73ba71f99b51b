"""Rows: the sign-up questions and who is checked."""

from typing import Any

from programs.models import Question
from programs.services import questions
from tests.matrix.rules import INSIDE, RUN, Row, does, profile, program, to
from tests.matrix.world import World

ADMINS = {"get": to(RUN, see=INSIDE), "post": does(RUN, see=INSIDE)}
READING = program("asked", code=profile("reading"))  # a sign-up that waits to be read
OWN = program(role="mentor", key=lambda world: _own(world).key)


def _own(world: World) -> Question:
    return Question.objects.get(program=world.careers, role="mentor", key__startswith="own_")


def _edited(world: World) -> dict[str, Any]:
    question = Question.objects.get(program=world.careers, role="mentor", key="yourself")
    return {
        "wording": "Be yourself", "guidance": "", "starter": "", "example": "", "enabled": "on",
        "read": questions.stamp(question),
    }  # fmt: skip


def _new(world: World) -> dict[str, Any]:
    return {
        "wording": "Which tools do you own?", "kind": "some", "options": "A saw\nA kiln",
        "guidance": "All of them", "starter": "", "example": "", "required": "on", "admins_only": "on",
    }  # fmt: skip


def _read(world: World) -> dict[str, Any]:
    return {"read": world.profiles["reading"].stamp}


def _shown(world: World) -> dict[str, Any]:
    waiting = world.profiles["reading"]
    return {"one": f"{waiting.code}.{waiting.stamp}"}


QUESTIONS: dict[str, Row] = {
    "questions": Row(program(), get=to(RUN, see=INSIDE)),
    "questions_check": Row(program(), post=does(RUN, see=INSIDE)),
    "questions_preview": Row(program(role="mentor"), get=to(RUN, see=INSIDE)),
    "question_new": Row(program(role="mentee"), form=_new, **ADMINS),
    "question_edit": Row(program(role="mentor", key="yourself"), form=_edited, **ADMINS),
    "question_move": Row(OWN, post=does(RUN, see=INSIDE), form=lambda world: {"way": "up"}),
    "question_remove": Row(OWN, post=does(RUN, see=INSIDE)),
    "sign_ups": Row(program(), get=to(RUN, see=INSIDE)),
    "sign_ups_fine": Row(program("asked"), post=does(RUN, see=INSIDE), form=_shown),
    "sign_up_read": Row(READING, get=to(RUN, see=INSIDE)),
    "sign_up_fine": Row(READING, post=does(RUN, see=INSIDE), form=_read),
    "sign_up_ask": Row(
        READING, form=lambda world: _read(world) | {"about": "help", "note": "Say a little more."}, **ADMINS
    ),
    "sign_up_decline": Row(READING, form=lambda world: _read(world) | {"note": "Not this season."}, **ADMINS),
    "sign_up_short": Row(lambda world: {"code": world.profiles["reading"].code}, get=to(RUN, 302)),
}
