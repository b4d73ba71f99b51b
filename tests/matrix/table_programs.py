"""The rows of what stands below a program."""

import uuid
from typing import Any

from programs.models import Week
from tests.matrix.rules import INSIDE, PAIR, RUN, Row, code, does, profile, program, to
from tests.matrix.world import BLOCKED, MENTEE, MENTOR, SEEKER, World

MEMBERS = Row(program(), get=to(INSIDE))
ADMINS = Row(program(), get=to(RUN, see=INSIDE))
LISTED = frozenset({SEEKER, MENTEE, BLOCKED})  # as mentees, in the careers program
DRAFT = program("draft")


def does_admin(where: Any = None, form: Any = None) -> Row:
    """One button of the admins."""
    return Row(where or program(), post=does(RUN, see=INSIDE), form=form or (lambda world: {}))


def _hello(_world: World) -> dict[str, Any]:
    return {
        "opener": "",
        "words": "You wrote about the studio key and I keep thinking about it.",
        "asks": "question",
        "token": str(uuid.uuid4()),
    }


def _step(world: World) -> dict[str, Any]:
    return {
        "q_help": "Saying out loud what I want next.",
        "topics": world.asked.topics[:1],
        "own_topics": "",
    }


def _week(world: World) -> dict[str, Any]:
    week = Week.objects.live().get(program=world.careers, number=2)
    first, second, third = week.prompts.values_list("text", flat=True)
    return {
        "title": "Your first job", "question": week.question, "subject": "", "intro": week.intro,
        "first": first, "second": second, "third": third, "minutes": "30", "tip_mentor": "", "tip_mentee": "",
        "form": week.form, "root": week.root, "edition": week.edition,
    }  # fmt: skip


def _details(world: World) -> dict[str, Any]:
    return {
        "name": "Careers", "for_whom": "Anybody", "summary": "Twelve weeks.", "minutes_a_week": "An hour",
        "together": "rolling", "starts_on": "", "closes_on": "", "week_day": "2", "hour": "9", "pace": "7",
        "forming": "both", "readers": "group", "slug": world.careers.slug, "capacity": "2", "topics": "Kilns",
    }  # fmt: skip


SIGN_UP = {
    "program": MEMBERS,
    "sign_up": Row(program(), get=to(INSIDE), post=does(INSIDE), form=lambda world: {"as": "mentor"}),
    # The seeker has begun one there; for everybody else the POST begins it.
    "sign_up_step": Row(
        program("asked", role="mentee", step=1), get=to(INSIDE), post=does(INSIDE), form=_step
    ),
    "sign_up_check": Row(
        program(),
        get=to(LISTED | {MENTOR}),
        post=does(LISTED),
        form=lambda world: {"as": "mentee"},
    ),
    "sign_up_done": Row(program(), get=to(LISTED | {MENTOR})),
    "sign_up_places": Row(program(), post=does({MENTOR}), form=lambda world: {"as": "mentor", "places": "4"}),
    "sign_up_room": Row(program(), post=does(LISTED), form=lambda world: {"as": "mentee", "room": "later"}),
    "sign_up_withdraw": Row(program(), post=does({MENTOR}), form=lambda world: {"as": "mentor"}),
    "leave_it": Row(program(), post=does(LISTED), form=lambda world: {"as": "mentee", "wanted": "yes"}),
    "directory": MEMBERS,
    "answers": Row(program(code=profile(MENTOR)), get=to(INSIDE, **{BLOCKED: 404})),
}

HELLOS = {
    "hellos": MEMBERS,
    "hello_new": Row(
        program(code=profile("other")),
        # The mentee has said hello to them already, and is led there.
        get=to(INSIDE, **{MENTEE: 302}),
        post=does(INSIDE),
        form=_hello,
    ),
    "hello": Row(program(code=code("received")), get=to({MENTOR})),
    "hello_accept": Row(program(code=code("received")), post=does({MENTOR})),
    "hello_decline": Row(
        program(code=code("received")), post=does({MENTOR}), form=lambda world: {"note": "", "words": "No."}
    ),
    "hello_withdraw": Row(program(code=code("sent")), post=does({MENTEE})),
    "hello_pair_up": Row(program(code=code("talking")), post=does({MENTOR})),
}

PAIRS = {
    "pair": Row(program(code=code("pair")), get=to(PAIR)),
    "pair_week": Row(program(code=code("pair"), number=2), get=to(PAIR)),
    "pair_talked": Row(program(code=code("pair"), number=3), post=does(PAIR)),
    "pair_untalked": Row(program(code=code("pair"), number=3), post=does(PAIR)),
    "pair_yes": Row(program("asked", code=code("proposed")), post=does(PAIR)),
    "pair_not_for_me": Row(program("asked", code=code("proposed")), post=does(PAIR)),
    "pair_end": Row(
        program(code=code("pair")),
        get=to(PAIR),
        post=does(PAIR),
        form=lambda world: {"note": "", "reason": "We moved."},
    ),
    "pair_finish": Row(program("over", code=code("walked")), get=to(PAIR)),
}

MANAGE = {
    "program_manage": ADMINS,
    "program_details": Row(program(), get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE), form=_details),
    "curriculum": ADMINS,
    "curriculum_check": does_admin(),
    "week_edit": Row(program(number=2), get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE), form=_week),
    # Being set up: for everybody but its admins it is not there yet.
    "sign_up_open": Row(DRAFT, get=to(RUN), post=does(RUN)),
    "sign_up_close": does_admin(),
    "sign_up_reopen": does_admin(program("over")),
    "program_finish": does_admin(program("over")),
    "pairing_board": ADMINS,
    "pair_them": does_admin(
        form=lambda world: {"mentor": world.profiles["other"].code, "mentee": world.profiles[SEEKER].code}
    ),
    "draft_remove": does_admin(program(code=code("drafted"))),
    "launch": Row(program(), get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE)),
    "launch_undo": does_admin(program("over")),
    "manage_pairs": ADMINS,
    "manage_pair": Row(program(code=code("pair")), get=to(RUN, see=INSIDE)),
    "manage_pair_end": Row(
        program(code=code("pair")),
        get=to(RUN, see=INSIDE),
        post=does(RUN, see=INSIDE),
        form=lambda world: {"note": "Thank you both.", "reason": "Moved."},
    ),
}

PROGRAMS: dict[str, Row] = SIGN_UP | HELLOS | PAIRS | MANAGE
