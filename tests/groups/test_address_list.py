"""Lists of addresses as people have them, and as nobody would send them."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.address_list import Problem, Row, read_csv, read_text


def people(rows: list[Row]) -> list[tuple[str, str]]:
    assert not any(row.problem for row in rows)
    return [(row.name, row.address) for row in rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dani@example.org\nbill@example.org", [("", "dani@example.org"), ("", "bill@example.org")]),
        ("dani@example.org, bill@example.org;", [("", "dani@example.org"), ("", "bill@example.org")]),
        ("dani@example.org bill@example.org", [("", "dani@example.org"), ("", "bill@example.org")]),
        ("Dani Ferreira <Dani@Example.org>", [("Dani Ferreira", "dani@example.org")]),
        ('"Kerr, Bill" <bill@example.org>, joan@example.org',
         [("Kerr, Bill", "bill@example.org"), ("", "joan@example.org")]),
        ("Kerr, Bill <bill@example.org>", [("Kerr, Bill", "bill@example.org")]),
        ("Bill Kerr, bill@example.org", [("Bill Kerr", "bill@example.org")]),
        ("bill@example.org, Bill Kerr", [("Bill Kerr", "bill@example.org")]),
        ("Bill Kerr\tbill@example.org", [("Bill Kerr", "bill@example.org")]),
        ("mailto:bill@example.org.", [("", "bill@example.org")]),
        ("<bill@example.org>", [("", "bill@example.org")]),
        ("name,email\nBill,bill@example.org", [("Bill", "bill@example.org")]),
        ("  \n\n,;\n", []),
    ],
)  # fmt: skip
def test_pasted_lists_are_read_as_people_write_them(text: str, found: list[tuple[str, str]]) -> None:
    assert people(read_text(text)) == found


@pytest.mark.parametrize(
    "data",
    [
        "email,name\nbill@example.org,José Kerr\n".encode(),
        "name,email\nJosé Kerr,bill@example.org\n".encode(),
        "\ufeffName;E-Mail\r\nJosé Kerr;BILL@example.org\r\n".encode(),
        "Name;E-Mail\r\nJosé Kerr;bill@example.org\r\n".encode("cp1252"),
        "E-mail address\tFirst name\tLast name\nbill@example.org\tJosé\tKerr".encode("utf-16"),
        "sep=;\r\nbill@example.org;José Kerr".encode(),
        "José Kerr,bill@example.org\n".encode(),
        'bill@example.org,"José Kerr"\n\n,\n'.encode(),
        'town,name,mail\nPorto,"José Kerr","bill@example.org"\n'.encode(),
    ],
)
def test_files_are_read_as_programs_save_them(data: bytes) -> None:
    assert people(read_csv(data)) == [("José Kerr", "bill@example.org")]


def test_what_is_no_invitation_says_why() -> None:
    rows = read_text(
        "Just a name\nbill@nowhere\nbíll@example.org\nbill@example.org\n\nBill <BILL@example.org>"
    )
    assert [(row.line, row.problem, row.first_line) for row in rows] == [
        (1, Problem.NO_ADDRESS, 0),
        (2, Problem.WRONG, 0),
        (3, Problem.WRONG, 0),
        (4, None, 0),
        (6, Problem.TWICE, 4),
    ]
    assert rows[0].typed == "Just a name"


def test_a_quote_that_is_never_closed_swallows_nobody() -> None:
    rows = read_csv(b'email,name\nbill@example.org,"Bill\njoan@example.org,Joan\n')
    assert people(rows) == [("Bill", "bill@example.org"), ("Joan", "joan@example.org")]


def test_it_reads_no_further_than_asked() -> None:
    text = "\n".join(f"p{number}@example.org" for number in range(30))
    assert len(read_text(text, most=20)) == 20
    assert len(read_csv(text.encode(), most=20)) == 20


# -- whatever comes in ----------------------------------------------------------------------------
words = st.text(alphabet="abcdefgh'-é ", min_size=1, max_size=20).map(lambda name: " ".join(name.split()))
names = words.filter(lambda name: name.strip("'- ") == name and name != "")
addresses = st.from_regex(r"[a-z0-9]{1,10}@[a-z]{1,10}\.(org|net)", fullmatch=True)
lists = st.lists(st.tuples(names, addresses), max_size=12, unique_by=lambda one: one[1])


def said(style: int, name: str, address: str) -> str:
    return [
        f"{name} <{address}>", f'"{name}" <{address}>', f"{name}, {address}", f"{name}\t{address}",
        f"{name.upper()} <{address.upper()}>",
    ][style]  # fmt: skip


@given(lists, st.data())
def test_a_list_in_any_mixture_of_styles_loses_nobody(pairs, data) -> None:
    text = ""
    for name, address in pairs:
        text += said(data.draw(st.integers(0, 4)), name, address) + data.draw(st.sampled_from("\n;,"))
    rows = read_text(text)
    assert [row.address for row in rows] == [address for _name, address in pairs]
    assert [row.name.lower() for row in rows] == [name.lower() for name, _address in pairs]


@given(
    lists, st.sampled_from(";,\t"), st.booleans(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
)
def test_a_file_loses_nobody(pairs, delimiter, head, coding) -> None:
    lines = [delimiter.join(("Name", "E-mail"))] if head else []
    lines += [delimiter.join((name, address)) for name, address in pairs]
    rows = read_csv("\r\n".join(lines).encode(coding))
    assert [(row.name, row.address) for row in rows] == pairs


anything = st.text(st.characters(codec="utf-8") | st.sampled_from('@,;<>"\n\t\x00= ')) | st.text()


def lines_with_words(text: str) -> set[int]:
    return {number for number, line in enumerate(text.splitlines(), 1) if line.strip(",;\t \x00\"'")}


@given(anything)
def test_no_text_raises_and_no_line_is_lost(text: str) -> None:
    rows = read_text(text)
    told = {row.line for row in rows}
    missing = {line for line in lines_with_words(text) if line not in told}
    # Only a head row is no person.
    assert all("@" not in text.splitlines()[line - 1] for line in missing)
    assert len(missing) <= 1
    for row in rows:
        harmless(row)


@given(st.binary() | anything.map(lambda text: text.encode("utf-8", "replace")))
def test_no_file_raises(data: bytes) -> None:
    for row in read_csv(data):
        harmless(row)


def harmless(row: Row) -> None:
    """Nothing that breaks a page, a row of the database or a mail's header; either a person or a reason."""
    for text in (row.typed, row.name, row.address):
        assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029\u202e\ud800-\udfff]", text)
    assert len(row.name) <= 80
    assert len(row.typed) <= 90
    assert bool(row.address) == (row.problem in (None, Problem.TWICE))
    assert re.fullmatch(r"[!-~]+@[!-~]+|", row.address)


@pytest.mark.parametrize(
    "hostile",
    [
        '=HYPERLINK("http://evil.example"),bill@example.org',
        "+1+cmd|' /C calc'!A0 <bill@example.org>",
        "bill@example.org\r\nBcc: everybody@example.org",
        "<script>alert(1)</script> <bill@example.org>",
        "\x00bill@example.org",
        "@" * 200_000,
        "@," * 100_000,
        "<" * 200_000,
        "<@" * 100_000,
        '"' * 199_999,
        "a," * 100_000,
        "a@b.org " * 25_000,
        "bill@example.org," + "x," * 10_000,
    ],
)
def test_hostile_lists_are_quick_and_harmless(hostile: str) -> None:
    start = time.monotonic()
    for rows in (read_text(hostile, most=501), read_csv(hostile.encode(), most=501)):
        assert len(rows) <= 501
        for row in rows:
            harmless(row)
    assert time.monotonic() - start < 5
