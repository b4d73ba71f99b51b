"""Pages: the weeks of a program, as its admins change them."""

from tests.e2e.entries import Entry

WEEKS: list[Entry] = []
# Addresses that only write.
WEEKS_WRITES: set[str] = set()
