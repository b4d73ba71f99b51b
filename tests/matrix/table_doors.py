"""Rows: joining a group, asking to, and what it says about itself."""

from typing import Any

from tests.matrix.rules import EVERYBODY, INSIDE, RUN, SIGNED, Row, coded, does, group, person, to
from tests.matrix.world import ADMIN, MEMBER, OUTSIDER, OWNER, World


def asked(world: World) -> dict[str, Any]:
    return group(world) | {"code": world.asked_to_join.code}


DOORS: dict[str, Row] = {
    "listed_groups": Row(get=to(EVERYBODY), open_to_all=True),
    # The group has neither rules nor questions: its link leads back to its own page.
    "invite_door": Row(coded("invitation"), get=to(SIGNED, 302), post=does(SIGNED)),
    # It isn't listed either: for strangers there is nothing, and members are in already.
    "group_join": Row(group, get=to(INSIDE, 302), post=does(INSIDE)),
    "group_rules_accept": Row(group, post=does(INSIDE), form=lambda world: {"version": "0"}),
    "join_request": Row(coded("asked_to_join"), get=to({OUTSIDER}, **{ADMIN: 302, OWNER: 302})),
    "join_request_withdraw": Row(coded("asked_to_join"), post=does({OUTSIDER})),
    "manage_requests": Row(group, get=to(RUN, see=INSIDE)),
    "manage_request_let_in": Row(asked, post=does(RUN, see=INSIDE)),
    "manage_request_decline": Row(asked, post=does(RUN, see=INSIDE)),
    # Whoever belongs to the group and is not asked reads that nothing waits for them: no page of somebody
    # else's. Its member is the one who is asked.
    "owner_offer": Row(group, get=to(INSIDE)),
    "owner_offer_accept": Row(group, post=does(INSIDE)),
    "owner_offer_decline": Row(group, post=does(INSIDE)),
    "manage_owner_back": Row(group, post=does({OWNER}, see=INSIDE)),
    "manage_owner": Row(person(MEMBER), get=to({OWNER}, see=INSIDE), post=does({OWNER}, see=INSIDE)),
}
