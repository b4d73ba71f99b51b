"""Which question belongs where: the fixed ones are known by their key, whatever an admin calls them. Pure."""

HELP = "help"
REACH = "reach"
HOBBY = frozenset({"yourself", "self"})
QUOTE = frozenset({"why"})  # what a mentor's card quotes
SHARED = HOBBY | {REACH}  # the same person answers them the same way in either role

HELP_STEP, YOU_STEP, WHEN_STEP, CHECK_STEP = 1, 2, 3, 4
STEPS = (HELP_STEP, YOU_STEP, WHEN_STEP)


def step_of(key: str) -> int:
    """The step of sign-up that asks this question; a group's own questions belong to "you"."""
    return {HELP: HELP_STEP, REACH: WHEN_STEP}.get(key, YOU_STEP)


def split_lines(text: str) -> list[str]:
    """The options that somebody ticked, as an answer keeps them."""
    return [line for line in text.split("\n") if line]
