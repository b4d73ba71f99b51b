"""The rows of live arrival: a stream is one's own, and where nothing streams (WSGI) there is none."""

from tests.matrix.rules import SIGNED, Row, to

LIVE = {
    "live": Row(get=to(SIGNED, 204), no_head=True),
    "inbox_badge": Row(get=to(SIGNED)),
}
