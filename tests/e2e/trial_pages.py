"""Pages: trying a program out."""

from tests.e2e.entries import Entry, press, program

TRIAL: list[Entry] = [
    Entry("trial", "priya", program("trial", "draft")),
    Entry("trial", "priya", lambda w: program("trial", "draft")(w) + "?as=mentor", "mentor"),
    Entry("trial_week", "priya", program("trial_week", "draft", lambda w: [8])),
    Entry("trial_week", "priya", program("trial_week", "draft", lambda w: [1]), "empty", 422, press("Send")),
    Entry("trial_end", "priya", program("trial_end", "draft")),
]
# Addresses that only write.
TRIAL_WRITES: set[str] = set()
