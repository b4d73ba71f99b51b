"""Pages: inviting by link and by e-mail."""

from tests.e2e.entries import Entry

INVITES: list[Entry] = []
# Addresses that only write.
INVITES_WRITES: set[str] = set()
