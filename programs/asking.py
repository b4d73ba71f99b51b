"""Where sign-up asks what: the fixed questions are known by their key, whatever an admin calls them. Pure."""

HELP = "help"
REACH = "reach"
# What the directory and pairing stand on: always asked, always answered, read by everybody who may read.
ALWAYS = frozenset({HELP, REACH})
OWN = "own_"  # how the keys of a group's own questions begin

HELP_STEP, YOU_STEP, WHEN_STEP, CHECK_STEP = 1, 2, 3, 4
STEPS = (HELP_STEP, YOU_STEP, WHEN_STEP)
TITLES = {HELP_STEP: "What it’s about", YOU_STEP: "A little about you", WHEN_STEP: "When and how"}


def step_of(key: str) -> int:
    """The step of sign-up that asks this question; all but two belong to "you"."""
    return {HELP: HELP_STEP, REACH: WHEN_STEP}.get(key, YOU_STEP)


def is_own(key: str) -> bool:
    """Did the group think of this question itself?"""
    return key.startswith(OWN)
