"""A person's own pages, one topic each, and what writes there."""

from tests.e2e.entries import Entry, plain
from tests.e2e.walker import Walker


def nothing_called(walker: Walker) -> None:
    """Saves a profile without a name."""
    walker.type("Your name", "")
    walker.press("Save")


ME = [
    Entry(name, "dani", plain(name))
    for name in ("me", "me_mail", "me_appearance", "me_sign_in", "usersessions_list")
] + [
    Entry("me", "dani", plain("me"), "wrong", 422, nothing_called),
    Entry("me_privacy", "yusuf", plain("me_privacy")),
    Entry("me_privacy", "dani", plain("me_privacy"), "nobody"),
]
ME_WRITES = {"me_mail_pause", "session_end", "person_unblock"}
