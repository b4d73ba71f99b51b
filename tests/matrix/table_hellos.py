"""Rows: a hello that is kept, and having no time for anybody new."""

from tests.matrix.rules import INSIDE, Row, code, does, profile, program, to
from tests.matrix.table_programs import LISTED
from tests.matrix.world import MENTOR, World


def _conversation(world: World) -> dict[str, str]:
    return {"code": world.received.conversation.code}


def _profile(world: World) -> dict[str, str]:
    return {"code": world.profiles["other"].code}


HELLOS: dict[str, Row] = {
    "hello_new_short": Row(_profile, get=to(INSIDE, 302)),
    # Nobody here has one kept: they are led to the answers of whom they meant.
    "hello_go": Row(program(code=profile("other")), post=does(INSIDE)),
    "full_short": Row(_conversation, get=to({MENTOR}, 302)),
    "hellos_full": Row(
        program(),
        get=to(LISTED | {MENTOR}),
        post=does({MENTOR}),
        form=lambda world: {"as": "mentor", "room": "full"},
    ),
    "hellos_full_notes": Row(
        program(),
        post=does({MENTOR}),
        form=lambda world: {"as": "mentor", "to": [code("received")(world)], "note": "full", "words": ""},
    ),
}
