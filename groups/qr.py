"""A link as a QR code, drawn as SVG without style or script, so that it passes the strict CSP."""

from itertools import groupby
from typing import Any
from xml.sax.saxutils import quoteattr

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4  # modules of white around it: cameras look for them
LONGEST = 1000


def svg(url: str, *, label: str = "") -> str:
    """One `<svg>` element that a camera reads as `url`: a file of its own, or to put into a page.

    Black on white whatever the page's colours are. It has no size: the page's CSS gives it one. `label` is
    what a screen reader says; without one the picture is left out there.
    """
    if len(url) > LONGEST:
        raise ValueError("too long for a QR code")
    code: QRCode[Any] = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(url)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    said = f'role="img" aria-label={quoteattr(label)}' if label else 'aria-hidden="true"'
    box = f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges"'
    white, black = f"M0 0h{size}v{size}H0z", _path(rows)
    paths = f'<path fill="#fff" d="{white}"/><path fill="#000" d="{black}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {said}>{paths}</svg>'


def _path(rows: list[list[bool]]) -> str:
    """A bar for each run of dark modules in a row."""
    bars = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                bars.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(bars)
