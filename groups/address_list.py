"""A pasted list or an uploaded CSV of people to invite, read into rows. Pure: no database, no request.

Promise: nothing raises, whatever comes in, and nothing is lost: what cannot be an invitation is a row that
says why, so that a person can see it and mend it.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.text import FORBIDDEN, fold, one_line, short

LONGEST_ADDRESS = 254
LONGEST_NAME = 80
SHOWN = 90  # characters of what was typed that a preview shows
DELIMITERS = (";", "\t", ",")
LOOKED_AT = 20  # lines that tell which delimiter a file has
LONGEST_PIECE = 1000  # nobody's name and address: it is only cut at its spaces

# What people call these columns, folded and without anything but letters.
MAIL_WORDS = {
    "email",
    "emails",
    "mail",
    "emailaddress",
    "address",
    "emailadresse",
    "adresse",
    "courriel",
    "correo",
}
WHOLE_NAME = {"name", "names", "fullname", "displayname", "nom", "nombre"}
FIRST_NAME = {"firstname", "givenname", "forename", "vorname", "prenom"}
LAST_NAME = {"lastname", "surname", "familyname", "nachname", "apellido", "apellidos"}

NAMED = re.compile(r"([^<>]*)<([^<>]*@[^<>]*)>([^<>]*)")


class Problem(StrEnum):
    """Why a row is no invitation."""

    NO_ADDRESS = "no-address"
    WRONG = "wrong"
    TWICE = "twice"


@dataclass(frozen=True)
class Row:
    """One person of the list: where it stood, what stood there, and what we read."""

    line: int
    typed: str
    address: str = ""
    name: str = ""
    problem: Problem | None = None
    first_line: int = 0  # where the same address stood before, if it stands here again


def read_text(text: str, *, most: int | None = None) -> list[Row]:
    """A pasted list: one a line, commas, semicolons, `Name <address>`, or all of it. A pasted table too.

    Reads no further than `most` rows, where given.
    """
    lines = text.splitlines()
    if _columns(_cells(_first(lines), _delimiter(lines))) is not None:
        return _told_twice(_table(lines), most)
    return _told_twice((row for number, line in enumerate(lines, 1) for row in _line(number, line)), most)


def read_csv(data: bytes, *, most: int | None = None) -> list[Row]:
    """An uploaded file: e-mail and name in any order, with or without a head row, as programs save it."""
    return _told_twice(_table(_decoded(data).splitlines()), most)


# -- tables -------------------------------------------------------------------------------------
def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _first(lines: list[str]) -> str:
    return next((line for line in lines if line.strip()), "")


def _delimiter(lines: list[str]) -> str:
    some = [line for line in lines if line.strip()][:LOOKED_AT]
    if some and (named := re.fullmatch(r"sep=(.)", some[0].strip())):
        return named[1]
    # On a tie the semicolon stands before the comma: "Kerr, Bill;bill@example.org".
    return max(DELIMITERS, key=lambda delimiter: sum(line.count(delimiter) for line in some))


def _cells(line: str, delimiter: str) -> list[str]:
    # One line at a time, and an odd quote is a letter: it swallows no other row and no other cell.
    if line.count('"') % 2:
        return [cell.strip() for cell in line.split(delimiter)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except (csv.Error, TypeError, ValueError):
        return [line]


def _columns(cells: list[str]) -> tuple[int, list[int]] | None:
    """Which column holds the address and which the name, if these cells are a head row."""
    if any("@" in cell for cell in cells):
        return None
    words = [re.sub(r"[^a-z]", "", fold(cell)) for cell in cells[:200]]
    mail = next((number for number, word in enumerate(words) if word in MAIL_WORDS), None)
    if mail is None:
        return None
    if whole := [number for number, word in enumerate(words) if word in WHOLE_NAME]:
        return mail, whole[:1]
    parts = [[n for n, word in enumerate(words) if word in known][:1] for known in (FIRST_NAME, LAST_NAME)]
    return mail, parts[0] + parts[1]


def _table(lines: list[str]) -> Iterator[Row]:
    delimiter = _delimiter(lines)
    columns: tuple[int, list[int]] | None = None
    at_top = True
    for number, line in enumerate(lines, 1):
        if not line.strip() or (at_top and re.fullmatch(r"sep=.", line.strip())):
            continue
        cells = _cells(line, delimiter)
        if at_top:
            at_top = False
            if (columns := _columns(cells)) is not None:
                continue
        if not any(cells):
            continue
        if columns:
            yield _by_columns(number, line, cells, columns)
        else:
            yield from _by_looks(number, line, cells)


def _by_columns(number: int, line: str, cells: list[str], columns: tuple[int, list[int]]) -> Row:
    mail, names = columns
    address = cells[mail] if mail < len(cells) else ""
    name = " ".join(cells[place] for place in names if place < len(cells))
    return _row(number, line, address, name)


def _by_looks(number: int, line: str, cells: list[str]) -> Iterator[Row]:
    places = [place for place, cell in enumerate(cells) if "@" in cell]
    if len(places) != 1 or cells[places[0]].count("@") != 1:  # nobody, or several people on one line
        yield from _line(number, line)
        return
    name = next((cell for place, cell in enumerate(cells) if place != places[0] and cell), "")
    yield _row(number, line, cells[places[0]], name)


# -- pasted lines -------------------------------------------------------------------------------
def _line(number: int, line: str) -> Iterator[Row]:
    """The people of one line. A piece without an address is the name of the one that follows it."""
    held: list[str] = []
    pieces = list(_pieces(line))
    if len(pieces) == len(("address", "name")) and "@" in pieces[0] and "@" not in pieces[1]:
        pieces.reverse()
    for piece in pieces:
        if "@" not in piece:
            held.append(piece)
            continue
        yield from _people(number, piece, ", ".join(held))
        held = []
    if held:
        yield _row(number, ", ".join(held), "")


def _pieces(line: str) -> Iterator[str]:
    """The line cut at commas and semicolons that stand in no quotes and no pointed brackets."""
    quotes = line.count('"') % 2 == 0  # an odd one is a letter like any other
    quoted, bracket, start = False, False, 0
    closing = line.rfind(">")
    for place, char in enumerate(line):
        if char == '"' and quotes:
            quoted = not quoted
        elif char == "<" and not quoted:
            bracket = place < closing
        elif char == ">" and not quoted:
            bracket = False
        elif char in ",;" and not quoted and not bracket:
            if piece := line[start:place].strip():
                yield piece
            start = place + 1
    if piece := line[start:].strip():
        yield piece


def _people(number: int, piece: str, held: str) -> Iterator[Row]:
    """`Name <address>`, an address with a name beside it, or addresses with only space between them."""
    typed = f"{held}, {piece}" if held else piece
    if len(piece) <= LONGEST_PIECE and (found := NAMED.fullmatch(piece)):
        beside = " ".join((found[1].strip(), found[3].strip())).strip()
        yield _row(number, typed, found[2], ", ".join(filter(None, (held, beside))))
        return
    words = piece.split()
    addresses = [word for word in words if "@" in word]
    if len(addresses) == 1:
        yield _row(
            number, typed, addresses[0], " ".join([held, *(word for word in words if "@" not in word)])
        )
        return
    for place, word in enumerate(words):
        before = f"{held} " if place == 0 and held else ""
        yield _row(number, before + word, word if "@" in word else "", before)


# -- one row ------------------------------------------------------------------------------------
def _row(number: int, typed: str, address: str, name: str = "") -> Row:
    shown = short(_plain(typed), SHOWN)
    if len(address) <= LONGEST_PIECE and (inner := NAMED.fullmatch(address.strip())):
        address, name = inner[2], name or inner[1]
    address = address.strip().strip("\"'`<>()[]{}").strip().rstrip(".,;:")
    address = re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).lower()
    if not address:
        return Row(number, shown, problem=Problem.NO_ADDRESS)
    kept = _name(name)
    if not _sound(address):
        return Row(number, shown, name=kept, problem=Problem.WRONG)
    return Row(number, shown, address, kept)


def _sound(address: str) -> bool:
    # The same that sign-up takes: ASCII, so that two spellings cannot look alike.
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _plain(text: str) -> str:
    """Without what cannot be seen or kept: control characters, halves of surrogates, tricks of direction."""
    return "".join(
        " " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
        for char in text[: 4 * SHOWN]
        if char not in FORBIDDEN
    )


def _name(text: str) -> str:
    name = short(_plain(text).strip().strip("\"'`,;").strip(), LONGEST_NAME)
    try:
        return one_line(name)[:LONGEST_NAME]
    except ValidationError:  # nothing of it can be seen
        return ""


def _told_twice(rows: Iterable[Row], most: int | None) -> list[Row]:
    """The rows, those marked whose address stands above already."""
    seen: dict[str, int] = {}
    told = []
    for row in islice(rows, most):
        if row.address and row.address in seen:
            told.append(replace(row, problem=Problem.TWICE, first_line=seen[row.address]))
            continue
        if row.address:
            seen[row.address] = row.line
        told.append(row)
    return told
