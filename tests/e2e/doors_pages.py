"""Pages: joining a group, asking to, and what it says about itself."""

from tests.e2e.entries import Entry

DOORS: list[Entry] = []
# Addresses that only write.
DOORS_WRITES: set[str] = set()
