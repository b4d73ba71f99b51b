"""Pages: the sign-up questions and who is checked."""

from tests.e2e.entries import Entry

QUESTIONS: list[Entry] = []
# Addresses that only write.
QUESTIONS_WRITES: set[str] = set()
