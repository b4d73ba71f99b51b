"""Every address of the site, and who gets what from it. One that stands nowhere here fails a test."""

import uuid
from typing import Any

from mentorship.dev import CAST
from tests.matrix.rules import EVERYBODY, INSIDE, PAIR, RUN, SIGNED, Row, coded, does, group, person, to
from tests.matrix.table_accounts import ACCOUNTS
from tests.matrix.table_doors import DOORS
from tests.matrix.table_files import FILES
from tests.matrix.table_hellos import HELLOS
from tests.matrix.table_invites import INVITES
from tests.matrix.table_live import LIVE
from tests.matrix.table_marks import MARKS
from tests.matrix.table_programs import PROGRAMS
from tests.matrix.table_questions import QUESTIONS
from tests.matrix.table_seasons import SEASONS
from tests.matrix.table_trial import TRIAL
from tests.matrix.table_weeks import WEEKS
from tests.matrix.world import BLOCKED, CONTACT, MEMBER, MENTEE, MENTOR, OWNER, REMOVED, World

PUBLIC = Row(get=to(EVERYBODY), open_to_all=True)
MEMBERS = Row(group, get=to(INSIDE))
HOME = Row(group, get=to(INSIDE), open_to_all=True)  # a listed group has a card for visitors
ADMINS = Row(group, get=to(RUN, see=INSIDE))
NO_MAIL = "no-such-mail-here-0000"


def token() -> str:
    return str(uuid.uuid4())


def talk(world: World) -> dict[str, Any]:
    return {"code": world.pair.conversation.code}


def message(world: World) -> dict[str, Any]:
    said = world.pair.conversation.messages.filter(author=world.people[MENTEE], removed_at=None)
    return talk(world) | {"pk": said.latest("pk").pk}


def report(world: World) -> dict[str, Any]:
    return group(world) | {"code": world.report.code}


SITE = {
    "favicon": Row(get=to(EVERYBODY, 302), open_to_all=True),
    "robots": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "about": PUBLIC,
    "accessibility": PUBLIC,
    "help": PUBLIC,
    "privacy": PUBLIC,
    "safety": PUBLIC,
    "terms": PUBLIC,
    "styleguide": PUBLIC,
    "theme": Row(post=does(EVERYBODY), form=lambda world: {"theme": "dark"}, open_to_all=True),
    "today": PUBLIC,
    "use_invite": PUBLIC,
    "invite": Row(
        coded("invitation"), get=to(EVERYBODY - INSIDE, **dict.fromkeys(INSIDE, 302)), open_to_all=True
    ),
    "invite_join": Row(coded("invitation"), post=does(EVERYBODY, **{REMOVED: 422}), open_to_all=True),
    "invite_continue": Row(coded("invitation"), get=to(SIGNED, 302)),
    "inbox": Row(get=to(SIGNED)),
    "pairs": Row(get=to(SIGNED)),
    "notices": Row(get=to(SIGNED)),
    "notices_read": Row(post=does(SIGNED)),
    "notice_open": Row(lambda world: {"pk": world.notice.pk}, post=does({MENTOR})),
    "unsubscribe": Row(
        lambda world: {"token": world.token}, get=to(EVERYBODY), post=does(EVERYBODY, 200), open_to_all=True
    ),
    "report_short": Row(coded("report"), get=to({MEMBER, CONTACT}, 302)),
    "pair_short": Row(coded("pair"), get=to(PAIR, 302)),
    "step_short": Row(coded("pair", number=2), get=to(PAIR, 302)),
    "conversation_short": Row(talk, get=to(PAIR, 302)),
    "conversation_say": Row(
        talk,
        get=to(PAIR, 302),
        post=does(PAIR),
        form=lambda world: {"body": "Hello again.", "quote": "", "token": token()},
    ),
    "conversation_news": Row(talk, get=to(PAIR)),
    "conversation_read": Row(talk, post=does(PAIR)),
    # The mentee's; the mentor sees it, and may report it.
    "message": Row(message, get=to(PAIR, 302)),
    "message_edit": Row(
        message,
        get=to({MENTEE}, see={MENTOR}),
        post=does({MENTEE}, see={MENTOR}),
        form=lambda world: {"body": "Here is the fox."},
    ),
    "message_remove": Row(message, post=does({MENTEE}, see={MENTOR})),
    "message_report": Row(message, get=to({MENTOR}, 302)),
    "group_new": Row(
        get=to(SIGNED),
        post=does(SIGNED),
        form=lambda world: {
            "name": "Bread People", "line": "We bake.", "focus": "other", "visibility": "link", "slug": "",
            "zone": "Europe/Lisbon", "token": token(),
        },
    ),
    "dev": PUBLIC,
    "dev_enter": Row(lambda world: {"who": next(iter(CAST))}, post=does(EVERYBODY), open_to_all=True),
    "dev_mail": PUBLIC,
    "dev_mail_one": Row(lambda world: {"name": NO_MAIL}, get=to((), anonymous=404), open_to_all=True),
    "dev_mail_html": Row(lambda world: {"name": NO_MAIL}, get=to((), anonymous=404), open_to_all=True),
    "dev_error": Row(lambda world: {"status": 400}, get=to(EVERYBODY, 400), open_to_all=True),
}  # fmt: skip

