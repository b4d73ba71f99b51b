"""Rows: programs as files, and what a program starts from."""

from typing import Any

from django.core import signing

from pairings.organise.files import SALT
from programs.models import Program
from programs.services import files, importing
from tests.matrix.rules import INSIDE, RUN, Row, does, group, program, to
from tests.matrix.world import OWNER, World

ADMINS = Row(program(), get=to(RUN, see=INSIDE))
DRAFT = program("draft")
TOKEN = "6f1f1c9e-6c5e-4b53-9d7e-0f5a0c3b2a11"


def _draft(world: World) -> Program:
    return Program.objects.get(pk=world.draft.pk)


def _text(world: World) -> str:
    return files.export(_draft(world)).replace("hour: 9", "hour: 10")


def _kept(world: World) -> dict[str, Any]:
    """What the preview gives the owner: nobody else's yes counts with it."""
    text = _text(world)
    mark = importing.preview(_draft(world), text).mark
    kept = {"text": text, "mark": mark, "program": world.draft.pk, "by": world.people[OWNER].pk}
    return {"file": signing.dumps(kept, salt=SALT, compress=True)}


FILES: dict[str, Row] = {
    "program_copy": Row(
        group,
        get=to(RUN, see=INSIDE),
        post=does(RUN, see=INSIDE),
        form=lambda world: {"of": world.riverside.slug, "source": world.careers.slug, "token": TOKEN},
    ),
    "program_from_file": Row(
        group,
        get=to(RUN, see=INSIDE),
        post=does(RUN, see=INSIDE),
        form=lambda world: {"text": _text(world), "token": TOKEN},
    ),
    "program_blank": Row(group, post=does(RUN, see=INSIDE), form=lambda world: {"token": TOKEN}),
    "file_export": ADMINS,
    "runbook": ADMINS,
    "files": ADMINS,
    # Being set up: for everybody but its admins it is not there yet.
    "file_preview": Row(DRAFT, post=to(RUN), form=lambda world: {"text": _text(world)}),
    "file_import": Row(DRAFT, post=does({OWNER}, admin=422), form=_kept),
}
