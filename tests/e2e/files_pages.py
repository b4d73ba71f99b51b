"""Pages: programs as files."""

from tests.e2e.entries import Entry

FILES: list[Entry] = []
# Addresses that only write.
FILES_WRITES: set[str] = set()