GROUPS = {
    "group_home": HOME,
    "group_about": MEMBERS,
    "people": MEMBERS,
    "programs": MEMBERS,
    "reports": MEMBERS,
    "group_leave": Row(group, get=to(INSIDE), post=does(INSIDE, **{OWNER: 422})),
    # Whom the mentor has blocked does not know the mentor.
    "person": Row(person(MENTOR), get=to(INSIDE, **{BLOCKED: 404})),
    "person_block": Row(
        person(MENTOR),
        get=to(INSIDE - {MENTOR}, **{BLOCKED: 404}),
        post=does(INSIDE - {MENTOR}, **{BLOCKED: 404}),
    ),
    "person_unblock": Row(lambda world: {"code": world.people[BLOCKED].code}, post=does(PAIR)),
    "member_remove": Row(person(MENTOR), get=to(RUN, see=INSIDE), post=does(RUN, see=INSIDE)),
    # Who has been blocked may still report.
    "report_new": Row(
        person(MENTOR),
        get=to(INSIDE - {MENTOR}),
        post=does(INSIDE - {MENTOR}),
        form=lambda world: {"category": "other", "words": "They sold me a kiln."},
    ),
    "report": Row(report, get=to({MEMBER, CONTACT})),
    "report_look": Row(report, post=does({CONTACT})),
    "report_close": Row(report, post=does({CONTACT}), form=lambda world: {"outcome": "We talked."}),
    "group_manage": ADMINS,
    "manage_people": ADMINS,
    "manage_role": Row(
        person(MEMBER), post=does({OWNER}, see=INSIDE), form=lambda world: {"role": "admin"}
    ),
    "manage_contact": Row(person(MEMBER), post=does(RUN, see=INSIDE), form=lambda world: {"on": "1"}),
    "manage_invites": ADMINS,
    "manage_invite_new": Row(group, post=does(RUN, see=INSIDE)),
    "manage_settings": Row(
        group,
        get=to(RUN, see=INSIDE),
        post=does(RUN, see=INSIDE),
        form=lambda world: {
            "name": "Riverside", "line": "We make things.", "focus": "other", "visibility": "link",
            "about": "Long ago.", "rules": "Be kind.", "help_lines": "The doctor.", "zone": "Europe/Lisbon",
            "joining": "ask", "question_1": "What do you make?", "language": "en-gb", "slug": "river-folk",
        },
    ),
    "manage_safety": ADMINS,
    "manage_log": ADMINS,
    "program_new": Row(
        group,
        get=to(RUN, see=INSIDE),
        post=does(RUN, see=INSIDE),
        form=lambda world: {"template": "career-advancement", "token": token()},
    ),
    "nothing_here": Row(
        lambda world: group(world) | {"rest": "no/such/page/"}, get=to(()), post=to(()), any_method=404
    ),
}  # fmt: skip

PARTS = (
    SITE,
    ACCOUNTS,
    GROUPS,
    PROGRAMS,
    HELLOS,
    DOORS,
    INVITES,
    LIVE,
    MARKS,
    WEEKS,
    QUESTIONS,
    FILES,
    SEASONS,
    TRIAL,
)
TABLE: dict[str, Row] = {name: row for part in PARTS for name, row in part.items()}
assert len(TABLE) == sum(map(len, PARTS))
