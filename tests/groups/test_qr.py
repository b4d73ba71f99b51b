"""A QR code as SVG: the modules of the code, nothing that a strict CSP would refuse."""

import re
from xml.etree import ElementTree as ET

import pytest
import qrcode

from groups import qr

URL = "https://bothy.example/i/23456789bcdf/"


def drawn(picture: str) -> set[tuple[int, int]]:
    """The dark modules of a picture."""
    path = ET.fromstring(picture)[1].attrib["d"]  # noqa: S314 our own
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    assert "".join(f"M{x} {y}h{w}v1h-{w}z" for x, y, w in bars) == path
    return {(int(x) + step, int(y)) for x, y, w in bars for step in range(int(w))}


def test_the_picture_holds_exactly_the_modules_of_the_code() -> None:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=qr.QUIET)
    code.add_data(URL)
    code.make()
    dark = {(x, y) for y, row in enumerate(code.get_matrix()) for x, cell in enumerate(row) if cell}
    assert drawn(qr.svg(URL)) == dark
    assert drawn(qr.svg(URL)) != drawn(qr.svg(URL + "x"))


def test_it_carries_no_style_no_script_and_its_label_escaped() -> None:
    picture = qr.svg(URL, label='Scan "me" & <b>join</b>')
    root = ET.fromstring(picture)  # noqa: S314 our own
    assert root.attrib["aria-label"] == 'Scan "me" & <b>join</b>'
    assert "style" not in picture
    assert "script" not in picture
    assert 'aria-hidden="true"' in qr.svg(URL)


def test_what_no_poster_could_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        qr.svg("https://bothy.example/" + "x" * 1000)
