"""What sign-up makes of the answers to the fixed questions. Pure."""

from programs.asking import CHECK_STEP, HELP, HELP_STEP, REACH, STEPS, TITLES, WHEN_STEP, YOU_STEP, step_of

__all__ = [
    "CHECK_STEP",
    "HELP",
    "HELP_STEP",
    "HOBBY",
    "QUOTE",
    "REACH",
    "SHARED",
    "STEPS",
    "TITLES",
    "WHEN_STEP",
    "YOU_STEP",
    "split_lines",
    "step_of",
]

HOBBY = frozenset({"yourself", "self"})
QUOTE = frozenset({"why"})  # what a mentor's card quotes
SHARED = HOBBY | {REACH}  # the same person answers them the same way in either role


def split_lines(text: str) -> list[str]:
    """The options that somebody ticked, as an answer keeps them."""
    return [line for line in text.split("\n") if line]
