"""Rows: trying a program out."""

from typing import Any

from tests.matrix.rules import INSIDE, RUN, Row, does, program, to
from tests.matrix.world import World


def _say(_world: World) -> dict[str, Any]:
    return {"body": "What I would say.", "quote": "", "token": "6f7e0c9e-5d0a-4a43-9a06-5b0d8f1c2a11"}


TRIAL: dict[str, Row] = {
    "trial": Row(program(), get=to(RUN, see=INSIDE)),
    "trial_week": Row(program(number=2), get=to(RUN, see=INSIDE), post=does(RUN, 200, see=INSIDE), form=_say),
    "trial_end": Row(program(), get=to(RUN, see=INSIDE)),
}
