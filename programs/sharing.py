"""What admins share to find people: a post for wherever the group talks, and the lines of a poster."""

from accounts.templatetags.bothy import day_words
from messaging.templatetags.mails import number_words
from programs.models import Program


def post(program: Program, *, weeks: int, link: str) -> str:
    """A ready-made post: what it is, for whom, how much time, when, and where to sign up."""
    parts = [f"{program.name} is open for sign-up in {program.group.name}."]
    if program.for_whom:
        parts.append(program.for_whom)
    parts.append(f"{what(weeks, program)} {_stop(program.minutes_a_week)} {when(program)}".strip())
    parts.append("You don’t need to be an expert to help someone. A few steps ahead is plenty.")
    parts.append(f"{_until(program)} It takes about two minutes:\n{link}")
    return "\n\n".join(parts)


def poster_lines(program: Program, *, weeks: int) -> list[str]:
    """The three lines of a poster."""
    until = day_words(program.closes_on)
    last = f"{when(program)} Sign up by {until}." if until else when(program)
    return [what(weeks, program), f"{_stop(program.minutes_a_week)} You need no experience.", last]


def what(weeks: int, program: Program) -> str:
    """The idea in a sentence."""
    if not weeks:
        return "Two people and one question at a time."
    number = number_words(weeks)
    if program.pace == Program.Pace.WEEKLY:
        return f"Two people, one question a week, for {number} {'week' if weeks == 1 else 'weeks'}."
    every = "two" if program.pace == Program.Pace.FORTNIGHTLY else "four"
    return f"Two people and {number} questions, one every {every} weeks."


def when(program: Program) -> str:
    """When it begins."""
    if program.starts_on:
        return f"Week 1 arrives on {day_words(program.starts_on)}."
    return f"Each pair starts on the first {program.get_week_day_display()} after it is made."


def _until(program: Program) -> str:
    until = day_words(program.closes_on)
    return f"Sign up until {until}." if until else "Sign up whenever you like."


def _stop(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def plain_address(link: str) -> str:
    """A link as people type it, without what their browser adds."""
    return link.removeprefix("https://").removeprefix("http://")
