"""Rows: a program's details, opening, closing, its next season."""

import uuid

from tests.matrix.rules import INSIDE, RUN, Row, does, group, program, to

READ = Row(program(), get=to(RUN, see=INSIDE))
PRESSED = Row(program(), post=does(RUN, see=INSIDE))

SEASONS: dict[str, Row] = {
    "poster": READ,
    "program_carry_on": PRESSED,
    "program_duplicate": Row(
        program(), post=does(RUN, see=INSIDE), form=lambda world: {"token": str(uuid.uuid4())}
    ),
    # Pairs walk in the others. Being set up: for everybody but its admins it is not there yet.
    "program_archive": Row(program("draft"), get=to(RUN), post=does(RUN)),
    "program_hold": Row(program(), get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE)),
    "program_go_on": PRESSED,
    "archived_programs": Row(group, get=to(RUN, see=INSIDE)),
}
