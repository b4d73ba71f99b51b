"""Pages: a program's details, opening, closing, its next season."""

from tests.e2e.entries import Entry

SEASONS: list[Entry] = []
# Addresses that only write.
SEASONS_WRITES: set[str] = set()
