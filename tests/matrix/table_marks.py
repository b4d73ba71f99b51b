"""Rows: what somebody keeps in mind about others."""

from tests.matrix.rules import INSIDE, Row, does
from tests.matrix.table_programs import profile, program
from tests.matrix.world import BLOCKED, MENTOR

MARKS: dict[str, Row] = {
    # On one's own card nothing is marked: that leads back with a word, as everybody's press does.
    "mark": Row(
        program(code=profile(MENTOR)),
        post=does(INSIDE, **{BLOCKED: 404}),
        form=lambda world: {"mark": "kept:yes"},
    ),
    "mark_undo": Row(program(code=profile(MENTOR)), post=does(INSIDE, **{BLOCKED: 404})),
}
