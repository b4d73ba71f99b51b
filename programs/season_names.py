"""What the next season of a program is called. Pure: a name, two dates and what is taken in, a name out."""

import re
from datetime import date

LONGEST = 120
SEASONS = ("spring", "summer", "autumn", "winter")
MONTHS_A_SEASON = 3
SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.IGNORECASE)
YEAR = re.compile(r"\b20\d\d\b(?![/–-]\d)")
NUMBER = re.compile(r"(?<=\s)(\d{1,3})$")


def following(name: str, *, began: date, begins: date, taken: set[str]) -> str:
    """The name with its season and its year moved on, else with the next number; never one of `taken`.

    A season moves by as much time as lies between the two starts, so that it is right wherever the group is.
    """
    months = (begins.year - began.year) * 12 + begins.month - began.month
    new = SEASON.sub(lambda found: _later(found[0], round(months / MONTHS_A_SEASON)), name)
    new = YEAR.sub(str(begins.year), new)
    if new == name and (found := NUMBER.search(name)):
        new = name[: found.start()] + str(int(found[1]) + 1)
    used = {one.casefold() for one in taken} | {name.casefold()}
    stem, number, candidate = NUMBER.sub("", new).rstrip(), 1, new
    if found := NUMBER.search(new):
        number = int(found[1])
    while candidate.casefold() in used:
        number += 1
        candidate = f"{stem[: LONGEST - len(str(number)) - 1]} {number}"
    return candidate[:LONGEST]


def _later(word: str, steps: int) -> str:
    place = SEASONS.index("autumn" if word.lower() == "fall" else word.lower())
    later = SEASONS[(place + steps) % len(SEASONS)]
    if later == "autumn" and word.lower() == "fall":
        later = "fall"
    if word.isupper():
        return later.upper()
    return later.capitalize() if word[0].isupper() else later
