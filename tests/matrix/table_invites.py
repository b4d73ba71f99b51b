"""Rows: inviting by link and by e-mail."""

from typing import Any

from messaging import never
from tests.matrix.rules import EVERYBODY, INSIDE, RUN, SIGNED, Row, coded, does, group, to
from tests.matrix.world import ANONYMOUS, OUTSIDER, World


def poster(world: World) -> dict[str, Any]:
    return group(world) | {"code": world.poster.code}


def mailed(world: World) -> dict[str, Any]:
    return group(world) | {"code": world.mailed.code}


INVITES: dict[str, Row] = {
    "manage_link_new": Row(
        group,
        post=does(RUN, see=INSIDE),
        form=lambda world: {"name": "The newsletter", "uses_limit": "20", "ends_on": ""},
    ),
    "manage_link": Row(poster, get=to(RUN, see=INSIDE)),
    "manage_link_qr": Row(poster, get=to(RUN, see=INSIDE)),
    "manage_link_revoke": Row(poster, get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE)),
    "manage_mail_invites": Row(group, get=to(RUN, see=INSIDE)),
    "manage_mail_new": Row(
        group,
        get=to(RUN, see=INSIDE),
        post=does(RUN, see=INSIDE),
        form=lambda world: {"pasted": "Lin Wu <lin@bothy.example>\nnobody"},
    ),
    # Without a list that was looked at, both lead back to where one is put in.
    "manage_mail_check": Row(group, get=to(RUN, 302, see=INSIDE)),
    "manage_mail_send": Row(group, post=does(RUN, see=INSIDE), form=lambda world: {"token": "x"}),
    "manage_mail_again": Row(mailed, post=does(RUN, see=INSIDE)),
    "manage_mail_revoke": Row(mailed, post=does(RUN, see=INSIDE)),
    "never_mail": Row(
        lambda world: {"token": never.token("nobody@bothy.example")},
        get=to(EVERYBODY),
        post=does(EVERYBODY, 200),
        open_to_all=True,
    ),
    # Another account is told which address was invited; who is in goes straight on.
    "mail_invite": Row(
        coded("mailed"), get=to(EVERYBODY - INSIDE, **dict.fromkeys(INSIDE, 302)), open_to_all=True
    ),
    "mail_invite_join": Row(
        coded("mailed"),
        post=to(EVERYBODY, 422, **dict.fromkeys([ANONYMOUS, OUTSIDER, *INSIDE], 302)),
        open_to_all=True,
    ),
    "mail_invite_continue": Row(coded("mailed"), get=to(SIGNED, 302)),
}
