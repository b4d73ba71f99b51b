"""Pages: trying a program out."""

from tests.e2e.entries import Entry

TRIAL: list[Entry] = []
# Addresses that only write.
TRIAL_WRITES: set[str] = set()
