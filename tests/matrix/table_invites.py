"""Rows: inviting by link and by e-mail."""

from messaging import never
from tests.matrix.rules import EVERYBODY, INSIDE, SIGNED, Row, coded, does, to
from tests.matrix.world import ANONYMOUS, OUTSIDER

INVITES: dict[str, Row] = {
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
